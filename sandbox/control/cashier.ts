import type { Trade } from '../alipay/trade';
import type { TradeRefusal } from '../alipay/trade-refusal';
import type { FshowsRefusal } from '../fshows/refusal';
import type { FshowsTrade } from '../fshows/trade';
import type { Gateways } from '../start-gateways';
import { type ControlRefusal, NEW_BUYERS, refusal } from './control-refusal';
import { type TradeView, tradeView } from './control-views';
import { fshowsTradeView } from './fshows-view';

/** What happens at the buyer's phone once the mini-program has opened the cashier. */
export interface PayRequest {
  /** What `my.tradePay` takes: Alipay's `trade_no`, or a `prepay_id` of Fshows. */
  tradeNo: string;
  /** `user_id`, or `open_id` of any app, of who holds the phone; the trade's own buyer when absent. */
  buyerId?: string;
  /** The buyer pays, or turns away and leaves the trade as it is. */
  outcome: 'paid' | 'cancelled';
}

/** The trades of both gateways, and the buyer's phone in front of them. */
export interface Cashier {
  /** Newest first, at most `limit`, 100 unless told. */
  trades(limit?: number): TradeView[];
  trade(tradeNo: string): TradeView | ControlRefusal;
  pay(request: PayRequest): TradeView | ControlRefusal;
}

/** A trade of either gateway, as far as a phone can tell. */
interface Payable {
  status: Trade['status'];
  /** Anybody when absent. */
  buyerUserId?: string;
  view(): TradeView;
  /** The buyer looks and leaves. */
  leave(): void;
  /** Undefined when it is done. */
  payAs(userId: string): TradeRefusal | FshowsRefusal | undefined;
}

const USUAL_LIMIT = 100;

/** Looks for a number among the trades of Alipay first, then among those of Fshows. */
export function cashier({ alipay, fshows }: Gateways): Cashier {
  const { directory, buyers } = alipay;
  const view = (trade: Trade) => tradeView(trade, alipay.notifies.ofTrade(trade.tradeNo), directory);
  const viewOfFshows = (trade: FshowsTrade) =>
    fshowsTradeView(trade, fshows.notifies.ofTrade(trade.prepayId), fshows.directory, directory);

  function payable(tradeNo: string): Payable | undefined {
    const trade = alipay.trades.get(tradeNo);
    const ofFshows = trade ? undefined : fshows.trades.get(tradeNo);
    if (trade) {
      const now = () => view(alipay.trades.get(tradeNo) ?? trade);
      const payAs = (userId: string) => reasonOf(alipay.trades.pay(tradeNo, userId));
      return { status: trade.status, buyerUserId: trade.buyerUserId, view: now, leave() {}, payAs };
    }
    if (!ofFshows) return undefined;
    const now = () => viewOfFshows(fshows.trades.get(tradeNo) ?? ofFshows);
    const payAs = (userId: string) => reasonOf(fshows.trades.pay(tradeNo, userId));
    const leave = () => void fshows.trades.visit(tradeNo);
    return { status: ofFshows.status, buyerUserId: ofFshows.buyerUserId, view: now, leave, payAs };
  }

  return {
    trades(limit = USUAL_LIMIT) {
      const both = [...alipay.trades.latest(limit).map(view), ...fshows.trades.latest(limit).map(viewOfFshows)];
      return both.sort((left, right) => right.createdAtMs - left.createdAtMs).slice(0, limit);
    },
    trade: (tradeNo) => payable(tradeNo)?.view() ?? noSuchTrade(tradeNo),
    pay({ tradeNo, buyerId, outcome }) {
      const trade = payable(tradeNo);
      if (!trade) return noSuchTrade(tradeNo);
      const namedId = buyerId ?? trade.buyerUserId;
      const buyer = namedId === undefined ? buyers.first : buyers.byAnyId(namedId);
      if (!buyer) return noSuchBuyer();
      if (trade.status !== 'WAIT_BUYER_PAY') return refusal('trade_not_payable', `The trade is ${trade.status}.`);
      if (buyer.userId !== (trade.buyerUserId ?? buyer.userId)) {
        return refusal('buyer_differs', 'The trade was made for another buyer.');
      }
      if (outcome === 'cancelled') {
        trade.leave();
        return trade.view();
      }
      const reason = trade.payAs(buyer.userId);
      return reason === undefined ? trade.view() : payRefusal(reason);
    },
  };
}

function reasonOf<Reason>(outcome: { kind: 'done' } | { kind: 'refused'; reason: Reason }): Reason | undefined {
  return outcome.kind === 'refused' ? outcome.reason : undefined;
}

/** Why the cashier opens and no money moves. */
function payRefusal(reason: TradeRefusal | FshowsRefusal): ControlRefusal {
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

/** For an id that is nobody's and that no newcomer can have; says where the buyers are listed. */
export function noSuchBuyer(): ControlRefusal {
  return refusal('buyer_not_found', `GET /api/buyers lists the buyers. ${NEW_BUYERS}`);
}

function noSuchTrade(tradeNo: string): ControlRefusal {
  return refusal('trade_not_found', `There is no trade_no ${tradeNo.slice(0, 64)}; an out_trade_no is not one.`);
}
