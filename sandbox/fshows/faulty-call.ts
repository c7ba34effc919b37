import type { FaultyCall } from '../fault/call-faults';
import type { FshowsCall } from './method';

/** A verified call as fault rules see it: with all numbers of the trade, whichever the provider named. */
export function faultyCall(method: string, { fshows, app, content }: FshowsCall): FaultyCall {
  const named = { tradeNo: text(content.trade_no), outTradeNo: text(content.out_trade_no) };
  const find = () => fshows.trades.look(app.appId, named).trade;
  const found = find();
  return {
    method,
    gateway: 'fshows',
    appId: app.appId,
    outTradeNo: found?.outTradeNo ?? named.outTradeNo,
    tradeNo: found?.prepayId,
    platformTradeNo: found?.tradeNo ?? named.tradeNo,
    buyerPays() {
      const trade = find();
      if (trade) fshows.trades.pay(trade.prepayId, trade.buyerUserId ?? fshows.buyers.first?.userId ?? '');
    },
    tradeCloses: () => void fshows.trades.close(app.appId, named),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
