/** What the backend shows to the buyer's app. Times are epoch milliseconds, amounts integer fen. */

/** Something for sale; `priceFen` is for one piece. */
export interface GoodsView {
  goodsId: string;
  title: string;
  description: string;
  priceFen: number;
  /** Name of a picture shipped in the app, without folder or extension. */
  picture: string;
}

/** What was bought, at the title and the price for one piece as they were when it was ordered. */
export interface OrderItemView {
  goodsId: string;
  title: string;
  priceFen: number;
  quantity: number;
}

/** How a buyer reaches the merchant. */
export interface ContactView {
  phone?: string;
  /** One sentence, e.g. when somebody answers. */
  note?: string;
}

/** Months over which Huabei lets a buyer pay. */
export type InstalmentCount = 3 | 6 | 12;

/** What a merchant offers to those who pay by instalments with Huabei. */
export interface InstalmentOffer {
  counts: InstalmentCount[];
  /** Who bears Huabei's fee. */
  feePayer: 'buyer' | 'merchant';
  /** Orders of less cannot be paid by instalments. */
  minTotalFen: number;
}

/** How one order is paid by instalments. */
export interface InstalmentsView {
  count: InstalmentCount;
  feePayer: 'buyer' | 'merchant';
}

/** A refund leaves an order paid. A closed one may still become paid, where the merchant honours late money. */
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

/** One step in the life of an order, as its buyer is told it. */
export interface TimelineEntry {
  kind:
    | 'ordered'
    /** It can be paid. */
    | 'payment_ready'
    | 'paid'
    /** The buyer wants it closed. */
    | 'closing'
    | 'closed'
    | 'refund_asked'
    | 'refund_requested'
    | 'refunded'
    | 'refund_failed'
    /** Money came that does not settle the order, and goes back. */
    | 'unexpected_money';
  atMs: number;
  /** The money that moved, where it did. */
  fen?: number;
}

/** One order as its buyer sees it. Times that have not come yet are null. */
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
  /** The buyer's words to the merchant. */
  note: string | null;
  instalments: InstalmentsView | null;
  /** Oldest first. */
  timeline: TimelineEntry[];
}
