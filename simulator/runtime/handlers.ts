import type { Owner } from './instance';
import { sayOnce } from './say-once';
import { isVendored } from './vendored';

/** A method of mini-program code, or a function that was handed on as a prop. */
export type Handler = (...args: unknown[]) => unknown;

const bound = new WeakMap<Owner, Map<string, Handler>>();

/** One function per instance and method, so that a component's props stay equal from drawing to drawing. */
function methodCaller(owner: Owner, method: string): Handler {
  const known = bound.get(owner) ?? new Map<string, Handler>();
  bound.set(owner, known);
  const caller = known.get(method) ?? ((...args) => (owner.self[method] as Handler | undefined)?.(...args));
  known.set(method, caller);
  return caller;
}

/**
 * The function an event attribute means: the name of a method, or a function from SJS or props. Null when it is unbound,
 * as an empty name is.
 */
export function handlerOf(owner: Owner, value: unknown, place: string): Handler | null {
  if (typeof value === 'function') return value as Handler;
  if (typeof value !== 'string' || value === '') return null;
  if (typeof owner.self[value] === 'function') return methodCaller(owner, value);
  if (!isVendored(place)) sayOnce(place, `${owner.unit.id} has no method "${value}"`);
  return null;
}
