/** Which channel carries an order. Pure. */
import { spreadOf } from './due';
import type { ChannelName, Order, Trade } from './order';

/** For so long, times the trades of the order, a channel that could not be reached is left alone, where there is another. */
const REST_MS = 30_000;

/** One rule of a merchant: which orders a channel takes. The first that fits wins. */
export interface Route {
  channel: ChannelName;
  /** Only orders of at least this; absent for no lower limit. */
  fromFen?: number;
  /** Only orders of less than this; absent for no upper limit. */
  belowFen?: number;
  /** Of the orders that fit, in per cent; absent for all that the rules before have left. */
  sharePercent?: number;
}

/**
 * The channels that may carry an order, the one its merchant's rules choose first, the others after it in the order of the rules. The
 * same order always gets the same answer, on every node, so that a share needs no counter.
 */
export function channelsFor(routes: readonly Route[], order: Pick<Order, 'orderNo' | 'totalFen'>): ChannelName[] {
  const fitting = routes.filter((route) => fits(route, order.totalFen));
  const chosen = chosenOf(fitting, spreadOf(order.orderNo) * 100);
  return [...new Set([...(chosen ? [chosen] : []), ...fitting].map(({ channel }) => channel))];
}

function fits({ fromFen = 0, belowFen = Number.POSITIVE_INFINITY }: Route, totalFen: number): boolean {
  return totalFen >= fromFen && totalFen < belowFen;
}

function chosenOf(routes: readonly Route[], percentile: number): Route | undefined {
  let taken = 0;
  for (const route of routes) {
    taken += route.sharePercent ?? 100;
    if (percentile < taken) return route;
  }
  return undefined;
}

/** Whether nothing has ever shown that this trade exists at its channel; or nobody could pay it, as another before it there. */
function cameToNothing({ trades }: Order, trade: Trade): boolean {
  if (trade.tradeNo === undefined) return true;
  const unpayable = trades.filter(({ channel, walletTradeNo }) => channel === trade.channel && !walletTradeNo);
  return unpayable.indexOf(trade) > 0;
}

/**
 * Whether to try the channel of a trade again that came to nothing. It has not refused it, it just could not be reached: worth another
 * try when the channel after it has refused, and else after a while, longer with every trade, so that the numbers last.
 */
function isWorthAnotherTry({ trades }: Order, trade: Trade, nowMs: number): boolean {
  if (trade.tradeNo !== undefined || trade.refusedCode !== undefined) return false;
  const hasRested = trade.closedAtMs !== undefined && nowMs - trade.closedAtMs >= REST_MS * trades.length;
  return hasRested || trades.at(-1)?.refusedCode !== undefined;
}

/**
 * The channel to go on with when the current trade comes to nothing: the first that this order has not tried in vain; null when there
 * is none, and the trade's own channel must do.
 */
export function otherChannel(order: Order, channels: readonly ChannelName[], nowMs: number): ChannelName | null {
  const last = order.trades.at(-1);
  const inVain = order.trades.filter(
    (trade) => trade === last || (cameToNothing(order, trade) && !isWorthAnotherTry(order, trade, nowMs)),
  );
  const tried = new Set(inVain.map(({ channel }) => channel));
  return channels.find((name) => !tried.has(name)) ?? null;
}

/**
 * Where the next trade of an order is opened: where the last one was, unless nothing ever came of that one, or its merchant's rules do not
 * name that channel any more.
 */
export function nextChannel(order: Order, channels: readonly ChannelName[], nowMs: number): ChannelName {
  const last = order.trades.at(-1);
  if (!last) throw new Error(`order ${order.orderNo} has no trade`);
  const stays = channels.includes(last.channel) ? last.channel : (channels[0] ?? last.channel);
  const mayStay = stays === last.channel && !cameToNothing(order, last);
  return (mayStay ? null : otherChannel(order, channels, nowMs)) ?? stays;
}
