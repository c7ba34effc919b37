import { toBeijingTime } from '../beijing-time';
import { fenToYuan } from '../money';
import type { NotifyCause } from '../notify/notify';
import type { App } from './apps';
import { type Buyer, openIdOf } from './buyers';
import { refundedFen } from './refund';
import type { AlipayRules } from './rules';
import type { Trade, TradeEvent } from './trade';

const CAUSES: Partial<Record<TradeEvent['kind'], NotifyCause>> = {
  trade_paid: 'paid',
  trade_closed: 'closed',
  trade_expired: 'expired',
  trade_finished: 'finished',
  trade_partly_refunded: 'partly_refunded',
  trade_fully_refunded: 'fully_refunded',
};

/** The cause a merchant could be told about, or undefined for what is never told. */
export function notifyCause(event: TradeEvent): NotifyCause | undefined {
  return CAUSES[event.kind];
}

/** What is not documented of the parameters. */
type NotifyWording = Pick<AlipayRules, 'notifyBuyerIds' | 'gmtRefundMilliseconds'>;

/**
 * The parameters of reference alipay-trade 4.2 that stay the same over all deliveries. Empty ones are left out, because
 * receivers disagree on whether they are signed.
 */
export function notifyParameters(
  trade: Trade,
  cause: NotifyCause,
  { app, merchant, buyer }: { app: App; merchant: App; buyer: Buyer },
  notifyId: string,
  rules: NotifyWording,
): Record<string, string> {
  const parameters: Record<string, string | undefined> = {
    notify_type: 'trade_status_sync',
    notify_id: notifyId,
    app_id: trade.appId,
    auth_app_id: trade.authAppId,
    charset: 'utf-8',
    version: '1.0',
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    trade_status: trade.status,
    total_amount: fenToYuan(trade.totalFen),
    seller_id: trade.sellerId,
    seller_email: merchant.sellerEmail,
    ...buyerIds(app, buyer, rules),
    buyer_logon_id: buyer.logonId,
    subject: trade.subject,
    body: trade.body,
    passback_params: trade.passbackParams,
    gmt_create: toBeijingTime(trade.createdAtMs),
    gmt_payment: trade.paidAtMs === undefined ? undefined : toBeijingTime(trade.paidAtMs),
    gmt_close: trade.closedAtMs === undefined ? undefined : toBeijingTime(trade.closedAtMs),
    ...paidAmounts(trade),
    ...refundFields(trade, cause, rules),
  };
  return Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Only a notice of a refund has them; `refund_fee` is all that was refunded so far (reference alipay-trade 4.2). */
function refundFields(
  { refunds }: Trade,
  cause: NotifyCause,
  { gmtRefundMilliseconds }: NotifyWording,
): Record<string, string> {
  const last = refunds.at(-1);
  if (!last || (cause !== 'partly_refunded' && cause !== 'fully_refunded')) return {};
  const amount = fenToYuan(refundedFen(refunds));
  return {
    gmt_refund: `${toBeijingTime(last.atMs)}${gmtRefundMilliseconds ? `.${String(last.atMs % 1000).padStart(3, '0')}` : ''}`,
    refund_fee: amount,
    send_back_fee: amount,
    out_biz_no: last.requestNo,
  };
}

/** An app that is told user_ids is told them here too; of the others the rule decides. */
function buyerIds(app: App, buyer: Buyer, { notifyBuyerIds }: NotifyWording): Record<string, string | undefined> {
  if (app.buyerIdKind === 'user_id') return { buyer_id: buyer.userId };
  if (notifyBuyerIds === 'none') return {};
  const buyer_open_id = openIdOf(buyer.userId, app.appId);
  return notifyBuyerIds === 'both' ? { buyer_id: buyer.userId, buyer_open_id } : { buyer_open_id };
}

function paidAmounts(trade: Trade): Record<string, string> {
  if (trade.paidAtMs === undefined) return {};
  const amount = fenToYuan(trade.totalFen);
  return {
    receipt_amount: amount,
    invoice_amount: amount,
    buyer_pay_amount: amount,
    point_amount: '0.00',
    // Camel case in notifies, snake case in query replies.
    fund_bill_list: JSON.stringify([{ amount, fundChannel: trade.fundChannel ?? 'ALIPAYACCOUNT' }]),
  };
}
