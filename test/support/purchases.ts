import { createOrder } from '../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../cloudfunctions/backend/flow/query-order';
import type { Refused } from '../../contract/errors';
import type { OrderCreateRequest, OrderReply } from '../../contract/requests';
import type { OrderView } from '../../contract/views';
import { BUYER, type TestBackend } from './backend';

let requests = 0;

/** A purchase of one tea under a new request id. */
export function aPurchase(): OrderCreateRequest {
  requests += 1;
  return { requestId: `request-of-a-test-${requests}`, items: [{ goodsId: 'tea', quantity: 1 }] };
}

/** The order a flow showed. Throws when it refused. */
export function shown(reply: OrderReply | Refused): OrderView {
  if (!reply.ok) throw new Error(`refused: ${reply.reason}: ${reply.message}`);
  return reply.order;
}

/** An order of one tea that the channel knows, or, with a fault before it, may not know. */
export async function ordered(backend: TestBackend, purchase = aPurchase()): Promise<OrderView> {
  return shown(await createOrder(backend.ports, BUYER, purchase));
}

/** The number of an order's first trade. */
export function tradeOf({ orderNo }: { orderNo: string }): string {
  return `${orderNo}_1`;
}

/** An order that its buyer has paid, and that the backend knows to be paid. */
export async function paidOrder(backend: TestBackend): Promise<OrderView> {
  const order = await ordered(backend);
  backend.channel.pay(tradeOf(order));
  backend.clock.advance(2_000);
  return shown(await queryOrder(backend.ports, BUYER, { orderNo: order.orderNo }));
}
