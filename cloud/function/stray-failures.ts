import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';

/** One call of a function that is under way, or was. */
interface Call {
  /** Ends the call with what was thrown beside it; false when it has been answered already. */
  fail(thrown: unknown): boolean;
}

/** What to do with failures that end no call. */
export interface StrayHandlers {
  /** One of a call that has been answered. */
  late(thrown: unknown): void;
  /** A rejected promise that nobody waited for, and that belongs to no call. */
  forgotten(thrown: unknown): void;
  /** An exception that belongs to no call: what it interrupted is in a state that nobody knows. */
  uncaught(thrown: unknown): void;
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

/** From now on a failure that nobody waits for ends the call that caused it. To be called once by the owner of the process or thread. */
export function catchStrayFailures({ late, forgotten, uncaught }: StrayHandlers): void {
  const settle = (thrown: unknown, ofNobody: (thrown: unknown) => void): void => {
    const call = calls.getStore();
    if (!call) ofNobody(thrown);
    else if (!call.fail(thrown)) late(thrown);
  };
  process.on('unhandledRejection', (reason) => settle(reason, forgotten));
  process.on('uncaughtException', (error) => settle(error, uncaught));
}

/** Logs them; an exception of nobody's ends the process. */
export function loggedStrayFailures(log: Logger, end: () => void): StrayHandlers {
  return {
    late: (thrown) => log.error({ err: thrown }, 'a function failed after it had answered'),
    forgotten: (thrown) => log.error({ err: thrown }, 'a rejected promise nobody waited for'),
    uncaught: (thrown) => {
      log.fatal({ err: thrown }, 'an exception nobody caught');
      end();
    },
  };
}
