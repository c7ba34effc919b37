import type { Alipay } from '../alipay/alipay';
import { type Buyer, openIdOf } from '../alipay/buyers';
import { type ControlRefusal, refusal } from './control-refusal';
import { buyerView, notifyView, tradeView } from './control-views';

/** What becomes of the cashier sheet: the buyer pays, or turns away. */
export type PayOutcome = 'paid' | 'cancelled';

export interface PayRequest {
  tradeNo: string;
  /** `user_id` or any `open_id` of who holds the phone; the trade's own buyer when absent. */
  buyerId?: string;
  outcome: PayOutcome;
}

export type TradeView = ReturnType<typeof tradeView>;

/** What can be done to the sandbox from outside the gateway; served over HTTP and handed to programs. */
export type Control = ReturnType<typeof control>;

export function control(alipay: Alipay) {
  function buyerBy(buyerId: string | undefined): Buyer | undefined {
    if (buyerId === undefined) return alipay.buyers[0];
    return alipay.buyers.find(
      ({ userId }) => userId === buyerId || alipay.apps.some(({ appId }) => openIdOf(userId, appId) === buyerId),
    );
  }

  return {
    buyers: () => alipay.buyers.map((buyer) => buyerView(buyer, alipay)),
    /** Newest first. */
    trades: () =>
      alipay
        .trades()
        .reverse()
        .map((trade) => tradeView(trade, alipay)),
    trade(tradeNo: string): TradeView | ControlRefusal {
      const trade = alipay.trade(tradeNo);
      return trade ? tradeView(trade, alipay) : noSuchTrade(tradeNo);
    },
    pay({ tradeNo, buyerId, outcome }: PayRequest): TradeView | ControlRefusal {
      const trade = alipay.trade(tradeNo);
      if (!trade) return noSuchTrade(tradeNo);
      const buyer = buyerBy(buyerId ?? trade.buyerUserId);
      if (!buyer) return noSuchBuyer();
      if (trade.status !== 'WAIT_BUYER_PAY') return refusal('trade_not_payable', `The trade is ${trade.status}.`);
      if (buyer.userId !== trade.buyerUserId) return refusal('buyer_differs', 'The trade was made for another buyer.');
      if (outcome === 'cancelled') return tradeView(trade, alipay);
      const paid = alipay.payTrade(tradeNo, buyer.userId);
      return paid.kind === 'done'
        ? tradeView(paid.trade, alipay)
        : refusal('trade_not_payable', 'The trade has expired.');
    },
    authCode({ buyerId, appId }: { buyerId?: string; appId?: string }): { authCode: string } | ControlRefusal {
      const app = alipay.apps.find((candidate) => appId === undefined || candidate.appId === appId);
      if (!app) return refusal('app_not_found', 'GET /api/apps lists the apps.');
      const buyer = buyerBy(buyerId);
      return buyer ? { authCode: alipay.issueAuthCode(app.appId, buyer.userId).code } : noSuchBuyer();
    },
    notifies: () => alipay.notifies().reverse().map(notifyView),
    notifyPolicy: () => ({ deliver: alipay.isDelivering() }),
    setNotifyPolicy({ deliver }: { deliver: boolean }) {
      alipay.setDelivering(deliver);
      return { deliver };
    },
    reset: () => alipay.reset(),
  };
}

function noSuchTrade(tradeNo: string): ControlRefusal {
  return refusal('trade_not_found', `There is no trade_no ${tradeNo.slice(0, 64)}; an out_trade_no is not one.`);
}

function noSuchBuyer(): ControlRefusal {
  return refusal('buyer_not_found', 'GET /api/buyers lists the buyers.');
}
