import * as v from 'valibot';
import { toBeijingTime } from '../../beijing-time';
import { fenToYuan } from '../../money';
import { done } from '../answer';
import { feeFields } from '../fee-fields';
import { readFields, tradeRefFields } from '../fields';
import type { FshowsCall, FshowsMethod } from '../method';
import { codeOf } from '../refusal-codes';
import type { FshowsTrade } from '../trade';
import { tradeRef } from './trade-ref';

/** `fshows.liquidation.alipay.trade.query` */
export const tradeQuery: FshowsMethod = ({ fshows, app, content, refuse }) => {
  const fields = readFields(v.object(tradeRefFields), content);
  if (!fields.isValid) return refuse('-101', fields.detail);
  const ref = tradeRef(fields.output, refuse);
  if ('success' in ref) return ref;
  const found = fshows.trades.look(app.appId, ref);
  if (found.kind === 'refused') return refuse(codeOf(found.reason, fshows.rules), ref.tradeNo ?? ref.outTradeNo ?? '');
  if (fshows.rules.hidesUnopened && isUnopened(found.trade)) return refuse('-207', '买家尚未打开收银台');
  return done(queryFields(found.trade, fshows));
};

function isUnopened({ status, visitedAtMs }: FshowsTrade): boolean {
  return status === 'WAIT_BUYER_PAY' && visitedAtMs === undefined;
}

/** What the clients that were read take from a query (reference fshows 9); members without a value are left out. */
function queryFields(trade: FshowsTrade, { directory, buyers }: FshowsCall['fshows']) {
  const common = {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    trade_status: trade.status,
    total_amount: fenToYuan(trade.totalFen),
  };
  if (trade.paidAtMs === undefined) return common;
  const amount = fenToYuan(trade.totalFen);
  const payer = buyers.named(trade.payerUserId ?? '');
  return {
    ...common,
    receipt_amount: amount,
    buyer_pay_amount: amount,
    point_amount: '0.00',
    invoice_amount: amount,
    send_pay_date: toBeijingTime(trade.paidAtMs),
    buyer_logon_id: payer?.logonId,
    buyer_user_id: payer?.userId,
    fund_bill_list: [{ amount, fund_channel: 'ALIPAYACCOUNT' }],
    store_id: trade.subMerchantId,
    store_name: directory.nameOf(trade.subMerchantId),
    ...feeFields(trade, 'net_receipt_amount'),
  };
}
