import type { AccountBook, PartyStanding } from '../accounts/account-book';
import { entryPut, standingPut } from '../accounts/account-rows';
import type { Ledger, LedgerEntry } from '../accounts/ledger';
import type { Notify } from '../notify/notify';
import type { Put } from '../record-log';
import type { RuleBook, RuleSetting } from '../rules/rule-book';
import type { Newcomer, NewcomerBook } from './newcomer-book';
import type { AuthCode, Grant, OauthBook } from './oauth-book';
import type { AlipayRules } from './rules';
import type { Trade } from './trade';
import type { TradeBook } from './trade-book';
import { entriesOf } from './trade-entries';

/** How the records of this folder stand in the record log. */

export const tradePut = (trade: Trade): Put => ['trade', trade.tradeNo, trade];
export const notifyPut = (notify: Notify): Put => ['notify', notify.notifyId, notify];
export const newcomerPut = (newcomer: Newcomer): Put => ['newcomer', newcomer.userId, newcomer];
export const codePut = (code: AuthCode): Put => ['code', code.code, code];
export const rulePut = (setting: RuleSetting): Put => ['rule', setting.name, setting];
export const grantPut = (grant: Grant): Put => ['grant', grant.refreshToken, grant];

interface Tables {
  book: TradeBook;
  ledger: Ledger;
  accounts: AccountBook;
  newcomers: NewcomerBook;
  oauth: OauthBook;
  notifies: { restore(notify: Notify): void; all(): Iterable<Notify> };
  settings: RuleBook<AlipayRules>;
}

/** Takes one row back into memory. */
export function loadPut([table, , value]: Put, tables: Tables): void {
  const { ledger, accounts, newcomers, oauth, notifies, settings } = tables;
  if (table === 'trade') loadTrade(value as Trade, tables);
  else if (table === 'entry') ledger.restore(value as LedgerEntry);
  else if (table === 'newcomer') newcomers.restore(value as Newcomer);
  else if (table === 'standing') accounts.set(value as PartyStanding);
  else if (table === 'notify') notifies.restore(value as Notify);
  else if (table === 'code') oauth.restoreCode(value as AuthCode);
  else if (table === 'grant') oauth.restoreGrant(value as Grant);
  else if (table === 'rule') loadRule(value as RuleSetting, settings);
  else throw new Error(`the sandbox's record log has a table ${table} that this version does not know`);
}

/** What a version before refunds kept lacks them, the merchant's app, and the money that was paid. */
function loadTrade(kept: Trade, { book, ledger }: Tables): void {
  const { refunds = [], authAppId = kept.appId }: Partial<Trade> = kept;
  const trade = { ...kept, refunds, authAppId };
  book.restore(trade);
  if ('refunds' in kept || trade.paidAtMs === undefined) return;
  const paid = { kind: 'trade_paid', tradeNo: trade.tradeNo, atMs: trade.paidAtMs } as const;
  for (const entry of entriesOf(trade, paid)) if (!ledger.has(entry.entryNo)) ledger.restore(entry);
}

function loadRule({ name, value }: RuleSetting, settings: RuleBook<AlipayRules>): void {
  settings.set({ [name]: value });
}

/** Every row as it stands now. */
export function allPuts({ book, ledger, accounts, newcomers, oauth, notifies, settings }: Tables): Put[] {
  return [
    ...Array.from(newcomers.all(), newcomerPut),
    ...Array.from(book.all(), tradePut),
    ...Array.from(ledger.entries(), entryPut),
    ...Array.from(accounts.all(), standingPut),
    ...Array.from(notifies.all(), notifyPut),
    ...Array.from(oauth.codes(), codePut),
    ...Array.from(oauth.grants(), grantPut),
    ...settings.switched().map(rulePut),
  ];
}
