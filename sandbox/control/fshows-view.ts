import type { Directory } from '../alipay/directory';
import type { FshowsDirectory } from '../fshows/directory';
import { refundedFen } from '../fshows/refund';
import type { FshowsTrade } from '../fshows/trade';
import { fenToYuan } from '../money';
import type { Notify } from '../notify/notify';
import { buyerView, notifyView, type TradeView, unpayableReason } from './control-views';

/** A trade of Fshows in the words of the control API: `tradeNo` is what the buyer's phone pays by, the `prepay_id`. */
export function fshowsTradeView(
  trade: FshowsTrade,
  notifies: readonly Notify[],
  fshows: FshowsDirectory,
  directory: Directory,
): TradeView {
  const payableReason = unpayableReason(trade.status);
  return {
    gateway: 'fshows',
    tradeNo: trade.prepayId,
    platformTradeNo: trade.tradeNo,
    outTradeNo: trade.outTradeNo,
    status: trade.status,
    isPayable: payableReason === null,
    payableReason,
    totalAmount: fenToYuan(trade.totalFen),
    totalFen: trade.totalFen,
    subject: trade.subject,
    body: trade.body ?? null,
    productCode: 'FSHOWS_H5',
    appId: trade.appId,
    appName: fshows.nameOf(trade.appId),
    authAppId: trade.appId,
    opAppId: null,
    sellerId: trade.subMerchantId,
    sellerName: fshows.nameOf(trade.subMerchantId),
    buyer: buyerView(expectedBuyer(trade, directory), directory),
    notifyUrl: trade.notifyUrl ?? null,
    createdAtMs: trade.createdAtMs,
    expiresAtMs: trade.expiresAtMs,
    paidAtMs: trade.paidAtMs ?? null,
    refundedFen: refundedFen(trade.refunds),
    refunds: trade.refunds
      .filter(({ state }) => state === 'refunded')
      .map(({ requestNo, amountFen, askedAtMs, settledAtMs = askedAtMs }) => ({
        requestNo,
        amountFen,
        atMs: settledAtMs,
      })),
    closedAtMs: trade.closedAtMs ?? null,
    notifies: notifies.map(notifyView),
  };
}

/** Of a trade that anybody can pay, until somebody has: the first, who is meant when none is named. */
function expectedBuyer({ payerUserId, buyerUserId }: FshowsTrade, { buyers, buyerOf }: Directory) {
  const [first] = buyers;
  return buyerOf(payerUserId ?? buyerUserId ?? first?.userId ?? '');
}
