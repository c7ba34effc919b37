import { type Refused, refused } from '../../../contract/errors';
import type { OrderReply } from '../../../contract/requests';
import type { Buyer, Order } from '../order/order';
import { viewOf } from '../order/view';
import { orderNoSchema, parseRequest } from './parse-request';
import { merchantNameOf, type Ports } from './ports';

/** Finds the order a buyer's request names. Another buyer's order is answered as one that does not exist. */
export async function findOrder(
  ports: Ports,
  buyer: Buyer,
  args: unknown,
): Promise<{ ok: true; order: Order } | Refused> {
  const request = parseRequest(orderNoSchema, args);
  if (!request.ok) return request;
  const order = await ports.store.get(request.value.orderNo);
  if (!order || order.buyer.id !== buyer.id) return refused('order_not_found', 'no such order for this buyer');
  return { ok: true, order };
}

/** The reply that shows an order as it stands. */
export function showOrder(ports: Ports, order: Order): OrderReply {
  const nowMs = ports.clock.nowMs();
  return { ok: true, order: viewOf(order, merchantNameOf(ports, order), nowMs), serverNowMs: nowMs };
}
