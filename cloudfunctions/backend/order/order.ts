/**
 * The aggregate: what the buyer wants, every attempt to pay for it, every refund, and what the merchant is still owed
 * to be told. Saved as one, by compare-and-set on `version`. Times are epoch milliseconds, amounts integer fen.
 */

export type ChannelName = 'alipay' | 'fshows';

/** Who pays: the provider knows a buyer by one of two kinds of id (reference alipay-trade 2.8). */
export interface Buyer {
  kind: 'user_id' | 'open_id';
  id: string;
}

export interface OrderItem {
  goodsId: string;
  title: string;
  priceFen: number;
  quantity: number;
}

export type OrderStatus = 'unpaid' | 'paid' | 'closed';

export type TradeStatus = 'creating' | 'open' | 'paid' | 'closed';

/** One attempt to pay an order at one channel. */
export interface Trade {
  outTradeNo: string;
  channel: ChannelName;
  status: TradeStatus;
  /** The channel's own number, used for matching. */
  tradeNo?: string;
  /** What goes into my.tradePay. */
  walletTradeNo?: string;
  paidFen?: number;
  paidAtMs?: number;
  closedAtMs?: number;
  /** The provider's code when it last refused to open this trade; cleared when the trade opens. */
  refusedCode?: string;
}

/** Why money goes back. Everything but `merchant` is money that should not have come. */
export type RefundCause = 'merchant' | 'late' | 'double' | 'mismatch';

export interface Refund {
  outRequestNo: string;
  outTradeNo: string;
  refundFen: number;
  cause: RefundCause;
  status: 'pending' | 'succeeded' | 'failed';
  attempts: number;
}

/** Where a fact came from. */
export type Source = 'create' | 'query' | 'close' | 'notify' | 'sweep' | 'bill' | 'operator' | 'buyer';

/** What was accepted about this order, oldest first. */
export type Fact =
  | { kind: 'ordered' }
  | { kind: 'trade_opened' | 'trade_closed' | 'trade_refused'; outTradeNo: string; code?: string }
  | { kind: 'trade_paid'; outTradeNo: string; paidFen: number }
  | { kind: 'close_requested' }
  | { kind: 'unexpected_money'; outTradeNo: string; paidFen: number; cause: Exclude<RefundCause, 'merchant'> };

export type HistoryEntry = Fact & { atMs: number; source: Source };

/** News for the merchant's own system, kept until delivered. */
export interface OutboxEvent {
  eventId: string;
  type: 'order.paid' | 'order.closed' | 'order.refunded' | 'money.unexpected';
  atMs: number;
}

export interface Order {
  orderNo: string;
  requestId: string;
  buyer: Buyer;
  merchantId: string;
  items: OrderItem[];
  subject: string;
  totalFen: number;
  status: OrderStatus;
  trades: Trade[];
  refunds: Refund[];
  outbox: OutboxEvent[];
  history: HistoryEntry[];
  createdAtMs: number;
  expiresAtMs: number;
  paidAtMs: number | null;
  closedAtMs: number | null;
  /** When the buyer asked to close; the sweep goes on closing until the channel has confirmed it. */
  closeRequestedAtMs: number | null;
  /** When somebody last claimed the right to ask the channel, so that many polls make one query. */
  askedAtMs: number | null;
  /** When the sweep must look next; null when nothing is owed. */
  dueAtMs: number | null;
  version: number;
}

/** What a new order is made of. */
export interface OrderDraft {
  orderNo: string;
  requestId: string;
  buyer: Buyer;
  merchantId: string;
  channel: ChannelName;
  outTradeNo: string;
  items: OrderItem[];
  subject: string;
  totalFen: number;
  nowMs: number;
  expiresAtMs: number;
  dueAtMs: number;
}

/** A new unpaid order with its first trade, not yet known to exist at the channel. */
export function newOrder(draft: OrderDraft): Order {
  const { channel, outTradeNo, nowMs, ...given } = draft;
  return {
    ...given,
    status: 'unpaid',
    trades: [{ outTradeNo, channel, status: 'creating' }],
    refunds: [],
    outbox: [],
    history: [{ kind: 'ordered', atMs: nowMs, source: 'buyer' }],
    createdAtMs: nowMs,
    paidAtMs: null,
    closedAtMs: null,
    closeRequestedAtMs: null,
    askedAtMs: nowMs,
    version: 1,
  };
}

/** The trade the buyer can pay, or could have paid last. An order always has one. */
export function currentTrade(order: Order): Trade {
  const trade = order.trades.at(-1);
  if (!trade) throw new Error(`order ${order.orderNo} has no trade`);
  return trade;
}

/** Whether two purchases ask for the same goods in the same quantities. */
export function sameItems(
  left: readonly { goodsId: string; quantity: number }[],
  right: readonly { goodsId: string; quantity: number }[],
): boolean {
  const key = (items: typeof left) => items.map((item) => `${item.goodsId}\n${item.quantity}`).sort();
  return JSON.stringify(key(left)) === JSON.stringify(key(right));
}
