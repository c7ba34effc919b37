import { writeSync } from 'node:fs';

/** Every awaited call to the outside has two points, each with a number: before it has any effect, and after it has had all. */
export interface CrashPoints {
  /** Runs a call between its two points. */
  around<Result>(name: string, call: () => Promise<Result>): Promise<Result>;
  /** Counts from 1 again, from here on. */
  count(): void;
  /** Resolves to the points passed since {@link count}, when no call is under way and none follows. */
  quiet(): Promise<string[]>;
}

/** The process kills itself, as nothing but SIGKILL does, at the point of that number; 0 never does. */
export function crashPoints(crashAt: number): CrashPoints {
  const running = new Set<Promise<unknown>>();
  let passed: string[] | null = null;

  function pass(point: string): void {
    passed?.push(point);
    if (passed?.length !== crashAt) return;
    writeSync(2, `${point}\n`);
    process.kill(process.pid, 'SIGKILL');
  }

  async function between<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
    pass(`before ${name}`);
    const result = await call();
    pass(`after ${name}`);
    return result;
  }

  return {
    around(name, call) {
      const run = between(name, call);
      const ended: Promise<void> = run.then(forget, forget);
      function forget(): void {
        running.delete(ended);
      }
      running.add(ended);
      return run;
    },
    count() {
      passed = [];
    },
    async quiet() {
      do {
        await Promise.all(running);
        // What follows from the end of one call begins the next within this turn.
        await new Promise((resolve) => setImmediate(resolve));
      } while (running.size > 0);
      return passed ?? [];
    },
  };
}
