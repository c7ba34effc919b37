import { asFailure, errors, failure } from './failure';

/** The one argument of a `my.*` function, still to be checked. */
export type CallOptions = Readonly<Record<string, unknown>>;

/** A `my.*` function: object argument with callbacks, and a Promise as well (reference mini-program 5). */
export type MyFunction = (options?: unknown) => Promise<unknown>;

/**
 * Makes a `my.*` function of what it does. Success and failure reach `success`/`fail`, then `complete`, then the
 * Promise. The rejection of a caller who gave callbacks and ignores the Promise is no unhandled one.
 */
export function asyncCall(perform: (options: CallOptions) => unknown): MyFunction {
  return (given) => {
    const options = (given ?? {}) as CallOptions;
    const outcome = start(perform, given).catch((reason) => Promise.reject(asFailure(reason)));
    const answer = outcome.then(
      (result) => {
        tell(options, 'success', result);
        return result;
      },
      (reason) => {
        tell(options, 'fail', reason);
        throw reason;
      },
    );
    const hasCallback = ['success', 'fail', 'complete'].some((name) => typeof options[name] === 'function');
    if (hasCallback) answer.catch(() => undefined);
    return answer;
  };
}

async function start(perform: (options: CallOptions) => unknown, given: unknown): Promise<unknown> {
  if (given !== undefined && (typeof given !== 'object' || given === null)) {
    throw failure(errors.invalidParameter, 'invalid parameter: an object is expected');
  }
  return perform((given ?? {}) as CallOptions);
}

/** A callback that throws is the mini-program's bug: it goes to the page's error event and stops nothing here. */
function tell(options: CallOptions, name: 'success' | 'fail', payload: unknown): void {
  for (const callback of [options[name], options.complete]) {
    if (typeof callback !== 'function') continue;
    try {
      callback(payload);
    } catch (error) {
      reportError(error);
    }
  }
}

/** The text under `name`, or a failure 2 that names it. */
export function requiredText(options: CallOptions, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw failure(errors.invalidParameter, `invalid parameter: ${name} must be a non-empty string`);
}

/** The text under `name`; numbers count as text, anything else as the fallback. */
export function optionalText(options: CallOptions, name: string, fallback: string): string {
  const value = options[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;
}
