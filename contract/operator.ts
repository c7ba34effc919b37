/** What operators ask for and see. Times are epoch milliseconds, amounts integer fen. */
import type { MerchantEventType } from './events';
import type { OrderView, RefundView } from './views';

/** Longest reason for a refund, in characters (reference alipay-trade 2.5). */
export const MAX_REASON_CHARACTERS = 256;

/** Beside these arguments every operator's call may carry `operatorToken`; a session of a configured buyer needs none. */
export interface OrderRefundRequest {
  orderNo: string;
  /**
   * Made by the operator's side before the first try and reused on every retry: 16 to 64 characters `[A-Za-z0-9_-]`. The same id
   * names the same refund.
   */
  requestId: string;
  /** Everything that is left, when absent. */
  refundFen?: number;
  /** The trade that settled the order, when absent. Names another one whose unexpected money could not be returned by itself. */
  outTradeNo?: string;
  /** Shown to the buyer by the channel. */
  reason?: string;
}

export interface RefundAskRequest {
  orderNo: string;
  reason: string;
}

export interface RefundAskListRequest {
  /** `nextCursor` of the previous page; absent for the first. */
  cursor?: string;
}

export interface EventResendRequest {
  orderNo: string;
  /** All that were delivered, parked or kept, when absent. */
  eventId?: string;
}

export interface OperatorOrderView extends OrderView {
  trades: OperatorTradeView[];
  refundDetails: OperatorRefundView[];
  events: OperatorEventView[];
  /** What the merchant has of this order and may keep. */
  keptFen: number;
  /** What came without settling the order and is still to go back. */
  owedFen: number;
}

export interface OperatorTradeView {
  outTradeNo: string;
  /** Whose books have it: `alipay` or `fshows`. */
  channel: string;
  status: 'creating' | 'open' | 'paid' | 'closed';
  tradeNo: string | null;
  paidFen: number | null;
}

export interface OperatorRefundView extends RefundView {
  outRequestNo: string;
  outTradeNo: string;
  requestId: string | null;
  requestedBy: string | null;
  reason: string | null;
  attempts: number;
  /** What the channel said last, when it was not success: `ACQ.SELLER_BALANCE_NOT_ENOUGH`, say. */
  lastCode: string | null;
  nextTryAtMs: number | null;
}

export interface OperatorEventView {
  eventId: string;
  type: MerchantEventType;
  atMs: number;
  status: 'waiting' | 'delivered' | 'parked' | 'kept';
  attempts: number;
  lastFailure: string | null;
}

export interface OperatorOrderReply {
  ok: true;
  order: OperatorOrderView;
  serverNowMs: number;
}

export interface RefundAskListReply {
  ok: true;
  /** Orders whose buyers wait for an answer, the oldest wish first. An operator's refund answers the wish. */
  orders: OperatorOrderView[];
  /** Absent on the last page. */
  nextCursor?: string;
  serverNowMs: number;
}
