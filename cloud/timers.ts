import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { Clock } from './faces';
import type { Invoke } from './function/invocation';

export interface TimerRule {
  /** Six fields: second, minute, hour, day, month, weekday; in Beijing time. */
  cron: string;
  /** Handed to the function as it is. */
  userPayload?: string;
}

/** Name of a function → when it runs. */
export type TimerRules = Readonly<Record<string, TimerRule>>;

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

  async function fire(name: string, userPayload: string): Promise<unknown> {
    const triggerTime = new Date(clock.nowMs()).toISOString();
    const args = { userPayload, triggerTime };
    const json = await invoke({ functionName: name, args, source: 'timing', requestId: randomUUID() });
    return json === undefined ? undefined : JSON.parse(json);
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
        const schedule = { timezone: 'Asia/Shanghai', mode: '6-part', unref: true } as const;
        // On the platform ? means "any", as * does; the scheduler would read it as the value of this moment.
        jobs.push(new Cron(cron.replaceAll('?', '*'), schedule, () => void runQuietly(name)));
        if (runNow) void runQuietly(name);
      }
    },
    async stop() {
      for (const job of jobs) job.stop();
      await Promise.allSettled(running.values());
    },
  };
}
