import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import type { FunctionContext } from '../faces';
import { PlatformError } from '../platform-error';
import { functionError } from './function-error';

export type CloudFunction = (ctx: FunctionContext) => unknown;

/** The platform's rule for names (reference serverless-platform 3); it also keeps a name inside the folder. */
const FUNCTION_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,29}$/;

export interface FunctionFolder {
  /** The function's entry, loaded at the first call. Throws a PlatformError when there is none or it cannot be loaded. */
  load(functionName: string): Promise<CloudFunction>;
}

interface Loaded {
  entry: CloudFunction;
  changedAtMs: number;
}

/**
 * The functions of a folder: one folder each, with an `index.js` whose `module.exports` is the function. With `watch`, a
 * changed file is loaded anew at the next call.
 */
export function functionFolder(root: string, watch: boolean): FunctionFolder {
  const loaded = new Map<string, Loaded>();

  async function loadFresh(functionName: string, file: string): Promise<Loaded> {
    const changedAtMs = await changeTimeMs(file);
    if (changedAtMs === null) throw new PlatformError('FunctionNotFound', `There is no function ${functionName}.`);
    const source = await readFile(file, 'utf8');
    return { entry: evaluate(source, file), changedAtMs };
  }

  return {
    async load(functionName) {
      if (!FUNCTION_NAME.test(functionName)) {
        throw new PlatformError('FunctionNotFound', 'The name is not one that a function can have.');
      }
      const file = join(root, functionName, 'index.js');
      const known = loaded.get(functionName);
      if (known && (!watch || known.changedAtMs === (await changeTimeMs(file)))) return known.entry;
      const fresh = await loadFresh(functionName, file);
      loaded.set(functionName, fresh);
      return fresh.entry;
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

/**
 * Runs a CommonJS file. Not through `require`, whose cache would keep every earlier version of a file that is being
 * worked on.
 */
function evaluate(source: string, file: string): CloudFunction {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const module: { exports: unknown } = { exports: {} };
  try {
    const script = new vm.Script(wrapped, {
      filename: file,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    script.runInThisContext()(module.exports, createRequire(file), module, file, join(file, '..'));
  } catch (error) {
    throw functionError(error);
  }
  if (typeof module.exports !== 'function')
    throw new PlatformError('FunctionBizError', '入口函数必须为 module.exports');
  return module.exports as CloudFunction;
}
