import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type MatrixOptions, runMatrix, runsOf } from './run-matrix';
import type { ScenarioResult } from './scenario';

/** Fewer scenarios than this are over before another process has started. */
const FEWEST_FOR_PARTS = 30;

/** What a process that carries out a part is told; scenarios by their names. */
export interface PartOrder extends Pick<MatrixOptions, 'channels' | 'stores'> {
  scenarios: readonly string[];
}

/**
 * Runs the matrix, in several processes where there are cores for them: what takes the time of a world is the work of one thread.
 * Results come in the order of the tables.
 */
export async function runInParts(options: MatrixOptions): Promise<ScenarioResult[]> {
  const { scenarios, channels, stores, progress } = options;
  const parts = scenarios.length < FEWEST_FOR_PARTS ? 1 : partsFor(availableParallelism());
  if (parts < 2) return runMatrix(options);
  const orders = Array.from({ length: parts }, (_, part): PartOrder => {
    const mine = scenarios.filter((__, index) => index % parts === part);
    return { scenarios: mine.map(({ name }) => name), channels, stores };
  });
  const results = (await Promise.all(orders.map((order) => runPart(order, progress)))).flat();
  return runsOf(options).map((run) => {
    const result = results.find(
      ({ name, channel, store }) => name === run.scenario.name && channel === run.channel && store === run.store,
    );
    if (!result) throw new Error(`${run.scenario.name} with ${run.channel} on ${run.store} has no result`);
    return result;
  });
}

/** The other half of the cores has the databases and the keys to work on; of two, both are better used. */
function partsFor(cores: number): number {
  return Math.max(Math.floor(cores / 2), Math.min(cores, 2));
}

/** A process of its own, which tells of each result as it comes. */
function runPart(order: PartOrder, progress: MatrixOptions['progress']): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'part-process.ts'), [JSON.stringify(order)], { execArgv: process.execArgv });
    child.on('message', (result: ScenarioResult) => {
      results.push(result);
      progress?.(result);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(results);
      else reject(new Error(`a part of the matrix ended with ${signal ?? code}`));
    });
  });
}
