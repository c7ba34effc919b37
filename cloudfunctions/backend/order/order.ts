import type { MerchantEvent } from '../../../contract/events';

/**
 * The aggregate: what the buyer wants, every attempt to pay for it, every refund, and what the merchant is still owed
 * to be told. Saved as one, by compare-and-set on `version`. Times are epoch milliseconds, amounts integer fen.
 */

/** Stored with every trade: a name that was once in use must stay known. */
export type ChannelName = 'alipay' | 'fshows';

/** Who pays: the provider knows a buyer by one of two kinds of id (reference alipay-trade 2.8). */
export interface Buyer {
  kind: 'user_id' | 'open_id';
  id: string;
}

/** Title and price for one piece as they were when it was ordered; the catalog may say something else by now. */
export interface OrderItem {
  goodsId: string;
  title: string;
  priceFen: number;
  quantity: number;
}

/** What the order is to its buyer. A refund leaves it paid. */
export type OrderStatus = 'unpaid' | 'paid' | 'closed';

/** What the channel has proved. `creating`: whether it exists there is not known yet. */
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
  /** How often its creation was asked for; absent means once, with the order. Counted before each further one is sent. */
  createsSent?: number;
  /** When its creation was last asked for; absent means when the order was made. */
  createSentAtMs?: number;
  /** How many of those were verifiably refused for good, or never left us. When it is all, no trade can come to be by itself. */
  createsRefused?: number;
  /** A genuine message about it, being closed, was not believed: its channel is asked until it has answered. */
  doubt?: { sinceMs: number; nextAskAtMs: number };
}

/** Why money goes back. Everything but `merchant` is money that should not have come. */
export type RefundCause = 'merchant' | 'late' | 'double' | 'mismatch';

/** Money on its way back. Its number is fixed before the first try and stays until the result is known. */
export interface Refund {
  outRequestNo: string;
  outTradeNo: string;
  refundFen: number;
  cause: RefundCause;
  /** `failed` only when it is proven that nothing was given back under this number. */
  status: 'pending' | 'succeeded' | 'failed';
  /** How often it was sent to the channel. */
  attempts: number;
  requestedAtMs: number;
  /** When the sweep must go on with it; null when it has ended. */
  nextTryAtMs: number | null;
  /** The operator's own number for this refund, so that a repeated request names the same one. */
  requestId?: string;
  /** Which operator asked for it; absent when it goes back by itself. */
  requestedBy?: string;
  /** The operator's words, shown to the buyer by the channel. */
  reason?: string;
  sentAtMs?: number;
  /** The last sending may have been carried out: the channel must be asked before it is sent again. */
  isDoubtful?: boolean;
  /** The channel refused it for good with this code; a query must confirm that nothing was given back. */
  refusedCode?: string;
  /** What the channel said last, when it was not success. */
  lastCode?: string;
  endedAtMs?: number;
}

/** A buyer's wish to get money back. Only an operator can fulfil it. */
export interface RefundAsk {
  reason: string;
  atMs: number;
}

/** Where a fact came from. */
export type Source = 'create' | 'query' | 'close' | 'notify' | 'refund' | 'sweep' | 'bill' | 'operator' | 'buyer';

/** Paid by instalments with Huabei (reference alipay-trade 2.1, extend_params). */
export interface Instalments {
  /** Months. */
  count: 3 | 6 | 12;
  feePayer: 'buyer' | 'merchant';
}

/** What was accepted about this order, oldest first. */
export type Fact =
  | { kind: 'ordered' }
  | { kind: 'trade_opened' | 'trade_closed' | 'trade_refused'; outTradeNo: string; code?: string }
  | { kind: 'trade_paid'; outTradeNo: string; paidFen: number }
  /** A further trade, after the one before was proven closed. */
  | { kind: 'trade_added'; outTradeNo: string }
  | { kind: 'close_requested' }
  /** Nothing of the order can be paid any more, and nobody wants to go on. */
  | { kind: 'order_ended' }
  /** Money that came after the closing pays the order all the same, by the merchant's policy. */
  | { kind: 'late_payment_honoured'; outTradeNo: string }
  | { kind: 'refund_asked' }
  | { kind: 'refund_requested' | 'refund_succeeded'; outRequestNo: string; refundFen: number; cause: RefundCause }
  | { kind: 'refund_delayed' | 'refund_failed'; outRequestNo: string; code?: string }
  | { kind: 'unexpected_money'; outTradeNo: string; paidFen: number; cause: Exclude<RefundCause, 'merchant'> };

/** A fact, with when it became known and by whose word. */
export type HistoryEntry = Fact & { atMs: number; source: Source };

/** News for the merchant's own system, saved with the fact that it tells, and kept after delivery to be sent again on demand. */
export interface OutboxEvent extends MerchantEvent {
  delivery: EventDelivery;
}

/** How far the delivery of one event has come. */
export interface EventDelivery {
  /** `kept`: nobody was to be told when it happened. `parked`: given up after three days; an operator can send it again. */
  status: 'waiting' | 'delivered' | 'parked' | 'kept';
  attempts: number;
  /** Since when delivery has been tried; since when it waits, before the first try. */
  sinceMs: number;
  /** When to try next; null unless waiting. */
  nextTryAtMs: number | null;
  /** Why the last try failed. */
  lastFailure?: string;
}

/** One purchase and everything that became of it. */
export interface Order {
  orderNo: string;
  requestId: string;
  buyer: Buyer;
  merchantId: string;
  items: OrderItem[];
  subject: string;
  totalFen: number;
  /** The buyer's words to the merchant. */
  note?: string;
  instalments?: Instalments;
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
  /** When a message that nobody could believe last made us ask the channel. */
  suspectedAtMs?: number;
  /** The buyer's last wish for a refund, until an operator refunds something. */
  refundAsk?: RefundAsk;
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
  note?: string;
  instalments?: Instalments;
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
