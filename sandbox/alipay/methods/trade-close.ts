import * as v from 'valibot';
import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { succeeded } from '../answer';
import { readFields, text } from '../fields';
import type { Method } from '../method';
import type { AlipayRules } from '../rules';
import type { RefusedTrade } from '../trade-book';
import { NO_TRADE_NAMED, namesTrade, tradeRefFields } from './trade-ref';

const schema = v.pipe(
  v.object({ ...tradeRefFields, operator_id: v.optional(text(28)) }),
  v.check((fields) => namesTrade(fields), NO_TRADE_NAMED),
);

/** `alipay.trade.close` (reference alipay-trade 2.3): ends an unpaid trade. */
export const tradeClose: Method = (call) => {
  const { alipay, merchant } = call;
  const fields = readFields(schema, call);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const ref = { tradeNo: fields.output.trade_no, outTradeNo: fields.output.out_trade_no };
  const outcome = alipay.trades.close(merchant.sellerId, ref);
  const { trade } = outcome;
  // A captured refusal of a paid trade repeats its out_trade_no.
  if (outcome.kind === 'refused') {
    return acqFailure(subCodeOf(outcome, alipay.rules), undefined, { out_trade_no: trade?.outTradeNo });
  }
  return succeeded({ out_trade_no: trade?.outTradeNo, trade_no: trade?.tradeNo });
};

function subCodeOf({ reason, trade }: RefusedTrade, rules: AlipayRules) {
  if (reason !== 'trade_not_closable') return ACQ_OF_REFUSAL[reason];
  return trade?.status === 'TRADE_CLOSED' ? rules.closeClosedSubCode : rules.closePaidSubCode;
}
