import * as v from 'valibot';
import { type OperatorRefusalReason, type Refused, refused } from '../../../contract/errors';
import type { OperatorOrderReply } from '../../../contract/operator';
import { isOrderNo } from '../order/numbers';
import type { Order } from '../order/order';
import { requeueEvent } from '../order/outbox';
import { saveChange } from './compare-and-set';
import { deliverEvents } from './deliver-events';
import { parseRequest, textSchema } from './parse-request';
import type { Ports } from './ports';
import { operatorReply } from './show-to-operator';

const requestSchema = v.object({
  orderNo: v.pipe(v.string(), v.check(isOrderNo, 'not an order number')),
  eventId: v.optional(textSchema(64)),
});

/** Sends events of an order once more, for an operator: one, or all that are not waiting anyway. Id and text stay the same. */
export async function resendEvent(
  ports: Ports,
  operator: string,
  args: unknown,
): Promise<OperatorOrderReply | Refused<OperatorRefusalReason>> {
  const request = parseRequest(requestSchema, args);
  if (!request.ok) return request;
  if (!ports.events) return refused('events_not_configured', 'set the address that events are sent to');
  const seen = await ports.store.get(request.value.orderNo);
  if (!seen) return refused('order_not_found', 'the merchant has no such order');
  const { eventId } = request.value;
  const chosen = seen.outbox.filter((event) => eventId === undefined || event.eventId === eventId);
  if (chosen.length === 0) return refused('event_not_found', 'the order has no such event');
  const attempt = await saveChange(ports, seen, (order, nowMs) => {
    const next = chosen.reduce((current, event) => queued(current, event.eventId, nowMs), order);
    return next === order ? null : next;
  });
  const order = attempt.kind === 'missing' ? seen : attempt.order;
  ports.log.info({ order_no: order.orderNo, event_id: eventId, operator }, 'events are sent again');
  return operatorReply(ports, await deliverEvents(ports, order));
}

function queued(order: Order, eventId: string, nowMs: number): Order {
  const isWaiting = order.outbox.some((event) => event.eventId === eventId && event.delivery.status === 'waiting');
  return isWaiting ? order : requeueEvent(order, eventId, nowMs);
}
