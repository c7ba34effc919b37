import { PlatformError } from '../platform-error';

/** A parameter of a database command that is not one. */
export function wrong(what: string): PlatformError {
  return new PlatformError('ParamInvalid', what);
}

/**
 * The names that a dotted path goes through. Throws a PlatformError for positions in arrays, which are not offered, and for names that
 * mean something else to JavaScript.
 */
export function namesOf(path: string): string[] {
  const names = path.split('.');
  for (const name of names) {
    if (name === '' || name.startsWith('$')) throw wrong(`"${path}" is not the name of a field.`);
    if (/^\d+$/.test(name)) throw wrong(`"${path}": positions in arrays are not offered here.`);
    if (name === '__proto__') throw wrong('A field cannot be called __proto__.');
  }
  return names;
}

/** A document, or any object inside one. */
export type Json = Record<string, unknown>;

/** Whether a value is an object of JSON: neither null nor an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or a PlatformError that says what should have been one. */
export function objectOf(value: unknown, what: string): Json {
  if (isObject(value)) return value;
  throw wrong(`${what} must be an object.`);
}
