/** Money of one trade that went back to its buyer. */
export interface Refund {
  /** `out_request_no`; the trade's `out_trade_no` when the merchant gave none (reference alipay-trade 2.5). */
  requestNo: string;
  amountFen: number;
  reason?: string;
  /** What of the service fee went back to the seller with it; absent when nothing did. */
  feeFen?: number;
  atMs: number;
}

/** What a merchant asks for. */
export interface RefundRequest {
  requestNo?: string;
  amountFen: number;
  reason?: string;
}

/** Everything refunded so far, in fen. */
export function refundedFen(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
}
