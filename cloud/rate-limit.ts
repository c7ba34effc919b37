import { LRUCache } from 'lru-cache';
import { PlatformError } from './platform-error';

/** Callers remembered per limit; beyond, the one that was quiet longest is forgotten and starts afresh. */
const MOST_CALLERS = 50_000;
const MINUTE_MS = 60_000;

/** Throws a PlatformError when this caller has asked too much. */
export type RateLimit = (caller: string) => void;

/**
 * At most so many requests a minute for each caller, 0 for any number: a whole minute's worth at once, then one whenever the time
 * of one has passed. Remembers one number per caller (the generic cell rate algorithm), in bounded memory and without timers;
 * each node counts for itself.
 */
export function rateLimit(perMinute: number, clock: { nowMs(): number }): RateLimit {
  if (perMinute === 0) return () => {};
  const costMs = MINUTE_MS / perMinute;
  /** When the caller will have paid for all it has asked. */
  const paidAtMs = new LRUCache<string, number>({ max: MOST_CALLERS });
  return (caller) => {
    const nowMs = clock.nowMs();
    const debtMs = Math.max((paidAtMs.get(caller) ?? nowMs) - nowMs, 0);
    // A debt of more than a minute means that the clock was set back, which is nobody's fault.
    const newDebtMs = (debtMs > MINUTE_MS ? 0 : debtMs) + costMs;
    if (newDebtMs > MINUTE_MS) throw new PlatformError('Throttling.Api', 'Too many requests; wait a moment.');
    paidAtMs.set(caller, nowMs + newDebtMs);
  };
}

/** The caller behind an address: a household or a phone gets a whole /64 of IPv6 addresses, so those count as one. */
export function callerAt(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail ? tail.split(':').length : 0;
  // "::" stands for as many zero groups as are missing from eight.
  const zeros = tail === undefined ? 0 : 8 - groups.length - behind;
  return [...groups, ...Array<string>(zeros).fill('0')].slice(0, 4).join(':');
}
