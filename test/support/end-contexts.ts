/**
 * Every file of tests loads its modules anew, and with them makes new instances of AsyncLocalStorage: jest's own, the cloud's, the
 * browser driver's. Before Node.js 24 an instance that was ever used is told of every promise of the process until it is disabled, and
 * a worker runs some eighty files: fifty forgotten instances make a promise seventy times as slow. So a file begins by disabling what
 * the files before it have left.
 */
import asyncHooks from 'node:async_hooks';

/** Outlives the modules of one file: node's own modules are the same for all files of a process. */
const LEFT_BEHIND = Symbol.for('shouyin.test.contexts-left-behind');

type Remembering = typeof asyncHooks & { [LEFT_BEHIND]?: asyncHooks.AsyncLocalStorage<unknown>[] };

const shared = asyncHooks as Remembering;
const leftBehind = shared[LEFT_BEHIND] ?? remember(shared);
for (const instance of leftBehind.splice(0)) instance.disable();

function remember(module: Remembering): asyncHooks.AsyncLocalStorage<unknown>[] {
  const instances: asyncHooks.AsyncLocalStorage<unknown>[] = [];
  class Remembered<Value> extends module.AsyncLocalStorage<Value> {
    constructor(...options: ConstructorParameters<typeof module.AsyncLocalStorage<Value>>) {
      super(...options);
      instances.push(this as asyncHooks.AsyncLocalStorage<unknown>);
    }
  }
  Object.assign(module, { AsyncLocalStorage: Remembered, [LEFT_BEHIND]: instances });
  return instances;
}
