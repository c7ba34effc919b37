import { asyncCall, type CallOptions } from './async-call';
import { asFailure, errors, failure } from './failure';

const MAX_VALUE_BYTES = 200 * 1024; /* 200 KB per key */
const MAX_TOTAL_BYTES = 10 * 1024 * 1024; /* 10 MB per mini-program */
const STORAGE_FULL = 12;
const VALUE_TOO_LONG = 14;

/** Where the values of one mini-program lie in the browser's storage; the phone's "clear storage" uses it too. */
export function storagePrefix(appId: string): string {
  return `mini-program:${appId}:`;
}

/** `my.setStorage` and its family (reference mini-program 5): JSON values under a prefix of the browser's storage. */
export function storageFamily(appId: string) {
  const prefix = storagePrefix(appId);
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const totalBytes = () => names().reduce((sum, name) => sum + bytesOf(name.slice(prefix.length), read(name)), 0);

  const set = (options: CallOptions) => {
    const key = keyOf(options);
    const value = serialize(options.data);
    if (bytesOf('', value) > MAX_VALUE_BYTES) throw failure(VALUE_TOO_LONG, `storage: ${key} is longer than 200 KB`);
    const freed = bytesOf(key, localStorage.getItem(prefix + key));
    if (totalBytes() - freed + bytesOf(key, value) > MAX_TOTAL_BYTES) throw full();
    put(prefix + key, value);
    return { success: true };
  };
  const get = (options: CallOptions) => {
    const value = localStorage.getItem(prefix + keyOf(options));
    return { data: value === null ? null : JSON.parse(value), success: true };
  };
  const remove = (options: CallOptions) => {
    localStorage.removeItem(prefix + keyOf(options));
    return { success: true };
  };
  const clear = () => {
    for (const name of names()) localStorage.removeItem(name);
    return { success: true };
  };
  const info = () => ({
    keys: names().map((name) => name.slice(prefix.length)),
    currentSize: Math.ceil(totalBytes() / 1024),
    limitSize: MAX_TOTAL_BYTES / 1024,
    success: true,
  });
  return {
    setStorage: asyncCall(set),
    getStorage: asyncCall(get),
    removeStorage: asyncCall(remove),
    clearStorage: asyncCall(clear),
    getStorageInfo: asyncCall(info),
    setStorageSync: syncCall(set),
    getStorageSync: syncCall(get),
    removeStorageSync: syncCall(remove),
    clearStorageSync: syncCall(clear),
    getStorageInfoSync: syncCall(info),
  };
}

/** The synchronous forms return their failure (types of @mini-types/my: `{success, error?, errorMessage?}`). */
function syncCall(perform: (options: CallOptions) => unknown) {
  return (options?: unknown) => {
    try {
      return perform((options ?? {}) as CallOptions);
    } catch (reason) {
      return { success: false, ...asFailure(reason) };
    }
  };
}

function keyOf(options: CallOptions): string {
  if (typeof options.key === 'string' && options.key !== '') return options.key;
  throw failure(errors.invalidParameter, 'invalid parameter: key must be a non-empty string');
}

function serialize(data: unknown): string {
  try {
    return JSON.stringify(data ?? null) ?? 'null';
  } catch {
    throw failure(errors.invalidParameter, 'invalid parameter: data cannot be written as JSON');
  }
}

function put(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    throw full();
  }
}

function full() {
  return failure(STORAGE_FULL, 'storage: more than 10 MB');
}

function read(name: string): string {
  return localStorage.getItem(name) ?? '';
}

function bytesOf(key: string, value: string | null): number {
  return value === null ? 0 : new TextEncoder().encode(key + value).length;
}
