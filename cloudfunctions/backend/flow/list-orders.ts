import * as v from 'valibot';
import type { Refused } from '../../../contract/errors';
import type { OrderListReply, OrderListStatus } from '../../../contract/requests';
import type { Buyer, Order } from '../order/order';
import { viewOf } from '../order/view';
import type { OrderPage } from '../store/order-store';
import { pageRequestSchema, parseRequest } from './parse-request';
import { merchantNameOf, type Ports, pageSizeOf } from './ports';

const requestSchema = v.object({
  ...pageRequestSchema.entries,
  status: v.optional(v.picklist(['unpaid', 'paid', 'closed', 'refund'])),
});

/** Pages read for one page of a list that shows only some orders; what is beyond comes with the next. */
const MOST_PAGES_READ = 10;

/** A buyer's orders, newest first, as the store knows them: a list asks no channel. */
export async function listOrders(ports: Ports, buyer: Buyer, args: unknown): Promise<OrderListReply | Refused> {
  const request = parseRequest(requestSchema, args);
  if (!request.ok) return request;
  const { cursor, status } = request.value;
  const page = await pageOf(ports, buyer, status, cursor);
  const nowMs = ports.clock.nowMs();
  return {
    ok: true,
    orders: page.orders.map((order) => viewOf(order, merchantNameOf(ports, order), nowMs)),
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    serverNowMs: nowMs,
  };
}

/** Whole pages of the store, until enough of them fits: a cursor of the store can only point between its pages. */
async function pageOf(ports: Ports, buyer: Buyer, status?: OrderListStatus, cursor?: string): Promise<OrderPage> {
  const size = pageSizeOf(ports);
  const found: Order[] = [];
  let at = cursor;
  for (let read = 0; read < MOST_PAGES_READ; read += 1) {
    const page = await ports.store.listByBuyer(buyer.id, size, at);
    found.push(...page.orders.filter((order) => isListed(order, status)));
    at = page.nextCursor;
    if (at === undefined || !status || found.length >= size) break;
  }
  return { orders: found, ...(at === undefined ? {} : { nextCursor: at }) };
}

function isListed(order: Order, status?: OrderListStatus): boolean {
  if (status !== 'refund') return status === undefined || order.status === status;
  return order.refunds.length > 0 || order.refundAsk !== undefined;
}
