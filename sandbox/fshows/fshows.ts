import type { KeyObject } from 'node:crypto';
import type { AccountBook } from '../alipay/account-book';
import type { Buyer } from '../alipay/buyers';
import type { Ledger } from '../alipay/ledger';
import type { NotifyCause, RetryGap } from '../alipay/notify';
import { type NotifyDesk, notifyDesk } from '../alipay/notify-desk';
import { notifySender } from '../alipay/notify-sender';
import type { Clock } from '../clock';
import type { ExchangeLog } from '../exchange-log';
import type { FaultDesk } from '../fault/faults';
import type { Randomness } from '../randomness';
import type { Put } from '../record-log';
import type { FshowsDirectory } from './directory';
import { fshowsNotifyBody, fshowsNotifyOf, isFshowsAcknowledgement } from './notify-writer';
import type { FshowsRules } from './rules';
import { allFshowsPuts, fshowsNotifyPut, loadFshowsPut } from './tables';
import type { Tolerance } from './tolerances';
import { fshowsTradeBook } from './trade-book';
import { type FshowsTradeDesk, fshowsTradeDesk } from './trade-desk';

/** The clearing platform: its trades joined with time, memory and the post. Gateway, cash desk and control API are its faces. */
export interface Fshows {
  directory: FshowsDirectory;
  buyers: readonly Buyer[];
  rules: FshowsRules;
  clock: Clock;
  trades: FshowsTradeDesk;
  notifies: NotifyDesk;
  accounts: Pick<AccountBook, 'statusOf'>;
  faults: FaultDesk;
  exchanges: ExchangeLog;
  tolerances(): ReadonlySet<Tolerance>;
  /** Where it is served. */
  url(): string;
  /** Everything it remembers, as rows; the money that moved is in Alipay's ledger. */
  puts(): Put[];
  /** Takes these rows back; nothing happens before {@link Fshows.resume}. */
  load(puts: readonly Put[]): void;
  resume(): void;
  /** Forgets trades and notifies; providers and keys stay. */
  clear(): void;
}

export interface FshowsParts {
  directory: FshowsDirectory;
  rules: FshowsRules;
  clock: Clock;
  randomness: Randomness;
  faults: FaultDesk;
  exchanges: ExchangeLog;
  url(): string;
  /** Signs what the platform tells. */
  privateKey: KeyObject;
  /** Alipay's: whoever pays, pays from there. */
  buyers: readonly Buyer[];
  ledger: Ledger;
  accounts: AccountBook;
  /** Which events are told, as for Alipay. */
  notifyCauses(): readonly NotifyCause[];
  keep(puts: readonly Put[]): void;
}

export function fshows(parts: FshowsParts): Fshows {
  const { directory, rules, clock, randomness, faults, exchanges, buyers, ledger, accounts, keep } = parts;
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
      isAcknowledgement: isFshowsAcknowledgement,
    }),
    retryGap: retryGap(rules),
  });
  const logonIdOf = (userId: string) => buyers.find((buyer) => buyer.userId === userId)?.logonId;
  const trades = fshowsTradeDesk({
    book,
    clock,
    randomness,
    rules,
    keep,
    accept: notifies.accept,
    notifyOf: (trade, event) =>
      fshowsNotifyOf(trade, event, clock.nowMs(), { causes: parts.notifyCauses(), logonIdOf, randomness }),
  });
  const tables = { book, notifies };
  const tolerances = new Set(rules.tolerates);

  return {
    directory,
    buyers,
    rules,
    clock,
    trades,
    notifies,
    accounts,
    faults,
    exchanges,
    tolerances: () => tolerances,
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
      book.clear();
    },
  };
}

function retryGap({ notifyRetryGapsMs }: FshowsRules): RetryGap {
  return (deliveryCount) => notifyRetryGapsMs[deliveryCount - 1];
}
