/** Money of one trade that goes back to its buyer. */
export interface FshowsRefund {
  /** `out_refund_no`. */
  requestNo: string;
  /** The platform's own number. */
  refundNo: string;
  amountFen: number;
  state: 'refunding' | 'refunded' | 'failed';
  askedAtMs: number;
  /** When the money moves. */
  dueAtMs: number;
  settledAtMs?: number;
}

/** What a provider asks for; all that is left when no amount is said. */
export interface RefundRequest {
  requestNo: string;
  amountFen?: number;
}

/** Everything that went back so far, in fen. */
export function refundedFen(refunds: readonly FshowsRefund[]): number {
  return sumFen(refunds.filter(({ state }) => state === 'refunded'));
}

/** Everything that has gone back or is on its way. */
export function promisedFen(refunds: readonly FshowsRefund[]): number {
  return sumFen(refunds.filter(({ state }) => state !== 'failed'));
}

function sumFen(refunds: readonly FshowsRefund[]): number {
  return refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
}
