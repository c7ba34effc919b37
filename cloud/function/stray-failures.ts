import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';

/** One call of a function that is under way, or was. */
interface Call {
  /** Ends the call with what was thrown beside it; false when it has been answered already. */
  fail(thrown: unknown): boolean;
}

const calls = new AsyncLocalStorage<Call>();

/**
 * Runs a function so that what it throws where nobody waits (a promise it forgot, a timer, an event) fails this call and no other. Needs
 * `catchStrayFailures`; without it such a failure is the process's.
 */
export function withStrayFailures<Result>(work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const answer = (give: () => void): boolean => {
      if (answered) return false;
      answered = true;
      give();
      return true;
    };
    const call: Call = { fail: (thrown) => answer(() => reject(thrown)) };
    calls.run(call, async () => {
      try {
        const result = await work();
        // A promise that was rejected and left is told of only when the work of this moment is over.
        await setImmediate();
        answer(() => resolve(result));
      } catch (thrown) {
        call.fail(thrown);
      }
    });
  });
}

/**
 * From now on a failure nobody waits for ends the call that caused it. One that comes after the call was answered is logged, with the
 * function's name; so is a forgotten promise of nobody's. An exception of nobody's leaves the process in a state that nobody
 * knows: `end` is called. To be called once by the owner of the process.
 */
export function catchStrayFailures(log: Logger, end: () => void): void {
  const isEnded = (thrown: unknown): boolean => {
    const call = calls.getStore();
    if (!call) return false;
    if (!call.fail(thrown)) log.error({ err: thrown }, 'a function failed after it had answered');
    return true;
  };
  process.on('unhandledRejection', (reason) => {
    if (!isEnded(reason)) log.error({ err: reason }, 'a rejected promise nobody waited for');
  });
  process.on('uncaughtException', (error) => {
    if (isEnded(error)) return;
    log.fatal({ err: error }, 'an exception nobody caught');
    end();
  });
}
