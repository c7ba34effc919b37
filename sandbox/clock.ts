/** The sandbox's only source of time. Everything it does later is asked for here. */
export interface Clock {
  nowMs(): number;
  /** Runs `task` once when `atMs` is reached; a moment already past means soon, never synchronously. Returns the undo. */
  wakeAt(atMs: number, task: Task): () => void;
}

export type Task = () => void | Promise<void>;

/** A clock that can be stopped and moved. */
export interface SandboxClock extends Clock {
  isFrozen(): boolean;
  /** Stops time at this moment. */
  freeze(): void;
  /** Lets time run on from where it stands. */
  resume(): void;
  /**
   * Moves time forward, frozen or not. Everything that falls due on the way runs in order, each at its own moment and
   * awaited before time goes on; `advance(0)` waits for what is due now.
   */
  advance(durationMs: number): Promise<void>;
}

/** A timer of Node.js overflows beyond this and would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Entry {
  atMs: number;
  task: Task;
}

/** Runs with the machine's time, or stands still at `frozenAtMs`. Its timer does not keep the process alive. */
export function sandboxClock({ frozenAtMs }: { frozenAtMs?: number } = {}): SandboxClock {
  let standingAtMs = frozenAtMs;
  let offsetMs = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Sorted by time; equal times keep the order in which they were asked for. */
  const entries: Entry[] = [];
  const running = new Set<Promise<void>>();

  const nowMs = () => standingAtMs ?? Date.now() + offsetMs;

  function start(task: Task): void {
    const run = Promise.resolve()
      .then(task)
      .finally(() => running.delete(run));
    running.add(run);
  }

  async function settle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  /** One timer for the earliest entry; none while time stands still. */
  function arm(): void {
    clearTimeout(timer);
    const [earliest] = entries;
    if (standingAtMs !== undefined || !earliest) return;
    timer = setTimeout(startDue, Math.min(Math.max(0, earliest.atMs - nowMs()), LONGEST_TIMER_MS));
    timer.unref();
  }

  function startDue(): void {
    for (let next = entries[0]; next && next.atMs <= nowMs(); next = entries[0]) {
      entries.shift();
      start(next.task);
    }
    arm();
  }

  function runFrom(atMs: number): void {
    standingAtMs = undefined;
    offsetMs = atMs - Date.now();
    arm();
  }

  return {
    nowMs,
    wakeAt(atMs, task) {
      const entry: Entry = { atMs, task };
      insert(entries, entry);
      // What is due already is started from a microtask, so that time need not move for it.
      if (atMs <= nowMs()) queueMicrotask(startDue);
      else if (entries[0] === entry) arm();
      return () => {
        const index = entries.indexOf(entry);
        if (index >= 0) entries.splice(index, 1);
      };
    },
    isFrozen: () => standingAtMs !== undefined,
    freeze() {
      standingAtMs = nowMs();
      arm();
    },
    resume: () => runFrom(nowMs()),
    async advance(durationMs) {
      const wasFrozen = standingAtMs !== undefined;
      const targetMs = nowMs() + durationMs;
      standingAtMs = nowMs();
      arm();
      await Promise.resolve();
      await settle();
      for (let next = entries[0]; next && next.atMs <= targetMs; next = entries[0]) {
        standingAtMs = Math.max(standingAtMs, next.atMs);
        startDue();
        await settle();
      }
      standingAtMs = targetMs;
      if (!wasFrozen) runFrom(targetMs);
    },
  };
}

function insert(entries: Entry[], entry: Entry): void {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.atMs ?? 0) <= entry.atMs) low = middle + 1;
    else high = middle;
  }
  entries.splice(low, 0, entry);
}
