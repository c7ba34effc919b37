import type { KeyObject } from 'node:crypto';
import type { AccountBook } from '../accounts/account-book';
import type { Ledger } from '../accounts/ledger';
import type { Buyers } from '../alipay/buyers';
import type { Clock } from '../clock';
import type { ExchangeLog } from '../exchange-log';
import type { FaultDesk } from '../fault/faults';
import { type NotifyDesk, notifyDesk } from '../notify/notify-desk';
import { notifySender } from '../notify/notify-sender';
import type { Randomness } from '../randomness';
import type { Put } from '../record-log';
import { ruleBook } from '../rules/rule-book';
import { type FshowsBillDesk, fshowsBillDesk } from './bill-desk';
import type { FshowsDirectory } from './directory';
import { fshowsNotifyBody, fshowsNotifyOf } from './notify-writer';
import { FSHOWS_RULES, type FshowsRules } from './rules';
import { allFshowsPuts, fshowsNotifyPut, fshowsRulePut, loadFshowsPut } from './tables';
import { fshowsTradeBook } from './trade-book';
import { type FshowsTradeDesk, fshowsTradeDesk } from './trade-desk';

/** The clearing platform: its trades joined with time, memory and the post. Gateway, cash desk and control API are its faces. */
export interface Fshows {
  directory: FshowsDirectory;
  buyers: Buyers;
  /** As they are now; {@link Fshows.setRules} changes them. */
  rules: Readonly<FshowsRules>;
  /** Switches rules for all that happens from now on, until a reset. Throws on what is no rule, or not a value of one. */
  setRules(change: Partial<FshowsRules>): void;
  clock: Clock;
  trades: FshowsTradeDesk;
  bills: FshowsBillDesk;
  notifies: NotifyDesk;
  accounts: Pick<AccountBook, 'statusOf'>;
  faults: FaultDesk;
  exchanges: ExchangeLog;
  /** Where it is served. */
  url(): string;
  /** Everything it remembers, as rows; the money that moved is in Alipay's ledger. */
  puts(): Put[];
  /** Takes these rows back; nothing happens before {@link Fshows.resume}. */
  load(puts: readonly Put[]): void;
  resume(): void;
  /** Forgets trades, notifies and what was switched; providers and keys stay. */
  clear(): void;
}

/** What a sandbox of the platform is made of; `keep` writes into the log that Alipay's rows are in. */
export interface FshowsParts {
  directory: FshowsDirectory;
  /** What the rules begin with; those not named begin as assumed. */
  rules: Partial<FshowsRules>;
  clock: Clock;
  randomness: Randomness;
  faults: FaultDesk;
  exchanges: ExchangeLog;
  url(): string;
  /** Signs what the platform tells. */
  privateKey: KeyObject;
  /** Alipay's: whoever pays, pays from there. */
  buyers: Buyers;
  ledger: Ledger;
  accounts: AccountBook;
  keep(puts: readonly Put[]): void;
}

/** Remembers nothing at first: {@link Fshows.load} takes rows back, and {@link Fshows.resume} sets time going. */
export function fshows(parts: FshowsParts): Fshows {
  const { directory, clock, randomness, faults, exchanges, buyers, ledger, accounts, keep } = parts;
  const settings = ruleBook(FSHOWS_RULES, parts.rules);
  const rules = settings.now;
  const book = fshowsTradeBook(rules, { ledger, accounts });
  const notifies = notifyDesk({
    clock,
    faults,
    keep: (notify) => keep([fshowsNotifyPut(notify)]),
    sender: notifySender({
      privateKey: parts.privateKey,
      rules,
      exchanges,
      write: fshowsNotifyBody,
      isAcknowledgement: (reply) => (rules.trimsAcknowledgement ? reply.trim() : reply) === 'success',
    }),
    retryGap: (deliveryCount) => rules.notifyRetryGapsMs[deliveryCount - 1],
  });
  const logonIdOf = (userId: string) => buyers.named(userId)?.logonId;
  const trades = fshowsTradeDesk({
    book,
    clock,
    randomness,
    rules,
    keep,
    accept: notifies.accept,
    notifyOf: (trade, event) => fshowsNotifyOf(trade, event, clock.nowMs(), { rules, logonIdOf, randomness }),
  });
  const bills = fshowsBillDesk({ trades: book.all, directory, clock, randomness, faults, rules });
  const tables = { book, notifies, settings };

  return {
    directory,
    buyers,
    rules,
    setRules(change) {
      keep(settings.set(change).map(fshowsRulePut));
      // The refund window may be another now.
      trades.resume();
    },
    clock,
    trades,
    bills,
    notifies,
    accounts,
    faults,
    exchanges,
    url: parts.url,
    puts: () => allFshowsPuts(tables),
    load(puts) {
      for (const put of puts) loadFshowsPut(put, tables);
    },
    resume() {
      trades.resume();
      notifies.resume();
    },
    clear() {
      notifies.clear();
      trades.clear();
      bills.clear();
      book.clear();
      settings.clear();
    },
  };
}
