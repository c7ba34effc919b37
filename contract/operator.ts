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

/** A buyer's wish; it moves no money. A second wish takes the place of one that nobody has answered yet. */
export interface RefundAskRequest {
  orderNo: string;
  reason: string;
}

/** Which page of the orders whose buyers wait for an answer. */
export interface RefundAskListRequest {
  /** `nextCursor` of the previous page; absent for the first. */
  cursor?: string;
}

/** Which events are sent once more, with the same ids and texts; those that wait anyway stay as they are. */
export interface EventResendRequest {
  orderNo: string;
  /** All that were delivered, parked or kept, when absent. */
  eventId?: string;
}

/** What an operator sees beside what the buyer sees: every trade, every refund with its tries, and every event. */
export interface OperatorOrderView extends OrderView {
  trades: OperatorTradeView[];
  refundDetails: OperatorRefundView[];
  events: OperatorEventView[];
  /** What the merchant has of this order and may keep. */
  keptFen: number;
  /** What came without settling the order and is still to go back. */
  owedFen: number;
}

/** One attempt to pay. `tradeNo` is null until the channel has given its number, `paidFen` until money has come. */
export interface OperatorTradeView {
  outTradeNo: string;
  /** Whose books have it: `alipay` or `fshows`. */
  channel: string;
  status: 'creating' | 'open' | 'paid' | 'closed';
  tradeNo: string | null;
  paidFen: number | null;
}

/** One refund and its tries. Who asked is null where no operator did; `nextTryAtMs` is null when it has ended. */
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

/** One event and its delivery. `parked`: given up after three days; `kept`: not to be sent. Either can be resent. */
export interface OperatorEventView {
  eventId: string;
  type: MerchantEventType;
  atMs: number;
  status: 'waiting' | 'delivered' | 'parked' | 'kept';
  attempts: number;
  lastFailure: string | null;
}

/** The order after what was asked. A refund that the channel has not carried out yet is `pending`, not an error. */
export interface OperatorOrderReply {
  ok: true;
  order: OperatorOrderView;
  serverNowMs: number;
}

/** One page of the orders whose buyers wait for an answer. */
export interface RefundAskListReply {
  ok: true;
  /** Orders whose buyers wait for an answer, the oldest wish first. An operator's refund answers the wish. */
  orders: OperatorOrderView[];
  /** Absent on the last page. */
  nextCursor?: string;
  serverNowMs: number;
}
