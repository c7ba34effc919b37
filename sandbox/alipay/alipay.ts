import type { KeyObject } from 'node:crypto';
import type { Clock } from '../clock';
import type { ExchangeLog } from '../exchange-log';
import type { FaultDesk } from '../fault/faults';
import type { Randomness } from '../randomness';
import type { Put, RecordLog } from '../record-log';
import { accountBook } from './account-book';
import { type AccountDesk, accountDesk } from './account-desk';
import { type BillDesk, billDesk } from './bill-desk';
import { openingOf, usualStanding } from './buyers';
import type { Directory } from './directory';
import { ledger as openLedger } from './ledger';
import type { NotifyCause } from './notify';
import { type NotifyDesk, notifyDesk } from './notify-desk';
import { notifySender } from './notify-sender';
import { notifyOf } from './notify-writer';
import { oauthBook } from './oauth-book';
import { type OauthDesk, oauthDesk } from './oauth-desk';
import { type PayCodeDesk, payCodeDesk } from './pay-code-desk';
import type { AlipayRules } from './rules';
import { allPuts, loadPut, notifyPut } from './tables';
import { tradeBook } from './trade-book';
import { type TradeDesk, tradeDesk } from './trade-desk';

/** Alipay itself: the pure books joined with time, memory and the post. Gateway and control API are its faces. */
export interface Alipay {
  directory: Directory;
  rules: AlipayRules;
  clock: Clock;
  trades: TradeDesk;
  accounts: AccountDesk;
  payCodes: PayCodeDesk;
  bills: BillDesk;
  /** Where it is served. */
  url(): string;
  oauth: OauthDesk;
  notifies: NotifyDesk;
  /** Which events reach the merchant from now on; those of the rules until told otherwise, and after a reset. */
  notifyCauses(): readonly NotifyCause[];
  setNotifyCauses(causes: readonly NotifyCause[]): void;
  faults: FaultDesk;
  /** What went over the wire lately. */
  exchanges: ExchangeLog;
  /** Everything it remembers, as rows. */
  puts(): Put[];
  /** Forgets what it remembers and takes up these rows instead, which must come from {@link Alipay.puts}. */
  restore(puts: readonly Put[]): void;
  /** Forgets trades, money that moved, notifies, codes, tokens, faults and exchanges; apps, buyers and keys stay. */
  reset(): void;
  close(): void;
}

export interface AlipayParts {
  directory: Directory;
  rules: AlipayRules;
  clock: Clock;
  randomness: Randomness;
  faults: FaultDesk;
  exchanges: ExchangeLog;
  /** Where it is served, known once it is. */
  url(): string;
  /** Signs what Alipay says. */
  privateKey: KeyObject;
  /** Opens what is remembered, handing every row to `load`. */
  openLog(load: (put: Put) => void): RecordLog;
}

/** Takes up what the log remembers and goes on from there. */
export function alipay(parts: AlipayParts): Alipay {
  const { directory, rules, clock, randomness, faults, exchanges, privateKey, openLog } = parts;
  const ledger = openLedger(directory.buyers.map(openingOf));
  const accounts = accountBook(directory.buyers.map(usualStanding));
  const book = tradeBook(rules, { ledger, accounts });
  const oauth = oauthBook(rules);
  const notifies = notifyDesk({
    clock,
    keep: (notify) => log.append([notifyPut(notify)]),
    sender: notifySender({ privateKey, timeoutMs: rules.notifyTimeoutMs, exchanges }),
    faults,
  });
  let { notifyCauses } = rules;
  const trades = tradeDesk({
    book,
    clock,
    randomness,
    rules,
    notifyOf: (trade, event) => notifyOf(trade, event, clock.nowMs(), { directory, notifyCauses, randomness }),
    keep: (puts) => log.append(puts),
    accept: notifies.accept,
  });
  const tables = { book, ledger, accounts, oauth, notifies };
  const log = openLog((put) => loadPut(put, tables));
  log.rewrite(allPuts(tables));
  trades.resume();
  notifies.resume();

  const accountsDesk = accountDesk({ ledger, accounts, clock, randomness, keep: (puts) => log.append(puts) });

  const payCodes = payCodeDesk({ clock, randomness });
  const bills = billDesk({
    clock,
    randomness,
    faults,
    entries: ledger.entries,
    tradeOf: book.get,
    buyerOf: directory.buyerOf,
  });

  function forget(): void {
    notifies.clear();
    trades.clear();
    accountsDesk.clear();
    payCodes.clear();
    bills.clear();
    oauth.clear();
  }

  return {
    directory,
    rules,
    clock,
    trades,
    accounts: accountsDesk,
    payCodes,
    bills,
    url: parts.url,
    oauth: oauthDesk({ book: oauth, clock, randomness, keep: (puts) => log.append(puts) }),
    notifies,
    notifyCauses: () => notifyCauses,
    setNotifyCauses(causes) {
      notifyCauses = causes;
    },
    faults,
    exchanges,
    puts: () => allPuts(tables),
    restore(puts) {
      forget();
      for (const put of puts) loadPut(put, tables);
      log.rewrite(allPuts(tables));
      trades.resume();
      notifies.resume();
    },
    reset() {
      forget();
      faults.clear();
      exchanges.clear();
      notifies.setDelivering(true);
      notifyCauses = rules.notifyCauses;
      log.rewrite([]);
    },
    close() {
      forget();
      log.close();
    },
  };
}
