import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, refuse, send } from './exchange';

const longestMs = 30_000;

/** Passes `/__simulator/sandbox/<path>` on to `/api/<path>` of the sandbox's control API, which lives on another port. */
export async function proxySandbox(
  request: IncomingMessage,
  response: ServerResponse,
  sandboxUrl: string | undefined,
  path: string,
): Promise<void> {
  if (!sandboxUrl) return refuse(response, 404, 'no_sandbox', 'the simulator was started without a sandbox');
  const body = await readBody(request);
  if (!body) return refuse(response, 413, 'body_too_large', 'the body is larger than 16 MB');
  const method = request.method ?? 'GET';
  try {
    const reply = await fetch(new URL(`/api/${path}`, sandboxUrl), {
      method,
      headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      signal: AbortSignal.timeout(longestMs),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
    });
    const type = reply.headers.get('content-type') ?? 'application/json';
    return send(response, reply.status, type, Buffer.from(await reply.arrayBuffer()));
  } catch {
    return refuse(response, 502, 'sandbox_unreachable', `the sandbox at ${sandboxUrl} does not answer; is it running?`);
  }
}
