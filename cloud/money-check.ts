import { sumFen } from '../contract/money';
import type { StoredOrder } from './faces';

/** Where the money of an order stands, from its own records alone. */
export type MoneyVerdict =
  /** All money that came is where it belongs. */
  | 'settled'
  /** Money that should not have come is on its way back. */
  | 'returning'
  /** Money is missing, or too much of it is here, and nothing under way will mend that: somebody must look. */
  | 'broken';

/**
 * Whether the money of one order is conserved: what came, less what went back, is the order's total less the merchant's own refunds,
 * or nothing when the order is not paid; plus what is on its way back. Written from that sentence alone, and not with the backend's
 * own reckoning, so that the two can disagree.
 */
export function moneyVerdict(order: StoredOrder): MoneyVerdict {
  const paidFen = sumFen(order.trades.map((trade) => trade.paidFen ?? 0));
  const refunded = order.refunds.filter((refund) => refund.status === 'succeeded');
  const merchantFen = sumFen(
    refunded.filter((refund) => refund.cause === 'merchant').map(({ refundFen }) => refundFen),
  );
  const refundedFen = sumFen(refunded.map(({ refundFen }) => refundFen));
  const returning = order.refunds.filter((refund) => refund.status === 'pending' && refund.cause !== 'merchant');
  const returningFen = sumFen(returning.map(({ refundFen }) => refundFen));
  const rightfulFen = order.status === 'paid' ? order.totalFen - merchantFen : 0;
  if (rightfulFen < 0 || paidFen - refundedFen - returningFen !== rightfulFen) return 'broken';
  return returningFen > 0 ? 'returning' : 'settled';
}
