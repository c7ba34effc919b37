import type { PlatformContext } from '../function/function-context';
import { functionError } from '../function/function-error';
import type { PlatformError } from '../platform-error';
import { errorOf, type FromThread } from './messages';

/** The calls of one thread that are under way. */
export interface ThreadCalls {
  /** Gives the number of the call, and what becomes of it. */
  begin(ctx: PlatformContext): { call: number; outcome: Promise<string | undefined> };
  contextOf(call: number): PlatformContext | undefined;
  settle(message: Extract<FromThread, { kind: 'answer' | 'failure' }>): void;
  failAll(reason: PlatformError): void;
  areNone(): boolean;
}

interface Call {
  ctx: PlatformContext;
  resolve(json: string | undefined): void;
  reject(error: PlatformError): void;
}

/** The calls that a thread is at work on, each under a number of its own. */
export function threadCalls(): ThreadCalls {
  const calls = new Map<number, Call>();
  let count = 0;
  return {
    begin(ctx) {
      count += 1;
      const call = count;
      const outcome = new Promise<string | undefined>((resolve, reject) => calls.set(call, { ctx, resolve, reject }));
      return { call, outcome };
    },
    contextOf: (call) => calls.get(call)?.ctx,
    settle(message) {
      const call = calls.get(message.call);
      calls.delete(message.call);
      if (message.kind === 'answer') call?.resolve(message.json);
      else call?.reject(functionError(errorOf(message.fault)));
    },
    failAll(reason) {
      for (const { reject } of calls.values()) reject(reason);
      calls.clear();
    },
    areNone: () => calls.size === 0,
  };
}
