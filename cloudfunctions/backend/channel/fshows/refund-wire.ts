/** Refunds on Fshows' wire (reference fshows 9). What their answers contain is not documented, so little of it proves anything. */
import { yuanFromFen } from '../../../../contract/money';
import type { Refund, Trade } from '../../order/order';
import type { RefundReport, TradeReport } from '../../order/report';
import type { FshowsReply } from './gateway';
import { fenOf, isSameTrade, NOT_EXIST, TURNED_AWAY } from './wire';

/** The amount is named for a part alone: all calls that are known give back everything, and name none. */
export function refundContent(refund: Refund, trade: Trade): Record<string, unknown> {
  const part = isFull(refund, trade) ? {} : { refund_fee: yuanFromFen(refund.refundFen) };
  return { out_trade_no: refund.outTradeNo, out_refund_no: refund.outRequestNo, ...part };
}

/** `biz_content` of the question about a refund. */
export function refundQueryContent({ outTradeNo, outRequestNo }: Refund): Record<string, string> {
  return { out_trade_no: outTradeNo, out_refund_no: outRequestNo };
}

/** Whether the refund gives back all that the trade ever brought. */
export function isFull({ refundFen }: Refund, { paidFen }: Trade): boolean {
  return refundFen === paidFen;
}

/** Why a refund must not be sent, as the code of a refusal; null when it may be. */
export function brokenRefundRule(refund: Refund, trade: Trade, partialRefunds: boolean): string | null {
  if (!/^[A-Za-z0-9_]{1,32}$/.test(refund.outRequestNo)) return 'invalid_out_refund_no';
  if (trade.paidFen === undefined) return 'trade_not_paid';
  if (refund.refundFen > trade.paidFen) return 'refund_exceeds_paid';
  return partialRefunds || isFull(refund, trade) ? null : 'partial_refund_not_served';
}

/** The report of a refund that was not sent, because a rule of ours forbids it. */
export function reportOfBrokenRefundRule({ outRequestNo }: Refund, rule: string): RefundReport {
  return { outRequestNo, status: 'refused', code: rule, message: 'not sent' };
}

const FAILED = 'REFUND_FAILED';

/** Parameters that are not valid, an order that is not there, a state that forbids it: it would be turned down again. */
const REFUSED = new Set(['-101', NOT_EXIST, '-220']);

/** Success says that the request was accepted; that money has moved is for a query to prove. */
export function reportOfRefund(refund: Refund, reply: FshowsReply): RefundReport {
  const base = baseOf(refund, reply);
  if (reply.success) {
    const hasFailed = hasFailedThere(refund, reply.value);
    return hasFailed ? { ...base, status: 'refused', code: FAILED } : { ...base, code: 'refund_accepted' };
  }
  if (REFUSED.has(reply.code)) return { ...base, status: 'refused' };
  return TURNED_AWAY.has(reply.code) ? { ...base, status: 'postponed' } : base;
}

/**
 * What a refund that is known there says of itself. Its names are not documented; they are believed of a part, which is only ever sent
 * where Fshows has confirmed parts for the app, and of everything when they say that it failed.
 */
export function reportOfRefundQuery(refund: Refund, trade: Trade, reply: FshowsReply): RefundReport {
  const base = baseOf(refund, reply);
  if (!reply.success) return reply.code === NOT_EXIST ? { ...base, status: 'absent' } : base;
  if (hasFailedThere(refund, reply.value)) return { ...base, status: 'absent', code: FAILED };
  const { out_refund_no, refund_status, refund_fee } = reply.value;
  const isThisPart = out_refund_no === refund.outRequestNo && !isFull(refund, trade);
  if (!isThisPart || refund_status !== 'REFUND_SUCCESS' || !isSameTrade(trade, reply.value)) return base;
  const isAlike = fenOf(refund_fee) === refund.refundFen;
  return isAlike
    ? { ...base, status: 'succeeded', refundFen: refund.refundFen }
    : { ...base, code: 'refund_amount_differs' };
}

function hasFailedThere({ outRequestNo }: Refund, { out_refund_no, refund_status }: Record<string, unknown>): boolean {
  return out_refund_no === outRequestNo && refund_status === FAILED;
}

/**
 * A refund of everything shows in the trade: one that was paid and is closed has given all its money back. It is the one proof of a
 * refund that is documented.
 */
export function reportOfEmptiedTrade(refund: Refund, trade: Trade, found: TradeReport): RefundReport {
  const { outRequestNo, refundFen } = refund;
  const isEmptied = found.status === 'closed' && found.totalFen === trade.paidFen && isFull(refund, trade);
  return isEmptied ? { outRequestNo, status: 'succeeded', refundFen } : { outRequestNo, status: 'unknown' };
}

function baseOf({ outRequestNo }: Refund, reply: FshowsReply): RefundReport {
  const told = reply.success ? {} : { code: reply.code, message: reply.message };
  return { outRequestNo, status: 'unknown', ...told };
}
