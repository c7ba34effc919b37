/** What a channel's unasked word about a refund is worth. Pure. */
import { sumFen } from '../../../contract/money';
import { withDue } from './due';
import type { Order } from './order';
import { REFUND_QUERY_AFTER_MS } from './refunds';
import type { RefundReport } from './report';

/** A channel's word that a trade has been refunded: how much in all, and by which request it says so. */
export interface RefundNotice {
  outTradeNo: string;
  outRequestNo?: string;
  /** All that has gone back of this trade, in fen. */
  refundedFen: number;
}

/**
 * What a notice proves. It states the sum of all refunds, so it proves one of ours only when that one alone is missing from our own
 * sum; anything else is worth no more than a question.
 */
export function reportOfNotice(order: Order, notice: RefundNotice): RefundReport | null {
  const ours = order.refunds.filter((refund) => refund.outTradeNo === notice.outTradeNo);
  const known = sumFen(ours.filter(({ status }) => status === 'succeeded').map(({ refundFen }) => refundFen));
  const refund = ours.find(({ outRequestNo }) => outRequestNo === notice.outRequestNo);
  if (!refund || refund.status === 'succeeded' || known + refund.refundFen !== notice.refundedFen) return null;
  return { outRequestNo: refund.outRequestNo, status: 'succeeded', refundFen: refund.refundFen };
}

/** Refunds under way of a trade that a notice speaks of, made due for a question now. */
export function doubtRefunds(order: Order, notice: RefundNotice, nowMs: number): Order | null {
  const refunds = order.refunds.map((refund) => {
    const isMeant = refund.outTradeNo === notice.outTradeNo && refund.status === 'pending' && refund.isDoubtful;
    const earliestMs = (refund.sentAtMs ?? nowMs) + REFUND_QUERY_AFTER_MS;
    return isMeant
      ? { ...refund, nextTryAtMs: Math.min(refund.nextTryAtMs ?? nowMs, Math.max(nowMs, earliestMs)) }
      : refund;
  });
  const isChanged = refunds.some((refund, index) => refund.nextTryAtMs !== order.refunds[index]?.nextTryAtMs);
  return isChanged ? withDue({ ...order, refunds }, nowMs) : null;
}

/** Whether more has gone back than all our refunds of the trade, carried out or under way, come to. */
export function isForeign(order: Order, notice: RefundNotice): boolean {
  const ours = order.refunds.filter((refund) => refund.outTradeNo === notice.outTradeNo && refund.status !== 'failed');
  return notice.refundedFen > sumFen(ours.map(({ refundFen }) => refundFen));
}
