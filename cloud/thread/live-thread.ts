import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';
import type { PlatformContext } from '../function/function-context';
import { functionError } from '../function/function-error';
import { PlatformError } from '../platform-error';
import { replyTo, shapeOf } from './context-asks';
import { errorOf, type Fault, type FromThread, type ToThread } from './messages';
import { stallWatch } from './stall-watch';
import { MOST_MEMORY_MB, startWorker } from './start-worker';
import { threadCalls } from './thread-calls';

/** One thread from its start to its end. */
export interface LiveThread {
  /** The JSON text of the result. Throws a PlatformError. */
  run(ctx: PlatformContext): Promise<string | undefined>;
  /** Ends when its calls have. */
  retire(): void;
  /** Calls under way fail. */
  end(): Promise<void>;
}

const ENDED = new PlatformError('FunctionServerError', 'The function was ended; call it again.');
const LEFT = new PlatformError('FunctionBizError', 'The function ended its own thread.');

/**
 * Starts a thread for the function in this file; `over` is told when it has ended. One that does not come to an end of a
 * computation for `longestTurnMs` is ended.
 */
export async function liveThread(
  file: string,
  longestTurnMs: number,
  log: Logger,
  over: () => void,
): Promise<LiveThread> {
  const worker = await startWorker(file);
  const calls = threadCalls();
  const post = (message: ToThread): void => worker.postMessage(message);
  let isRetired = false;
  let isOver = false;

  async function end(reason: PlatformError): Promise<void> {
    isOver = true;
    watch.stop();
    over();
    calls.failAll(reason);
    await worker.terminate();
  }

  const watch = stallWatch(longestTurnMs, {
    isIdle: calls.areNone,
    ping: () => post({ kind: 'ping' }),
    stalled: () =>
      void end(new PlatformError('RequestTimeout', `The function computed ${longestTurnMs} ms without a pause.`)),
  });

  const name = basename(dirname(file));
  const strays = (fault: Fault): void =>
    log.error({ function: name, err: errorOf(fault) }, 'a function failed after it had answered');

  function write({ call, level, text }: Extract<FromThread, { kind: 'log' }>): void {
    const logger = calls.contextOf(call)?.logger;
    if (logger) logger[level]('%s', text);
    // A call that has been answered may go on writing.
    else log[level]({ function: name }, text);
  }

  function hear(message: FromThread): void {
    if (message.kind === 'pong') watch.pong();
    else if (message.kind === 'ask') void replyTo(message, calls.contextOf(message.call)).then(post);
    else if (message.kind === 'log') write(message);
    else if (message.kind === 'stray') strays(message.fault);
    else calls.settle(message);
    if (isRetired && calls.areNone()) void end(ENDED);
  }

  for (const output of [worker.stdout, worker.stderr]) {
    // What a function prints belongs to no call that could be told.
    output.setEncoding('utf8').on('data', (text: string) => log.info({ function: name }, text.trimEnd()));
  }
  worker.on('message', hear);
  worker.on('error', (error) => void end(endingOf(error)));
  worker.on('exit', () => void end(LEFT));
  return {
    async run(ctx) {
      if (isOver) throw ENDED;
      const { call, outcome } = calls.begin(ctx);
      post({ kind: 'call', call, args: ctx.args, env: ctx.env, shape: shapeOf(ctx) });
      return await outcome;
    },
    retire() {
      isRetired = true;
      if (calls.areNone()) void end(ENDED);
    },
    end: () => end(ENDED),
  };
}

function endingOf(error: Error & { code?: string }): PlatformError {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return functionError(error);
  return new PlatformError('FunctionResourceExhausted', `The function took more than ${MOST_MEMORY_MB} MB of memory.`);
}
