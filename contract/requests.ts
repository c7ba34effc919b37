import type { OperatorRefusalReason, RefundRefusalReason, RefusalReason, Refused } from './errors';
import type {
  EventResendRequest,
  OperatorOrderReply,
  OrderRefundRequest,
  RefundAskListReply,
  RefundAskListRequest,
  RefundAskRequest,
} from './operator';
import type { ContactView, GoodsView, InstalmentCount, InstalmentOffer, OrderStatus, OrderView } from './views';

/** Most distinct goods in one order. */
export const MAX_ITEMS = 50;
/** Most pieces of one kind of goods in one order. */
export const MAX_QUANTITY = 99;
/** Longest note of a buyer to the merchant, in characters. */
export const MAX_NOTE_CHARACTERS = 100;

/** Names of the cloud functions the app calls. */
export type FunctionName =
  | 'catalog-list'
  | 'order-create'
  | 'order-query'
  | 'order-list'
  | 'order-close'
  | 'refund-ask';

/** What the buyer wants. Prices are not asked for: the server takes them from its catalog. */
export interface OrderCreateRequest {
  /**
   * Made and stored by the app before the first try and reused on every retry of the same purchase: 16 to 64
   * characters `[A-Za-z0-9_-]`. The same id names the same order.
   */
  requestId: string;
  items: { goodsId: string; quantity: number }[];
  /** The buyer's words to the merchant, at most {@link MAX_NOTE_CHARACTERS}. */
  note?: string;
  /** Pay in this many months with Huabei; only where the catalog offers it. */
  instalments?: InstalmentCount;
}

/** Names one order: the buyer's own, except where an operator asks. */
export interface OrderNoRequest {
  orderNo: string;
}

/** Which page of the buyer's own orders. */
export interface OrderListRequest {
  /** `nextCursor` of the previous page; absent for the first. */
  cursor?: string;
  /** Only these; absent for all. `refund`: a refund was made, is under way, or was asked for. */
  status?: OrderListStatus;
}

/** What a list can be narrowed to. `refund` overlaps the others: such an order has one of the statuses as well. */
export type OrderListStatus = OrderStatus | 'refund';

/** What is for sale now, and on which terms. */
export interface CatalogReply {
  ok: true;
  merchantName: string;
  goods: GoodsView[];
  /** How to reach the merchant; absent where it does not say. */
  contact?: ContactView;
  /** Absent where the merchant takes no instalments. */
  instalments?: InstalmentOffer;
}

/** The order after what was asked. Where its payment is still `preparing` or its closing unconfirmed, ask again. */
export interface OrderReply {
  ok: true;
  order: OrderView;
  /** The server's clock, for the countdown. */
  serverNowMs: number;
}

/** One page of the buyer's orders. */
export interface OrderListReply {
  ok: true;
  /** Newest first. */
  orders: OrderView[];
  /** Absent on the last page. */
  nextCursor?: string;
  serverNowMs: number;
}

/** Request and reply of every function that operators call, by name. */
export interface OperatorContract {
  'order-refund': { request: OrderRefundRequest; reply: OperatorOrderReply | Refused<OperatorRefusalReason> };
  'operator-order': { request: OrderNoRequest; reply: OperatorOrderReply | Refused<OperatorRefusalReason> };
  'refund-asks': { request: RefundAskListRequest; reply: RefundAskListReply | Refused<OperatorRefusalReason> };
  'event-resend': { request: EventResendRequest; reply: OperatorOrderReply | Refused<OperatorRefusalReason> };
}

/** Request and reply of every function, by name. */
export interface FunctionContract {
  'catalog-list': { request: Record<string, never>; reply: CatalogReply };
  'order-create': { request: OrderCreateRequest; reply: OrderReply | Refused };
  'order-query': { request: OrderNoRequest; reply: OrderReply | Refused };
  'order-list': { request: OrderListRequest; reply: OrderListReply | Refused };
  'order-close': { request: OrderNoRequest; reply: OrderReply | Refused };
  'refund-ask': { request: RefundAskRequest; reply: OrderReply | Refused<RefusalReason | RefundRefusalReason> };
}
