import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import type { FunctionContext } from '../faces';
import { PlatformError } from '../platform-error';
import { functionError } from './function-error';
import { withStrayFailures } from './stray-failures';

export type CloudFunction = (ctx: FunctionContext) => unknown;

/** The platform's rule for names (reference serverless-platform 3); it also keeps a name inside the folder. */
const FUNCTION_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,29}$/;

export interface FunctionFolder {
  /** The function's entry, loaded at the first call. Throws a PlatformError when there is none or it cannot be loaded. */
  load(functionName: string): Promise<CloudFunction>;
}

interface Loaded {
  /** A promise, so that calls which arrive while a function is being loaded share what one load gives. */
  entry: Promise<CloudFunction>;
  changedAtMs: number;
}

/**
 * The functions of a folder: one folder each, with an `index.js` whose `module.exports` is the function. With `watch`, a
 * changed file is loaded anew at the next call.
 */
export function functionFolder(root: string, watch: boolean): FunctionFolder {
  const loaded = new Map<string, Loaded>();

  function loadFresh(functionName: string, file: string, changedAtMs: number): Promise<CloudFunction> {
    const entry = readFile(file, 'utf8').then((source) => loadedFrom(source, file));
    const fresh = { entry, changedAtMs };
    loaded.set(functionName, fresh);
    // What could not be loaded is tried again at the next call: it may be under repair.
    entry.catch(() => loaded.get(functionName) === fresh && loaded.delete(functionName));
    return entry;
  }

  return {
    async load(functionName) {
      if (!FUNCTION_NAME.test(functionName)) {
        throw new PlatformError('FunctionNotFound', 'The name is not one that a function can have.');
      }
      const known = loaded.get(functionName);
      if (known && !watch) return await known.entry;
      const file = join(root, functionName, 'index.js');
      const changedAtMs = await changeTimeMs(file);
      if (changedAtMs === null) throw new PlatformError('FunctionNotFound', `There is no function ${functionName}.`);
      const current = loaded.get(functionName);
      if (current && (!watch || current.changedAtMs === changedAtMs)) return await current.entry;
      return await loadFresh(functionName, file, changedAtMs);
    },
  };
}

async function changeTimeMs(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return null;
  }
}

/** What goes wrong beside the loading, before it is over, fails it as well. */
async function loadedFrom(source: string, file: string): Promise<CloudFunction> {
  const entry = await withStrayFailures(async () => evaluate(source, file)).catch((thrown: unknown) => {
    throw functionError(thrown);
  });
  if (typeof entry !== 'function') throw new PlatformError('FunctionBizError', '入口函数必须为 module.exports');
  return entry as CloudFunction;
}

/**
 * Runs a CommonJS file. Not through `require`, whose cache would keep every earlier version of a file that is being
 * worked on.
 */
function evaluate(source: string, file: string): unknown {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const module: { exports: unknown } = { exports: {} };
  const script = new vm.Script(wrapped, {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  script.runInThisContext()(module.exports, createRequire(file), module, file, join(file, '..'));
  return module.exports;
}
