/** The sandbox's only source of time. Everything it does later is asked for here. */
export interface Clock {
  nowMs(): number;
  /** Runs `task` once when `atMs` is reached; a moment already past means soon, never synchronously. Returns the undo. */
  wakeAt(atMs: number, task: Task): () => void;
}

/** A promise it returns is waited for before a clock that is moved goes on. */
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
  /**
   * Stands at `atMs` all of a sudden, earlier or later, as a machine does whose clock is set. What has become due starts
   * there, late, and is awaited; time then stands or runs on as it did.
   */
  jump(atMs: number): Promise<void>;
}

/** A timer of Node.js overflows beyond this and would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Runs with the machine's time, or stands still at `frozenAtMs`. Its timer does not keep the process alive. */
export function sandboxClock({ frozenAtMs }: { frozenAtMs?: number } = {}): SandboxClock {
  let standingAtMs = frozenAtMs;
  let offsetMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const due = agenda();
  const runs = startedTasks();
  const nowMs = () => standingAtMs ?? Date.now() + offsetMs;

  /** One timer for what comes first; none while time stands still. */
  function arm(): void {
    clearTimeout(timer);
    const firstAtMs = due.firstAtMs();
    if (standingAtMs !== undefined || firstAtMs === undefined) return;
    timer = setTimeout(startDue, Math.min(Math.max(0, firstAtMs - nowMs()), LONGEST_TIMER_MS));
    timer.unref();
  }

  function startDue(): void {
    for (const task of due.takeUntil(nowMs())) runs.start(task);
    arm();
  }

  function standAt(atMs: number): void {
    standingAtMs = atMs;
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
      const cancel = due.add(atMs, task);
      // What is due already is started from a microtask, so that time need not move for it.
      if (atMs <= nowMs()) queueMicrotask(startDue);
      else if (due.firstAtMs() === atMs) arm();
      return cancel;
    },
    isFrozen: () => standingAtMs !== undefined,
    freeze: () => standAt(nowMs()),
    resume: () => runFrom(nowMs()),
    async advance(durationMs) {
      const wasFrozen = standingAtMs !== undefined;
      const targetMs = nowMs() + durationMs;
      standAt(nowMs());
      queueMicrotask(startDue);
      await Promise.resolve();
      await runs.settle();
      for (let nextMs = due.firstAtMs(); nextMs !== undefined && nextMs <= targetMs; nextMs = due.firstAtMs()) {
        standAt(Math.max(nowMs(), nextMs));
        startDue();
        await runs.settle();
      }
      standAt(targetMs);
      if (!wasFrozen) runFrom(targetMs);
    },
    async jump(atMs) {
      const wasFrozen = standingAtMs !== undefined;
      standAt(atMs);
      startDue();
      await runs.settle();
      if (!wasFrozen) runFrom(atMs);
    },
  };
}

interface Entry {
  atMs: number;
  task: Task;
  isOff: boolean;
}

/** Tasks by their time; equal times keep the order in which they were added. */
function agenda() {
  let entries: Entry[] = [];
  let offCount = 0;

  function placeAfter(atMs: number): number {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function takeFirst(count: number): Entry[] {
    const taken = entries.splice(0, count);
    const due = taken.filter(({ isOff }) => !isOff);
    offCount -= taken.length - due.length;
    // What has been taken can no longer be called off.
    for (const entry of due) entry.isOff = true;
    return due;
  }

  /** Only marked at first: looking for each of ten thousand would take a reset most of a second. */
  function callOff(entry: Entry): void {
    if (entry.isOff) return;
    entry.isOff = true;
    offCount += 1;
    if (offCount <= entries.length / 2) return;
    entries = entries.filter(({ isOff }) => !isOff);
    offCount = 0;
  }

  return {
    firstAtMs(): number | undefined {
      const first = entries.findIndex(({ isOff }) => !isOff);
      if (first > 0) takeFirst(first);
      return entries[0]?.atMs;
    },
    takeUntil: (atMs: number): Task[] => takeFirst(placeAfter(atMs)).map(({ task }) => task),
    /** Returns the undo. */
    add(atMs: number, task: Task): () => void {
      const entry = { atMs, task, isOff: false };
      entries.splice(placeAfter(atMs), 0, entry);
      return () => callOff(entry);
    },
  };
}

/** Remembers which tasks have not ended yet. */
function startedTasks() {
  const running = new Set<Promise<void>>();
  return {
    start(task: Task): void {
      const run = Promise.resolve()
        .then(task)
        .finally(() => running.delete(run));
      running.add(run);
    },
    async settle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
