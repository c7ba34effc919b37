import type { Order } from '../order/order';
import { orderedAtMs, orderPage, type Position, positionOf, wishedAtMs } from './order-page';
import type { OrderStore } from './order-store';

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
      const after = positionOf(cursor);
      const isNext = (order: Order) => order.buyer.id === buyerId && (!after || isOlder(order, after));
      const found = [...orders.values()].filter(isNext).sort(newestFirst);
      return orderPage(found.slice(0, limit + 1).map(copy), limit, orderedAtMs);
    },
    async listRefundAsks(limit, cursor) {
      const after = positionOf(cursor);
      const isNext = (order: Order) => order.refundAsk !== undefined && (!after || isWishedLater(order, after));
      const found = [...orders.values()].filter(isNext).sort(oldestWishFirst);
      return orderPage(found.slice(0, limit + 1).map(copy), limit, wishedAtMs);
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

function oldestWishFirst(left: Order, right: Order): number {
  return wishedAtMs(left) - wishedAtMs(right) || (left.orderNo < right.orderNo ? -1 : 1);
}

function isOlder({ createdAtMs, orderNo }: Order, after: Position): boolean {
  return createdAtMs < after.atMs || (createdAtMs === after.atMs && orderNo < after.orderNo);
}

function isWishedLater(order: Order, after: Position): boolean {
  return wishedAtMs(order) > after.atMs || (wishedAtMs(order) === after.atMs && order.orderNo > after.orderNo);
}
