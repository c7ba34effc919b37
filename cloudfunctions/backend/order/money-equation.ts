/** What must be true of the money of every order at every moment (design, the aggregate). */
import { sumFen } from '../../../contract/money';
import type { Order, Refund } from './order';

/** Where the money of one order is, in fen. */
export interface OrderMoney {
  /** Came, on whichever trade. */
  paidFen: number;
  /** Verifiably went back. */
  refundedFen: number;
  /** Of that, what the merchant itself gave back of a settled order. */
  merchantRefundedFen: number;
  /** Came without settling the order, and is still to go back. */
  owedFen: number;
  /** Is with the merchant and may stay there: paid − refunded − owed. Negative when more went back than came. */
  keptFen: number;
}

/** Where the money of an order is, in fen. */
export function moneyOf(order: Order): OrderMoney {
  const paidFen = sumFen(order.trades.map((trade) => trade.paidFen ?? 0));
  const refundedFen = refundedOf(order.refunds);
  const merchantRefundedFen = refundedOf(order.refunds.filter((refund) => refund.cause === 'merchant'));
  const unexpectedFen = sumFen(unexpectedPayments(order).map((payment) => payment.paidFen));
  const owedFen = unexpectedFen - (refundedFen - merchantRefundedFen);
  return { paidFen, refundedFen, merchantRefundedFen, owedFen, keptFen: paidFen - refundedFen - owedFen };
}

/** What of the order breaks the equation, in words; empty when it holds. */
export function moneyFaults(order: Order): string[] {
  const { owedFen, keptFen, merchantRefundedFen } = moneyOf(order);
  const dueFen = order.status === 'paid' ? order.totalFen - merchantRefundedFen : 0;
  return [
    ...(keptFen === dueFen ? [] : [`kept ${keptFen} fen instead of ${dueFen}`]),
    ...(owedFen < 0 ? [`${-owedFen} fen more went back than came unexpectedly`] : []),
    ...order.trades.flatMap((trade) => tradeFaults(order, trade.outTradeNo, trade.paidFen ?? 0)),
    ...unexpectedPayments(order)
      .filter(({ outTradeNo }) => !order.refunds.some((refund) => refund.outTradeNo === outTradeNo))
      .map(({ outTradeNo }) => `nothing returns the unexpected money of ${outTradeNo}`),
  ];
}

/** Payments that did not settle the order, once for each trade. One honoured later has settled it. */
function unexpectedPayments(order: Order): { outTradeNo: string; paidFen: number }[] {
  return order.history.flatMap((entry) =>
    entry.kind === 'unexpected_money' ? [{ outTradeNo: entry.outTradeNo, paidFen: entry.paidFen }] : [],
  );
}

/** Refunds of one trade, under way or carried out, never come to more than was paid on it. */
function tradeFaults(order: Order, outTradeNo: string, paidFen: number): string[] {
  const refunds = order.refunds.filter((refund) => refund.outTradeNo === outTradeNo && refund.status !== 'failed');
  const refundFen = sumFen(refunds.map((refund) => refund.refundFen));
  return refundFen > paidFen ? [`refunds of ${outTradeNo} come to ${refundFen} of ${paidFen} fen`] : [];
}

function refundedOf(refunds: readonly Refund[]): number {
  return sumFen(refunds.filter((refund) => refund.status === 'succeeded').map((refund) => refund.refundFen));
}
