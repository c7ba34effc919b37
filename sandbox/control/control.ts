import type { Alipay } from '../alipay/alipay';
import type { NotifyCause } from '../alipay/notify';
import type { AlipayRules } from '../alipay/rules';
import type { Trade } from '../alipay/trade';
import type { TradeRefusal } from '../alipay/trade-refusal';
import { type AccountControl, accountControl } from './account-control';
import { type ControlRefusal, refusal } from './control-refusal';
import { type BuyerView, buyerView, type NotifyView, notifyView, type TradeView, tradeView } from './control-views';
import { restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot';

export interface PayRequest {
  tradeNo: string;
  /** `user_id`, or `open_id` of any app, of who holds the phone; the trade's own buyer when absent. */
  buyerId?: string;
  /** The buyer pays, or turns away and leaves the trade as it is. */
  outcome: 'paid' | 'cancelled';
}

/** What can be done to the sandbox beside the gateway; served over HTTP and handed to programs. */
export interface Control extends AccountControl {
  buyers(): BuyerView[];
  /** Newest first, at most `limit`, 100 unless told. */
  trades(limit?: number): TradeView[];
  trade(tradeNo: string): TradeView | ControlRefusal;
  pay(request: PayRequest): TradeView | ControlRefusal;
  /** What `my.getAuthCode` gives; the first buyer and the first app when not named. */
  authCode(request?: { buyerId?: string; appId?: string }): { authCode: string } | ControlRefusal;
  /** Newest first, at most `limit`, 100 unless told. */
  notifies(limit?: number): NotifyView[];
  notify(notifyId: string): NotifyView | ControlRefusal;
  /** Sends the bytes of its last delivery once more, and tells what became of it. */
  replayNotify(notifyId: string): Promise<NotifyView | ControlRefusal>;
  /** Sends, at once, everything made since `sinceMs` that was never acknowledged. Tells what that is, before it is sent. */
  backfillNotifies(since: { sinceMs: number }): NotifyView[];
  notifyPolicy(): NotifyPolicy;
  /** Changes what is named and keeps the rest. */
  setNotifyPolicy(policy: Partial<NotifyPolicy>): NotifyPolicy;
  /** How everything stands that is assumed about Alipay. */
  rules(): Readonly<AlipayRules>;
  /** Switches what is named, from now on and until a reset; tells how all stand then. Throws on what is no rule. */
  setRules(change: Partial<AlipayRules>): Readonly<AlipayRules>;
  snapshot(): Snapshot;
  /** Takes the place of everything remembered; the time stays what it is. */
  restore(snapshot: Snapshot): { rows: number } | ControlRefusal;
  /** Forgets all but apps, buyers and keys, removes every fault, and puts the rules back to what they were at the start. */
  reset(): void;
}

export interface NotifyPolicy {
  /** False keeps every notify back until it is true again, as a blocked callback address would. */
  deliver: boolean;
  /** Which events merchants are told of. */
  causes: readonly NotifyCause[];
}

const USUAL_LIMIT = 100;

export function control(alipay: Alipay): Control {
  const { directory, trades, notifies, oauth } = alipay;

  const view = (trade: Trade) => tradeView(trade, notifies.ofTrade(trade.tradeNo), directory);

  function pay({ tradeNo, buyerId, outcome }: PayRequest): TradeView | ControlRefusal {
    const trade = trades.get(tradeNo);
    if (!trade) return noSuchTrade(tradeNo);
    const buyer = directory.buyerByAnyId(buyerId ?? trade.buyerUserId);
    if (!buyer) return noSuchBuyer();
    if (trade.status !== 'WAIT_BUYER_PAY') return refusal('trade_not_payable', `The trade is ${trade.status}.`);
    if (buyer.userId !== trade.buyerUserId) return refusal('buyer_differs', 'The trade was made for another buyer.');
    if (outcome === 'cancelled') return view(trade);
    const paid = trades.pay(tradeNo, buyer.userId);
    return paid.kind === 'done' ? view(paid.trade) : payRefusal(paid.reason);
  }

  const notifyPolicy = () => ({ deliver: notifies.isDelivering(), causes: alipay.rules.notifyCauses });

  return {
    ...accountControl(alipay),
    buyers: () => directory.buyers.map((buyer) => buyerView(buyer, directory)),
    trades: (limit = USUAL_LIMIT) => trades.latest(limit).map(view),
    trade(tradeNo) {
      const trade = trades.get(tradeNo);
      return trade ? view(trade) : noSuchTrade(tradeNo);
    },
    pay,
    authCode({ buyerId, appId } = {}) {
      const app = directory.apps.find((candidate) => appId === undefined || candidate.appId === appId);
      if (!app) return refusal('app_not_found', 'GET /api/apps lists the apps.');
      const buyer = buyerId === undefined ? directory.buyers[0] : directory.buyerByAnyId(buyerId);
      return buyer ? { authCode: oauth.issueCode(app.appId, buyer.userId).code } : noSuchBuyer();
    },
    notifies: (limit = USUAL_LIMIT) => [...notifies.all()].slice(-limit).reverse().map(notifyView),
    notify(notifyId) {
      const notify = notifies.get(notifyId);
      return notify ? notifyView(notify) : noSuchNotify();
    },
    async replayNotify(notifyId) {
      if (!notifies.get(notifyId)) return noSuchNotify();
      const replayed = await notifies.replay(notifyId);
      return replayed ? notifyView(replayed) : refusal('notify_not_sent', 'It has not been sent yet.');
    },
    backfillNotifies: ({ sinceMs }) => notifies.backfill(sinceMs).map(notifyView),
    notifyPolicy,
    setNotifyPolicy({ deliver = notifies.isDelivering(), causes = alipay.rules.notifyCauses }) {
      alipay.setRules({ notifyCauses: causes });
      notifies.setDelivering(deliver);
      return notifyPolicy();
    },
    rules: () => ({ ...alipay.rules }),
    setRules(change) {
      alipay.setRules(change);
      return { ...alipay.rules };
    },
    snapshot: () => takeSnapshot(alipay),
    restore: (snapshot) => restoreSnapshot(alipay, snapshot),
    reset: alipay.reset,
  };
}

/** Why the cashier opens and no money moves. */
function payRefusal(reason: TradeRefusal): ControlRefusal {
  switch (reason) {
    case 'buyer_balance_short':
      return refusal(reason, 'The buyer’s balance is too low.');
    case 'buyer_cannot_pay':
      return refusal(reason, 'The buyer’s account is blocked or gone.');
    case 'no_pay_channel':
      return refusal(reason, 'The merchant allows none of the ways to pay that the buyer has.');
    default:
      return refusal('trade_not_payable', 'The trade has just expired.');
  }
}

function noSuchTrade(tradeNo: string): ControlRefusal {
  return refusal('trade_not_found', `There is no trade_no ${tradeNo.slice(0, 64)}; an out_trade_no is not one.`);
}

function noSuchNotify(): ControlRefusal {
  return refusal('notify_not_found', 'GET /api/notifies lists the notifies.');
}

function noSuchBuyer(): ControlRefusal {
  return refusal('buyer_not_found', 'GET /api/buyers lists the buyers.');
}
