import type { FaultyCall } from '../fault/call-faults';
import type { GatewayCall } from './method';

/** A verified call as fault rules see it: with both numbers of the trade, whichever the merchant named. */
export function faultyCall(method: string, { alipay, app, merchant, biz }: GatewayCall): FaultyCall {
  const named = { tradeNo: text(biz.trade_no), outTradeNo: text(biz.out_trade_no) };
  const find = () => alipay.trades.look(merchant.sellerId, named).trade;
  const found = find();
  return {
    method,
    appId: app.appId,
    outTradeNo: found?.outTradeNo ?? named.outTradeNo,
    tradeNo: found?.tradeNo ?? named.tradeNo,
    buyerPays() {
      const trade = find();
      if (trade) alipay.trades.pay(trade.tradeNo, trade.buyerUserId);
    },
    tradeCloses: () => void alipay.trades.close(merchant.sellerId, named),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
