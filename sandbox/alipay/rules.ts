import { GATEWAY_RULES } from './rules-gateway';
import { MONEY_RULES } from './rules-money';
import { NOTIFY_RULES } from './rules-notifies';
import { TRADE_RULES } from './rules-trades';

/** All rules there are, by what they are about, as `docs/fidelity.md` divides it. */
export const RULES_BY_SUBJECT = {
  gateway: GATEWAY_RULES,
  trades: TRADE_RULES,
  money: MONEY_RULES,
  notifies: NOTIFY_RULES,
};

export const RULES = { ...GATEWAY_RULES, ...TRADE_RULES, ...MONEY_RULES, ...NOTIFY_RULES };

/** As `rules` of a sandbox and the control API name it. */
export type RuleName = keyof typeof RULES;

/** How each rule is set. */
export type AlipayRules = { -readonly [Name in RuleName]: (typeof RULES)[Name]['usual'] };

export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

/** What the sandbox does unless told otherwise. */
export const ASSUMED_RULES = Object.fromEntries(RULE_NAMES.map((name) => [name, RULES[name].usual])) as AlipayRules;
