import type { OperatorEventView, OperatorOrderView, OperatorRefundView } from '../../../contract/operator';
import { moneyOf } from './money-equation';
import type { Order, OutboxEvent, Refund } from './order';
import { refundViewOf, viewOf } from './view';

/** What an operator sees of an order: what its buyer sees, and the numbers and codes behind it. */
export function operatorViewOf(order: Order, merchantName: string, nowMs: number): OperatorOrderView {
  const { keptFen, owedFen } = moneyOf(order);
  return {
    ...viewOf(order, merchantName, nowMs),
    trades: order.trades.map(({ outTradeNo, channel, status, tradeNo = null, paidFen = null }) => ({
      outTradeNo,
      channel,
      status,
      tradeNo,
      paidFen,
    })),
    refundDetails: order.refunds.map(refundDetailOf),
    events: order.outbox.map(eventViewOf),
    keptFen,
    owedFen,
  };
}

function refundDetailOf(refund: Refund): OperatorRefundView {
  const { outRequestNo, outTradeNo, attempts, nextTryAtMs } = refund;
  const { requestId = null, requestedBy = null, reason = null, lastCode = null } = refund;
  const numbers = { outRequestNo, outTradeNo, requestId, requestedBy };
  return { ...refundViewOf(refund), ...numbers, reason, attempts, lastCode, nextTryAtMs };
}

function eventViewOf({ eventId, type, atMs, delivery }: OutboxEvent): OperatorEventView {
  const { status, attempts, lastFailure = null } = delivery;
  return { eventId, type, atMs, status, attempts, lastFailure };
}
