import * as v from 'valibot';
import { done } from '../answer';
import { readFields, tradeRefFields } from '../fields';
import type { Fshows } from '../fshows';
import type { FshowsMethod } from '../method';
import { codeOf } from '../refusal-codes';
import type { FshowsOutcome } from '../trade-book';
import type { TradeRef } from '../trade-shelf';
import { tradeRef } from './trade-ref';

/** `fshows.liquidation.order.close`: ends an unpaid trade. What its success holds is assumed: clients read none of it. */
export const orderClose: FshowsMethod = ending((fshows, appId, ref) => fshows.trades.close(appId, ref));

/** `fshows.liquidation.order.reverse`: ends a trade whatever its state; what was paid goes back (reference fshows 9). */
export const orderReverse: FshowsMethod = ending((fshows, appId, ref) => fshows.trades.reverse(appId, ref));

function ending(end: (fshows: Fshows, appId: string, ref: TradeRef) => FshowsOutcome): FshowsMethod {
  return ({ fshows, app, content, refuse }) => {
    const fields = readFields(v.object(tradeRefFields), content);
    if (!fields.isValid) return refuse('-101', fields.detail);
    const ref = tradeRef(fields.output, refuse);
    if ('success' in ref) return ref;
    const ended = end(fshows, app.appId, ref);
    if (ended.kind === 'refused')
      return refuse(codeOf(ended.reason, fshows.rules), ended.trade?.status ?? ref.tradeNo ?? ref.outTradeNo ?? '');
    const { outTradeNo, tradeNo } = ended.trade;
    return done(fshows.rules.emptyReplies ? {} : { out_trade_no: outTradeNo, trade_no: tradeNo });
  };
}
