/**
 * Doubts about trades that are closed here, and that nobody would ask about any more: a genuine message that was not believed may tell
 * of money in one. A doubt is kept until its channel has answered. Pure.
 */
import { nextTry, withDue } from './due';
import type { Order, Trade } from './order';

/** How long after a question without an answer the next is asked: soon at first, then ever more seldom. */
const SOONEST_MS = 5_000;
const LATEST_MS = 3_600_000;

/** The order with a doubt about this trade, due at once; null where the trade is not closed, or is doubted already. */
export function doubtTrade(order: Order, outTradeNo: string, nowMs: number): Order | null {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === outTradeNo);
  if (trade?.status !== 'closed' || trade.doubt) return null;
  return withTrade(order, { ...trade, doubt: { sinceMs: nowMs, nextAskAtMs: nowMs } }, nowMs);
}

/** The doubted trade to ask about, when the time of one has come. */
export function dueDoubt(order: Order, nowMs: number): Trade | null {
  return order.trades.find(({ doubt }) => doubt !== undefined && doubt.nextAskAtMs <= nowMs) ?? null;
}

/** Takes the right to ask about a doubted trade, by pushing the next question ahead. */
export function claimDoubt(order: Order, trade: Trade, nowMs: number): Order {
  const { sinceMs = nowMs } = trade.doubt ?? {};
  const nextAskAtMs = nextTry(order.orderNo, sinceMs, nowMs, SOONEST_MS, LATEST_MS);
  return withTrade(order, { ...trade, doubt: { sinceMs, nextAskAtMs } }, nowMs);
}

/** The order without the doubt, once its channel has answered; null where there is none. */
export function settleDoubt(order: Order, outTradeNo: string, nowMs: number): Order | null {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === outTradeNo);
  if (!trade?.doubt) return null;
  const { doubt: _, ...settled } = trade;
  return withTrade(order, settled, nowMs);
}

function withTrade(order: Order, trade: Trade, nowMs: number): Order {
  const trades = order.trades.map((old) => (old.outTradeNo === trade.outTradeNo ? trade : old));
  return withDue({ ...order, trades }, nowMs);
}
