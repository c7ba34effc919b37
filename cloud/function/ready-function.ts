import type { FunctionContext } from '../faces';
import type { PlatformContext } from './function-context';
import { functionError } from './function-error';
import { resultJson } from './result-json';
import { withStrayFailures } from './stray-failures';

/** What the module of a function exports. */
export type CloudFunction = (ctx: FunctionContext) => unknown;

/** A function that can be called, wherever it lives. */
export interface ReadyFunction {
  /** The result as JSON text, undefined for none. Throws a PlatformError. */
  run(ctx: PlatformContext): Promise<string | undefined>;
  /** There is a newer one: calls under way may finish. */
  retire(): void;
  /** Calls under way fail. */
  end(): Promise<void>;
}

/** A function that lives in this thread. A throw before its first await counts as well, and one beside it. */
export function functionHere(entry: CloudFunction): ReadyFunction {
  return {
    async run(ctx) {
      try {
        return resultJson(await withStrayFailures(async () => await entry(ctx)));
      } catch (thrown) {
        throw functionError(thrown);
      }
    },
    retire() {},
    async end() {},
  };
}
