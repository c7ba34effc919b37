import type { Order, TradeStatus } from '../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../cloudfunctions/backend/order/report';
import { anOrder } from './orders';

export const TRADE_NO = '2026010222001400000000000001';

/** A report about an order's first trade, well-formed for its status and agreeing with the order. */
export function aReport(order: Order, status: TradeReport['status'], more: Partial<TradeReport> = {}): TradeReport {
  const outTradeNo = `${order.orderNo}_1`;
  const told = status === 'absent' || status === 'unknown' ? {} : { tradeNo: TRADE_NO, totalFen: order.totalFen };
  const wallet = status === 'open' ? { walletTradeNo: TRADE_NO } : {};
  return { outTradeNo, status, ...told, ...wallet, ...more };
}

/** An order whose only trade has got this far, with the status of the order that goes with it. */
export function anOrderWithTrade(status: TradeStatus, overrides: Partial<Order> = {}): Order {
  const order = anOrder(overrides);
  const [trade] = order.trades;
  if (!trade) throw new Error('an order without a trade');
  const known = status === 'creating' ? {} : { tradeNo: TRADE_NO, walletTradeNo: TRADE_NO };
  const paid = status === 'paid' ? { paidFen: order.totalFen, paidAtMs: order.createdAtMs + 1 } : {};
  const closed = status === 'closed' ? { closedAtMs: order.createdAtMs + 1 } : {};
  return {
    ...order,
    trades: [{ ...trade, ...known, ...paid, ...closed, status }],
    status: status === 'paid' || status === 'closed' ? status : 'unpaid',
    ...(status === 'paid' ? { paidAtMs: order.createdAtMs + 1, dueAtMs: null } : {}),
    ...(status === 'closed' ? { closedAtMs: order.createdAtMs + 1, dueAtMs: null } : {}),
    ...overrides,
  };
}
