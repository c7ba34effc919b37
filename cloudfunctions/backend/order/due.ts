/** When the sweep must look at an order next. */
import type { Order, Trade } from './order';

/**
 * How long after an open trade was looked at the sweep may look again. Much shorter than the time between sweeps, so that every
 * sweep sees every unpaid order, yet two nodes sweeping side by side do not both ask.
 */
export const LOOK_AGAIN_MS = 5_000;
/** Longest time an unpaid order goes without being looked at. */
const LONGEST_LOOK_GAP_MS = 3_600_000;

/**
 * When the sweep must look at an unpaid order again: soon, and at expiry in any case. Long after expiry, when a channel goes
 * on giving no evidence, ever more seldom, each order in a rhythm of its own, but at least once an hour.
 */
export function nextLook(order: Pick<Order, 'orderNo' | 'expiresAtMs'>, nowMs: number): number {
  if (nowMs < order.expiresAtMs) return Math.min(nowMs + LOOK_AGAIN_MS, order.expiresAtMs);
  const spread = spreadOf(order.orderNo) / 4;
  const gapMs = LOOK_AGAIN_MS + ((nowMs - order.expiresAtMs) / 8) * (1 + spread);
  return nowMs + Math.floor(Math.min(gapMs, LONGEST_LOOK_GAP_MS * (1 - spread)));
}

/**
 * When a thing that failed must be tried again: the longer it has been failing, the more seldom, and never two orders in the same
 * rhythm, so that what failed together does not come back together.
 */
export function nextTry(orderNo: string, sinceMs: number, nowMs: number, soonestMs: number, latestMs: number): number {
  const gapMs = Math.min(soonestMs + Math.max(nowMs - sinceMs, 0) / 4, latestMs);
  return nowMs + Math.floor(gapMs * (1 + spreadOf(orderNo) / 4));
}

/** Same order, same number from 0 to 1. Order numbers are as good as random. */
export function spreadOf(orderNo: string): number {
  let sum = 0;
  for (let index = 0; index < orderNo.length; index += 1) sum = (sum * 31 + orderNo.charCodeAt(index)) % 997;
  return sum / 997;
}

/** Whether a trade can take no money any more. */
export function isOver(trade: Trade): boolean {
  return trade.status === 'closed' || trade.status === 'paid';
}

/** A trade that may still take money although its order has ended. It must be closed at the channel. */
export function hasStray(order: Order): boolean {
  return order.status !== 'unpaid' && !order.trades.every(isOver);
}

/** The order with `dueAtMs` as it follows from everything that is owed; null when nothing is. */
export function withDue(order: Order, nowMs: number): Order {
  const isWatched = order.status === 'unpaid' || hasStray(order);
  const times = [
    isWatched ? nextLook(order, nowMs) : null,
    ...order.trades.map((trade) => trade.doubt?.nextAskAtMs ?? null),
    ...order.refunds.map((refund) => refund.nextTryAtMs),
    // Only the first: events of one order are delivered one after the other.
    order.outbox.find((event) => event.delivery.status === 'waiting')?.delivery.nextTryAtMs ?? null,
  ].filter((time): time is number => typeof time === 'number');
  return { ...order, dueAtMs: times.length > 0 ? Math.min(...times) : null };
}
