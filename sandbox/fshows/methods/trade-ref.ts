import type { FshowsAnswer, Refuse } from '../answer';
import type { TradeRef } from '../trade-shelf';

/** The trade that is meant, or a refusal when neither number is given. */
export function tradeRef(
  { out_trade_no: outTradeNo, trade_no: tradeNo }: { out_trade_no?: string; trade_no?: string },
  refuse: Refuse,
): TradeRef | FshowsAnswer {
  if (outTradeNo === undefined && tradeNo === undefined)
    return refuse('-101', '[out_trade_no]与[trade_no]不能同时为空');
  return { outTradeNo, tradeNo };
}
