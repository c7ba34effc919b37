import type { RulesOf } from '../rules/rule-book';
import { GATEWAY_RULES } from './rules-gateway';
import { MONEY_RULES } from './rules-money';
import { NOTIFY_RULES } from './rules-notifies';
import { TRADE_RULES } from './rules-trades';

/** Everything that no source says of the live platform, and is therefore a switch (reference fshows: unconfirmed). */
export const FSHOWS_RULES = { ...GATEWAY_RULES, ...TRADE_RULES, ...MONEY_RULES, ...NOTIFY_RULES };

/** As `fshows.rules` of a sandbox and the control API name it. */
export type FshowsRuleName = keyof typeof FSHOWS_RULES;

/** How each rule is set. */
export type FshowsRules = RulesOf<typeof FSHOWS_RULES>;

export const FSHOWS_RULE_NAMES = Object.keys(FSHOWS_RULES) as readonly FshowsRuleName[];

/** What the sandbox does unless told otherwise. */
export const ASSUMED_FSHOWS_RULES = Object.fromEntries(
  FSHOWS_RULE_NAMES.map((name) => [name, FSHOWS_RULES[name].usual]),
) as FshowsRules;
