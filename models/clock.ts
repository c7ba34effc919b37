/** The time and the waiting that models need; tests bring their own. */
export interface Clock {
  /** Epoch milliseconds of this phone; it may be wrong, so a countdown uses the server's clock (see order-book). */
  nowMs(): number;
  /** Runs once after the delay; returns the function that prevents it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The phone's clock. */
export function systemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
