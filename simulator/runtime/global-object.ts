import { noFunction } from './no-function';

/** Names of the language itself and of the platform's logic layer; everything else a browser adds is hidden. */
const kept = new Set([
  ...Object.getOwnPropertyNames(globalThis).filter((name) => /^(?:[A-Z][a-zA-Z]*Error|Error)$/.test(name)),
  ...[
    'Object',
    'Function',
    'Array',
    'Number',
    'Boolean',
    'String',
    'Symbol',
    'BigInt',
    'Math',
    'JSON',
    'Date',
    'RegExp',
  ],
  ...['Promise', 'Proxy', 'Reflect', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Atomics'],
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array'],
  ...['Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['NaN', 'Infinity', 'undefined', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'Intl', 'Iterator', 'console'],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent', 'escape', 'unescape'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask'],
]);

/**
 * What mini-program code sees as `globalThis` (`globalObjectMode: enable`): the language, the platform's names, and whatever
 * mini-program code has put there itself; nothing of the browser.
 */
export function miniGlobal(): object {
  const hidden = new Set<PropertyKey>();
  for (
    let object: unknown = globalThis;
    object && object !== Object.prototype;
    object = Object.getPrototypeOf(object)
  ) {
    for (const name of Object.getOwnPropertyNames(object)) if (!kept.has(name)) hidden.add(name);
  }
  // Not around the browser's own global: a proxy may not hide what its target can never lose, such as `window`.
  const proxy: object = new Proxy(Object.create(null), {
    get: (_, name) => {
      if (name === 'globalThis' || name === 'global') return proxy;
      if (name === 'Function') return noFunction;
      return hidden.has(name) ? undefined : Reflect.get(globalThis, name);
    },
    has: (_, name) => !hidden.has(name) && Reflect.has(globalThis, name),
    set: (_, name, value) => {
      hidden.delete(name);
      return Reflect.set(globalThis, name, value);
    },
  });
  return proxy;
}
