import type { Trade } from './trade';

/** A merchant names a trade by either number; `tradeNo` wins (reference alipay-trade 2). */
export interface TradeRef {
  tradeNo?: string;
  outTradeNo?: string;
}

/** Where trades lie, to be found by either of their numbers. */
export interface TradeShelf {
  /** Puts a trade in the place of what it was before. */
  keep(trade: Trade): void;
  get(tradeNo: string): Trade | undefined;
  /** A seller finds his own only. */
  find(sellerId: string, ref: TradeRef): Trade | undefined;
  /** In the order of first keeping. */
  all(): Iterable<Trade>;
  clear(): void;
}

/** Finds undefined for a number that is unknown, or another seller's. */
export function tradeShelf(): TradeShelf {
  const trades = new Map<string, Trade>();
  const numbers = new Map<string, string>();
  const numberKey = (sellerId: string, outTradeNo: string) => `${sellerId}/${outTradeNo}`;

  return {
    keep(trade) {
      trades.set(trade.tradeNo, trade);
      numbers.set(numberKey(trade.sellerId, trade.outTradeNo), trade.tradeNo);
    },
    get: (tradeNo) => trades.get(tradeNo),
    find(sellerId, ref) {
      const tradeNo = ref.tradeNo ?? numbers.get(numberKey(sellerId, ref.outTradeNo ?? ''));
      const trade = trades.get(tradeNo ?? '');
      return trade?.sellerId === sellerId ? trade : undefined;
    },
    all: () => trades.values(),
    clear() {
      trades.clear();
      numbers.clear();
    },
  };
}
