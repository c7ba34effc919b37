import * as v from 'valibot';

/** Which events a rule is about, and which of them it strikes. Members that are absent exclude nothing. */

const name = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(128, 'has at most 128 characters'));
const count = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be 1 or more'));

export const durationMs = v.pipe(
  v.number(),
  v.integer('must be whole milliseconds'),
  v.minValue(0, 'must be 0 or more'),
  v.maxValue(30 * 86_400_000, 'is at most 30 days'),
);

/** For what is waited for in real time, which a timer of Node.js must be able to count. */
export const realMs = v.pipe(durationMs, v.maxValue(86_400_000, 'is at most one day'));

/** What may stand in an HTTP header. */
export const headerText = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/, 'must be printable ASCII'),
);

/** Whose calls, notifies and bills: the sandbox has two gateways. */
export const GATEWAYS = ['alipay', 'fshows'] as const;

/** By which rules and views say whose something is. */
export type GatewayName = (typeof GATEWAYS)[number];

export const selectors = {
  /** By which it is listed and removed; drawn when absent. */
  id: v.optional(name),
  gateway: v.optional(v.picklist(GATEWAYS, "must be 'alipay' or 'fshows'")),
  appId: v.optional(name),
  outTradeNo: v.optional(name),
  tradeNo: v.optional(name),
  /** How likely it strikes at each match, 0 to 1. */
  probability: v.optional(v.pipe(v.number(), v.minValue(0, 'is 0 to 1'), v.maxValue(1, 'is 0 to 1'))),
  /** Strikes at the nth match only. */
  nth: v.optional(count),
  /** Strikes at the first so many matches only. */
  first: v.optional(count),
  /** Is spent after striking so often. */
  times: v.optional(count),
  /** Whether `nth`, `first`, `times` and `lastsMs` count over everything or for each trade by itself. */
  countedBy: v.optional(v.picklist(['all', 'trade'], "must be 'all' or 'trade'"), 'all'),
  /** Strikes until so long after the first match, in milliseconds of the sandbox's clock. */
  lastsMs: v.optional(durationMs),
};

export const anyName = name;
