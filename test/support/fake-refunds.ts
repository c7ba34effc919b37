import type { Refund } from '../../cloudfunctions/backend/order/order';
import type { RefundReport } from '../../cloudfunctions/backend/order/report';
import type { BookedTrade } from './fake-channel';

type Answer = Partial<RefundReport>;

/** A provider's books show a refund to a query only some time after it was made (reference alipay-trade 2.6). */
const VISIBLE_AFTER_MS = 10_000;

/**
 * The provider gives money back: once for each number, never more than was paid, only from what the seller has, and not twice within
 * three seconds on one trade.
 */
export function refunded(
  trade: BookedTrade | undefined,
  { outRequestNo, refundFen }: Refund,
  till: { balanceFen: number },
  nowMs: number,
): Answer {
  if (trade?.state !== 'paid') return { status: 'refused', code: 'ACQ.TRADE_STATUS_ERROR' };
  const earlier = trade.refunds.get(outRequestNo);
  if (earlier) {
    const isSame = earlier.refundFen === refundFen;
    return isSame ? { code: 'fund_change_N' } : { status: 'refused', code: 'ACQ.DISCORDANT_REPEAT_REQUEST' };
  }
  const made = [...trade.refunds.values()];
  const sumFen = made.reduce((sum, refund) => sum + refund.refundFen, refundFen);
  if (sumFen > trade.amountFen) return { status: 'refused', code: 'ACQ.REASON_TRADE_REFUND_FEE_ERR' };
  if (made.some(({ atMs }) => Math.abs(nowMs - atMs) < 3_000))
    throw new Error('two refunds of one trade within three seconds');
  if (refundFen > till.balanceFen) return { status: 'postponed', code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };
  till.balanceFen -= refundFen;
  trade.refunds.set(outRequestNo, { refundFen, atMs: nowMs });
  return { status: 'succeeded', refundFen };
}

export function lookedUpRefund(trade: BookedTrade | undefined, { outRequestNo }: Refund, nowMs: number): Answer {
  const refund = trade?.refunds.get(outRequestNo);
  if (!refund || nowMs - refund.atMs < VISIBLE_AFTER_MS) return { status: 'absent' };
  return { status: 'succeeded', refundFen: refund.refundFen };
}

/** All that the provider has given back of a trade, in fen. */
export function givenBackFen(trade: BookedTrade | undefined): number {
  return [...(trade?.refunds.values() ?? [])].reduce((sum, { refundFen }) => sum + refundFen, 0);
}
