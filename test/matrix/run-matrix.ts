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

/** Worlds at a time. Most of a world's life is waiting for sockets; more than this only makes timeouts likelier. */
const AT_ONCE = 10;
/** How much of the log goes into the detail of a failure. */
const MOST_LINES = 6;
const MOST_OF_A_LINE = 400;

/** Runs every scenario with every provider on every store, each in a world of its own. Results come in the order of the tables. */
export async function runMatrix({
  scenarios,
  channels = CHANNELS,
  stores = STORES,
  progress,
  nowMs,
}: MatrixOptions): Promise<ScenarioResult[]> {
  const lab = await openLab();
  try {
    const runs = scenarios.flatMap((scenario) =>
      channels.flatMap((channel) => stores.map((store) => ({ scenario, channel, store }))),
    );
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

interface Run {
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
