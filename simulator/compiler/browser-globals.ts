/**
 * Names a browser has and the logic layer of Alipay has not. In the bundle they read as undefined, so that code which
 * would die on a phone dies here too (reference mini-program 10).
 */
const absent = [
  ...['window', 'document', 'self', 'parent', 'top', 'frames', 'location', 'history', 'navigator', 'screen'],
  ...['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore', 'crypto', 'performance'],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Headers', 'Request', 'Response', 'FormData'],
  ...['Blob', 'File', 'FileReader', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController'],
  ...['AbortSignal', 'Image', 'Audio', 'Worker', 'SharedWorker', 'BroadcastChannel', 'MessageChannel'],
  ...['Event', 'EventTarget', 'CustomEvent', 'Node', 'Element', 'HTMLElement', 'DOMParser', 'MutationObserver'],
  ...['ResizeObserver', 'IntersectionObserver', 'getComputedStyle', 'matchMedia', 'customElements'],
  ...['addEventListener', 'removeEventListener', 'dispatchEvent', 'postMessage', 'alert', 'confirm', 'prompt'],
  ...['structuredClone', 'requestIdleCallback', 'atob', 'btoa', 'importScripts', 'process'],
];

/** What bundlers replace in packages; a phone has no `process`. */
const buildModeName = ['process', 'env', 'NODE_ENV'].join('.');

/** For esbuild's `define`. `globalThis` and `global` become an object without those names. */
export function browserGlobals(): Record<string, string> {
  return {
    ...Object.fromEntries(absent.map((name) => [name, 'undefined'])),
    globalThis: '__miniGlobal',
    global: '__miniGlobal',
    Function: '__miniFunction',
    eval: '__miniFunction',
    [buildModeName]: '"development"',
  };
}

/** Words that, imported by name, silently become undefined on a phone unless renamed with `as` (reference 1.3). */
export const reservedImports: ReadonlySet<string> = new Set([
  ...['globalThis', 'global', 'AlipayJSBridge', 'fetch', 'self', 'window', 'document', 'location', 'XMLHttpRequest'],
]);
