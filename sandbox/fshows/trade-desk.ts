import { entryPut } from '../accounts/account-rows';
import { toBeijingDay, toBeijingTime } from '../beijing-time';
import type { Clock } from '../clock';
import type { Notify } from '../notify/notify';
import type { Randomness } from '../randomness';
import type { Put } from '../record-log';
import { nextAgeingMs } from './ageing';
import type { RefundRequest } from './refund';
import type { FshowsRules } from './rules';
import { fshowsNotifyPut, fshowsTradePut } from './tables';
import type { FshowsTerms, FshowsTrade, FshowsTradeEvent } from './trade';
import type { FshowsOutcome, FshowsTradeBook } from './trade-book';
import type { TradeRef } from './trade-shelf';

/** The trade book in time: numbers drawn, events kept and told, expiry by the clock. */
export interface FshowsTradeDesk {
  open(terms: FshowsTerms): FshowsOutcome;
  visit(prepayId: string): FshowsOutcome;
  pay(prepayId: string, payerUserId: string): FshowsOutcome;
  close(appId: string, ref: TradeRef): FshowsOutcome;
  reverse(appId: string, ref: TradeRef): FshowsOutcome;
  refund(appId: string, ref: TradeRef, request: RefundRequest): FshowsOutcome;
  look(appId: string, ref: TradeRef): FshowsOutcome;
  /** A trade as it is now, whosever it is. */
  get(prepayId: string): FshowsTrade | undefined;
  /** As they are now, newest first, at most `limit`. */
  latest(limit: number): FshowsTrade[];
  /** Plans what time will do to the trades that the book has taken back. */
  resume(): void;
  /** Plans nothing any more. */
  clear(): void;
}

/** `notifyOf` is undefined for an event that nobody is told of; `keep` has written the rows down when it returns. */
export interface TradeDeskParts {
  book: FshowsTradeBook;
  clock: Clock;
  randomness: Randomness;
  rules: FshowsRules;
  notifyOf(trade: FshowsTrade, event: FshowsTradeEvent): Notify | undefined;
  keep(puts: readonly Put[]): void;
  /** Takes over a notify that has been kept. */
  accept(notify: Notify): void;
}

/** Every step of a trade passes through here; the book itself remembers nothing beyond the process. */
export function fshowsTradeDesk(parts: TradeDeskParts): FshowsTradeDesk {
  const { book, clock, rules, notifyOf, keep, accept } = parts;
  const ageings = new Map<string, () => void>();

  /** Keeps what happened together with the notifies it causes, and only then lets it take effect. */
  function settle(outcome: FshowsOutcome): FshowsOutcome {
    const { trade, events, entries } = outcome;
    if (!trade || events.length === 0) return outcome;
    const notifies = events.flatMap((event) => notifyOf(trade, event) ?? []);
    keep([fshowsTradePut(trade), ...entries.map(entryPut), ...notifies.map(fshowsNotifyPut)]);
    for (const notify of notifies) accept(notify);
    planAgeing(trade);
    return outcome;
  }

  function planAgeing(trade: FshowsTrade): void {
    const { prepayId } = trade;
    ageings.get(prepayId)?.();
    ageings.delete(prepayId);
    const dueAtMs = nextAgeingMs(trade, rules.refundWindowMs);
    if (dueAtMs === undefined) return;
    ageings.set(
      prepayId,
      clock.wakeAt(dueAtMs, () => void get(prepayId)),
    );
  }

  const numbers = tradeNumbers(parts);
  const get = (prepayId: string) => settle(book.age(prepayId, clock.nowMs())).trade;

  return {
    open: (terms) => settle(book.open(terms, numbers.ofTrade(), clock.nowMs())),
    visit: (prepayId) => settle(book.visit(prepayId, clock.nowMs())),
    pay: (prepayId, payerUserId) => settle(book.pay(prepayId, payerUserId, clock.nowMs())),
    close: (appId, ref) => settle(book.close(appId, ref, clock.nowMs())),
    reverse: (appId, ref) => settle(book.reverse(appId, ref, numbers.platform(), clock.nowMs())),
    refund: (appId, ref, request) => settle(book.refund(appId, ref, request, numbers.platform(), clock.nowMs())),
    look: (appId, ref) => settle(book.look(appId, ref, clock.nowMs())),
    get,
    latest: (limit) =>
      [...book.all()]
        .slice(-limit)
        .reverse()
        .flatMap(({ prepayId }) => get(prepayId) ?? []),
    resume() {
      for (const trade of book.all()) planAgeing(trade);
    },
    clear() {
      for (const cancel of ageings.values()) cancel();
      ageings.clear();
    },
  };
}

/** What follows the day in every trade number of Alipay's that was seen as a `prepay_id` (reference fshows 5, 6). */
const PREPAY_KIND = '21001004';

/** 28 digits each: the platform's begin with a moment, `prepay_id` is laid out as Alipay lays out its own. */
function tradeNumbers({ clock, randomness }: Pick<TradeDeskParts, 'clock' | 'randomness'>) {
  const platform = () => `${toBeijingTime(clock.nowMs()).replaceAll(/\D/g, '')}${randomness.digits(14)}`;
  return {
    platform,
    ofTrade: () => ({
      tradeNo: platform(),
      prepayId: `${toBeijingDay(clock.nowMs())}${PREPAY_KIND}${randomness.digits(12)}`,
    }),
  };
}
