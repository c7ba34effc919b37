import type { Notify } from '../notify/notify';
import type { Put } from '../record-log';
import type { RuleBook, RuleSetting } from '../rules/rule-book';
import type { FshowsRules } from './rules';
import type { FshowsTrade } from './trade';

/** How the records of this folder stand in the record log, beside those of Alipay and its ledger. */

const TRADES = 'fshows_trade';
const NOTIFIES = 'fshows_notify';
const RULES = 'fshows_rule';

export const fshowsTradePut = (trade: FshowsTrade): Put => [TRADES, trade.prepayId, trade];
export const fshowsNotifyPut = (notify: Notify): Put => [NOTIFIES, notify.notifyId, notify];
export const fshowsRulePut = (setting: RuleSetting): Put => [RULES, setting.name, setting];

/** Whether a row is of the clearing platform. */
export function isFshowsPut([table]: Put): boolean {
  return table === TRADES || table === NOTIFIES || table === RULES;
}

interface Shelf<Item> {
  restore(item: Item): void;
  all(): Iterable<Item>;
}

interface Tables {
  book: Shelf<FshowsTrade>;
  notifies: Shelf<Notify>;
  settings: RuleBook<FshowsRules>;
}

/** Takes one row back into memory. */
export function loadFshowsPut([table, , value]: Put, { book, notifies, settings }: Tables): void {
  if (table === TRADES) book.restore(value as FshowsTrade);
  else if (table === NOTIFIES) notifies.restore(value as Notify);
  else loadRule(value as RuleSetting, settings);
}

function loadRule({ name, value }: RuleSetting, settings: RuleBook<FshowsRules>): void {
  settings.set({ [name]: value });
}

/** Every row as it stands now. */
export function allFshowsPuts({ book, notifies, settings }: Tables): Put[] {
  return [
    ...Array.from(book.all(), fshowsTradePut),
    ...Array.from(notifies.all(), fshowsNotifyPut),
    ...settings.switched().map(fshowsRulePut),
  ];
}
