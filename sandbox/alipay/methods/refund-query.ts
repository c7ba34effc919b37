import * as v from 'valibot';
import { toBeijingTime } from '../../beijing-time';
import { fenToYuan } from '../../money';
import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { succeeded } from '../answer';
import { merchantNumber, readFields, text } from '../fields';
import type { Method } from '../method';
import type { Refund } from '../refund';
import type { Trade } from '../trade';
import { refundDetails } from './refund-fields';
import { NO_TRADE_NAMED, namesTrade, tradeRefFields } from './trade-ref';

const schema = v.pipe(
  v.object({
    ...tradeRefFields,
    out_request_no: merchantNumber,
    query_options: v.optional(v.array(text(64), '须为数组'), []),
  }),
  v.check((fields) => namesTrade(fields), NO_TRADE_NAMED),
);

/**
 * `alipay.trade.fastpay.refund.query` (reference alipay-trade 2.6). A refund that Alipay does not know is answered as a
 * success without any data, as captured.
 */
export const refundQuery: Method = (call) => {
  const { alipay, merchant } = call;
  const fields = readFields(schema, call);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const { trade_no: tradeNo, out_trade_no: outTradeNo, out_request_no: requestNo } = fields.output;
  const outcome = alipay.trades.look(merchant.sellerId, { tradeNo, outTradeNo });
  if (outcome.kind === 'refused') return acqFailure(ACQ_OF_REFUSAL[outcome.reason]);
  const { trade } = outcome;
  const refund = trade.refunds.find((made) => made.requestNo === requestNo);
  const isSeen = refund && refund.atMs + alipay.rules.refundQueryLagMs <= alipay.clock.nowMs();
  return succeeded(isSeen ? refundFields(trade, refund, fields.output.query_options) : {});
};

function refundFields(trade: Trade, refund: Refund, options: readonly string[]): Record<string, unknown> {
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    out_request_no: refund.requestNo,
    total_amount: fenToYuan(trade.totalFen),
    refund_amount: fenToYuan(refund.amountFen),
    refund_status: 'REFUND_SUCCESS',
    refund_reason: refund.reason,
    gmt_refund_pay: options.includes('gmt_refund_pay') ? toBeijingTime(refund.atMs) : undefined,
    ...refundDetails(trade, refund, options),
  };
}
