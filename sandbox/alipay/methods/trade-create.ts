import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { type Answer, succeeded } from '../answer';
import { readFields } from '../fields';
import type { GatewayCall, Method } from '../method';
import { namedBuyer } from './named-buyer';
import { orderTerms, refusedOrder } from './order-rules';
import { type CreateFields, createFields } from './trade-create-fields';

/** `alipay.trade.create` (reference alipay-trade 2.1): opens a trade that a mini-program's cashier can then pay. */
export const tradeCreate: Method = (call) => {
  const fields = readFields(createFields, call);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const { product_code: productCode, op_app_id: opAppId } = fields.output;
  const refusal = refusedOrder(fields.output, call) ?? refusedApp(fields.output, call);
  if (refusal) return refusal;
  const buyer = namedBuyer(fields.output, call);
  if ('code' in buyer) return buyer;
  const terms = orderTerms(fields.output, call, { buyerUserId: buyer.userId, productCode, opAppId });
  if ('code' in terms) return terms;
  const outcome = call.alipay.trades.open(terms);
  if (outcome.kind === 'refused') return acqFailure(ACQ_OF_REFUSAL[outcome.reason]);
  return succeeded({ out_trade_no: outcome.trade.outTradeNo, trade_no: outcome.trade.tradeNo });
};

/** The mini-program that is to open the cashier has to be one of the sandbox's. */
function refusedApp({ op_app_id: opAppId }: CreateFields, { alipay }: GatewayCall): Answer | undefined {
  if (opAppId === undefined || alipay.directory.apps.some(({ appId }) => appId === opAppId)) return undefined;
  return acqFailure('ACQ.ACCESS_FORBIDDEN', '沙箱中没有 op_app_id 所指的小程序');
}
