import * as v from 'valibot';
import type { Rule } from './rule';

/** Rules by their names. */
type RuleTable = Readonly<Record<string, Pick<Rule, 'schema' | 'usual'>>>;

/** How each rule of a table is set. */
export type RulesOf<Table extends RuleTable> = { -readonly [Name in keyof Table]: Table[Name]['usual'] };

/** One rule that was switched since the start. */
export interface RuleSetting {
  name: string;
  value: unknown;
}

/** How the rules are set, from the start and by whoever switched them since. */
export interface RuleBook<Rules> {
  /** As they are now: one object for ever, so that whoever reads it at each decision follows every change. */
  now: Readonly<Rules>;
  /**
   * Tells which settings are new. Throws on a rule that there is not, and on a value that it does not take; then nothing
   * has changed.
   */
  set(change: Partial<Rules>): readonly RuleSetting[];
  /** Those that are not as they were at the start. */
  switched(): RuleSetting[];
  /** Back to the start. */
  clear(): void;
}

/** `start` is what the rules begin with; those it does not name begin as usual. Throws like {@link RuleBook.set}. */
export function ruleBook<Table extends RuleTable>(
  table: Table,
  start: Partial<RulesOf<Table>>,
): RuleBook<RulesOf<Table>> {
  const usual = Object.entries(table).map(([name, rule]) => [name, rule.usual]);
  const started: RulesOf<Table> = { ...Object.fromEntries(usual), ...checked(table, start) };
  const now = { ...started };

  return {
    now,
    set(change) {
      const before = { ...now };
      Object.assign(now, checked(table, change));
      return settingsOf(now, before);
    },
    switched: () => settingsOf(now, started),
    clear: () => void Object.assign(now, started),
  };
}

/** Those of `now` that are not as they were. */
function settingsOf(now: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>): RuleSetting[] {
  const differs = (name: string) => JSON.stringify(now[name]) !== JSON.stringify(before[name]);
  const names = Object.keys(now).filter(differs);
  return names.map((name) => ({ name, value: now[name] }));
}

function checked(table: RuleTable, change: object): object {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, checkedValue(table, name, value)]));
}

function checkedValue(table: RuleTable, name: string, value: unknown): unknown {
  const rule = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!rule) throw new Error(`there is no rule ${name}; GET /api/rules and /api/fshows/rules name all`);
  const parsed = v.safeParse(rule.schema, value);
  if (!parsed.success) throw new Error(`rule ${name} ${parsed.issues[0].message}`);
  return parsed.output;
}
