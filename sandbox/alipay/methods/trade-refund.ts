import * as v from 'valibot';
import { toBeijingTime } from '../../beijing-time';
import { fenToYuan } from '../../money';
import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { type Answer, succeeded } from '../answer';
import { amount, merchantNumber, readFields, text } from '../fields';
import type { GatewayCall, Method } from '../method';
import { refundedFen } from '../refund';
import { earlierRefund } from '../refund-refusal';
import type { Step } from '../trade';
import type { TradeRefusal } from '../trade-refusal';
import { buyerFields } from './buyer-fields';
import { refundDetails } from './refund-fields';
import { NO_TRADE_NAMED, namesTrade, tradeRefFields } from './trade-ref';

const rawFields = v.object({
  ...tradeRefFields,
  refund_amount: amount,
  out_request_no: v.optional(merchantNumber),
  refund_reason: v.optional(text(256)),
  query_options: v.optional(v.array(text(64), '须为数组'), []),
  refund_royalty_parameters: v.optional(v.array(v.object({ amount: v.optional(amount) }), '须为数组')),
  refund_goods_detail: v.optional(v.array(v.looseObject({}, '须为对象'), '须为数组')),
  related_settle_confirm_no: v.optional(text(64)),
  operator_id: v.optional(text(30)),
  store_id: v.optional(text(32)),
  terminal_id: v.optional(text(32)),
});

const schema = v.pipe(
  rawFields,
  v.check((fields) => namesTrade(fields), NO_TRADE_NAMED),
);

/** `alipay.trade.refund` (reference alipay-trade 2.5): gives a paid trade's money back, in part or in whole. */
export const tradeRefund: Method = (call) => {
  const fields = readFields(schema, call);
  if (!fields.isValid) return refused('ACQ.INVALID_PARAMETER', fields.detail);
  const royalty = refusedRoyalty(fields.output);
  if (royalty) return royalty;
  const { trade_no: tradeNo, out_trade_no: outTradeNo, query_options: options } = fields.output;
  const request = {
    requestNo: fields.output.out_request_no,
    amountFen: fields.output.refund_amount,
    reason: fields.output.refund_reason,
  };
  const outcome = call.alipay.trades.refund(call.merchant.sellerId, { tradeNo, outTradeNo }, request);
  if (outcome.kind === 'refused') return refused(subCodeOf(outcome.reason, call));
  const refund = earlierRefund(outcome.trade, request);
  return succeeded({
    ...refundFields(outcome, call),
    gmt_refund_pay: refund && toBeijingTime(refund.atMs),
    ...(refund && refundDetails(outcome.trade, refund, options)),
  });
};

/** A repeated request moves no money: `fund_change` is N, and `refund_fee` is all that was ever refunded. */
function refundFields({ trade, events }: Step, call: GatewayCall): Record<string, unknown> {
  const hasMoved = events.some(({ kind }) => kind === 'trade_partly_refunded' || kind === 'trade_fully_refunded');
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    ...buyerFields(trade, call),
    fund_change: hasMoved ? 'Y' : 'N',
    refund_fee: fenToYuan(refundedFen(trade.refunds)),
    send_back_fee: '0.00',
  };
}

/** Nobody at the sandbox has agreed to royalties, so that none can be taken back. */
function refusedRoyalty(fields: v.InferOutput<typeof rawFields>): Answer | undefined {
  const { refund_royalty_parameters: royalties = [], refund_amount: refundFen } = fields;
  if (royalties.length === 0) return undefined;
  const royaltyFen = royalties.reduce((sum, { amount: fen = 0 }) => sum + fen, 0);
  return refused(royaltyFen > refundFen ? 'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR' : 'ACQ.REFUNDALLOC_UNAUTH_LIMIT');
}

function subCodeOf(reason: TradeRefusal, { alipay }: GatewayCall) {
  return reason === 'refund_exceeds_total' ? alipay.rules.overRefundSubCode : ACQ_OF_REFUSAL[reason];
}

/** Captured refusals still carry both amounts. */
function refused(subCode: Parameters<typeof acqFailure>[0], detail?: string): Answer {
  return acqFailure(subCode, detail, { refund_fee: '0.00', send_back_fee: '0.00' });
}
