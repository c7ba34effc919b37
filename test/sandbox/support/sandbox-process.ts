import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface SandboxProcess {
  url: string;
  kill(signal: NodeJS.Signals): Promise<{ code: number | null; output: string }>;
}

/** `npm run sandbox` as a person starts it, without npm between. */
export function spawnSandbox(environment: Record<string, string>, argv: readonly string[] = []): ChildProcess {
  const main = join(__dirname, '..', '..', '..', 'sandbox', 'main.ts');
  const { SANDBOX_PORT: _port, SHOUYIN_HOME: _home, ...inherited } = process.env;
  return spawn(process.execPath, ['--import', 'tsx', main, ...argv], { env: { ...inherited, ...environment } });
}

/** Resolves when it has said that it is ready. */
export async function sandboxProcess(home: string): Promise<SandboxProcess> {
  const child = spawnSandbox({ SANDBOX_PORT: '0', SHOUYIN_HOME: home });
  const output = collected(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(output())));
    child.stdout?.on('data', () => {
      const [, found] = /Sandbox is ready: (http:\/\/127\.0\.0\.1:\d+)/.exec(output()) ?? [];
      if (found) resolve(found);
    });
  });
  return {
    url,
    async kill(signal) {
      child.kill(signal);
      const [code] = await once(child, 'close');
      return { code, output: output() };
    },
  };
}

/** Runs to its end by itself. */
export async function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const output = collected(child);
  const [code] = await once(child, 'close');
  return { code, output: output() };
}

function collected(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  return () => text;
}
