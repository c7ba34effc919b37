import type { Order, OutboxEvent } from '../order/order';
import { claimEvent, dueEvent, eventDelivered, eventFailed, keepEvents, textOf } from '../order/outbox';
import { compareAndSet, saveChange } from './compare-and-set';
import type { Ports } from './ports';

/** One visit sends no more than this; what remains is due at once and the sweep goes on. */
const MOST_EVENTS = 20;

/**
 * Tells the merchant's system what is due of an order, one event after the other: the next goes out only when the one before is
 * delivered or given up. Each is claimed by a save, so that no two nodes send it at once; one whose sender died is sent again.
 */
export async function deliverEvents(ports: Ports, order: Order): Promise<Order> {
  let current = order;
  for (let sent = 0; sent < MOST_EVENTS; sent += 1) {
    const claim = await claimNext(ports, current);
    if (claim.kind !== 'saved') return claim.kind === 'declined' ? claim.order : current;
    if (!claim.extra) return claim.order;
    current = await deliver(ports, claim.order, claim.extra);
  }
  return current;
}

/** Begins to deliver without anybody waiting for it. Whatever becomes of it, the sweep goes on with what is left. */
export function deliverSoon(ports: Ports, order: Order): void {
  if (!ports.events || !dueEvent(order, ports.clock.nowMs())) return;
  deliverEvents(ports, order).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    ports.log.warn({ order_no: order.orderNo, detail }, 'events could not be delivered at once; the sweep goes on');
  });
}

function claimNext(ports: Ports, order: Order) {
  return compareAndSet(ports, order, (now, nowMs): { order: Order; extra: OutboxEvent | null } | null => {
    const event = dueEvent(now, nowMs);
    if (!event) return null;
    if (!ports.events) return { order: keepEvents(now, nowMs), extra: null };
    return { order: claimEvent(now, event.eventId, nowMs), extra: event };
  });
}

async function deliver(ports: Ports, order: Order, event: OutboxEvent): Promise<Order> {
  const { eventId, type } = event;
  const posted = (await ports.events?.post({ eventId, type }, textOf(event))) ?? { kind: 'failed', detail: 'nobody' };
  const attempt = await saveChange(ports, order, (now, nowMs) =>
    posted.kind === 'delivered' ? eventDelivered(now, eventId, nowMs) : eventFailed(now, eventId, posted.detail, nowMs),
  );
  const after = attempt.kind === 'missing' ? order : attempt.order;
  const status = after.outbox.find((candidate) => candidate.eventId === eventId)?.delivery.status;
  ports.meter?.count('event_deliveries', { type, outcome: status === 'waiting' ? 'failed' : (status ?? 'failed') });
  const fields = { order_no: order.orderNo, event_id: eventId, type };
  if (status === 'parked') ports.log.error(fields, 'an event could not be delivered for three days and is parked');
  else if (posted.kind === 'failed') ports.log.warn({ ...fields, detail: posted.detail }, 'an event was not delivered');
  return after;
}
