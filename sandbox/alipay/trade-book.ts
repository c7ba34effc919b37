import type { LedgerEntry } from '../accounts/ledger';
import { type CancelRules, cancelRefusal } from './cancel-refusal';
import { partyRefusal } from './party-refusal';
import { payRefusal } from './pay-refusal';
import { type ReceiptRules, receiptRefusal } from './receipt-refusal';
import type { RefundRequest } from './refund';
import { earlierRefund, type MoneyBooks, type RefundRules, refundRefusal } from './refund-refusal';
import { serviceFeeFen } from './service-fee';
import {
  agedTrade,
  cancelledTrade,
  closedTrade,
  frozenTrade,
  openedTrade,
  paidTrade,
  refundedTrade,
  type Step,
  type Trade,
  type TradeEvent,
  type TradeTerms,
} from './trade';
import { entriesOf } from './trade-entries';
import type { TradeRefusal } from './trade-refusal';
import { type TradeRef, tradeShelf } from './trade-shelf';

/**
 * What became of a request. Even a refused one may carry events: the book first notices what time has done to the trade.
 * Whoever keeps the trade must store `trade` whenever there are events, and `entries`, the money that moved, with it.
 */
export type TradeOutcome = ({ kind: 'done'; entries: readonly LedgerEntry[] } & Step) | RefusedTrade;

/** `trade` is absent when there is none: neither found nor opened. */
export interface RefusedTrade {
  kind: 'refused';
  reason: TradeRefusal;
  trade?: Trade;
  events: readonly TradeEvent[];
}

/**
 * All trades of Alipay as a state machine. No clock, no I/O, no chance: moments and new numbers are given, what has to be
 * told to others is returned. The same calls give the same book.
 */
export interface TradeBook {
  /**
   * Opens a trade, or finds the one already open under the same number: same seller, number, amount, subject and buyer
   * while unpaid is the same trade (reference alipay-trade 2.1, assumed for JSAPI), or refused where the rule says so. `tradeNo` must be new.
   */
  open(terms: TradeTerms, tradeNo: string, nowMs: number): TradeOutcome;
  /**
   * Opens a trade, or finds it, and takes the money at once when `isPaidAtOnce`. A new trade whose money cannot be had is
   * not opened at all, so that the merchant can ask again under the same number.
   */
  charge(terms: TradeTerms, tradeNo: string, isPaidAtOnce: boolean, nowMs: number): TradeOutcome;
  /** The buyer pays; only the buyer the trade was made for can. */
  pay(tradeNo: string, buyerUserId: string, nowMs: number): TradeOutcome;
  /** The merchant closes an unpaid trade; a paid one is never closed by this. */
  close(sellerId: string, ref: TradeRef, nowMs: number): TradeOutcome;
  /** Gives money back to the buyer. The same request again is done without events: money moves once. */
  refund(sellerId: string, ref: TradeRef, request: RefundRequest, nowMs: number): TradeOutcome;
  /** Undoes a trade whose outcome the merchant does not know: closes it unpaid, refunds it paid. */
  cancel(sellerId: string, ref: TradeRef, nowMs: number): TradeOutcome;
  /** Alipay holds the money of a trade for a dispute, or lets it go. */
  freeze(tradeNo: string, isFrozen: boolean, nowMs: number): TradeOutcome;
  /** What the merchant sees now. */
  look(sellerId: string, ref: TradeRef, nowMs: number): TradeOutcome;
  /** Lets time pass for one trade. */
  age(tradeNo: string, nowMs: number): TradeOutcome;
  get(tradeNo: string): Trade | undefined;
  /** In the order of opening. */
  all(): Iterable<Trade>;
  /** Takes back a trade as it was kept. */
  restore(trade: Trade): void;
  clear(): void;
}

/** What the book decides by; read anew at each call, so that a switched rule counts at once. */
export interface TradeBookRules extends RefundRules, CancelRules, ReceiptRules {
  /** After this a paid trade can no longer be refunded and is finished. Depends on the contract. */
  refundWindowMs: number;
  /** What becomes of a call to open that was done before. */
  repeatedCreate: 'same_trade' | 'context_inconsistent';
  /**
   * Whether the end of a trade is told before any difference. A merchant who is told "paid" will not open another one; who
   * is told that something differs may.
   */
  endIsToldFirst: boolean;
  /** Service fee of a payment, in millionths. */
  feeRatePpm: number;
}

/** Refuses, or says what becomes of the trade. */
type Decide = (trade: Trade) => Step | TradeRefusal;

/** Posts to `books.ledger` whatever money its trades move. */
export function tradeBook(rules: TradeBookRules, books: MoneyBooks): TradeBook {
  const shelf = tradeShelf();

  /** Ages `trade`, then lets `decide` refuse it or go one step further. */
  function advance(trade: Trade | undefined, nowMs: number, decide: Decide): TradeOutcome {
    if (!trade) return { kind: 'refused', reason: 'trade_not_found', events: [] };
    const aged = agedTrade(trade, nowMs, rules.refundWindowMs);
    const decision = decide(aged.trade);
    if (typeof decision === 'string') {
      shelf.keep(aged.trade);
      return { kind: 'refused', reason: decision, ...aged };
    }
    return done({ trade: decision.trade, events: [...aged.events, ...decision.events] });
  }

  /** The trade and its money change together. */
  function done({ trade, events }: Step): TradeOutcome {
    const entries = events.flatMap((event) => entriesOf(trade, event));
    for (const entry of entries) books.ledger.post(entry);
    shelf.keep(trade);
    return { kind: 'done', trade, events, entries };
  }

  /** Finds the trade and goes on with `again`, or opens it and goes on with `next`; it is not opened when that refuses. */
  function openThen(
    terms: TradeTerms,
    tradeNo: string,
    nowMs: number,
    next: Decide,
    again: Decide = next,
  ): TradeOutcome {
    const known = shelf.find(terms.sellerId, { outTradeNo: terms.outTradeNo });
    if (known)
      return advance(known, nowMs, (trade) => refusalToReopen(trade, terms, rules.endIsToldFirst) ?? again(trade));
    const reason = refusalToOpen(terms, nowMs);
    if (reason) return { kind: 'refused', reason, events: [] };
    if (shelf.get(tradeNo)) throw new Error(`trade number ${tradeNo} is taken`);
    const opened = openedTrade(terms, tradeNo, nowMs);
    const decision = next(opened.trade);
    if (typeof decision === 'string') return { kind: 'refused', reason: decision, events: [] };
    return done({ trade: decision.trade, events: [...opened.events, ...decision.events] });
  }

  function openedAgain(trade: Trade): Step | TradeRefusal {
    return rules.repeatedCreate === 'same_trade' ? unchanged(trade) : 'context_inconsistent';
  }

  function refusalToOpen(terms: TradeTerms, nowMs: number): TradeRefusal | undefined {
    const refusal = partyRefusal(terms, books.accounts);
    if (refusal) return refusal;
    if (terms.expiresAtMs <= nowMs) return 'already_expired';
    return receiptRefusal(terms, shelf.all(), nowMs, rules);
  }

  function paid(trade: Trade, buyerUserId: string, nowMs: number): Step | TradeRefusal {
    const funds = payRefusal(trade, buyerUserId, books);
    return typeof funds === 'string'
      ? funds
      : paidTrade(trade, funds.channel, serviceFeeFen(trade.totalFen, rules.feeRatePpm), nowMs);
  }

  return {
    open: (terms, tradeNo, nowMs) => openThen(terms, tradeNo, nowMs, unchanged, openedAgain),
    charge: (terms, tradeNo, isPaidAtOnce, nowMs) =>
      openThen(terms, tradeNo, nowMs, (trade) => {
        const step = paid(trade, terms.buyerUserId, nowMs);
        return typeof step === 'string' || isPaidAtOnce ? step : unchanged(trade);
      }),
    pay: (tradeNo, buyerUserId, nowMs) =>
      advance(shelf.get(tradeNo), nowMs, (trade) => paid(trade, buyerUserId, nowMs)),
    close: (sellerId, ref, nowMs) =>
      advance(shelf.find(sellerId, ref), nowMs, (trade) =>
        trade.status === 'WAIT_BUYER_PAY' ? closedTrade(trade, nowMs) : 'trade_not_closable',
      ),
    refund: (sellerId, ref, request, nowMs) =>
      advance(shelf.find(sellerId, ref), nowMs, (trade) => {
        const refusal = refundRefusal(trade, request, nowMs, rules, books);
        if (refusal) return refusal;
        return earlierRefund(trade, request)
          ? unchanged(trade)
          : refundedTrade(trade, request, rules.returnsFees, nowMs);
      }),
    cancel: (sellerId, ref, nowMs) =>
      advance(
        shelf.find(sellerId, ref),
        nowMs,
        (trade) => cancelRefusal(trade, nowMs, rules, books) ?? cancelledTrade(trade, rules.returnsFees, nowMs),
      ),
    freeze: (tradeNo, isFrozen, nowMs) =>
      advance(shelf.get(tradeNo), nowMs, (trade) => frozenTrade(trade, isFrozen, nowMs)),
    look: (sellerId, ref, nowMs) => advance(shelf.find(sellerId, ref), nowMs, unchanged),
    age: (tradeNo, nowMs) => advance(shelf.get(tradeNo), nowMs, unchanged),
    get: shelf.get,
    all: shelf.all,
    restore: shelf.keep,
    clear: shelf.clear,
  };
}

function unchanged(trade: Trade): Step {
  return { trade, events: [] };
}

/** Why a number that comes again is not the same trade. */
function refusalToReopen(trade: Trade, terms: TradeTerms, endIsToldFirst: boolean): TradeRefusal | undefined {
  const [end, difference] = [endOf(trade), differenceOf(trade, terms)];
  return endIsToldFirst ? (end ?? difference) : (difference ?? end);
}

function endOf({ status }: Trade): TradeRefusal | undefined {
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return 'trade_has_success';
  return status === 'TRADE_CLOSED' ? 'trade_has_close' : undefined;
}

function differenceOf(trade: Trade, terms: TradeTerms): TradeRefusal | undefined {
  if (trade.totalFen !== terms.totalFen || trade.subject !== terms.subject) return 'context_inconsistent';
  if (trade.buyerUserId !== terms.buyerUserId) return 'buyer_differs';
  return trade.instalments === terms.instalments ? undefined : 'instalments_inconsistent';
}
