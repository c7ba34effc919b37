import type { Logger } from 'pino';
import { stopwatch } from './clock';
import type { Clock } from './faces';
import { type FunctionServices, functionContext } from './function/function-context';
import type { FunctionFolder } from './function/function-folder';
import type { Invocation, Invoke } from './function/invocation';
import { type CloudFunction, functionHere } from './function/ready-function';
import type { Metrics } from './metrics';
import { PlatformError } from './platform-error';
import { onTrail } from './trail';
import { withinTime } from './within-time';

/** Largest result, in bytes of JSON; the platform's limit for HTTP replies, applied to all. */
const MAX_RESULT_BYTES = 1024 * 1024;
/** How long a run by timer may take: a sweep begins nothing new after 45 s, and what it has begun takes a while to end. */
const TIMER_TIMEOUT_MS = 120_000;

/** What running functions takes: where they come from, what they are given, and how long they may take. */
export interface FunctionRuntime {
  /** Functions that the platform provides itself; they come before those of the folder. */
  presets: ReadonlyMap<string, CloudFunction>;
  folder: FunctionFolder;
  services: FunctionServices;
  metrics: Metrics;
  clock: Clock;
  log: Logger;
  /** How long a function may take when somebody waits for it. */
  timeoutMsOf(functionName: string): number;
}

/** Runs functions: a fresh context per call, a time limit, and every way to fail turned into a PlatformError. */
export function functions(runtime: FunctionRuntime): Invoke {
  const { presets, folder, services, metrics, clock, log, timeoutMsOf } = runtime;

  async function run(invocation: Invocation): Promise<string | undefined> {
    const { functionName } = invocation;
    const preset = presets.get(functionName);
    const ready = preset ? functionHere(preset) : await folder.load(functionName);
    const ctx = functionContext(services, invocation, invoke);
    const timeoutMs = timeoutMsOf(functionName);
    // Nobody waits for a timer.
    const patienceMs = invocation.source === 'timing' ? Math.max(timeoutMs, TIMER_TIMEOUT_MS) : timeoutMs;
    const late = new PlatformError('RequestTimeout', `The function did not answer within ${patienceMs} ms.`);
    return checked(await withinTime(ready.run(ctx), patienceMs, late));
  }

  async function invoke(invocation: Invocation): Promise<string | undefined> {
    const { functionName, requestId } = invocation;
    return await onTrail({ 'request-id': requestId, function: functionName }, () => measured(invocation));
  }

  async function measured(invocation: Invocation): Promise<string | undefined> {
    const { functionName, source } = invocation;
    const elapsedMs = stopwatch();
    try {
      const json = await run(invocation);
      const durationMs = elapsedMs();
      metrics.invoked(functionName, 'ok', durationMs, clock.nowMs());
      log.debug({ source, ms: Math.round(durationMs) }, 'a function answered');
      return json;
    } catch (error) {
      const failure = error instanceof PlatformError ? error : unexpected(error);
      const { code, cause } = failure;
      metrics.invoked(code === 'FunctionNotFound' ? '(unknown)' : functionName, code, elapsedMs(), clock.nowMs());
      log.warn({ source, code, err: cause ?? failure.message }, 'a function failed');
      throw failure;
    }
  }

  return invoke;
}

function checked(json: string | undefined): string | undefined {
  if (json === undefined || Buffer.byteLength(json) <= MAX_RESULT_BYTES) return json;
  throw new PlatformError('ResponseContentLength.Exceeded', `The result is larger than ${MAX_RESULT_BYTES} bytes.`);
}

function unexpected(cause: unknown): PlatformError {
  return new PlatformError('InternalServerError', 'The function could not be run.', { cause });
}
