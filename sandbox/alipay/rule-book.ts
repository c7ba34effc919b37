import * as v from 'valibot';
import { type AlipayRules, ASSUMED_RULES, RULE_NAMES, RULES, type RuleName } from './rules';

/** One rule that was switched since the start. */
export interface RuleSetting {
  name: RuleName;
  value: unknown;
}

/** How the rules are set, from the start and by whoever switched them since. */
export interface RuleBook {
  /** As they are now: one object for ever, so that whoever reads it at each decision follows every change. */
  now: Readonly<AlipayRules>;
  /**
   * Tells which settings are new. Throws on a rule that there is not, and on a value that it does not take; then nothing
   * has changed.
   */
  set(change: Partial<AlipayRules>): readonly RuleSetting[];
  /** Those that are not as they were at the start. */
  switched(): RuleSetting[];
  /** Back to the start. */
  clear(): void;
}

/** `start` is what the rules begin with; those it does not name begin as usual. Throws like {@link RuleBook.set}. */
export function ruleBook(start: Partial<AlipayRules>): RuleBook {
  const started: AlipayRules = { ...ASSUMED_RULES, ...checked(start) };
  const now = { ...started };

  return {
    now,
    set(change) {
      const before = { ...now };
      Object.assign(now, checked(change));
      return settingsOf(now, before);
    },
    switched: () => settingsOf(now, started),
    clear: () => void Object.assign(now, started),
  };
}

/** Those of `now` that are not as they were. */
function settingsOf(now: AlipayRules, before: AlipayRules): RuleSetting[] {
  const differs = (name: RuleName) => JSON.stringify(now[name]) !== JSON.stringify(before[name]);
  return RULE_NAMES.filter(differs).map((name) => ({ name, value: now[name] }));
}

function checked(change: Partial<AlipayRules>): Partial<AlipayRules> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, checkedValue(name, value)]));
}

function checkedValue(name: string, value: unknown): unknown {
  if (!Object.hasOwn(RULES, name)) throw new Error(`there is no rule ${name}; sandbox/alipay/rules.ts names all`);
  const parsed = v.safeParse(RULES[name as RuleName].schema as v.GenericSchema, value);
  if (!parsed.success) throw new Error(`rule ${name} ${parsed.issues[0].message}`);
  return parsed.output;
}
