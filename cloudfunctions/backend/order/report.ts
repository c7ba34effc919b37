/**
 * News about a trade, in the one form all of them take: the reply to a create, a query, a notify, a close, the sweep, a bill.
 * Whatever a channel cannot prove is `unknown`.
 */
export interface TradeReport {
  outTradeNo: string;
  status: 'paid' | 'open' | 'closed' | 'absent' | 'unknown';
  tradeNo?: string;
  walletTradeNo?: string;
  /** Amount of the trade as the channel states it, in fen. A `paid` without it proves nothing. */
  totalFen?: number;
  paidAtMs?: number;
  /**
   * The provider's code when it has just refused to open this trade, to be shown to the buyer's app. Only the answer to a
   * create can carry it: that a query knows no such trade is no refusal. It is no proof of absence; the status may be.
   */
  refusedCode?: string;
  /** The answer to a create, which verifiably never left us: with status `absent`, proof that nothing can come of it. */
  isNotSent?: true;
  /** The answer to a create: the number belongs to a trade that is not this wish. Only a query tells which. */
  isNumberTaken?: boolean;
  /** The provider's code and words, when it gave any; for logs and operators. */
  code?: string;
  message?: string;
  /** What operators can do about a refusal, where the channel knows; for logs. */
  remedy?: string;
}

/** News about a refund, in the one form all of them take: the reply to a refund, a refund query, a notify, a bill. */
export interface RefundReport {
  outRequestNo: string;
  status: RefundEvidence;
  /** The amount of this refund as it was carried out, in fen. A `succeeded` without it proves nothing. */
  refundFen?: number;
  /** The provider's code and words, when it gave any; for logs and operators. */
  code?: string;
  message?: string;
}

/** What is proved about a refund; only `succeeded` says that money moved. */
export type RefundEvidence =
  /** The money has gone back. */
  | 'succeeded'
  /** Verifiably not carried out, and may be later under the same number: the seller's balance is too low, say. */
  | 'postponed'
  /** Verifiably turned down, and would be again. Whether an earlier try was carried out it does not say. */
  | 'refused'
  /** The answer to a query: no such refund was carried out, or not yet. */
  | 'absent'
  | 'unknown';
