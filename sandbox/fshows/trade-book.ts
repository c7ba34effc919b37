import type { AccountBook } from '../alipay/account-book';
import type { Ledger, LedgerEntry } from '../alipay/ledger';
import { agedTrade, type MoneyStep } from './ageing';
import { type FshowsRefund, promisedFen, type RefundRequest } from './refund';
import type { FshowsRules } from './rules';
import {
  closedTrade,
  type FshowsTerms,
  type FshowsTrade,
  type FshowsTradeEvent,
  openedTrade,
  paidTrade,
  refundingTrade,
  type Step,
  type TradeNumbers,
  visitedTrade,
} from './trade';
import { paymentEntry, refundEntry } from './trade-entries';
import { type TradeRef, tradeShelf } from './trade-shelf';

/** Why the book refuses; the gateway turns each into an error code, the control API shows it as it is. */
export type FshowsRefusal =
  | 'trade_not_found'
  | 'number_taken'
  | 'trade_not_payable'
  | 'buyer_differs'
  | 'buyer_cannot_pay'
  | 'buyer_balance_short'
  | 'trade_not_closable'
  | 'trade_not_reversible'
  | 'trade_not_refundable'
  | 'refund_exceeds'
  | 'refund_repeated'
  | 'seller_balance_short';

/**
 * What became of a request. Even a refused one may carry events: the book first notices what time has done to the trade.
 * Whoever keeps the trade must store it whenever there are events, and `entries`, the money that moved, with it.
 */
export type FshowsOutcome = { events: readonly FshowsTradeEvent[]; entries: readonly LedgerEntry[] } & (
  | { kind: 'done'; trade: FshowsTrade }
  | { kind: 'refused'; reason: FshowsRefusal; trade?: FshowsTrade }
);

export type TradeBookRules = Pick<
  FshowsRules,
  'refundWindowMs' | 'refundLagMs' | 'repeatedRefund' | 'identicalRetry' | 'closesClosed' | 'reversesPrecreated'
>;

export interface FshowsBooks {
  ledger: Ledger;
  accounts: AccountBook;
}

/**
 * All trades of the clearing platform as a state machine. No clock, no I/O, no chance: moments and new numbers are given,
 * what has to be told to others is returned. The same calls give the same book.
 */
export interface FshowsTradeBook {
  open(terms: FshowsTerms, numbers: TradeNumbers, nowMs: number): FshowsOutcome;
  /** The buyer sees the trade, by the number that the phone has, and has not paid yet. */
  visit(prepayId: string, nowMs: number): FshowsOutcome;
  /** By the same number. */
  pay(prepayId: string, payerUserId: string, nowMs: number): FshowsOutcome;
  /** Closes an unpaid trade; a paid one is never closed by this. */
  close(appId: string, ref: TradeRef, nowMs: number): FshowsOutcome;
  /** Closes an unpaid trade, gives the money of a paid one back. */
  reverse(appId: string, ref: TradeRef, refundNo: string, nowMs: number): FshowsOutcome;
  /** The same `requestNo` again is done without events: money moves once. */
  refund(appId: string, ref: TradeRef, request: RefundRequest, refundNo: string, nowMs: number): FshowsOutcome;
  look(appId: string, ref: TradeRef, nowMs: number): FshowsOutcome;
  /** Lets time pass for one trade. */
  age(prepayId: string, nowMs: number): FshowsOutcome;
  /** In the order of opening. */
  all(): Iterable<FshowsTrade>;
  /** Takes back a trade as it was kept. */
  restore(trade: FshowsTrade): void;
  clear(): void;
}

/** Refuses, or says what becomes of the trade and what money moves. */
type Decide = (trade: FshowsTrade) => MoneyStep | FshowsRefusal;

/** Posts to the shared ledger whatever money its trades move. */
export function fshowsTradeBook(rules: TradeBookRules, { ledger, accounts }: FshowsBooks): FshowsTradeBook {
  const shelf = tradeShelf();

  /** Ages `trade`, then lets `decide` refuse it or go one step further. */
  function advance(trade: FshowsTrade | undefined, nowMs: number, decide: Decide): FshowsOutcome {
    if (!trade) return { kind: 'refused', reason: 'trade_not_found', events: [], entries: [] };
    const aged = grown(unmoved(trade), nowMs);
    const decision = decide(aged.trade);
    if (typeof decision === 'string') return { kind: 'refused', reason: decision, ...aged };
    return { kind: 'done', ...grown(joined(aged, settled(decision)), nowMs) };
  }

  /** The step with everything that has come due by now. */
  function grown(step: MoneyStep, nowMs: number): MoneyStep {
    const aged = agedTrade(step.trade, nowMs, rules.refundWindowMs, canBear);
    return aged ? grown(joined(step, settled(aged)), nowMs) : step;
  }

  /** The trade and its money change together. */
  function settled(step: MoneyStep): MoneyStep {
    for (const entry of step.entries) ledger.post(entry);
    shelf.keep(step.trade);
    return step;
  }

  /** Whoever gives money back must have it; buyers are only given. */
  function canBear({ postings }: LedgerEntry, trade: FshowsTrade): boolean {
    const shops = postings.filter(({ account }) => account === trade.subMerchantId || account === trade.appId);
    return shops.every(({ account, fen }) => fen > 0 || ledger.balanceFen(account) + fen >= 0);
  }

  function opened(terms: FshowsTerms, numbers: TradeNumbers, nowMs: number): FshowsOutcome {
    const known = shelf.find(terms.appId, { outTradeNo: terms.outTradeNo });
    if (known) return advance(known, nowMs, (trade) => (isSame(trade, terms) ? unmoved(trade) : 'number_taken'));
    if (shelf.isTaken(numbers)) throw new Error(`trade number ${numbers.tradeNo} or ${numbers.prepayId} is taken`);
    return { kind: 'done', ...settled(moneyless(openedTrade(terms, numbers, nowMs))) };
  }

  const isSame = (trade: FshowsTrade, terms: FshowsTerms) =>
    rules.identicalRetry === 'same_trade' && trade.status === 'WAIT_BUYER_PAY' && isAskedAlike(trade, terms);

  function paid(trade: FshowsTrade, payerUserId: string, nowMs: number): MoneyStep | FshowsRefusal {
    if (trade.status !== 'WAIT_BUYER_PAY') return 'trade_not_payable';
    if (trade.buyerUserId !== undefined && trade.buyerUserId !== payerUserId) return 'buyer_differs';
    if (accounts.statusOf(payerUserId) !== 'normal') return 'buyer_cannot_pay';
    if (ledger.balanceFen(payerUserId) < trade.totalFen) return 'buyer_balance_short';
    return { ...paidTrade(trade, payerUserId, nowMs), entries: [paymentEntry(trade, payerUserId, nowMs)] };
  }

  function closed(trade: FshowsTrade, nowMs: number): MoneyStep | FshowsRefusal {
    if (trade.status === 'WAIT_BUYER_PAY') return moneyless(closedTrade(trade, nowMs));
    const isClosedUnpaid = trade.status === 'TRADE_CLOSED' && trade.paidAtMs === undefined;
    return isClosedUnpaid && rules.closesClosed ? unmoved(trade) : 'trade_not_closable';
  }

  function refunded(
    trade: FshowsTrade,
    request: RefundRequest,
    refundNo: string,
    nowMs: number,
  ): MoneyStep | FshowsRefusal {
    const leftFen = trade.totalFen - promisedFen(trade.refunds);
    const { requestNo, amountFen = leftFen } = request;
    const earlier = trade.refunds.find((refund) => refund.requestNo === requestNo);
    if (earlier) return isRepeatable(earlier, request) ? unmoved(trade) : 'refund_repeated';
    if (trade.paidAtMs === undefined || trade.status === 'TRADE_FINISHED') return 'trade_not_refundable';
    if (leftFen === 0 || amountFen > leftFen) return 'refund_exceeds';
    const dueAtMs = nowMs + rules.refundLagMs;
    const refund = { requestNo, refundNo, amountFen, state: 'refunding', askedAtMs: nowMs, dueAtMs } as const;
    if (!canBear(refundEntry(trade, refund, nowMs), trade)) return 'seller_balance_short';
    return moneyless(refundingTrade(trade, refund, nowMs));
  }

  function reversed(trade: FshowsTrade, refundNo: string, nowMs: number): MoneyStep | FshowsRefusal {
    if (!rules.reversesPrecreated) return 'trade_not_reversible';
    if (trade.status === 'TRADE_CLOSED') return unmoved(trade);
    if (trade.status === 'WAIT_BUYER_PAY') return moneyless(closedTrade(trade, nowMs));
    return refunded(trade, { requestNo: `REVERSE${refundNo}` }, refundNo, nowMs);
  }

  const isRepeatable = (earlier: FshowsRefund, { amountFen = earlier.amountFen }: RefundRequest) =>
    rules.repeatedRefund === 'first_result' && earlier.amountFen === amountFen;

  const byRef = (appId: string, ref: TradeRef) => shelf.find(appId, ref);
  return {
    open: opened,
    pay: (prepayId, payerUserId, nowMs) =>
      advance(shelf.byPrepayId(prepayId), nowMs, (trade) => paid(trade, payerUserId, nowMs)),
    visit: (prepayId, nowMs) =>
      advance(shelf.byPrepayId(prepayId), nowMs, (trade) => moneyless(visitedTrade(trade, nowMs))),
    close: (appId, ref, nowMs) => advance(byRef(appId, ref), nowMs, (trade) => closed(trade, nowMs)),
    reverse: (appId, ref, refundNo, nowMs) =>
      advance(byRef(appId, ref), nowMs, (trade) => reversed(trade, refundNo, nowMs)),
    refund: (appId, ref, request, refundNo, nowMs) =>
      advance(byRef(appId, ref), nowMs, (trade) => refunded(trade, request, refundNo, nowMs)),
    look: (appId, ref, nowMs) => advance(byRef(appId, ref), nowMs, unmoved),
    age: (prepayId, nowMs) => advance(shelf.byPrepayId(prepayId), nowMs, unmoved),
    all: shelf.all,
    restore: shelf.keep,
    clear: shelf.clear,
  };
}

function moneyless(step: Step): MoneyStep {
  return { ...step, entries: [] };
}

function joined(first: MoneyStep, next: MoneyStep): MoneyStep {
  const { trade } = next;
  return { trade, events: [...first.events, ...next.events], entries: [...first.entries, ...next.entries] };
}

function unmoved(trade: FshowsTrade): MoneyStep {
  return { trade, events: [], entries: [] };
}

function isAskedAlike(trade: FshowsTrade, terms: FshowsTerms): boolean {
  const names = [
    'subMerchantId',
    'totalFen',
    'discountableFen',
    'undiscountableFen',
    'subject',
    'body',
    'buyerUserId',
  ] as const;
  return names.every((name) => trade[name] === terms[name]) && trade.buyerLogonId === terms.buyerLogonId;
}
