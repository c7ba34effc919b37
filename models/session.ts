import type { ServerlessInstance } from '@alipay/alipay-serverless-sdk';
import { BackendError } from './backend-error';
import type { Clock } from './clock';

/**
 * The part of `@alicloud/mpserverless-sdk` that is used; a new instance has not signed in yet. Of the package for cloud calls the app takes
 * this type alone: its trades are made by functions, so it has nothing to call there.
 */
export interface Sdk extends ServerlessInstance {
  init(): Promise<unknown>;
}

/** A signed-in line to the cloud functions. */
export interface Session {
  /** The function's return value. Throws {@link BackendError} when it is not known whether the function ran. */
  invoke(name: string, args: unknown): Promise<unknown>;
}

/** What `my.request` is told: more than a function may spend on the channel. The SDK has no timer of its own. */
export const REQUEST_TIMEOUT_MS = 12_000;
/** When we stop waiting: a request that never completes would hang the SDK for ever (reference serverless-platform 1.1). */
export const CALL_TIMEOUT_MS = 20_000;

/** What the SDK calls an error of `my.request` itself. */
const PHONE_ERROR = 'InterfaceRequestError';

interface Line {
  sdk: Sdk;
  ready: Promise<void>;
}

/**
 * Signs in on the first call. An SDK whose sign-in failed rejects every later call without asking again, and one whose
 * sign-in hangs holds every later call (reference serverless-platform 1.8); so whenever a call fails other than by the
 * server's own word, the next call starts with a new SDK.
 */
export function session(parts: { createSdk: () => Sdk; clock: Clock }): Session {
  let current: Line | null = null;

  function open(): Line {
    const sdk = parts.createSdk();
    return { sdk, ready: sdk.init().then(assertSignedIn) };
  }

  async function ask(line: Line, name: string, args: unknown): Promise<unknown> {
    await line.ready;
    return resultOf(await line.sdk.function.invoke(name, args));
  }

  return {
    async invoke(name, args) {
      current ??= open();
      const line = current;
      try {
        return await withTimeout(parts.clock, ask(line, name, args));
      } catch (cause) {
        if (!isWordOfServer(cause) && current === line) current = null;
        throw errorFrom(cause, name);
      }
    },
  };
}

/** `init()` resolves even when no access token came (reference serverless-platform 1.5). */
function assertSignedIn(reply: unknown): void {
  if (isRecord(reply) && reply.success === false) throw new BackendError('not_signed_in', 'sign-in gave no token');
}

function resultOf(reply: unknown): unknown {
  if (isRecord(reply) && reply.success === true && 'result' in reply) return reply.result;
  throw new BackendError('bad_answer', 'the answer has no result');
}

function withTimeout<T>(clock: Clock, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(CALL_TIMEOUT_MS, () => reject(new BackendError('timeout', 'no answer in time')));
    promise.then(resolve, reject).finally(cancel);
  });
}

/** The one translator from what the SDK throws (reference serverless-platform 1.5 to 1.8) to what models understand. */
function errorFrom(cause: unknown, name: string): BackendError {
  if (cause instanceof BackendError) return cause;
  if (isWordOfServer(cause)) return new BackendError('server_failed', `${name} answered ${cause.code}`, cause);
  if (isRecord(cause) && isRecord(cause.error) && cause.error.code !== PHONE_ERROR) {
    return new BackendError('not_signed_in', `sign-in answered ${String(cause.error.code)}`, cause);
  }
  if (isRecord(cause) && cause.code === 'UnauthorizedError') {
    return new BackendError('not_signed_in', 'the session ended and could not be renewed', cause);
  }
  return new BackendError('unreachable', `${name} was not answered`, cause);
}

/** The platform's error envelope arrives as a plain object; what the SDK itself throws is an Error or a wrapper. */
function isWordOfServer(cause: unknown): cause is { code: string } {
  return isRecord(cause) && !(cause instanceof Error) && !('error' in cause) && typeof cause.code === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
