import { AsyncLocalStorage } from 'node:async_hooks';

/** The numbers of one order, in the spelling of log lines. */
interface Numbers {
  order_no: string;
  out_trade_no?: string | undefined;
  trade_no?: string | undefined;
}

/** What a log line needs of an order. */
export interface NumberedOrder {
  orderNo: string;
  status: string;
  trades: readonly { outTradeNo: string; tradeNo?: string | undefined }[];
}

interface Trail {
  fields: Readonly<Record<string, string>>;
  /** Orders this call has read or written. */
  orders: Map<string, { numbers: Numbers; status: string }>;
}

const trails = new AsyncLocalStorage<Trail>();

/**
 * Runs one call so that each of its log lines, however deep below, says whose line it is: these fields, and the numbers of the
 * order it is about. The call need not hand a logger down for that.
 */
export function onTrail<Result>(fields: Readonly<Record<string, string>>, work: () => Result): Result {
  return trails.run({ fields, orders: new Map() }, work);
}

/** Remembers an order for the lines of the call that is under way. Gives the status it had when the call last saw it. */
export function noteOrder(order: NumberedOrder): string | undefined {
  const orders = trails.getStore()?.orders;
  const before = orders?.get(order.orderNo)?.status;
  const trade = order.trades.at(-1);
  const numbers = { order_no: order.orderNo, out_trade_no: trade?.outTradeNo, trade_no: trade?.tradeNo };
  orders?.set(order.orderNo, { numbers, status: order.status });
  return before;
}

/** What a log line gets in addition to its own fields, which win. */
export function trailFields(line: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const trail = trails.getStore();
  if (!trail) return {};
  const numbers = numbersFor(line, trail.orders);
  // Another trade of the same order has another number at the channel.
  const isOtherTrade = line.out_trade_no !== undefined && line.out_trade_no !== numbers?.out_trade_no;
  return { ...trail.fields, ...numbers, ...(isOtherTrade ? { trade_no: undefined } : {}) };
}

/** The order a line names, by either of our numbers; when it names none, the only one the call has to do with. */
function numbersFor(line: Readonly<Record<string, unknown>>, orders: Trail['orders']): Numbers | undefined {
  const named = line.order_no ?? orderNoIn(line.out_trade_no);
  if (typeof named === 'string') return orders.get(named)?.numbers ?? { order_no: named };
  const [only, ...others] = orders.values();
  return others.length === 0 ? only?.numbers : undefined;
}

/** Every outTradeNo begins with the number of its order. */
function orderNoIn(outTradeNo: unknown): string | undefined {
  return typeof outTradeNo === 'string' ? /^([A-Z0-9]{24})_\d/.exec(outTradeNo)?.[1] : undefined;
}
