/** The whole product as a user runs it: a process of its own, on free ports, with a home that is thrown away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './source-tree';

export interface ShouyinProcess {
  url: string;
  sandboxUrl: string;
  home: string;
  /** Everything it printed so far. */
  output(): string;
  /** Ends it with a signal and waits until it is gone; resolves to how long that took in ms. */
  end(signal?: NodeJS.Signals): Promise<number>;
  /** SIGKILL, then the same command on the same home and ports. */
  killAndStartAgain(): Promise<void>;
  /** Ends it and removes its home. */
  dispose(): Promise<void>;
}

export interface ShouyinSetting {
  /** Environment variables in place of the usual ones. */
  overrides?: Record<string, string>;
  /** Use dist/ as the test run built it. */
  args?: string[];
  /** As a person types it, with an npm in between that gets the signals; else the script that npm runs. */
  throughNpm?: boolean;
}

const READY_TIMEOUT_MS = 60_000;

/** Starts `npm start`'s own script and resolves when it says that it is ready. */
export async function shouyinProcess({
  overrides = {},
  args = ['--no-build'],
  throughNpm = false,
}: ShouyinSetting = {}): Promise<ShouyinProcess> {
  const home = await mkdtemp(join(tmpdir(), 'shouyin-journey-'));
  const command = throughNpm ? ['npm', 'start', '--'] : [process.execPath, '--import', 'tsx', 'scripts/start.ts'];
  const launch = (env: Record<string, string>) => launchProcess([...command, ...args], { SHOUYIN_HOME: home, ...env });
  let running = await launch({ PORT: '0', SANDBOX_PORT: '0', ...overrides }).catch(async (error: unknown) => {
    await rm(home, { recursive: true, force: true });
    throw error;
  });
  const self: ShouyinProcess = {
    url: running.url,
    sandboxUrl: running.sandboxUrl,
    home,
    output: () => running.output(),
    end: (signal = 'SIGINT') => endProcess(running.child, signal),
    async killAndStartAgain() {
      await endProcess(running.child, 'SIGKILL');
      running = await launch({ PORT: new URL(self.url).port, SANDBOX_PORT: new URL(self.sandboxUrl).port });
    },
    async dispose() {
      await endProcess(running.child, 'SIGKILL');
      await rm(home, { recursive: true, force: true });
    },
  };
  return self;
}

interface Launched {
  child: ChildProcess;
  url: string;
  sandboxUrl: string;
  output(): string;
}

function launchProcess([command = '', ...args]: string[], env: Record<string, string>): Promise<Launched> {
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${why}; it printed:\n${printed}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('Shouyin was not ready in time');
    }, READY_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      printed += chunk.toString('utf8');
      const ready = /Shouyin is ready: (http:\S+?)\/\s/.exec(printed);
      const sandbox = /gateway: (http:\S+?)\/\s/.exec(printed);
      if (!ready || !sandbox) return;
      clearTimeout(timer);
      resolve({ child, url: ready[1] as string, sandboxUrl: sandbox[1] as string, output: () => printed });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`Shouyin ended with ${code}`);
    });
  });
}

function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const startedAtMs = Date.now();
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(0);
  return new Promise((resolve) => {
    child.once('exit', () => resolve(Date.now() - startedAtMs));
    child.kill(signal);
  });
}
