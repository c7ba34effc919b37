/** When a trade is asked for once more, and when another takes its place: never while the one before could still be paid. */
import { isOver, withDue } from './due';
import { shouldClose } from './ending';
import { outTradeNoOf } from './numbers';
import { currentTrade, type Order, type Source, type Trade } from './order';
import { PLAIN_POLICY, type Policy } from './policy';
import { nextChannel, otherChannel } from './routing';

/** How often a trade is asked for, where the order can be paid at another channel. */
const MOST_CREATES = 3;
/** Most trades of one order. A channel that ends one after the other will not let the next be paid either. */
export const MOST_TRADES = 20;

/** Whether the order can be paid at another channel once nothing can come of this trade. */
export function isMovable(order: Order, trade: Trade, nowMs: number, { channels }: Policy): boolean {
  if (trade.outTradeNo !== currentTrade(order).outTradeNo || order.trades.length >= MOST_TRADES) return false;
  return otherChannel(order, channels, nowMs) !== null;
}

/** When the last create of a trade went out. */
export function createSentAtMs(order: Order, trade: Trade): number {
  return trade.createSentAtMs ?? order.createdAtMs;
}

/** Whether to ask the channel for this trade once more: not for ever, where the order can be paid at another one. */
export function mayCreateAgain(order: Order, nowMs: number, policy: Policy): boolean {
  const trade = currentTrade(order);
  if (order.status !== 'unpaid' || trade.status !== 'creating') return false;
  return (trade.createsSent ?? 1) < MOST_CREATES || !isMovable(order, trade, nowMs, policy);
}

/** Counts one more create of the current trade, before it is sent. */
export function countCreate(order: Order, nowMs: number): Order {
  const trade = currentTrade(order);
  const counted = { ...trade, createsSent: (trade.createsSent ?? 1) + 1, createSentAtMs: nowMs };
  return { ...order, trades: order.trades.map((old) => (old === trade ? counted : old)) };
}

/** Whether the buyer may go on with a further trade: every one before is proven to be over, and the order is still wanted. */
export function mayAddTrade(order: Order, nowMs: number): boolean {
  const isFree = order.trades.every(isOver) && order.trades.length < MOST_TRADES;
  return order.status === 'unpaid' && isFree && !shouldClose(order, nowMs);
}

/** The order with a further trade, not yet known to exist at its channel. Needs {@link mayAddTrade}. */
export function addTrade(order: Order, source: Source, nowMs: number, { channels }: Policy = PLAIN_POLICY): Order {
  const channel = nextChannel(order, channels, nowMs);
  const outTradeNo = outTradeNoOf(order.orderNo, order.trades.length + 1);
  const entry = { kind: 'trade_added', outTradeNo, atMs: nowMs, source } as const;
  const trades: Trade[] = [...order.trades, { outTradeNo, channel, status: 'creating', createSentAtMs: nowMs }];
  return withDue({ ...order, trades, history: [...order.history, entry] }, nowMs);
}
