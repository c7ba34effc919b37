import { type Buyer, openIdOf } from '../alipay/buyers';
import type { Directory } from '../alipay/directory';
import { type Refund, refundedFen } from '../alipay/refund';
import type { Trade, TradeStatus } from '../alipay/trade';
import type { GatewayName } from '../fault/fault-selectors';
import { fenToYuan } from '../money';
import type { Notify } from '../notify/notify';

/** A buyer as the control API shows it. */
export interface BuyerView {
  /** What the other calls take; the same as `userId`. */
  buyerId: string;
  userId: string;
  name: string;
  logonId: string;
  isEnabled: boolean;
  /** By app id. */
  openIds: Record<string, string>;
}

/** Holds the buyer's `open_id` in every app of the directory. */
export function buyerView({ userId, name, logonId, isEnabled }: Buyer, { apps }: Directory): BuyerView {
  const openIds = Object.fromEntries(apps.map(({ appId }) => [appId, openIdOf(userId, appId)]));
  return { buyerId: userId, userId, name, logonId, isEnabled, openIds };
}

/** Why the cashier will not open. */
export type UnpayableReason = 'already_paid' | 'closed';

const UNPAYABLE_REASONS: Readonly<Record<TradeStatus, UnpayableReason | null>> = {
  WAIT_BUYER_PAY: null,
  TRADE_SUCCESS: 'already_paid',
  TRADE_FINISHED: 'already_paid',
  TRADE_CLOSED: 'closed',
};

/** Null when the cashier opens. */
export function unpayableReason(status: TradeStatus): UnpayableReason | null {
  return UNPAYABLE_REASONS[status];
}

/** A trade as a cashier and a developer want to see it. Times are milliseconds since 1970. */
export interface TradeView {
  gateway: GatewayName;
  /** What `my.tradePay` takes; at Fshows the `prepay_id`. */
  tradeNo: string;
  /** Fshows' own `trade_no`, by which no phone can pay; null for a trade of Alipay. */
  platformTradeNo: string | null;
  outTradeNo: string;
  status: TradeStatus;
  isPayable: boolean;
  payableReason: UnpayableReason | null;
  /** Yuan, two decimals. */
  totalAmount: string;
  totalFen: number;
  subject: string;
  body: string | null;
  productCode: string;
  appId: string;
  appName: string;
  /** The merchant's app, when a service provider's opened the trade; the same as `appId` otherwise. */
  authAppId: string;
  opAppId: string | null;
  sellerId: string;
  sellerName: string;
  buyer: BuyerView;
  notifyUrl: string | null;
  createdAtMs: number;
  expiresAtMs: number;
  paidAtMs: number | null;
  refundedFen: number;
  /** In the order of making. */
  refunds: readonly Refund[];
  closedAtMs: number | null;
  notifies: NotifyView[];
}

/** A notify for JSON: its gateway is always named, and null says that no delivery is due. */
export type NotifyView = Omit<Notify, 'nextAtMs' | 'gateway'> & { gateway: GatewayName; nextAtMs: number | null };

/** What the trade has not come to yet is null. `notifies` are those of this trade. */
export function tradeView(trade: Trade, notifies: readonly Notify[], directory: Directory): TradeView {
  const { name } = directory.appOf(trade.appId);
  const { sellerName } = directory.appOf(trade.authAppId);
  const payableReason = unpayableReason(trade.status);
  return {
    gateway: 'alipay',
    tradeNo: trade.tradeNo,
    platformTradeNo: null,
    outTradeNo: trade.outTradeNo,
    status: trade.status,
    isPayable: payableReason === null,
    payableReason,
    totalAmount: fenToYuan(trade.totalFen),
    totalFen: trade.totalFen,
    subject: trade.subject,
    body: trade.body ?? null,
    productCode: trade.productCode,
    appId: trade.appId,
    appName: name,
    authAppId: trade.authAppId,
    opAppId: trade.opAppId ?? null,
    sellerId: trade.sellerId,
    sellerName,
    buyer: buyerView(directory.buyerOf(trade.buyerUserId), directory),
    notifyUrl: trade.notifyUrl ?? null,
    createdAtMs: trade.createdAtMs,
    expiresAtMs: trade.expiresAtMs,
    paidAtMs: trade.paidAtMs ?? null,
    refundedFen: refundedFen(trade.refunds),
    refunds: trade.refunds,
    closedAtMs: trade.closedAtMs ?? null,
    notifies: notifies.map(notifyView),
  };
}

/** Puts in words what a kept notify leaves out. */
export function notifyView(notify: Notify): NotifyView {
  return { ...notify, gateway: notify.gateway ?? 'alipay', nextAtMs: notify.nextAtMs ?? null };
}
