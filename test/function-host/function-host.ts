/** Runs built packages as the platform does: each unpacked outside the repository, in a clean process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import type { Answer, Call, Start } from './program';

export interface HostSettings {
  /** Folder with `<name>.zip` for each function. */
  packages: string;
  /** Where the SDK of the functions finds database, users and preset functions. */
  space: Start['space'];
  answers?: Start['answers'];
}

export interface HostCall {
  args?: unknown;
  /** `ctx.env.MP_SOURCE`. */
  source: 'client' | 'function' | 'server' | 'http' | 'timing';
  userId?: string;
}

export interface FunctionHost {
  /** The function's result as JSON; rejects with the error that it threw. A process is started at the first call and stays warm. */
  invoke(name: string, call: HostCall): Promise<unknown>;
  /** What the functions wrote. */
  lines: string[];
  close(): Promise<void>;
}

/** Another Node.js for the functions, e.g. a real 14, to be tried by hand. */
const RUNTIME = process.env.FUNCTION_RUNTIME ?? process.execPath;

export async function functionHost({ packages, space, answers = 'camelCase' }: HostSettings): Promise<FunctionHost> {
  const home = await mkdtemp(join(tmpdir(), 'shouyin-function-host-'));
  const program = await bundledProgram(home);
  const lines: string[] = [];
  const warm = new Map<string, Promise<Instance>>();
  const launch = async (name: string): Promise<Instance> => {
    const folder = await unpacked(join(packages, `${name}.zip`), join(home, 'function', name));
    return startInstance(program, { folder, space, answers }, (line) => lines.push(line));
  };
  let calls = 0;
  return {
    lines,
    async invoke(name, { args = {}, source, userId }) {
      if (!warm.has(name)) warm.set(name, launch(name));
      calls += 1;
      const call = {
        ...{ id: calls, requestId: `host-request-${calls}`, args },
        env: { MP_SPACE_ID: space.spaceId, MP_SOURCE: source },
        ...(userId === undefined ? {} : { userId }),
      };
      const instance = await (warm.get(name) as Promise<Instance>);
      return await instance.call(call);
    },
    async close() {
      // One that could not be started has nothing to be stopped.
      const launched = await Promise.allSettled(warm.values());
      for (const one of launched) if (one.status === 'fulfilled') one.value.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Packages of a folder, by the name of the function. */
export async function packagesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.zip')).map((file) => basename(file, '.zip'));
}

// --- Internal helpers ---

interface Instance {
  call(call: Call): Promise<unknown>;
  stop(): void;
}

/** The SDK from npm comes with a urllib of its own, of the platform's time; functions are given the same. */
async function bundledProgram(home: string): Promise<string> {
  const outfile = join(home, 'program.js');
  const ofTheSdk = createRequire(require.resolve('@alicloud/mpserverless-node-sdk'));
  await build({
    entryPoints: [join(__dirname, 'program.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node14',
    // The SDK makes a global by writing to it, which strict scripts refuse.
    tsconfigRaw: { compilerOptions: { strict: false, alwaysStrict: false } },
    alias: { urllib: ofTheSdk.resolve('urllib') },
    // urllib asks for it only where a proxy is configured.
    external: ['proxy-agent'],
    logLevel: 'error',
  });
  return outfile;
}

async function unpacked(zip: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const files = Object.entries(unzipSync(await readFile(zip)));
  await Promise.all(files.map(([name, content]) => writeFile(join(folder, name), content)));
  return folder;
}

/** Nothing of this process's environment; the platform itself names the function in one variable. */
function startInstance(program: string, start: Start, write: (line: string) => void): Instance {
  const child = fork(program, [JSON.stringify(start)], {
    cwd: start.folder,
    env: { FC_FUNCTION_NAME: basename(start.folder) },
    execPath: RUNTIME,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stdout?.on('data', (text: Buffer) => write(text.toString().trim()));
  child.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on('exit', () => {
    const message = `the process of the function has ended: ${said.join('')}`;
    for (const [id, settle] of waiting) settle({ id, error: { message } });
  });
  return { call: (call) => answered(child, waiting, call), stop: () => void child.kill() };
}

async function answered(child: ChildProcess, waiting: Map<number, (answer: Answer) => void>, call: Call) {
  const answer = new Promise<Answer>((resolve) => waiting.set(call.id, resolve));
  child.send(call);
  const given = await answer;
  if ('error' in given) throw Object.assign(new Error(given.error.message), { code: given.error.code });
  return given.result;
}
