import { type FeeSplit, feeSplit, refundSplit } from './fees';
import type { FshowsTrade } from './trade';

/** One movement of money in a provider's bill. */
export interface BillRow {
  tradeNo: string;
  outTradeNo: string;
  prepayId: string;
  subMerchantId: string;
  createdAtMs: number;
  /** When the money moved. */
  atMs: number;
  isRefund: boolean;
  /** Below zero for a refund, as are the parts of its split. */
  amountFen: number;
  split: FeeSplit;
}

/** A provider's payments, and refunds too when asked for, that fall into a period; in the order in which money moved. */
export function billRows(
  trades: Iterable<FshowsTrade>,
  appId: string,
  { startMs, endMs, withRefunds }: { startMs: number; endMs: number; withRefunds: boolean },
): BillRow[] {
  const all = [...trades].filter((trade) => trade.appId === appId).flatMap((trade) => [...movements(trade)]);
  return all
    .filter(({ atMs, isRefund }) => atMs >= startMs && atMs < endMs && (withRefunds || !isRefund))
    .sort((left, right) => left.atMs - right.atMs);
}

/** The payment and the refunds of a trade, each refund divided by what was left before it. */
function* movements(trade: FshowsTrade): Iterable<BillRow> {
  const { tradeNo, outTradeNo, prepayId, subMerchantId, createdAtMs, totalFen, rates, paidAtMs } = trade;
  if (paidAtMs === undefined) return;
  const common = { tradeNo, outTradeNo, prepayId, subMerchantId, createdAtMs };
  yield { ...common, atMs: paidAtMs, isRefund: false, amountFen: totalFen, split: feeSplit(totalFen, rates) };
  let leftFen = totalFen;
  for (const { state, amountFen, settledAtMs } of trade.refunds) {
    if (state !== 'refunded' || settledAtMs === undefined) continue;
    const split = negative(refundSplit(leftFen, amountFen, rates));
    yield { ...common, atMs: settledAtMs, isRefund: true, amountFen: -amountFen, split };
    leftFen -= amountFen;
  }
}

function negative({ netFen, payPlatformFen, bankFen, liquidatorFen }: FeeSplit): FeeSplit {
  return { netFen: -netFen, payPlatformFen: -payPlatformFen, bankFen: -bankFen, liquidatorFen: -liquidatorFen };
}
