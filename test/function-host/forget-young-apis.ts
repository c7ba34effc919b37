/**
 * Takes away what Node.js 14.0 does not have, so that a function which needs it fails here as it would there. Node.js itself works with
 * what it keeps for itself.
 */
import crypto from 'node:crypto';
import util from 'node:util';

const METHODS: [object, string[]][] = [
  [Array, ['fromAsync']],
  [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with']],
  [String.prototype, ['at', 'replaceAll', 'isWellFormed', 'toWellFormed']],
  [Object, ['hasOwn', 'groupBy']],
  [Promise, ['any', 'withResolvers']],
  [Uint8Array.prototype, ['at', 'findLast']],
  [URL, ['canParse']],
  [util, ['parseArgs', 'stripVTControlCharacters', 'toUSVString']],
  [crypto, ['randomUUID', 'hkdf', 'hkdfSync', 'webcrypto', 'subtle', 'getRandomValues']],
];
const GLOBALS = `fetch Headers Request Response FormData Blob structuredClone AbortController AbortSignal Event EventTarget
  BroadcastChannel MessageChannel performance crypto WeakRef FinalizationRegistry AggregateError WebSocket atob btoa`;

export function forgetYoungApis(): void {
  for (const [owner, names] of METHODS) for (const name of names) Reflect.deleteProperty(owner, name);
  for (const name of GLOBALS.split(/\s+/)) Reflect.deleteProperty(globalThis, name);
}
