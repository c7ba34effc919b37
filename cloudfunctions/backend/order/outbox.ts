/** Events for the merchant's own system: born with the fact they tell, delivered one after the other. Pure. */
import type { EventPayment, EventRefund, MerchantEvent, MerchantEventType } from '../../../contract/events';
import { nextTry, withDue } from './due';
import { moneyOf } from './money-equation';
import type { EventDelivery, Order, OutboxEvent } from './order';
import type { Policy } from './policy';

/** How long delivery is tried before an event is parked. */
export const PARK_AFTER_MS = 3 * 86_400_000;
/** Longer than a receiver may take: a node that dies with an event is followed by another after this time. */
export const DELIVERY_LEASE_MS = 15_000;
const SOONEST_RETRY_MS = 10_000;
const LATEST_RETRY_MS = 2 * 3_600_000;

/** An event without its number, its time and its order. */
export interface EventDraft {
  type: MerchantEventType;
  payment?: EventPayment;
  refund?: EventRefund;
}

/** Adds events about the order as it is now. */
export function withEvents(order: Order, drafts: readonly EventDraft[], nowMs: number, policy: Policy): Order {
  const delivery: EventDelivery = policy.sendsEvents ? waitingSince(nowMs) : { ...waitingSince(nowMs), ...KEPT };
  const events = drafts.map((draft, index): OutboxEvent => {
    const sequence = order.outbox.length + index + 1;
    const head = { eventId: `${order.orderNo}-${sequence}`, sequence, atMs: nowMs, merchantId: order.merchantId };
    return { ...head, ...draft, order: orderOf(order), delivery };
  });
  return { ...order, outbox: [...order.outbox, ...events] };
}

const KEPT = { status: 'kept', nextTryAtMs: null } as const;

function waitingSince(nowMs: number): EventDelivery {
  return { status: 'waiting', attempts: 0, sinceMs: nowMs, nextTryAtMs: nowMs };
}

function orderOf(order: Order): MerchantEvent['order'] {
  const { orderNo, status, totalFen, paidAtMs, closedAtMs } = order;
  const { paidFen, refundedFen } = moneyOf(order);
  return { orderNo, status, totalFen, paidFen, refundedFen, paidAtMs, closedAtMs };
}

/** The event to deliver next, when its time has come; events behind it wait for it. */
export function dueEvent(order: Order, nowMs: number): OutboxEvent | null {
  const head = order.outbox.find((event) => event.delivery.status === 'waiting');
  return head && (head.delivery.nextTryAtMs ?? 0) <= nowMs ? head : null;
}

/** Takes the right to deliver an event. */
export function claimEvent(order: Order, eventId: string, nowMs: number): Order {
  return withDelivery(order, eventId, nowMs, (delivery) => ({
    ...delivery,
    attempts: delivery.attempts + 1,
    // Waiting behind others is no failing: the three days begin with the first try.
    sinceMs: delivery.attempts === 0 ? nowMs : delivery.sinceMs,
    nextTryAtMs: nowMs + DELIVERY_LEASE_MS,
  }));
}

/** Notes that the merchant has taken an event; the next of the order may go. */
export function eventDelivered(order: Order, eventId: string, nowMs: number): Order {
  return withDelivery(order, eventId, nowMs, ({ lastFailure: _, ...delivery }) => ({
    ...delivery,
    status: 'delivered',
    nextTryAtMs: null,
  }));
}

/** Notes a try that failed. After three days of them the event is parked, and those behind it go on. */
export function eventFailed(order: Order, eventId: string, failure: string, nowMs: number): Order {
  return withDelivery(order, eventId, nowMs, (delivery) => {
    const failed = { ...delivery, lastFailure: failure };
    if (nowMs - delivery.sinceMs >= PARK_AFTER_MS) return { ...failed, status: 'parked', nextTryAtMs: null };
    const nextTryAtMs = nextTry(order.orderNo, delivery.sinceMs, nowMs, SOONEST_RETRY_MS, LATEST_RETRY_MS);
    return { ...failed, nextTryAtMs };
  });
}

/** Queues an event that was delivered, parked or kept once more; its text stays the same. */
export function requeueEvent(order: Order, eventId: string, nowMs: number): Order {
  return withDelivery(order, eventId, nowMs, () => waitingSince(nowMs));
}

/** Nobody is there to be told any more: what waits is kept. */
export function keepEvents(order: Order, nowMs: number): Order {
  const outbox = order.outbox.map((event) =>
    event.delivery.status === 'waiting' ? { ...event, delivery: { ...event.delivery, ...KEPT } } : event,
  );
  return withDue({ ...order, outbox }, nowMs);
}

/**
 * The event as it is sent, without our notes about its delivery. Members stand by name: a store may hand an event back with them in
 * another order than it was given, as jsonb does, and every copy is to be the same text.
 */
export function textOf({ delivery: _, ...event }: OutboxEvent): string {
  return JSON.stringify(event satisfies MerchantEvent, byName);
}

function byName(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function withDelivery(
  order: Order,
  eventId: string,
  nowMs: number,
  change: (delivery: EventDelivery) => EventDelivery,
): Order {
  const outbox = order.outbox.map((event) =>
    event.eventId === eventId ? { ...event, delivery: change(event.delivery) } : event,
  );
  return withDue({ ...order, outbox }, nowMs);
}
