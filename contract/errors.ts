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
  /** The request id was used before, with other items. */
  | 'request_conflict'
  /** There is no such order for this buyer; another buyer's order does not exist. */
  | 'order_not_found'
  /** The order is paid, so it cannot be closed. */
  | 'order_already_paid'
  /** The channel has not confirmed the closing yet; it is being retried, ask again. */
  | 'close_unconfirmed';

/** A request that was turned down, with a sentence for the developer (never for the buyer). */
export interface Refused {
  ok: false;
  reason: RefusalReason;
  message: string;
}

/** Builds a refusal. */
export function refused(reason: RefusalReason, message: string): Refused {
  return { ok: false, reason, message };
}
