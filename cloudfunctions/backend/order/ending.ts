/** How an order ends that nobody pays: it is wished for, proven at the channel, and only then so. */
import { isOver, withDue } from './due';
import type { Order, Source } from './order';
import { withEvents } from './outbox';
import type { Policy } from './policy';
import { claimed } from './turns';

/** Whether the order's trade should be closed at the channel: it has expired, or the buyer asked for it. */
export function shouldClose(order: Order, nowMs: number): boolean {
  return order.status === 'unpaid' && (nowMs >= order.expiresAtMs || order.closeRequestedAtMs !== null);
}

/** Notes that the buyer wants the order closed; closing goes on until the channel confirms it. Claims the order, too. */
export function requestClose(order: Order, nowMs: number): Order {
  const entry = { kind: 'close_requested', atMs: nowMs, source: 'buyer' } as const;
  return { ...claimed(order, nowMs), closeRequestedAtMs: nowMs, history: [...order.history, entry] };
}

/** Ends an order of which nothing can be paid any more and that nobody wants to go on with; null while that is not so. */
export function endOrder(order: Order, source: Source, nowMs: number, policy: Policy): Order | null {
  if (!shouldClose(order, nowMs) || !order.trades.every(isOver)) return null;
  const entry = { kind: 'order_ended', atMs: nowMs, source } as const;
  const ended: Order = { ...order, status: 'closed', closedAtMs: nowMs, history: [...order.history, entry] };
  return withDue(withEvents(ended, [{ type: 'order.closed' }], nowMs, policy), nowMs);
}
