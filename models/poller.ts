import { observable, runInAction } from 'mobx';
import type { Clock } from './clock';

/** Whether there is more to learn. */
export type Verdict = 'settled' | 'open';

/** Asks again and again, with given waits in between, while someone is looking. */
export interface Poller {
  /** True when all waits are used up and nothing is settled: it asks no more by itself. */
  readonly isExhausted: boolean;
  /** Asks at once and then after each of the waits, in milliseconds, until an answer settles it. */
  start(waitsMs: readonly number[]): void;
  /** Nobody looks: no more questions; an answer on its way still counts. */
  pause(): void;
  /** Someone looks again: asks at once and goes on with the waits left; with none left it asks this once. */
  resume(): void;
}

/** A poller over one question; `ask` never rejects. */
export function poller({ clock, ask }: { clock: Clock; ask: () => Promise<Verdict> }): Poller {
  const self = observable({ isExhausted: false });
  let waitsMs: readonly number[] = [];
  let next = 0;
  let round = 0;
  let isPaused = false;
  let isSettled = true;
  let cancelTimer = () => {};

  async function askNow(): Promise<void> {
    round += 1;
    const mine = round;
    const verdict = await ask();
    if (mine !== round) return;
    if (verdict === 'settled') isSettled = true;
    else schedule();
  }

  function schedule(): void {
    if (isPaused) return;
    const waitMs = waitsMs[next];
    if (waitMs === undefined) {
      runInAction(() => {
        self.isExhausted = true;
      });
      return;
    }
    next += 1;
    cancelTimer = clock.after(waitMs, () => void askNow());
  }

  return {
    get isExhausted() {
      return self.isExhausted;
    },
    start(waits) {
      cancelTimer();
      [waitsMs, next, isSettled] = [waits, 0, false];
      runInAction(() => {
        self.isExhausted = false;
      });
      if (!isPaused) void askNow();
    },
    pause() {
      isPaused = true;
      cancelTimer();
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      if (!isSettled) void askNow();
    },
  };
}
