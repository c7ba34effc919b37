import type { LedgerEntry } from '../accounts/ledger';
import { agedTrade, type MoneyStep } from './ageing';
import {
  canBear,
  closing,
  type Decision,
  type FshowsBooks,
  moneyless,
  payment,
  refunding,
  reversal,
  unmoved,
} from './decisions';
import type { RefundRequest } from './refund';
import type { FshowsRefusal } from './refusal';
import type { FshowsRules } from './rules';
import {
  type FshowsTerms,
  type FshowsTrade,
  type FshowsTradeEvent,
  openedTrade,
  type TradeNumbers,
  visitedTrade,
} from './trade';
import { type TradeRef, tradeShelf } from './trade-shelf';

/**
 * What became of a request. Even a refused one may carry events: the book first notices what time has done to the trade.
 * Whoever keeps the trade must store it whenever there are events, and `entries`, the money that moved, with it.
 */
export type FshowsOutcome = { events: readonly FshowsTradeEvent[]; entries: readonly LedgerEntry[] } & (
  | { kind: 'done'; trade: FshowsTrade }
  | { kind: 'refused'; reason: FshowsRefusal; trade?: FshowsTrade }
);

/** What the book decides by; read anew at each call, so that a switched rule counts at once. */
export type TradeBookRules = Pick<
  FshowsRules,
  'refundWindowMs' | 'refundLagMs' | 'repeatedRefund' | 'identicalRetry' | 'closesClosed' | 'reversesPrecreated'
>;

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

/** Posts to the shared ledger whatever money its trades move. */
export function fshowsTradeBook(rules: TradeBookRules, books: FshowsBooks): FshowsTradeBook {
  const { ledger } = books;
  const shelf = tradeShelf();

  /** Ages `trade`, then lets `decide` refuse it or go one step further. */
  function advance(
    trade: FshowsTrade | undefined,
    nowMs: number,
    decide: (trade: FshowsTrade) => Decision,
  ): FshowsOutcome {
    if (!trade) return { kind: 'refused', reason: 'trade_not_found', events: [], entries: [] };
    const aged = grown(unmoved(trade), nowMs);
    const decision = decide(aged.trade);
    if (typeof decision === 'string') return { kind: 'refused', reason: decision, ...aged };
    return { kind: 'done', ...grown(joined(aged, settled(decision)), nowMs) };
  }

  /** The step with everything that has come due by now. */
  function grown(step: MoneyStep, nowMs: number): MoneyStep {
    const isBorne = (entry: LedgerEntry, trade: FshowsTrade) => canBear(entry, trade, ledger);
    const aged = agedTrade(step.trade, nowMs, rules.refundWindowMs, isBorne);
    return aged ? grown(joined(step, settled(aged)), nowMs) : step;
  }

  /** The trade and its money change together. */
  function settled(step: MoneyStep): MoneyStep {
    for (const entry of step.entries) ledger.post(entry);
    shelf.keep(step.trade);
    return step;
  }

  function opened(terms: FshowsTerms, numbers: TradeNumbers, nowMs: number): FshowsOutcome {
    const known = shelf.find(terms.appId, { outTradeNo: terms.outTradeNo });
    if (known) {
      return advance(known, nowMs, (trade) => (isSame(trade, terms, rules) ? unmoved(trade) : 'number_taken'));
    }
    if (shelf.isTaken(numbers)) throw new Error(`trade number ${numbers.tradeNo} or ${numbers.prepayId} is taken`);
    return { kind: 'done', ...settled(moneyless(openedTrade(terms, numbers, nowMs))) };
  }

  const { byPrepayId, find } = shelf;
  return {
    open: opened,
    pay: (prepayId, payer, nowMs) =>
      advance(byPrepayId(prepayId), nowMs, (trade) => payment(trade, payer, nowMs, books)),
    visit: (prepayId, nowMs) => advance(byPrepayId(prepayId), nowMs, (trade) => moneyless(visitedTrade(trade, nowMs))),
    close: (appId, ref, nowMs) => advance(find(appId, ref), nowMs, (trade) => closing(trade, nowMs, rules)),
    reverse: (appId, ref, refundNo, nowMs) =>
      advance(find(appId, ref), nowMs, (trade) => reversal(trade, refundNo, nowMs, rules, ledger)),
    refund: (appId, ref, request, refundNo, nowMs) =>
      advance(find(appId, ref), nowMs, (trade) => refunding(trade, { ...request, refundNo }, nowMs, rules, ledger)),
    look: (appId, ref, nowMs) => advance(find(appId, ref), nowMs, unmoved),
    age: (prepayId, nowMs) => advance(byPrepayId(prepayId), nowMs, unmoved),
    all: shelf.all,
    restore: shelf.keep,
    clear: shelf.clear,
  };
}

function joined(first: MoneyStep, next: MoneyStep): MoneyStep {
  const { trade } = next;
  return { trade, events: [...first.events, ...next.events], entries: [...first.entries, ...next.entries] };
}

const ASKED = [
  'subMerchantId',
  'totalFen',
  'discountableFen',
  'undiscountableFen',
  'subject',
  'body',
  'buyerUserId',
  'buyerLogonId',
] as const satisfies readonly (keyof FshowsTerms)[];

/** Whether a create call that repeats a number asks for the trade that is there, and may have it. */
function isSame(trade: FshowsTrade, terms: FshowsTerms, { identicalRetry }: TradeBookRules): boolean {
  if (identicalRetry === 'refused' || trade.status !== 'WAIT_BUYER_PAY') return false;
  return ASKED.every((name) => trade[name] === terms[name]);
}
