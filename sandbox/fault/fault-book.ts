import * as v from 'valibot';
import type { Clock } from '../clock';
import type { Randomness } from '../randomness';
import { type FaultRule, type FaultRuleInput, faultRuleSchema } from './fault-rule';
import type { GatewayName } from './fault-selectors';

/** What a rule is held against. */
export interface FaultSubject {
  appId?: string;
  outTradeNo?: string;
  /** The number by which a buyer pays: at Fshows `prepay_id`, which a rule may name as well as the platform's own. */
  tradeNo?: string;
  /** Fshows' own number of the trade. */
  platformTradeNo?: string;
  /** Alipay's when absent. */
  gateway?: GatewayName;
}

/** A rule with what has become of it. */
export type FaultView = FaultRule & {
  id: string;
  /** How often an event was what the rule is about. */
  matched: number;
  /** How often it struck. */
  fired: number;
  /** It has struck as often as it may. */
  isSpent: boolean;
};

/** The rules in the order of adding, with their counts. */
export interface FaultBook {
  /** Throws when the rule is malformed, or its id is taken. */
  add(input: FaultRuleInput): FaultView;
  has(id: string): boolean;
  list(): FaultView[];
  remove(id: string): boolean;
  clear(): void;
  isEmpty(): boolean;
  /**
   * Rules of the kinds that `isOurs` knows, one after another, as each strikes `subject`. Rules behind the one at which
   * the caller stops do not count the event.
   */
  strikes<Rule extends FaultRule>(
    isOurs: (rule: FaultRule) => rule is Rule,
    subject: FaultSubject,
  ): Iterable<{ id: string; rule: Rule }>;
}

/** How one rule, or one rule for one trade, has fared. */
interface Tally {
  matched: number;
  fired: number;
  firstMatchAtMs: number;
}

interface Entry {
  id: string;
  rule: FaultRule;
  total: Tally;
  byTrade: Map<string, Tally>;
}

/** `randomness` is the book's own, so that a rule more or less changes no number that the sandbox draws. */
export function faultBook(clock: Clock, randomness: Randomness): FaultBook {
  const entries = new Map<string, Entry>();
  let lastNumber = 0;

  function freshId(): string {
    do lastNumber += 1;
    while (entries.has(`fault-${lastNumber}`));
    return `fault-${lastNumber}`;
  }

  function tallyFor(entry: Entry, subject: FaultSubject): Tally {
    if (entry.rule.countedBy === 'all') return entry.total;
    const key = subject.outTradeNo ?? subject.tradeNo ?? '';
    const tally = entry.byTrade.get(key) ?? freshTally();
    entry.byTrade.set(key, tally);
    return tally;
  }

  function strikes(entry: Entry, subject: FaultSubject): boolean {
    if (!isAbout(entry.rule, subject) || isSpent(entry)) return false;
    const tally = tallyFor(entry, subject);
    const nowMs = clock.nowMs();
    if (tally.matched === 0) tally.firstMatchAtMs = nowMs;
    tally.matched += 1;
    if (tally !== entry.total) entry.total.matched += 1;
    if (!isDue(entry.rule, tally, nowMs) || !hasLuck(entry.rule.probability)) return false;
    tally.fired += 1;
    if (tally !== entry.total) entry.total.fired += 1;
    return true;
  }

  const hasLuck = (probability = 1) => probability === 1 || Number(`0.${randomness.digits(9)}`) < probability;

  return {
    add(input) {
      const rule = checkedRule(input);
      const id = rule.id ?? freshId();
      if (entries.has(id)) throw new Error(`there is already a fault ${id}`);
      const entry = { id, rule, total: freshTally(), byTrade: new Map<string, Tally>() };
      entries.set(id, entry);
      return view(entry);
    },
    has: (id) => entries.has(id),
    list: () => Array.from(entries.values(), view),
    remove: (id) => entries.delete(id),
    clear() {
      entries.clear();
      lastNumber = 0;
    },
    isEmpty: () => entries.size === 0,
    *strikes(isOurs, subject) {
      for (const entry of [...entries.values()]) {
        const { id, rule } = entry;
        if (isOurs(rule) && strikes(entry, subject)) yield { id, rule };
      }
    },
  };
}

function checkedRule(input: FaultRuleInput): FaultRule {
  const parsed = v.safeParse(faultRuleSchema, input, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`a fault's ${v.getDotPath(issue) ?? 'rule'}: ${issue.message}`);
}

function freshTally(): Tally {
  return { matched: 0, fired: 0, firstMatchAtMs: 0 };
}

function view({ id, rule, total, ...rest }: Entry): FaultView {
  const { matched, fired } = total;
  return { ...rule, id, matched, fired, isSpent: isSpent({ id, rule, total, ...rest }) };
}

/** Counted by trade a rule is never spent: there can always be another trade. */
function isSpent({ rule, total }: Entry): boolean {
  if (rule.countedBy === 'trade') return false;
  const { times = Number.POSITIVE_INFINITY, nth = Number.POSITIVE_INFINITY, first = Number.POSITIVE_INFINITY } = rule;
  return total.fired >= times || total.matched >= Math.min(nth, first);
}

function isAbout(rule: FaultRule, subject: FaultSubject): boolean {
  const { gateway, tradeNo, ...wanted }: FaultSubject = rule;
  if (gateway !== undefined && gateway !== (subject.gateway ?? 'alipay')) return false;
  if (tradeNo !== undefined && tradeNo !== subject.tradeNo && tradeNo !== subject.platformTradeNo) return false;
  const names = ['appId', 'outTradeNo'] as const;
  return names.every((name) => wanted[name] === undefined || wanted[name] === subject[name]);
}

/** Whether the match that `tally` has just counted is one of those the rule strikes. */
function isDue({ nth, first, times, lastsMs }: FaultRule, tally: Tally, nowMs: number): boolean {
  if (nth !== undefined && tally.matched !== nth) return false;
  if (first !== undefined && tally.matched > first) return false;
  if (times !== undefined && tally.fired >= times) return false;
  return lastsMs === undefined || nowMs < tally.firstMatchAtMs + lastsMs;
}
