/**
 * Why a request was turned down. Each is an expected answer, not a failure of the service. Nothing was changed, but for
 * `close_unconfirmed`, which keeps the wish.
 */
export type RefusalReason =
  /** The arguments do not have the documented shape. */
  | 'bad_request'
  /** The session does not say who is buying. */
  | 'not_signed_in'
  /** An item names goods the catalog does not sell (any more). */
  | 'goods_not_found'
  /** The total is not within what one trade may be (0.01 to 100,000,000 yuan). */
  | 'total_out_of_range'
  /** The goods are of several merchants; each is paid in an order of its own. */
  | 'mixed_merchants'
  /** The merchant does not offer these instalments for this sum. */
  | 'instalments_not_offered'
  /** The request id was used before, with other items, another note or other instalments. */
  | 'request_conflict'
  /** There is no such order for this buyer; another buyer's order does not exist. */
  | 'order_not_found'
  /** The order is paid, so it cannot be closed. */
  | 'order_already_paid'
  /** The channel has not confirmed the closing yet; it is being retried, ask again. */
  | 'close_unconfirmed';

/** Why a wish for a refund, or a refund, was turned down. Nothing was changed. */
export type RefundRefusalReason =
  /** Nothing was paid that could be given back. */
  | 'order_not_paid'
  /** Everything that was paid has gone back, or is on its way. */
  | 'nothing_to_refund';

/** Why a request of an operator was turned down. Nothing was changed. */
export type OperatorRefusalReason =
  | RefusalReason
  | RefundRefusalReason
  /** The session is no operator's, and no operator's token came with the call. */
  | 'not_operator'
  /** More than what is left of the payment. */
  | 'refund_exceeds_paid'
  /** The order has as many refunds as an order may have. */
  | 'too_many_refunds'
  /** The order has no such event. */
  | 'event_not_found'
  /** No address is configured that events could be sent to. */
  | 'events_not_configured';

/** A request that was turned down, with a sentence for the developer (never for the buyer). */
export interface Refused<Reason extends OperatorRefusalReason = RefusalReason> {
  ok: false;
  reason: Reason;
  message: string;
}

/** Builds a refusal. */
export function refused<Reason extends OperatorRefusalReason>(reason: Reason, message: string): Refused<Reason> {
  return { ok: false, reason, message };
}
