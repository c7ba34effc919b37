import type { OrderView, PaymentView } from '../../../contract/views';
import { shouldClose } from './lifecycle';
import { currentTrade, type Order } from './order';

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
  };
}

function paymentOf(order: Order): PaymentView | null {
  const trade = currentTrade(order);
  if (trade.status === 'open' && trade.walletTradeNo) return { state: 'ready', walletTradeNo: trade.walletTradeNo };
  if (trade.status === 'creating') {
    return trade.refusedCode ? { state: 'unavailable', code: trade.refusedCode } : { state: 'preparing' };
  }
  return null;
}
