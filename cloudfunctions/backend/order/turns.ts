/** Whose turn it is to ask the channel about an order. Every turn is saved before the question, so that it counts on all nodes. */
import { hasStray, withDue } from './due';
import type { Order } from './order';

/** At most one question to the channel per order in this time, however many pages ask (quality.md, poll). */
export const ASK_GAP_MS = 2_000;

/** Whether the channel may be asked about this order now, as far as {@link ASK_GAP_MS} goes. */
export function mayAsk(order: Order, nowMs: number): boolean {
  const due = order.askedAtMs === null || Math.abs(nowMs - order.askedAtMs) >= ASK_GAP_MS;
  return due && (order.status === 'unpaid' || hasStray(order));
}

/** Takes the right to ask the channel, by pushing the next question and the sweep's next look ahead. */
export function claimed(order: Order, nowMs: number): Order {
  return withDue({ ...order, askedAtMs: nowMs }, nowMs);
}

/**
 * Takes the right to ask because of a message that nobody can believe; null when it is not to be had. Anybody can send such messages, so
 * they have a turn of their own: those of pages and sweeps, who do more than ask, stay when they are.
 */
export function suspected(order: Order, nowMs: number): Order | null {
  const { suspectedAtMs } = order;
  const isTooSoon = suspectedAtMs !== undefined && Math.abs(nowMs - suspectedAtMs) < ASK_GAP_MS;
  return isTooSoon || !mayAsk(order, nowMs) ? null : { ...order, suspectedAtMs: nowMs };
}
