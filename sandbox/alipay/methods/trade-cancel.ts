import * as v from 'valibot';
import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { type Answer, succeeded } from '../answer';
import { readFields } from '../fields';
import type { Method } from '../method';
import { NO_TRADE_NAMED, namesTrade, tradeRefFields } from './trade-ref';

const schema = v.pipe(
  v.object(tradeRefFields),
  v.check((fields) => namesTrade(fields), NO_TRADE_NAMED),
);

/**
 * `alipay.trade.cancel` (reference alipay-trade 2.4): undoes a trade whose outcome the merchant does not know. What it
 * answers when it is asked again is a rule, because nothing says.
 */
export const tradeCancel: Method = (call) => {
  const { alipay, merchant } = call;
  const fields = readFields(schema, call);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const { trade_no: tradeNo, out_trade_no: outTradeNo } = fields.output;
  const outcome = alipay.trades.cancel(merchant.sellerId, { tradeNo, outTradeNo });
  if (outcome.kind === 'refused') {
    return outcome.reason === 'trade_not_found' && tradeNo === undefined
      ? nothingToCancel(outTradeNo)
      : acqFailure(ACQ_OF_REFUSAL[outcome.reason], undefined, { retry_flag: 'N' });
  }
  const { trade, events } = outcome;
  const isRepeated = trade.cancelledAtMs !== undefined && events.length === 0;
  if (isRepeated && alipay.rules.repeatedCancel === 'no_action') return nothingToCancel(trade.outTradeNo);
  return succeeded({
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    retry_flag: 'N',
    action: trade.paidAtMs === undefined ? 'close' : 'refund',
  });
};

/** Captured: an out_trade_no that no trade bears is a success that has done nothing, and says so by what it lacks. */
function nothingToCancel(outTradeNo: string | undefined): Answer {
  return succeeded({ out_trade_no: outTradeNo, retry_flag: 'N' });
}
