import { type OperatorRefusalReason, type Refused, refused } from '../../../contract/errors';
import type { OperatorOrderReply } from '../../../contract/operator';
import { operatorViewOf } from '../order/operator-view';
import type { Order } from '../order/order';
import { orderNoSchema, parseRequest } from './parse-request';
import { merchantNameOf, type Ports } from './ports';

/** Shows an operator any order of the merchant, as the store knows it. */
export async function showToOperator(
  ports: Ports,
  _operator: string,
  args: unknown,
): Promise<OperatorOrderReply | Refused<OperatorRefusalReason>> {
  const request = parseRequest(orderNoSchema, args);
  if (!request.ok) return request;
  const order = await ports.store.get(request.value.orderNo);
  return order ? operatorReply(ports, order) : refused('order_not_found', 'the merchant has no such order');
}

/** The reply that shows an operator an order as it stands. */
export function operatorReply(ports: Ports, order: Order): OperatorOrderReply {
  const nowMs = ports.clock.nowMs();
  return { ok: true, order: operatorViewOf(order, merchantNameOf(ports, order), nowMs), serverNowMs: nowMs };
}
