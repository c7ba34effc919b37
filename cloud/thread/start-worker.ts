import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { ThreadStart } from './messages';

/** More than a function needs; one that takes it all ends its thread alone. */
export const MOST_MEMORY_MB = 256;

/** The program of all threads, as one script: a thread knows no TypeScript. */
let program: Promise<string> | undefined;

/**
 * A thread for the function in this file, with nothing of the process's own: its environment holds the merchant's keys, its output
 * is the log. */
export async function startWorker(file: string): Promise<Worker> {
  program ??= bundledProgram();
  const workerData: ThreadStart = { file, ours: __filename };
  const worker = new Worker(await program, {
    eval: true,
    env: {},
    execArgv: [],
    workerData,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  // A thread must not keep a process that has been ended otherwise.
  worker.unref();
  return worker;
}

async function bundledProgram(): Promise<string> {
  const entryPoints = [join(__dirname, 'main.ts')];
  const { outputFiles } = await build({ entryPoints, bundle: true, platform: 'node', format: 'cjs', write: false });
  return outputFiles[0]?.text ?? '';
}
