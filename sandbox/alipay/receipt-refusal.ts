import { beijingDayStart } from '../beijing-time';
import type { Trade, TradeTerms } from './trade';

/** Too much at once, or too much in one day of Beijing. */
export type ReceiptRefusal = 'receipt_over_limit' | 'day_receipts_over_limit';

/** How much a seller may take; contracts differ, and null is no limit. */
export interface ReceiptRules {
  highestReceiptFen: number | null;
  highestDayReceiptsFen: number | null;
}

/** Whether a new trade would bring its seller over a limit (ACQ.BEYOND_PER_RECEIPT_*). */
export function receiptRefusal(
  terms: TradeTerms,
  trades: Iterable<Trade>,
  nowMs: number,
  rules: ReceiptRules,
): ReceiptRefusal | undefined {
  const { highestReceiptFen, highestDayReceiptsFen } = rules;
  if (highestReceiptFen !== null && terms.totalFen > highestReceiptFen) return 'receipt_over_limit';
  if (highestDayReceiptsFen === null) return undefined;
  const takenFen = paidSinceFen(terms.sellerId, trades, beijingDayStart(nowMs));
  return takenFen + terms.totalFen > highestDayReceiptsFen ? 'day_receipts_over_limit' : undefined;
}

function paidSinceFen(sellerId: string, trades: Iterable<Trade>, sinceMs: number): number {
  return Array.from(trades)
    .filter((trade) => trade.sellerId === sellerId && (trade.paidAtMs ?? 0) >= sinceMs)
    .reduce((sum, { totalFen }) => sum + totalFen, 0);
}
