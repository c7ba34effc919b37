import type { FundChannel } from './fund-channel';
import { type Refund, type RefundRequest, refundedFen } from './refund';
import { returnedFeeFen } from './service-fee';

/** `trade_status` as Alipay spells it. */
export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** What may follow what (reference alipay-trade 3). A paid trade stays TRADE_SUCCESS over partial refunds. */
export const NEXT_STATUSES: Readonly<Record<TradeStatus, readonly TradeStatus[]>> = {
  WAIT_BUYER_PAY: ['TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'],
  TRADE_SUCCESS: ['TRADE_SUCCESS', 'TRADE_CLOSED', 'TRADE_FINISHED'],
  TRADE_FINISHED: [],
  TRADE_CLOSED: [],
};

/** What a merchant asked for; never changes after the trade is opened. */
export interface TradeTerms {
  outTradeNo: string;
  /** The app that opened it. */
  appId: string;
  /** The merchant's app it was opened for: the same, or another one that a service provider acts for. */
  authAppId: string;
  sellerId: string;
  buyerUserId: string;
  /** The mini-program that opens the cashier. */
  opAppId?: string;
  productCode: string;
  totalFen: number;
  subject: string;
  body?: string;
  passbackParams?: string;
  storeId?: string;
  operatorId?: string;
  terminalId?: string;
  notifyUrl?: string;
  /** Huabei plan, `<instalments>/<percent that the seller bears>`; the same number cannot come back with another one. */
  instalments?: string;
  /** `enable_pay_channels` and `disable_pay_channels`; at most one is there. */
  enabledChannels?: string;
  disabledChannels?: string;
  /** A paid trade that cannot be refunded is finished at once. */
  isRefundable: boolean;
  expiresAtMs: number;
}

/** One trade as Alipay knows it. Records are replaced, never changed. */
export interface Trade extends TradeTerms {
  tradeNo: string;
  status: TradeStatus;
  createdAtMs: number;
  /** In the order of making. */
  refunds: readonly Refund[];
  /** Where the money came from; absent before payment. */
  fundChannel?: FundChannel;
  /** What the payment cost the seller; absent when nothing. */
  feeFen?: number;
  paidAtMs?: number;
  closedAtMs?: number;
  finishedAtMs?: number;
  cancelledAtMs?: number;
  /** Held by Alipay for a dispute: nothing can be refunded meanwhile. */
  isFrozen?: boolean;
}

/** Something that happened to a trade, at its own moment even when it is noticed later. */
export interface TradeEvent {
  kind:
    | 'trade_created'
    | 'trade_paid'
    | 'trade_closed'
    | 'trade_expired'
    | 'trade_finished'
    | 'trade_partly_refunded'
    | 'trade_fully_refunded'
    | 'trade_frozen'
    | 'trade_unfrozen';
  tradeNo: string;
  atMs: number;
}

/** A trade with what has just happened to it. */
export interface Step {
  trade: Trade;
  events: readonly TradeEvent[];
}

/** A trade that waits for its buyer. `tradeNo` must be new. */
export function openedTrade(terms: TradeTerms, tradeNo: string, nowMs: number): Step {
  const trade: Trade = { ...terms, tradeNo, status: 'WAIT_BUYER_PAY', createdAtMs: nowMs, refunds: [] };
  return { trade, events: [{ kind: 'trade_created', tradeNo, atMs: nowMs }] };
}

/** `feeFen` is what the seller pays for it, 0 for nothing. Throws for a trade that has come to its end. */
export function paidTrade(trade: Trade, channel: FundChannel, feeFen: number, nowMs: number): Step {
  const status = trade.isRefundable ? 'TRADE_SUCCESS' : 'TRADE_FINISHED';
  return step(trade, 'trade_paid', nowMs, {
    status,
    fundChannel: channel,
    paidAtMs: nowMs,
    ...(feeFen > 0 && { feeFen }),
  });
}

/** Closes an unpaid trade by the merchant's will; throws for one that has come to its end. */
export function closedTrade(trade: Trade, nowMs: number): Step {
  return step(trade, 'trade_closed', nowMs, { status: 'TRADE_CLOSED', closedAtMs: nowMs });
}

/** Gives money back, and to the seller his share of the fee when `returnsFee`; the last of it closes the trade. */
export function refundedTrade(trade: Trade, request: RefundRequest, returnsFee: boolean, nowMs: number): Step {
  const { requestNo = trade.outTradeNo, amountFen, reason } = request;
  const feeFen = returnsFee ? returnedFeeFen(trade, amountFen) : 0;
  const refund: Refund = { requestNo, amountFen, reason, ...(feeFen > 0 && { feeFen }), atMs: nowMs };
  const refunds = [...trade.refunds, refund];
  if (refundedFen(refunds) < trade.totalFen) {
    return step(trade, 'trade_partly_refunded', nowMs, { status: 'TRADE_SUCCESS', refunds });
  }
  return step(trade, 'trade_fully_refunded', nowMs, { status: 'TRADE_CLOSED', refunds, closedAtMs: nowMs });
}

/** Undoes a trade: unpaid it is closed, paid it is refunded in whole, ended unpaid it stays as it is. */
export function cancelledTrade(trade: Trade, returnsFee: boolean, nowMs: number): Step {
  if (trade.cancelledAtMs !== undefined || trade.status === 'TRADE_CLOSED') return { trade, events: [] };
  const isUnpaid = trade.status === 'WAIT_BUYER_PAY';
  const whole = { amountFen: trade.totalFen };
  const undone = isUnpaid ? closedTrade(trade, nowMs) : refundedTrade(trade, whole, returnsFee, nowMs);
  return { ...undone, trade: { ...undone.trade, cancelledAtMs: nowMs } };
}

/** Holds a trade for a dispute, or lets it go. */
export function frozenTrade(trade: Trade, isFrozen: boolean, nowMs: number): Step {
  const kind = isFrozen ? 'trade_frozen' : 'trade_unfrozen';
  return { trade: { ...trade, isFrozen }, events: [{ kind, tradeNo: trade.tradeNo, atMs: nowMs }] };
}

/** What the passing of time alone makes of a trade: expiry of an unpaid one, end of the refund window of a paid one. */
export function agedTrade(trade: Trade, nowMs: number, refundWindowMs: number): Step {
  const dueAtMs = nextAgeingMs(trade, refundWindowMs);
  if (dueAtMs === undefined || nowMs < dueAtMs) return { trade, events: [] };
  if (trade.status === 'WAIT_BUYER_PAY') {
    return step(trade, 'trade_expired', dueAtMs, { status: 'TRADE_CLOSED', closedAtMs: dueAtMs });
  }
  return step(trade, 'trade_finished', dueAtMs, { status: 'TRADE_FINISHED', finishedAtMs: dueAtMs });
}

/** When {@link agedTrade} will next have something to do; undefined for a trade that has come to its end. */
export function nextAgeingMs(trade: Trade, refundWindowMs: number): number | undefined {
  if (trade.status === 'WAIT_BUYER_PAY') return trade.expiresAtMs;
  if (trade.status === 'TRADE_SUCCESS' && trade.paidAtMs !== undefined) return trade.paidAtMs + refundWindowMs;
  return undefined;
}

function step(
  trade: Trade,
  kind: TradeEvent['kind'],
  atMs: number,
  change: Partial<Trade> & Pick<Trade, 'status'>,
): Step {
  if (!NEXT_STATUSES[trade.status].includes(change.status)) {
    throw new Error(`trade ${trade.tradeNo} cannot go from ${trade.status} to ${change.status}`);
  }
  return { trade: { ...trade, ...change }, events: [{ kind, tradeNo: trade.tradeNo, atMs }] };
}
