import { observable, runInAction } from 'mobx';
import type { Clock } from './clock';

/** The seconds hand of a countdown: moves only while someone looks. */
export interface Ticker {
  /** The time of the last tick, by the clock given; observable. */
  readonly nowMs: number;
  start(): void;
  stop(): void;
}

const TICK_MS = 1_000;

/** A ticker of one second. `readMs` says what time it is, so that a countdown can follow the server's clock. */
export function ticker({ clock, readMs }: { clock: Clock; readMs: () => number }): Ticker {
  const self = observable({ nowMs: readMs() });
  let cancel: (() => void) | null = null;

  function tick(): void {
    runInAction(() => {
      self.nowMs = readMs();
    });
    cancel = clock.after(TICK_MS, tick);
  }

  return {
    get nowMs() {
      return self.nowMs;
    },
    start() {
      if (cancel === null) tick();
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
