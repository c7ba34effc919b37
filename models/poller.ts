import { observable, runInAction } from 'mobx';
import type { Clock } from './clock';

/** Whether there is more to learn. */
export type Verdict = 'settled' | 'open';

/** Asks again and again, with waits in between, while someone is looking. */
export interface Poller {
  /** True when all waits are used up and nothing is settled: it asks no more by itself. */
  readonly isExhausted: boolean;
  /** Asks at once and then after each wait, until an answer settles it or no wait is left. */
  start(): void;
  /** Nobody looks: no more questions; an answer on its way still counts. */
  pause(): void;
  /** Someone looks again: asks at once and goes on with the waits left; with none left it asks this once. */
  resume(): void;
}

interface Parts {
  clock: Clock;
  /** The question; never rejects. */
  ask(): Promise<Verdict>;
  /** All waits in order, in milliseconds. Looked at after each answer, since an answer may change how much patience is due. */
  waitsMs(): readonly number[];
}

/** A poller over one question. */
export function poller({ clock, ask, waitsMs }: Parts): Poller {
  const self = observable({ isExhausted: false });
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
    const waitMs = waitsMs()[next];
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
    start() {
      cancelTimer();
      [next, isSettled] = [0, false];
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
