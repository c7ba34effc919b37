import type { KeyObject } from 'node:crypto';
import type { Clock } from '../clock';
import type { ExchangeLog } from '../exchange-log';
import type { FaultDesk } from '../fault/faults';
import { type NotifyDesk, notifyDesk } from '../notify/notify-desk';
import { notifySender } from '../notify/notify-sender';
import { isAcknowledgement } from '../notify/post-notify';
import type { Randomness } from '../randomness';
import type { Put, RecordLog } from '../record-log';
import { type RuleBook, ruleBook } from '../rules/rule-book';
import { type AccountDesk, accountDesk } from './account-desk';
import { type BillDesk, billDesk } from './bill-desk';
import { type Books, books } from './books';
import { type BuyerDesk, buyerDesk } from './buyer-desk';
import type { Directory } from './directory';
import { notifyBody } from './notify-body';
import { notifyOf } from './notify-writer';
import { type OauthDesk, oauthDesk } from './oauth-desk';
import { type PayCodeDesk, payCodeDesk } from './pay-code-desk';
import { alipayRetryGap } from './retry-gap';
import { type AlipayRules, RULES } from './rules';
import { allPuts, loadPut, notifyPut, rulePut } from './tables';
import { type TradeDesk, tradeDesk } from './trade-desk';

/** Alipay itself: the pure books joined with time, memory and the post. Gateway and control API are its faces. */
export interface Alipay {
  directory: Directory;
  buyers: BuyerDesk;
  /** As they are now; {@link Alipay.setRules} changes them. */
  rules: Readonly<AlipayRules>;
  clock: Clock;
  trades: TradeDesk;
  accounts: AccountDesk;
  /** Everybody's money and standing, for what else moves money of Alipay's accounts. */
  books: Pick<Books, 'ledger' | 'accounts'>;
  payCodes: PayCodeDesk;
  bills: BillDesk;
  /** Where it is served. */
  url(): string;
  oauth: OauthDesk;
  notifies: NotifyDesk;
  /** Switches rules for all that happens from now on, until a reset. Throws like {@link RuleBook.set}. */
  setRules(change: Partial<AlipayRules>): void;
  faults: FaultDesk;
  /** What went over the wire lately. */
  exchanges: ExchangeLog;
  /** Everything it remembers, as rows. */
  puts(): Put[];
  /** Forgets what it remembers and takes up these rows instead, which must come from {@link Alipay.puts}. */
  restore(puts: readonly Put[]): void;
  /**
   * Forgets trades, money that moved, newcomers, notifies, codes, tokens, faults and exchanges, and puts the rules back to
   * what they were at the start; apps, the buyers of the start and keys stay.
   */
  reset(): void;
  close(): void;
}

/** What a sandbox of Alipay is made of; time, chance and disk come from outside, so that tests can hold them still. */
export interface AlipayParts {
  directory: Directory;
  /** What the rules begin with; those not named begin as assumed. */
  rules: Partial<AlipayRules>;
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
  const { directory, clock, randomness, faults, exchanges, privateKey, openLog } = parts;
  const settings = ruleBook(RULES, parts.rules);
  const rules = settings.now;
  const remembered = books(directory, rules);
  const { book, ledger, accounts, oauth } = remembered;
  const keep = (puts: readonly Put[]) => log.append(puts);
  const notifies = notifyDesk({
    clock,
    keep: (notify) => keep([notifyPut(notify)]),
    sender: notifySender({ privateKey, rules, exchanges, write: notifyBody, isAcknowledgement }),
    faults,
    retryGap: alipayRetryGap(rules),
  });
  const trades = tradeDesk({
    book,
    clock,
    randomness,
    rules,
    notifyOf: (trade, event) => notifyOf(trade, event, clock.nowMs(), { directory, rules, randomness }),
    keep,
    accept: notifies.accept,
  });
  const tables = { ...remembered, notifies, settings };
  const log = openLog((put) => loadPut(put, tables));
  log.rewrite(allPuts(tables));
  trades.resume();
  notifies.resume();

  const buyers = buyerDesk({ directory, newcomers: remembered.newcomers, rules, keep });
  const accountsDesk = accountDesk({ ledger, accounts, clock, randomness, keep });
  const payCodes = payCodeDesk({ clock, randomness });
  const sources = { entries: ledger.entries, tradeOf: book.get, buyerOf: directory.buyerOf };
  const bills = billDesk({ ...sources, clock, randomness, faults, rules });

  function forget(): void {
    notifies.clear();
    trades.clear();
    payCodes.clear();
    bills.clear();
    remembered.clear();
    settings.clear();
  }

  return {
    directory,
    buyers,
    rules,
    clock,
    trades,
    accounts: accountsDesk,
    books: remembered,
    payCodes,
    bills,
    url: parts.url,
    oauth: oauthDesk({ book: oauth, clock, randomness, keep }),
    notifies,
    setRules(change) {
      keep(settings.set(change).map(rulePut));
      // The refund window may be another now.
      trades.resume();
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
      log.rewrite([]);
    },
    close() {
      forget();
      log.close();
    },
  };
}
