import type { KeyObject } from 'node:crypto';
import type { Clock } from '../clock';
import type { ExchangeLog } from '../exchange-log';
import type { FaultDesk } from '../fault/faults';
import type { Randomness } from '../randomness';
import type { Put, RecordLog } from '../record-log';
import { type AccountDesk, accountDesk } from './account-desk';
import { type BillDesk, billDesk } from './bill-desk';
import { books } from './books';
import type { Directory } from './directory';
import type { NotifyCause } from './notify';
import { type NotifyDesk, notifyDesk } from './notify-desk';
import { notifySender } from './notify-sender';
import { notifyOf } from './notify-writer';
import { type OauthDesk, oauthDesk } from './oauth-desk';
import { type PayCodeDesk, payCodeDesk } from './pay-code-desk';
import type { AlipayRules } from './rules';
import { allPuts, loadPut, notifyPut } from './tables';
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
  const remembered = books(directory, rules);
  const { book, ledger, accounts, oauth } = remembered;
  const keep = (puts: readonly Put[]) => log.append(puts);
  const notifies = notifyDesk({
    clock,
    keep: (notify) => keep([notifyPut(notify)]),
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
    keep,
    accept: notifies.accept,
  });
  const tables = { ...remembered, notifies };
  const log = openLog((put) => loadPut(put, tables));
  log.rewrite(allPuts(tables));
  trades.resume();
  notifies.resume();

  const accountsDesk = accountDesk({ ledger, accounts, clock, randomness, keep });
  const payCodes = payCodeDesk({ clock, randomness });
  const sources = { entries: ledger.entries, tradeOf: book.get, buyerOf: directory.buyerOf };
  const bills = billDesk({ ...sources, clock, randomness, faults });

  function forget(): void {
    notifies.clear();
    trades.clear();
    payCodes.clear();
    bills.clear();
    remembered.clear();
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
    oauth: oauthDesk({ book: oauth, clock, randomness, keep }),
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
