import * as v from 'valibot';
import { toBeijingTime } from '../../beijing-time';
import { fenToYuan } from '../../money';
import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { succeeded } from '../answer';
import { readFields, text } from '../fields';
import type { Method } from '../method';
import type { Trade } from '../trade';
import { buyerFields } from './buyer-fields';
import { fundBillFields, paidAmountFields } from './fund-fields';
import { NO_TRADE_NAMED, namesTrade, tradeRefFields } from './trade-ref';

const schema = v.pipe(
  v.object({
    ...tradeRefFields,
    query_options: v.optional(v.array(text(64), '须为数组')),
    org_pid: v.optional(text(16)),
  }),
  v.check((fields) => namesTrade(fields), NO_TRADE_NAMED),
);

/** `alipay.trade.query` (reference alipay-trade 2.2). */
export const tradeQuery: Method = (call) => {
  const { alipay, merchant } = call;
  const fields = readFields(schema, call);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const ref = { tradeNo: fields.output.trade_no, outTradeNo: fields.output.out_trade_no };
  const outcome = alipay.trades.look(merchant.sellerId, ref);
  if (outcome.kind === 'refused') return acqFailure(ACQ_OF_REFUSAL[outcome.reason]);
  return succeeded({
    ...tradeFields(outcome.trade),
    passback_params: alipay.rules.queryTellsPassback ? outcome.trade.passbackParams : undefined,
    ...buyerFields(outcome.trade, call),
    buyer_user_type: 'PRIVATE',
    ...optionalGroups(outcome.trade, fields.output.query_options ?? []),
  });
};

function tradeFields(trade: Trade): Record<string, unknown> {
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    trade_status: trade.status,
    total_amount: fenToYuan(trade.totalFen),
    ...paidAmountFields(trade),
    send_pay_date: trade.paidAtMs === undefined ? undefined : toBeijingTime(trade.paidAtMs),
    store_id: trade.storeId,
    terminal_id: trade.terminalId,
  };
}

/** The groups a caller can ask for and the sandbox's trades have something to say about. */
function optionalGroups(trade: Trade, options: readonly string[]): Record<string, unknown> {
  return {
    ...(options.includes('fund_bill_list') && fundBillFields(trade)),
    ...(options.includes('hb_fq_pay_info') && instalmentFields(trade)),
  };
}

function instalmentFields({ instalments, paidAtMs }: Trade): Record<string, unknown> {
  if (instalments === undefined || paidAtMs === undefined) return {};
  return { hb_fq_pay_info: { user_install_num: instalments.split('/')[0] } };
}
