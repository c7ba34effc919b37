import type { Logger } from 'pino';
import type { ReadyFunction } from '../function/ready-function';
import { type LiveThread, liveThread } from './live-thread';

/**
 * A function that lives in a thread of its own. It has its own memory and its own time: an endless loop, `process.exit()` or a full
 * memory ends this thread and no other, and the next call starts a new one. Its context is the documented one; `ctx.ports` is ours alone.
 */
export function threadFunction(file: string, longestTurnMs: number, log: Logger): ReadyFunction {
  let live: Promise<LiveThread> | undefined;

  function thread(): Promise<LiveThread> {
    if (live) return live;
    const fresh = liveThread(file, longestTurnMs, log, forget);
    live = fresh;
    fresh.catch(forget);
    return fresh;

    function forget(): void {
      if (live === fresh) live = undefined;
    }
  }

  return {
    run: async (ctx) => await (await thread()).run(ctx),
    retire: () =>
      void live?.then(
        (each) => each.retire(),
        () => undefined,
      ),
    end: async () => await (await live?.catch(() => undefined))?.end(),
  };
}
