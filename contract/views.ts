/** What the backend shows to the buyer's app. Times are epoch milliseconds, amounts integer fen. */

export interface GoodsView {
  goodsId: string;
  title: string;
  description: string;
  priceFen: number;
  /** Name of a picture shipped in the app, without folder or extension. */
  picture: string;
}

export interface OrderItemView {
  goodsId: string;
  title: string;
  priceFen: number;
  quantity: number;
}

export type OrderStatus = 'unpaid' | 'paid' | 'closed';

/** How the buyer can pay an unpaid order now. */
export type PaymentView =
  /** Hand `walletTradeNo` to my.tradePay. */
  | { state: 'ready'; walletTradeNo: string }
  /** The channel has not confirmed the trade yet; ask again. */
  | { state: 'preparing' }
  /** The channel refuses to open a trade; the code is the provider's own. */
  | { state: 'unavailable'; code: string };

/** Money on its way back to the buyer, or back already. */
export interface RefundView {
  refundFen: number;
  /** `failed`: the channel will not carry it out; the merchant has been told. */
  status: 'pending' | 'succeeded' | 'failed';
  /** `merchant`: given back by the merchant. Else money that should not have come: too late, twice, or another amount. */
  cause: 'merchant' | 'late' | 'double' | 'mismatch';
  /** When it ended; when it began, while it is pending. */
  atMs: number;
}

/** A buyer's wish for a refund that no operator has answered yet. */
export interface RefundAskView {
  reason: string;
  atMs: number;
}

export interface OrderView {
  orderNo: string;
  status: OrderStatus;
  items: OrderItemView[];
  subject: string;
  merchantName: string;
  totalFen: number;
  createdAtMs: number;
  expiresAtMs: number;
  paidAtMs: number | null;
  closedAtMs: number | null;
  /** null unless the order is unpaid. */
  payment: PaymentView | null;
  /** True while the order is being closed and the channel has not confirmed it. */
  closing: boolean;
  /** True when money arrived that does not settle this order; `refunds` shows how it goes back. */
  unexpectedMoney: boolean;
  /** Oldest first. */
  refunds: RefundView[];
  /** Sum of the refunds that have succeeded. */
  refundedFen: number;
  refundAsk: RefundAskView | null;
}
