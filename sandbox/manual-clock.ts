import type { Clock, Task } from './clock';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /**
   * Moves time forward, running everything that falls due on the way, in order, each at its own moment and awaited before
   * time goes on. `advance(0)` waits for what is due now.
   */
  advance(durationMs: number): Promise<void>;
}

interface Entry {
  atMs: number;
  task: Task;
}

export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  /** Sorted by time; equal times keep the order in which they were asked for. */
  const entries: Entry[] = [];
  const running = new Set<Promise<void>>();

  function start(task: Task): void {
    const run = Promise.resolve()
      .then(task)
      .finally(() => running.delete(run));
    running.add(run);
  }

  async function settle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  function insert(entry: Entry): void {
    let index = entries.length;
    while (index > 0 && (entries[index - 1]?.atMs ?? 0) > entry.atMs) index -= 1;
    entries.splice(index, 0, entry);
  }

  return {
    nowMs: () => nowMs,
    wakeAt(atMs, task) {
      let isCancelled = false;
      const guarded = () => (isCancelled ? undefined : task());
      const entry = { atMs, task: guarded };
      if (atMs <= nowMs) start(guarded);
      else insert(entry);
      return () => {
        isCancelled = true;
        const index = entries.indexOf(entry);
        if (index >= 0) entries.splice(index, 1);
      };
    },
    async advance(durationMs) {
      const targetMs = nowMs + durationMs;
      await settle();
      for (let next = entries[0]; next && next.atMs <= targetMs; next = entries[0]) {
        entries.shift();
        nowMs = Math.max(nowMs, next.atMs);
        start(next.task);
        await settle();
      }
      nowMs = Math.max(nowMs, targetMs);
    },
  };
}
