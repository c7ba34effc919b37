import type { Alipay } from '../alipay/alipay';
import { type Buyer, openIdOf } from '../alipay/buyers';
import type { Notify } from '../alipay/notify';
import type { Trade } from '../alipay/trade';
import { fenToYuan } from '../money';

/** A buyer as the control API shows it; `buyerId` is what the other calls take. */
export function buyerView(buyer: Buyer, { apps }: Pick<Alipay, 'apps'>) {
  const openIds = Object.fromEntries(apps.map(({ appId }) => [appId, openIdOf(buyer.userId, appId)]));
  const { userId, name, logonId, isEnabled } = buyer;
  return { buyerId: userId, userId, name, logonId, isEnabled, openIds };
}

/** A trade as the cashier and a developer want to see it. Times are milliseconds, amounts yuan and fen. */
export function tradeView(trade: Trade, alipay: Alipay) {
  const app = alipay.appOf(trade.appId);
  return {
    tradeNo: trade.tradeNo,
    outTradeNo: trade.outTradeNo,
    status: trade.status,
    isPayable: trade.status === 'WAIT_BUYER_PAY',
    payableReason: PAYABLE_REASONS[trade.status],
    totalAmount: fenToYuan(trade.totalFen),
    totalFen: trade.totalFen,
    subject: trade.subject,
    body: trade.body ?? null,
    productCode: trade.productCode,
    appId: trade.appId,
    appName: app.name,
    opAppId: trade.opAppId ?? null,
    sellerId: trade.sellerId,
    sellerName: app.sellerName,
    buyer: buyerView(alipay.buyerOf(trade.buyerUserId), alipay),
    notifyUrl: trade.notifyUrl ?? null,
    createdAtMs: trade.createdAtMs,
    expiresAtMs: trade.expiresAtMs,
    paidAtMs: trade.paidAtMs ?? null,
    closedAtMs: trade.closedAtMs ?? null,
    notifies: alipay
      .notifies()
      .filter(({ tradeNo }) => tradeNo === trade.tradeNo)
      .map(notifyView),
  };
}

/** Why the cashier will not open; null when it will. */
const PAYABLE_REASONS: Readonly<Record<Trade['status'], 'already_paid' | 'closed' | null>> = {
  WAIT_BUYER_PAY: null,
  TRADE_SUCCESS: 'already_paid',
  TRADE_FINISHED: 'already_paid',
  TRADE_CLOSED: 'closed',
};

export function notifyView(notify: Notify) {
  const { nextAtMs = null, ...rest } = notify;
  return { ...rest, nextAtMs };
}
