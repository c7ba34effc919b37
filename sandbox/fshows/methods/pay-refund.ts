import * as v from 'valibot';
import { done, type FshowsAnswer } from '../answer';
import { amount, readFields, text, tradeRefFields } from '../fields';
import type { FshowsCall, FshowsMethod } from '../method';
import type { RefundRequest } from '../refund';
import { codeOf } from '../refusal-codes';
import type { TradeRef } from '../trade-shelf';
import { refundFields } from './refund-fields';
import { tradeRef } from './trade-ref';

const fieldsOfRefund = v.object({
  ...tradeRefFields,
  out_refund_no: text(32),
  refund_fee: v.optional(amount(1)),
});

/** `fshows.liquidation.pay.refund`: success means that it was accepted. In whole, unless a rule takes `refund_fee`. */
export const payRefund: FshowsMethod = (call) => {
  const { fshows, app, refuse } = call;
  const fields = readFields(fieldsOfRefund, call.content);
  if (!fields.isValid) return refuse('-101', fields.detail);
  const ref = tradeRef(fields.output, refuse);
  if ('success' in ref) return ref;
  const request = requestOf(fields.output, ref, call);
  if ('success' in request) return request;
  const outcome = fshows.trades.refund(app.appId, ref, request);
  if (outcome.kind === 'refused') return refuse(codeOf(outcome.reason, fshows.rules), outcome.reason);
  const refund = outcome.trade.refunds.find(({ requestNo }) => requestNo === request.requestNo);
  if (!refund) throw new Error(`the refund ${request.requestNo} was done and is not there`);
  return done(fshows.rules.emptyReplies ? {} : refundFields(outcome.trade, refund));
};

function requestOf(
  { out_refund_no: requestNo, refund_fee: amountFen }: v.InferOutput<typeof fieldsOfRefund>,
  ref: TradeRef,
  { fshows, app, refuse }: FshowsCall,
): RefundRequest | FshowsAnswer {
  const { refundFee } = fshows.rules;
  if (amountFen === undefined || refundFee === 'ignored') return { requestNo };
  const { trade } = fshows.trades.look(app.appId, ref);
  if (refundFee === 'refused' && trade && trade.totalFen !== amountFen)
    return refuse('-101', '[refund_fee]只能全额退款');
  return { requestNo, amountFen };
}
