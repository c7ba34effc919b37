import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './source-tree';

/** `npm run serve` as a process of its own. */
export interface ServeProcess {
  url: string;
  /** Resolves when it has written a line that matches. */
  written(line: RegExp): Promise<void>;
  /** Ends it with a signal and waits until it is gone; resolves to its exit code, null after SIGKILL. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the command with these variables alone and resolves when it listens. Throws with what it wrote when it ends instead. */
export async function serveProcess(env: Record<string, string>): Promise<ServeProcess> {
  const main = join(projectRoot, 'cloud', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  return {
    url: await listening(child),
    async written(wanted) {
      while (!lines.some((line) => wanted.test(line))) await once(reader, 'line');
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      return (await exit)[0] as number | null;
    },
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-8_000);
      const url = /Server listening at (http:[^"\s]+)/.exec(output)?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${output}`)));
  });
}
