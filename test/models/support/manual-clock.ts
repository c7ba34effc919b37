import type { Clock } from '../../../models/clock';

/** A clock whose timers run only when a test lets time pass. */
export interface ManualClock extends Clock {
  /** Lets time pass; runs what is due on the way, and lets everything that follows from it happen. */
  advance(durationMs: number): Promise<void>;
  /** How many timers are waiting. */
  readonly pending: number;
}

export const STARTED_AT_MS = Date.UTC(2026, 4, 20, 2, 0, 0);

export function manualClock(startMs = STARTED_AT_MS): ManualClock {
  let currentMs = startMs;
  let timers: { atMs: number; run: () => void }[] = [];

  function nextDue(untilMs: number) {
    return timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  }

  return {
    nowMs: () => currentMs,
    get pending() {
      return timers.length;
    },
    after(delayMs, run) {
      const timer = { atMs: currentMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(durationMs) {
      const untilMs = currentMs + durationMs;
      await settled();
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        const due = timer;
        timers = timers.filter((other) => other !== due);
        currentMs = due.atMs;
        due.run();
        await settled();
      }
      currentMs = untilMs;
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
