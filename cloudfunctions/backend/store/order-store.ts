import type { Order } from '../order/order';

/** One page of a list. */
export interface OrderPage {
  orders: Order[];
  /** Opaque; hand it back for the next page. Absent on the last. */
  nextCursor?: string;
}

/** Keeps orders. The only unit of consistency is one order; `version` guards it. */
export interface OrderStore {
  /** Adds a new order, or returns the one that already has this number. Durable when it resolves. */
  insert(order: Order): Promise<{ kind: 'inserted' } | { kind: 'exists'; order: Order }>;
  get(orderNo: string): Promise<Order | null>;
  /**
   * Replaces the order if its stored version still is `expectedVersion`, storing `expectedVersion + 1`.
   * Durable when it resolves to the saved order.
   */
  save(order: Order, expectedVersion: number): Promise<{ kind: 'saved'; order: Order } | { kind: 'conflict' }>;
  /** Orders whose `dueAtMs` has come, the longest due first; ties by `orderNo`, ascending. */
  due(nowMs: number, limit: number): Promise<Order[]>;
  /** A buyer's orders, newest first; ties by `orderNo`, descending. A cursor that is not one of ours starts from the top. */
  listByBuyer(buyerId: string, limit: number, cursor?: string): Promise<OrderPage>;
  /**
   * Orders with a wish for a refund that nobody has answered, the oldest wish first; ties by `orderNo`, ascending. Wishes that come
   * or are answered meanwhile shift no page. A cursor that is not one of ours starts from the top.
   */
  listRefundAsks(limit: number, cursor?: string): Promise<OrderPage>;
}
