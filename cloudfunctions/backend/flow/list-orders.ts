import type { Refused } from '../../../contract/errors';
import type { OrderListReply } from '../../../contract/requests';
import type { Buyer } from '../order/order';
import { viewOf } from '../order/view';
import { pageRequestSchema, parseRequest } from './parse-request';
import { type Ports, pageSizeOf } from './ports';

/** A buyer's orders, newest first, as the store knows them: a list asks no channel. */
export async function listOrders(ports: Ports, buyer: Buyer, args: unknown): Promise<OrderListReply | Refused> {
  const request = parseRequest(pageRequestSchema, args);
  if (!request.ok) return request;
  const page = await ports.store.listByBuyer(buyer.id, pageSizeOf(ports), request.value.cursor);
  const nowMs = ports.clock.nowMs();
  return {
    ok: true,
    orders: page.orders.map((order) => viewOf(order, ports.merchant.name, nowMs)),
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    serverNowMs: nowMs,
  };
}
