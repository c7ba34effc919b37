import * as v from 'valibot';
import type { Refused } from '../../../contract/errors';
import type { OrderListReply } from '../../../contract/requests';
import type { Buyer } from '../order/order';
import { viewOf } from '../order/view';
import { parseRequest, textSchema } from './parse-request';
import type { Ports } from './ports';

const PAGE_SIZE = 20;

const requestSchema = v.object({ cursor: v.optional(textSchema(256)) });

/** A buyer's orders, newest first, as the store knows them: a list asks no channel. */
export async function listOrders(ports: Ports, buyer: Buyer, args: unknown): Promise<OrderListReply | Refused> {
  const request = parseRequest(requestSchema, args);
  if (!request.ok) return request;
  const { pageSize = PAGE_SIZE } = ports.limits ?? {};
  const page = await ports.store.listByBuyer(buyer.id, pageSize, request.value.cursor);
  const nowMs = ports.clock.nowMs();
  return {
    ok: true,
    orders: page.orders.map((order) => viewOf(order, ports.merchant.name, nowMs)),
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    serverNowMs: nowMs,
  };
}
