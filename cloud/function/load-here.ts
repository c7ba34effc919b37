import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { PlatformError } from '../platform-error';
import { functionError } from './function-error';
import { type CloudFunction, functionHere, type ReadyFunction } from './ready-function';
import { withStrayFailures } from './stray-failures';

/**
 * Loads a function into this thread. What goes wrong beside the loading, before it is over, fails it as well. Throws a PlatformError.
 */
export async function loadHere(file: string): Promise<ReadyFunction> {
  const source = await readFile(file, 'utf8');
  const entry = await withStrayFailures(async () => evaluate(source, file)).catch((thrown: unknown) => {
    throw functionError(thrown);
  });
  if (typeof entry !== 'function') throw new PlatformError('FunctionBizError', '入口函数必须为 module.exports');
  return functionHere(entry as CloudFunction);
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
