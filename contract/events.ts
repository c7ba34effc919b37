/**
 * What the merchant's own system is told, as JSON by HTTPS POST (docs/events.md). Times are epoch milliseconds, amounts integer
 * fen. The text of an event never changes once it has happened, however often it is sent.
 */

/** Where the merchant honours late money, `order.paid` may still follow `order.closed`. */
export type MerchantEventType =
  /** The order is paid; it may be fulfilled. */
  | 'order.paid'
  /** The order ended unpaid. */
  | 'order.closed'
  /** A refund has verifiably been carried out. */
  | 'order.refunded'
  /** Money came that does not settle the order; it is being returned by itself. */
  | 'money.unexpected';

/** The body of one POST. It tells how things stood at `atMs`, also when it is delivered days later or sent again. */
export interface MerchantEvent {
  /** Names this event for ever: the receiver drops an id it has seen. */
  eventId: string;
  type: MerchantEventType;
  /** Counts the events of one order from 1, without gaps: a receiver can see whether it has missed one. */
  sequence: number;
  /** When it became known here. */
  atMs: number;
  merchantId: string;
  /** The order as it was after this event. */
  order: EventOrder;
  /** The payment that this is about: for `order.paid` and `money.unexpected`. */
  payment?: EventPayment;
  /** The refund that this is about: for `order.refunded`. */
  refund?: EventRefund;
}

/** What an event says of its order, whatever the event is about. Times are null until it has come to that. */
export interface EventOrder {
  orderNo: string;
  status: 'unpaid' | 'paid' | 'closed';
  totalFen: number;
  /** All that came for this order, on whichever trade. */
  paidFen: number;
  /** All that verifiably went back. */
  refundedFen: number;
  paidAtMs: number | null;
  closedAtMs: number | null;
}

/** Money that has verifiably come on one trade. An order may have several trades, and more than one may be paid. */
export interface EventPayment {
  outTradeNo: string;
  /** The channel's number. */
  tradeNo?: string;
  paidFen: number;
  /** Why the money was not expected; absent when it was. */
  cause?: 'late' | 'double' | 'mismatch';
}

/** Money that has verifiably gone back. There may be several for one trade, each with its own number. */
export interface EventRefund {
  outRequestNo: string;
  outTradeNo: string;
  refundFen: number;
  /** `merchant` when an operator asked for it; else why the money was not to be kept. */
  cause: 'merchant' | 'late' | 'double' | 'mismatch';
}
