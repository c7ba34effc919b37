import type { Lab } from './lab';
import { lab as openLab } from './lab';
import { CHANNELS, type ChannelName, type Scenario, type ScenarioResult, STORES, type StoreName } from './scenario';
import { createWorld } from './world';

export interface MatrixOptions {
  scenarios: readonly Scenario[];
  channels?: readonly ChannelName[];
  stores?: readonly StoreName[];
  /** Told of every result as it comes. */
  progress?(result: ScenarioResult): void;
  /** Epoch ms, for durations. */
  nowMs(): number;
}

/** Worlds at a time in one process. Most of a world's life is waiting for sockets; more only makes timeouts likelier. */
const AT_ONCE = 8;
/** How much of the log goes into the detail of a failure. */
const MOST_LINES = 6;
const MOST_OF_A_LINE = 400;

/** Every scenario with every provider on every store, in the order of the tables. */
export function runsOf({ scenarios, channels = CHANNELS, stores = STORES }: Omit<MatrixOptions, 'nowMs'>): Run[] {
  return scenarios.flatMap((scenario) =>
    channels.flatMap((channel) => stores.map((store) => ({ scenario, channel, store }))),
  );
}

/** Carries the runs out, each in a world of its own. */
export async function runMatrix({ progress, nowMs, ...chosen }: MatrixOptions): Promise<ScenarioResult[]> {
  const lab = await openLab();
  try {
    const runs = runsOf(chosen);
    const results: ScenarioResult[] = [];
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let index = next++; index < runs.length; index = next++) {
        const run = runs[index];
        if (!run) return;
        const startedAtMs = nowMs();
        const detail = await runOne(lab, run);
        const { channel, store } = run;
        const ms = Math.round(nowMs() - startedAtMs);
        const result = { name: run.scenario.name, channel, store, ok: detail === '', ms, detail };
        results[index] = result;
        progress?.(result);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return results;
  } finally {
    await lab.close();
  }
}

/** One scenario in one place. */
export interface Run {
  scenario: Scenario;
  channel: ChannelName;
  store: StoreName;
}

/** What was wrong, in words; empty when nothing was. */
async function runOne(lab: Lab, { scenario, channel, store }: Run): Promise<string> {
  let world: Awaited<ReturnType<typeof createWorld>> | undefined;
  try {
    world = await createWorld(lab, { channel, store }, scenario.settings);
    await scenario.run(world);
    const faults = await world.judge();
    return faults.length === 0 ? '' : told(faults.join('; '), world.logged());
  } catch (error) {
    return told(wordsOf(error), world?.logged() ?? []);
  } finally {
    await world?.close();
  }
}

function told(fault: string, logged: readonly string[]): string {
  const lines = logged.slice(-MOST_LINES).map((line) => `  log: ${line.slice(0, MOST_OF_A_LINE)}`);
  return [fault, ...lines].join('\n');
}

/** The client SDK rejects with plain objects. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
