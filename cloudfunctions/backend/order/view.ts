import type { OrderView, PaymentView, RefundView } from '../../../contract/views';
import { shouldClose } from './ending';
import { MOST_TRADES } from './further-trades';
import { moneyOf } from './money-equation';
import { currentTrade, type Order, type Refund } from './order';
import { timelineOf } from './timeline';

/** What the buyer may see of an order now. */
export function viewOf(order: Order, merchantName: string, nowMs: number): OrderView {
  const closing = shouldClose(order, nowMs);
  return {
    orderNo: order.orderNo,
    status: order.status,
    items: order.items.map(({ goodsId, title, priceFen, quantity }) => ({ goodsId, title, priceFen, quantity })),
    subject: order.subject,
    merchantName,
    totalFen: order.totalFen,
    createdAtMs: order.createdAtMs,
    expiresAtMs: order.expiresAtMs,
    paidAtMs: order.paidAtMs,
    closedAtMs: order.closedAtMs,
    payment: order.status === 'unpaid' && !closing ? paymentOf(order) : null,
    closing,
    unexpectedMoney: order.history.some((entry) => entry.kind === 'unexpected_money'),
    refunds: order.refunds.map(refundViewOf),
    refundedFen: moneyOf(order).refundedFen,
    refundAsk: order.refundAsk ? { reason: order.refundAsk.reason, atMs: order.refundAsk.atMs } : null,
    note: order.note ?? null,
    instalments: order.instalments ? { ...order.instalments } : null,
    timeline: timelineOf(order),
  };
}

/** A refund as buyers and operators see it. */
export function refundViewOf({ refundFen, status, cause, endedAtMs, requestedAtMs }: Refund): RefundView {
  return { refundFen, status, cause, atMs: endedAtMs ?? requestedAtMs };
}

function paymentOf(order: Order): PaymentView | null {
  const trade = currentTrade(order);
  if (trade.status === 'open') {
    const { walletTradeNo } = trade;
    // Without its number for the phone, the trade is closed and another is opened.
    return walletTradeNo ? { state: 'ready', walletTradeNo } : { state: 'preparing' };
  }
  if (trade.status === 'creating') {
    return trade.refusedCode ? { state: 'unavailable', code: trade.refusedCode } : { state: 'preparing' };
  }
  // The channel has ended the trade; asking about the order opens the next one, as long as there may be one.
  if (trade.status === 'closed') {
    const mayGoOn = order.trades.length < MOST_TRADES;
    return mayGoOn ? { state: 'preparing' } : { state: 'unavailable', code: 'TRADE_CLOSED' };
  }
  return null;
}
