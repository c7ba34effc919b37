import * as v from 'valibot';
import { done } from '../answer';
import { readFields, text, tradeRefFields } from '../fields';
import type { FshowsMethod } from '../method';
import { codeOf } from '../refusal-codes';
import { refundFields } from './refund-fields';
import { tradeRef } from './trade-ref';

const fieldsOfQuery = v.object({
  ...tradeRefFields,
  out_refund_no: v.optional(text(32)),
  refund_no: v.optional(text(64)),
});

/** `fshows.liquidation.pay.refund.query`: one refund by either of its numbers, `refund_no` first; without one, the latest. */
export const refundQuery: FshowsMethod = ({ fshows, app, content, refuse }) => {
  const fields = readFields(fieldsOfQuery, content);
  if (!fields.isValid) return refuse('-101', fields.detail);
  const ref = tradeRef(fields.output, refuse);
  if ('success' in ref) return ref;
  const found = fshows.trades.look(app.appId, ref);
  if (found.kind === 'refused') return refuse(codeOf(found.reason, fshows.rules), found.reason);
  const { refund_no: asked, out_refund_no: askedByProvider } = fields.output;
  const refund = found.trade.refunds.findLast(({ refundNo, requestNo }) =>
    asked === undefined ? askedByProvider === undefined || requestNo === askedByProvider : refundNo === asked,
  );
  if (!refund) return refuse(fshows.rules.unknownRefundCode, '没有这笔退款');
  return done(fshows.rules.emptyReplies ? {} : refundFields(found.trade, refund));
};
