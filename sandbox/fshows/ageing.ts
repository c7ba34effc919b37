import type { LedgerEntry } from '../accounts/ledger';
import { expiredTrade, type FshowsTrade, finishedTrade, type Step, settledTrade } from './trade';
import { refundEntry } from './trade-entries';

/** A step with the money that moves with it. */
export interface MoneyStep extends Step {
  entries: readonly LedgerEntry[];
}

/**
 * The first thing that the passing of time alone makes of a trade: a refund that arrives, expiry of an unpaid one, end of the
 * refund window of a paid one. A refund fails when by then those who give it back cannot bear it.
 */
export function agedTrade(
  trade: FshowsTrade,
  nowMs: number,
  refundWindowMs: number,
  canBear: (entry: LedgerEntry, trade: FshowsTrade) => boolean,
): MoneyStep | undefined {
  const dueAtMs = nextAgeingMs(trade, refundWindowMs);
  if (dueAtMs === undefined || nowMs < dueAtMs) return undefined;
  if (trade.status === 'WAIT_BUYER_PAY') return { ...expiredTrade(trade), entries: [] };
  const refund = trade.refunds.find((each) => each.state === 'refunding' && each.dueAtMs === dueAtMs);
  if (!refund) return { ...finishedTrade(trade, dueAtMs), entries: [] };
  const entry = refundEntry(trade, refund, dueAtMs);
  const isPaidBack = canBear(entry, trade);
  return { ...settledTrade(trade, refund, isPaidBack, dueAtMs), entries: isPaidBack ? [entry] : [] };
}

/** When {@link agedTrade} will next have something to do; undefined for a trade that has come to its end. */
export function nextAgeingMs(trade: FshowsTrade, refundWindowMs: number): number | undefined {
  if (trade.status === 'WAIT_BUYER_PAY') return trade.expiresAtMs;
  if (trade.status !== 'TRADE_SUCCESS' || trade.paidAtMs === undefined) return undefined;
  const refunds = trade.refunds.filter(({ state }) => state === 'refunding').map(({ dueAtMs }) => dueAtMs);
  // What is on its way arrives before the trade is finished.
  return refunds.length > 0 ? Math.min(...refunds) : trade.paidAtMs + refundWindowMs;
}
