/** The sandbox's only source of time. Tests and simulations give a {@link ManualClock}. */
export interface Clock {
  nowMs(): number;
  /** Runs `task` once when `atMs` is reached; a moment already past means soon, never synchronously. Returns the undo. */
  wakeAt(atMs: number, task: Task): () => void;
}

export type Task = () => void | Promise<void>;

/** A timer of Node.js overflows beyond this and would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Wall-clock time. Its timers do not keep the process alive: the listening server does. */
export function systemClock(): Clock {
  const nowMs = () => Date.now();
  return {
    nowMs,
    wakeAt(atMs, task) {
      let timer: NodeJS.Timeout;
      const arm = () => {
        const waitMs = Math.max(0, atMs - nowMs());
        timer = setTimeout(() => (nowMs() < atMs ? arm() : void task()), Math.min(waitMs, LONGEST_TIMER_MS));
        timer.unref();
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}
