import { entryPut } from '../accounts/account-rows';
import { toBeijingDay } from '../beijing-time';
import type { Clock } from '../clock';
import type { Notify } from '../notify/notify';
import type { Randomness } from '../randomness';
import type { Put } from '../record-log';
import type { RefundRequest } from './refund';
import type { AlipayRules } from './rules';
import { notifyPut, tradePut } from './tables';
import { nextAgeingMs, type Trade, type TradeEvent, type TradeTerms } from './trade';
import type { TradeBook, TradeOutcome } from './trade-book';
import type { TradeRef } from './trade-shelf';

/** The trade book in time: numbers drawn, events kept and told, expiry by the clock. */
export interface TradeDesk {
  open(terms: TradeTerms): TradeOutcome;
  /** Opens a trade for a buyer whose pay code was read; a small one is paid on the spot. */
  charge(terms: TradeTerms): TradeOutcome;
  close(sellerId: string, ref: TradeRef): TradeOutcome;
  refund(sellerId: string, ref: TradeRef, request: RefundRequest): TradeOutcome;
  cancel(sellerId: string, ref: TradeRef): TradeOutcome;
  freeze(tradeNo: string, isFrozen: boolean): TradeOutcome;
  look(sellerId: string, ref: TradeRef): TradeOutcome;
  pay(tradeNo: string, buyerUserId: string): TradeOutcome;
  /** A trade as it is now, whosever it is. */
  get(tradeNo: string): Trade | undefined;
  /** As they are now, newest first, at most `limit`. */
  latest(limit: number): Trade[];
  /** Plans what time will do to the trades that the book has taken back. */
  resume(): void;
  /** Plans nothing any more. */
  clear(): void;
}

/** `notifyOf` is undefined for an event that nobody is told of; `keep` has written the rows down when it returns. */
export interface TradeDeskParts {
  book: TradeBook;
  clock: Clock;
  randomness: Randomness;
  rules: Readonly<AlipayRules>;
  notifyOf(trade: Trade, event: TradeEvent): Notify | undefined;
  keep(puts: readonly Put[]): void;
  /** Takes over a notify that has been kept. */
  accept(notify: Notify): void;
}

/** Every step of a trade passes through here; the book itself remembers nothing beyond the process. */
export function tradeDesk({ book, clock, randomness, rules, notifyOf, keep, accept }: TradeDeskParts): TradeDesk {
  const ageings = new Map<string, () => void>();

  /** Keeps what happened together with the notifies it causes, and only then lets it take effect. */
  function settle(outcome: TradeOutcome): TradeOutcome {
    const { trade, events } = outcome;
    if (!trade || events.length === 0) return outcome;
    const notifies = events.flatMap((event) => notifyOf(trade, event) ?? []);
    const entries = outcome.kind === 'done' ? outcome.entries : [];
    keep([tradePut(trade), ...entries.map(entryPut), ...notifies.map(notifyPut)]);
    for (const notify of notifies) accept(notify);
    planAgeing(trade);
    return outcome;
  }

  function planAgeing(trade: Trade): void {
    ageings.get(trade.tradeNo)?.();
    ageings.delete(trade.tradeNo);
    const dueAtMs = nextAgeingMs(trade, rules.refundWindowMs);
    if (dueAtMs === undefined) return;
    ageings.set(
      trade.tradeNo,
      clock.wakeAt(dueAtMs, () => void get(trade.tradeNo)),
    );
  }

  const newTradeNo = () => `${toBeijingDay(clock.nowMs())}22001${randomness.digits(15)}`;
  const get = (tradeNo: string) => settle(book.age(tradeNo, clock.nowMs())).trade;

  return {
    open: (terms) => settle(book.open(terms, newTradeNo(), clock.nowMs())),
    charge(terms) {
      const isPaidAtOnce = terms.totalFen <= rules.passwordFreeFen;
      return settle(book.charge(terms, newTradeNo(), isPaidAtOnce, clock.nowMs()));
    },
    close: (sellerId, ref) => settle(book.close(sellerId, ref, clock.nowMs())),
    refund: (sellerId, ref, request) => settle(book.refund(sellerId, ref, request, clock.nowMs())),
    cancel: (sellerId, ref) => settle(book.cancel(sellerId, ref, clock.nowMs())),
    freeze: (tradeNo, isFrozen) => settle(book.freeze(tradeNo, isFrozen, clock.nowMs())),
    look: (sellerId, ref) => settle(book.look(sellerId, ref, clock.nowMs())),
    pay: (tradeNo, buyerUserId) => settle(book.pay(tradeNo, buyerUserId, clock.nowMs())),
    get,
    latest: (limit) =>
      [...book.all()]
        .slice(-limit)
        .reverse()
        .flatMap(({ tradeNo }) => get(tradeNo) ?? []),
    resume() {
      for (const trade of book.all()) planAgeing(trade);
    },
    clear() {
      for (const cancel of ageings.values()) cancel();
      ageings.clear();
    },
  };
}
