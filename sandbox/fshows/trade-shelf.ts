import type { FshowsTrade } from './trade';

/** A provider names a trade by either number; `trade_no` wins (reference fshows 9). */
export interface TradeRef {
  tradeNo?: string;
  outTradeNo?: string;
}

/** Where trades lie, to be found by any of their numbers. */
export interface TradeShelf {
  /** Puts a trade in the place of what it was before. */
  keep(trade: FshowsTrade): void;
  byPrepayId(prepayId: string): FshowsTrade | undefined;
  /** A provider finds its own only. */
  find(appId: string, ref: TradeRef): FshowsTrade | undefined;
  /** Whether either number has been given out. */
  isTaken(numbers: { tradeNo: string; prepayId: string }): boolean;
  /** In the order of first keeping. */
  all(): Iterable<FshowsTrade>;
  clear(): void;
}

/** Finds undefined for a number that is unknown, or another provider's. */
export function tradeShelf(): TradeShelf {
  const trades = new Map<string, FshowsTrade>();
  const byPlatformNo = new Map<string, string>();
  const byProviderNo = new Map<string, string>();
  const providerKey = (appId: string, outTradeNo: string) => `${appId}/${outTradeNo}`;

  return {
    keep(trade) {
      trades.set(trade.prepayId, trade);
      byPlatformNo.set(trade.tradeNo, trade.prepayId);
      byProviderNo.set(providerKey(trade.appId, trade.outTradeNo), trade.prepayId);
    },
    byPrepayId: (prepayId) => trades.get(prepayId),
    find(appId, { tradeNo, outTradeNo = '' }) {
      const prepayId =
        tradeNo === undefined ? byProviderNo.get(providerKey(appId, outTradeNo)) : byPlatformNo.get(tradeNo);
      const trade = trades.get(prepayId ?? '');
      return trade?.appId === appId ? trade : undefined;
    },
    isTaken: ({ tradeNo, prepayId }) => trades.has(prepayId) || byPlatformNo.has(tradeNo),
    all: () => trades.values(),
    clear() {
      for (const each of [trades, byPlatformNo, byProviderNo]) each.clear();
    },
  };
}
