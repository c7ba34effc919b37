import type { Order } from '../order/order';
import type { OrderPage } from './order-store';

/** Where a page ended: the moment its list is sorted by, and the number among the orders of that moment. */
export interface Position {
  atMs: number;
  orderNo: string;
}

/**
 * The page out of what was found when one order more than it holds was asked for: that one's presence says that there is a next
 * page. The cursor is a position, not an order, so that it holds when the order leaves the list.
 */
export function orderPage(found: Order[], limit: number, momentOf: (order: Order) => number): OrderPage {
  const orders = found.slice(0, limit);
  const last = orders.at(-1);
  if (!last || found.length <= limit) return { orders };
  return { orders, nextCursor: base64Url(`${momentOf(last)}.${last.orderNo}`) };
}

/** Null when the cursor is not one of ours. So few digits always fit a bigint. */
export function positionOf(cursor = ''): Position | null {
  const match = /^(\d{1,16})\.([A-Z0-9]{24})$/.exec(Buffer.from(cursor, 'base64').toString());
  return match ? { atMs: Number(match[1]), orderNo: match[2] as string } : null;
}

/** Node.js has a name for this encoding only since 14.18; as `base64` it has always read both alphabets. */
function base64Url(text: string): string {
  const url: Record<string, string> = { '+': '-', '/': '_', '=': '' };
  return Buffer.from(text)
    .toString('base64')
    .replace(/[+/=]/g, (character) => url[character] as string);
}

/** The moment by which a buyer's orders are listed. */
export function orderedAtMs(order: Order): number {
  return order.createdAtMs;
}

/** The moment by which orders with a wish for a refund are listed; meaningless for others. */
export function wishedAtMs(order: Order): number {
  return Number(order.refundAsk?.atMs);
}
