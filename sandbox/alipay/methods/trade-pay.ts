import * as v from 'valibot';
import { toBeijingTime } from '../../beijing-time';
import { fenToYuan } from '../../money';
import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import type { Answer } from '../answer';
import { readFields, text } from '../fields';
import type { GatewayCall, Method } from '../method';
import type { Trade } from '../trade';
import { buyerFields } from './buyer-fields';
import { fundBillFields, paidAmountFields } from './fund-fields';
import { orderFields } from './order-fields';
import { orderTerms, refusedOrder } from './order-rules';

const schema = v.object({
  ...orderFields,
  auth_code: text(64),
  scene: v.optional(
    v.pipe(text(32), v.picklist(['bar_code', 'security_code'], '须为 bar_code 或 security_code')),
    'bar_code',
  ),
  product_code: v.optional(
    v.pipe(text(64), v.picklist(['FACE_TO_FACE_PAYMENT'], '须为 FACE_TO_FACE_PAYMENT')),
    'FACE_TO_FACE_PAYMENT',
  ),
});

/**
 * `alipay.trade.pay` (reference alipay-trade 2.9): a till scans the buyer's code. A small amount is paid on the spot; a
 * larger one waits for the buyer's password (code 10003), which the control API types.
 */
export const tradePay: Method = (call) => {
  const fields = readFields(schema, call);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const refusal = refusedOrder(fields.output, call) ?? endedTrade(fields.output.out_trade_no, call);
  if (refusal) return refusal;
  const { auth_code: code, product_code: productCode } = fields.output;
  const buyerUserId = call.alipay.payCodes.holderOf(code);
  if (buyerUserId === undefined) return acqFailure('ACQ.PAYMENT_AUTH_CODE_INVALID');
  const terms = orderTerms(fields.output, call, { buyerUserId, productCode });
  if ('code' in terms) return terms;
  const outcome = call.alipay.trades.charge(terms);
  if (outcome.kind === 'refused') return acqFailure(ACQ_OF_REFUSAL[outcome.reason]);
  call.alipay.payCodes.spend(code);
  return answer(outcome.trade, call);
};

/** The trade's end is told before anything about the code: a request sent twice brings the code twice. */
function endedTrade(outTradeNo: string, { alipay, merchant }: GatewayCall): Answer | undefined {
  const { trade } = alipay.trades.look(merchant.sellerId, { outTradeNo });
  if (!trade || trade.status === 'WAIT_BUYER_PAY') return undefined;
  return acqFailure(trade.status === 'TRADE_CLOSED' ? 'ACQ.TRADE_HAS_CLOSE' : 'ACQ.TRADE_HAS_SUCCESS');
}

function answer(trade: Trade, call: GatewayCall): Answer {
  return {
    code: trade.paidAtMs === undefined ? '10003' : '10000',
    fields: {
      trade_no: trade.tradeNo,
      out_trade_no: trade.outTradeNo,
      ...buyerFields(trade, call),
      total_amount: fenToYuan(trade.totalFen),
      ...paidAmountFields(trade),
      gmt_payment: trade.paidAtMs === undefined ? undefined : toBeijingTime(trade.paidAtMs),
      ...fundBillFields(trade),
    },
  };
}
