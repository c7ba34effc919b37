import { randomUUID } from 'node:crypto';
import type { Cron } from 'croner';
import type { Logger } from 'pino';
import { cronJob } from './cron-rule';
import type { Clock } from './faces';
import type { Invoke } from './function/invocation';
import { PlatformError } from './platform-error';

/** When one function runs by itself. */
export interface TimerRule {
  /** Six fields: second, minute, hour, day, month, weekday; in Beijing time. */
  cron: string;
  /** Handed to the function as it is. */
  userPayload?: string;
}

/** A run that took too long is repeated this often; one that failed is not (reference serverless-platform 3.2). */
const MOST_RETRIES = 3;

/** Name of a function → when it runs. */
export type TimerRules = Readonly<Record<string, TimerRule>>;

/** The clockwork of one node. */
export interface Timers {
  /** Begins to keep time; with `runNow` every timer also runs once at once. */
  start(runNow: boolean): void;
  /** Runs one timer now; waits for a run of it that is under way instead of starting another. Throws what it throws. */
  run(name: string): Promise<unknown>;
  /** No further runs. Resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** The timers of one node. Other nodes run theirs at the same time; the functions must stand that, here as on the platform. */
export function timers(rules: TimerRules, invoke: Invoke, clock: Clock, log: Logger): Timers {
  const jobs: Cron[] = [];
  const running = new Map<string, Promise<unknown>>();
  let stopped = false;

  async function fire(name: string, userPayload: string): Promise<unknown> {
    const triggerTime = new Date(clock.nowMs()).toISOString();
    for (let retries = 0; ; retries += 1) {
      try {
        const args = { userPayload, triggerTime };
        const json = await invoke({ functionName: name, args, source: 'timing', requestId: randomUUID() });
        return json === undefined ? undefined : JSON.parse(json);
      } catch (error) {
        const isLate = error instanceof PlatformError && error.code === 'RequestTimeout';
        if (!isLate || retries === MOST_RETRIES || stopped) throw error;
        log.warn({ timer: name, retry: retries + 1 }, 'a timer took too long and is run again');
      }
    }
  }

  function run(name: string): Promise<unknown> {
    const underWay = running.get(name);
    if (underWay) return underWay;
    const rule = rules[name];
    if (!rule) return Promise.reject(new Error(`there is no timer ${name}`));
    const fired = fire(name, rule.userPayload ?? '').finally(() => running.delete(name));
    running.set(name, fired);
    return fired;
  }

  /** A run that fails has been logged where functions run; the next one comes anyway. */
  const runQuietly = (name: string) => run(name).catch((error: Error) => log.debug({ timer: name }, error.message));

  return {
    run,
    start(runNow) {
      for (const [name, { cron }] of Object.entries(rules)) {
        jobs.push(cronJob(cron, () => void runQuietly(name)));
        if (runNow) void runQuietly(name);
      }
    },
    async stop() {
      stopped = true;
      for (const job of jobs) job.stop();
      await Promise.allSettled(running.values());
    },
  };
}
