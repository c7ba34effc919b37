import { sayOnce } from '../runtime/say-once';

const ownFrame = /\/mini-program\.js:(\d+):(\d+)/;

/** Names in the console what the simulator does not do, with the file and line of the mini-program's source that asked for it. */
export async function sayUnsupported(message: string): Promise<void> {
  // The stack is of this very call: it must be read before anything is waited for.
  const frame = ownFrame.exec(new Error().stack ?? '');
  const place = frame && (await sourcePlace(frame[1], frame[2]));
  if (place) sayOnce(place, message);
  else console.warn(message);
}

/** Only the server has the source map; null when it does not answer. */
async function sourcePlace(line = '', column = ''): Promise<string | null> {
  try {
    const response = await fetch(`/__simulator/place?line=${line}&column=${column}`);
    return response.ok ? ((await response.json()) as string | null) : null;
  } catch {
    return null;
  }
}
