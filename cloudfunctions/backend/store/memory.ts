import type { Order } from '../order/order';
import type { OrderPage, OrderStore } from './order-store';

/** Orders in this process only: for tests, simulation and reading. Orders go in and come out as copies, never shared. */
export function memoryStore(): OrderStore {
  const orders = new Map<string, Order>();
  return {
    async insert(order) {
      const existing = orders.get(order.orderNo);
      if (existing) return { kind: 'exists', order: copy(existing) };
      orders.set(order.orderNo, copy(order));
      return { kind: 'inserted' };
    },
    async get(orderNo) {
      const order = orders.get(orderNo);
      return order ? copy(order) : null;
    },
    async save(order, expectedVersion) {
      if (orders.get(order.orderNo)?.version !== expectedVersion) return { kind: 'conflict' };
      const saved = copy({ ...order, version: expectedVersion + 1 });
      orders.set(order.orderNo, saved);
      return { kind: 'saved', order: copy(saved) };
    },
    async due(nowMs, limit) {
      const isDue = (order: Order) => order.dueAtMs !== null && order.dueAtMs <= nowMs;
      return [...orders.values()].filter(isDue).sort(longestDueFirst).slice(0, limit).map(copy);
    },
    async listByBuyer(buyerId, limit, cursor) {
      const own = [...orders.values()].filter((order) => order.buyer.id === buyerId).sort(newestFirst);
      return page(own, limit, cursor);
    },
  };
}

// --- Internal helpers ---

/** Through JSON, as every store that leaves the process: what JSON loses must not be kept by this one alone. */
function copy(order: Order): Order {
  return JSON.parse(JSON.stringify(order)) as Order;
}

function longestDueFirst(left: Order, right: Order): number {
  return Number(left.dueAtMs) - Number(right.dueAtMs) || (left.orderNo < right.orderNo ? -1 : 1);
}

function newestFirst(left: Order, right: Order): number {
  return right.createdAtMs - left.createdAtMs || (left.orderNo < right.orderNo ? 1 : -1);
}

/** The cursor is the number of the page's last order. Orders never go away, so it always finds its place again. */
function page(sorted: Order[], limit: number, cursor: string | undefined): OrderPage {
  const start = sorted.findIndex((order) => order.orderNo === cursor) + 1;
  const orders = sorted.slice(start, start + limit).map(copy);
  const last = orders.at(-1);
  return last && start + limit < sorted.length ? { orders, nextCursor: last.orderNo } : { orders };
}
