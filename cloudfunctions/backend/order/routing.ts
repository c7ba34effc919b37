/** Which channel carries an order. Pure. */
import { spreadOf } from './due';
import type { ChannelName, Order, Trade } from './order';

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

/** Whether nothing has ever shown that this trade exists at its channel. */
function cameToNothing(trade: Trade): boolean {
  return trade.tradeNo === undefined;
}

/**
 * The channel to go on with when the current trade comes to nothing: the first that this order has not tried in vain; null when there
 * is none, and the trade's own channel must do.
 */
export function otherChannel(order: Order, channels: readonly ChannelName[]): ChannelName | null {
  const inVain = order.trades.filter((trade, index) => index === order.trades.length - 1 || cameToNothing(trade));
  const tried = new Set(inVain.map(({ channel }) => channel));
  return channels.find((name) => !tried.has(name)) ?? null;
}

/** Where the next trade of an order is opened: where the last one was, unless nothing ever came of that one. */
export function nextChannel(order: Order, channels: readonly ChannelName[]): ChannelName {
  const last = order.trades.at(-1);
  if (!last) throw new Error(`order ${order.orderNo} has no trade`);
  return (cameToNothing(last) ? otherChannel(order, channels) : null) ?? last.channel;
}
