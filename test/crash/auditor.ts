/**
 * Compares Alipay's books, the stored orders and what the merchant's system was told. Shares no code with the backend: an order is
 * the JSON that is stored, a trade is what the sandbox shows, and sums are added up anew.
 */
import type { Sandbox } from '../../sandbox/create-sandbox';
import type { Delivery } from './merchant-server';

/** What is read of a stored order. */
export interface StoredOrder {
  orderNo: string;
  requestId: string;
  totalFen: number;
  status: string;
  dueAtMs: number | null;
  trades: { outTradeNo: string; status: string; tradeNo?: string; paidFen?: number }[];
  refunds: { outRequestNo: string; outTradeNo: string; refundFen: number; cause: string; status: string }[];
  outbox: { eventId: string; type: string; delivery: { status: string } }[];
  history: { kind: string; outTradeNo?: string; outRequestNo?: string }[];
}

export type BookedTrade = ReturnType<Sandbox['trades']>[number];

/** How an order must have ended. */
export interface End {
  status: 'paid' | 'closed';
  /** How many trades of it Alipay may know at most; one unless told. */
  mostTrades?: number;
  /** What was to go back, in this order. */
  refunds: { fen: number; cause: string }[];
  /** What the merchant's system was to hear, in this order. */
  events: string[];
}

export interface Evidence {
  /** By request id, ascending. */
  orders: readonly StoredOrder[];
  booked: readonly BookedTrade[];
  deliveries: readonly Delivery[];
}

/** All that is wrong, in words. `ends` are those of the orders, one for one. */
export function audit({ orders, booked, deliveries }: Evidence, ends: readonly End[]): string[] {
  const known = new Set(orders.flatMap((order) => order.trades.map(({ outTradeNo }) => outTradeNo)));
  const strangers = booked.filter(({ outTradeNo }) => !known.has(outTradeNo));
  const told = new Set(orders.flatMap((order) => order.outbox.map(({ eventId }) => eventId)));
  return [
    ...(orders.length === ends.length ? [] : [`${orders.length} orders instead of ${ends.length}`]),
    ...strangers.map(({ outTradeNo }) => `no order knows trade ${outTradeNo}`),
    ...deliveries.filter(({ eventId }) => !told.has(eventId)).map(({ eventId }) => `event ${eventId} is in no outbox`),
    ...orders.flatMap((order, index) => {
      const end = ends[index];
      const its = booked.filter(({ outTradeNo }) => outTradeNo.startsWith(`${order.orderNo}_`));
      const faults = end ? [...unresolved(order), ...payments(order, its, end), ...refunds(order, its, end)] : [];
      const untold = end ? tellings(order, deliveries, end) : [];
      return [...faults, ...untold].map((fault) => `${order.requestId}: ${fault}`);
    }),
  ];
}

// --- Internal helpers ---

/** Nothing unknown is left, and nothing owed. */
function unresolved({ dueAtMs, trades, refunds, outbox }: StoredOrder): string[] {
  const open = trades.filter(({ status }) => status !== 'paid' && status !== 'closed');
  const pending = refunds.filter(({ status }) => status !== 'succeeded');
  const waiting = outbox.filter(({ delivery }) => delivery.status !== 'delivered');
  return [
    ...(dueAtMs === null ? [] : ['it still owes something']),
    ...open.map(({ outTradeNo, status }) => `trade ${outTradeNo} is left ${status}`),
    ...pending.map(({ outRequestNo, status }) => `refund ${outRequestNo} is left ${status}`),
    ...waiting.map(({ type, delivery }) => `event ${type} is left ${delivery.status}`),
  ];
}

/** Paid once, here as there, or not at all; and nothing can be paid any more. */
function payments(order: StoredOrder, booked: readonly BookedTrade[], { status, mostTrades = 1 }: End): string[] {
  const paid = booked.filter(({ paidAtMs }) => paidAtMs !== null);
  const noted = order.history.filter(({ kind }) => kind === 'trade_paid');
  const wantedFen = order.trades.map((trade) => (trade.status === 'paid' ? trade.paidFen : 0));
  const bookedFen = order.trades.map((trade) => paid.find((one) => isSame(trade, one))?.totalFen ?? 0);
  return [
    ...(order.status === status ? [] : [`it is ${order.status} instead of ${status}`]),
    ...(booked.length <= mostTrades ? [] : [`${booked.length} trades instead of ${mostTrades}`]),
    ...(status === 'closed' || paid.length === 1 ? [] : [`paid ${paid.length} times`]),
    ...(noted.length === paid.length ? [] : [`${noted.length} payments noted, ${paid.length} made`]),
    ...(String(wantedFen) === String(bookedFen) ? [] : [`paid ${wantedFen} here and ${bookedFen} at Alipay`]),
    ...booked.filter(({ isPayable }) => isPayable).map(({ outTradeNo }) => `${outTradeNo} can still be paid`),
  ];
}

function isSame(trade: StoredOrder['trades'][number], booked: BookedTrade): boolean {
  return trade.outTradeNo === booked.outTradeNo && trade.tradeNo === booked.tradeNo;
}

/** Refunded exactly as was wanted, once each, here as at Alipay. */
function refunds(order: StoredOrder, booked: readonly BookedTrade[], end: End): string[] {
  const wanted = end.refunds.map(({ fen, cause }) => `${fen} ${cause}`);
  const stored = order.refunds.map(({ refundFen, cause }) => `${refundFen} ${cause}`);
  const here = order.refunds.map(
    ({ outTradeNo, outRequestNo, refundFen }) => `${outTradeNo} ${outRequestNo} ${refundFen}`,
  );
  const there = booked.flatMap(({ outTradeNo, refunds: made }) =>
    made.map(({ requestNo, amountFen }) => `${outTradeNo} ${requestNo} ${amountFen}`),
  );
  const noted = order.history.filter(({ kind }) => kind === 'refund_succeeded').map(({ outRequestNo }) => outRequestNo);
  return [
    ...(String(stored) === String(wanted) ? [] : [`refunds ${stored} instead of ${wanted}`]),
    ...(String(here.sort()) === String(there.sort()) ? [] : [`refunded ${here} here and ${there} at Alipay`]),
    ...(noted.length === new Set(noted).size && noted.length === there.length ? [] : [`${noted.length} refunds noted`]),
  ];
}

/** Each event at least once, each time the same, and none before the one that it follows. */
function tellings(order: StoredOrder, deliveries: readonly Delivery[], end: End): string[] {
  const types = order.outbox.map(({ type }) => type);
  const ids = order.outbox.map(({ eventId }) => eventId);
  const mine = deliveries.filter(({ eventId }) => ids.includes(eventId));
  const arrived = [...new Set(mine.map(({ eventId }) => eventId))];
  const altered = ids.filter(
    (id) => new Set(mine.filter(({ eventId }) => eventId === id).map(({ text }) => text)).size > 1,
  );
  return [
    ...(String(types) === String(end.events) ? [] : [`events ${types} instead of ${end.events}`]),
    ...(String(arrived) === String(ids) ? [] : [`events arrived as ${arrived}`]),
    ...altered.map((id) => `event ${id} said different things`),
  ];
}
