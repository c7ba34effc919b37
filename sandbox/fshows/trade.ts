import type { FeeRates } from './fees';
import { type FshowsRefund, refundedFen } from './refund';

/** `trade_status` of a query, in Alipay's spelling (reference fshows 9). */
export type FshowsTradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** What may follow what. TRADE_CLOSED is the end of an unpaid trade and of a fully refunded one. */
const NEXT_STATUSES: Readonly<Record<FshowsTradeStatus, readonly FshowsTradeStatus[]>> = {
  WAIT_BUYER_PAY: ['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_CLOSED'],
  TRADE_SUCCESS: ['TRADE_SUCCESS', 'TRADE_CLOSED', 'TRADE_FINISHED'],
  TRADE_FINISHED: [],
  TRADE_CLOSED: [],
};

/** What a provider asked for; never changes after the trade is opened. */
export interface FshowsTerms {
  outTradeNo: string;
  appId: string;
  subMerchantId: string;
  totalFen: number;
  discountableFen?: number;
  undiscountableFen?: number;
  subject: string;
  body?: string;
  /** The only one who can pay; anybody when absent. */
  buyerUserId?: string;
  buyerLogonId?: string;
  /** As asked for, or the app's own. */
  notifyUrl?: string;
  /** As they stood when the trade was opened. */
  rates: FeeRates;
  expiresAtMs: number;
}

/** The two numbers of a trade: the platform's own, and the one at Alipay by which the buyer pays (reference fshows 6). */
export interface TradeNumbers {
  tradeNo: string;
  prepayId: string;
}

/** One trade as the platform knows it. Records are replaced, never changed. */
export interface FshowsTrade extends FshowsTerms, TradeNumbers {
  status: FshowsTradeStatus;
  createdAtMs: number;
  /** In the order of asking. */
  refunds: readonly FshowsRefund[];
  /** When its buyer first saw it. */
  visitedAtMs?: number;
  /** Who paid; absent before payment. */
  payerUserId?: string;
  paidAtMs?: number;
  closedAtMs?: number;
  finishedAtMs?: number;
}

/** Something that happened to a trade, at its own moment even when it is noticed later. */
export interface FshowsTradeEvent {
  kind:
    | 'trade_created'
    | 'trade_visited'
    | 'trade_paid'
    | 'trade_closed'
    | 'trade_expired'
    | 'trade_finished'
    | 'refund_asked'
    | 'refund_failed'
    | 'trade_partly_refunded'
    | 'trade_fully_refunded';
  atMs: number;
  /** Of a refund. */
  refundNo?: string;
}

/** A trade with what has just happened to it. */
export interface Step {
  trade: FshowsTrade;
  events: readonly FshowsTradeEvent[];
}

/** A trade that waits for its buyer. Both numbers must be new. */
export function openedTrade(terms: FshowsTerms, numbers: TradeNumbers, nowMs: number): Step {
  const trade: FshowsTrade = { ...terms, ...numbers, status: 'WAIT_BUYER_PAY', createdAtMs: nowMs, refunds: [] };
  return { trade, events: [{ kind: 'trade_created', atMs: nowMs }] };
}

/** The buyer's first look at a trade that can still be paid. */
export function visitedTrade(trade: FshowsTrade, nowMs: number): Step {
  if (trade.visitedAtMs !== undefined || trade.status !== 'WAIT_BUYER_PAY') return { trade, events: [] };
  return step(trade, { kind: 'trade_visited', atMs: nowMs }, { visitedAtMs: nowMs });
}

/** `payerUserId` is Alipay's. Throws for a trade that has come to its end. */
export function paidTrade(trade: FshowsTrade, payerUserId: string, nowMs: number): Step {
  return step(trade, { kind: 'trade_paid', atMs: nowMs }, { status: 'TRADE_SUCCESS', payerUserId, paidAtMs: nowMs });
}

/** Closes an unpaid trade by the provider's will; throws for one that has come to its end. */
export function closedTrade(trade: FshowsTrade, nowMs: number): Step {
  return step(trade, { kind: 'trade_closed', atMs: nowMs }, { status: 'TRADE_CLOSED', closedAtMs: nowMs });
}

/** Takes a refund in hand; money moves when it is settled. */
export function refundingTrade(trade: FshowsTrade, refund: FshowsRefund, nowMs: number): Step {
  const refunds = [...trade.refunds, refund];
  return step(trade, { kind: 'refund_asked', atMs: nowMs, refundNo: refund.refundNo }, { refunds });
}

/** Gives the money of a refund back, or finds that there is none; the last of it closes the trade. */
export function settledTrade(trade: FshowsTrade, refund: FshowsRefund, isPaidBack: boolean, nowMs: number): Step {
  const { refundNo } = refund;
  const settled: FshowsRefund = { ...refund, state: isPaidBack ? 'refunded' : 'failed', settledAtMs: nowMs };
  const refunds = trade.refunds.map((each) => (each.refundNo === refundNo ? settled : each));
  if (!isPaidBack) return step(trade, { kind: 'refund_failed', atMs: nowMs, refundNo }, { refunds });
  if (refundedFen(refunds) < trade.totalFen) {
    return step(trade, { kind: 'trade_partly_refunded', atMs: nowMs, refundNo }, { refunds });
  }
  const closed = { refunds, status: 'TRADE_CLOSED', closedAtMs: nowMs } as const;
  return step(trade, { kind: 'trade_fully_refunded', atMs: nowMs, refundNo }, closed);
}

/** Closes an unpaid trade at the moment it was to end, however late that is noticed. */
export function expiredTrade(trade: FshowsTrade): Step {
  const atMs = trade.expiresAtMs;
  return step(trade, { kind: 'trade_expired', atMs }, { status: 'TRADE_CLOSED', closedAtMs: atMs });
}

/** Ends a paid trade for good at `atMs`: its money can no longer go back. */
export function finishedTrade(trade: FshowsTrade, atMs: number): Step {
  return step(trade, { kind: 'trade_finished', atMs }, { status: 'TRADE_FINISHED', finishedAtMs: atMs });
}

function step(trade: FshowsTrade, event: FshowsTradeEvent, change: Partial<FshowsTrade>): Step {
  const next = change.status ?? trade.status;
  if (!NEXT_STATUSES[trade.status].includes(next)) {
    throw new Error(`trade ${trade.tradeNo} cannot go from ${trade.status} to ${next}`);
  }
  return { trade: { ...trade, ...change }, events: [event] };
}
