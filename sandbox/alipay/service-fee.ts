import type { Refund } from './refund';

const MILLION = 1_000_000;

/** What a payment costs the seller, in fen. */
export function serviceFeeFen(totalFen: number, ratePpm: number): number {
  return Math.round((totalFen * ratePpm) / MILLION);
}

/**
 * What of a trade's fee goes back with a refund of `amountFen`: the share of all that is refunded then, less what went back
 * before, so that a trade that is refunded in whole, however often in part, has cost nothing.
 */
export function returnedFeeFen(
  { totalFen, feeFen = 0, refunds }: { totalFen: number; feeFen?: number; refunds: readonly Refund[] },
  amountFen: number,
): number {
  const afterFen = refunds.reduce((sum, refund) => sum + refund.amountFen, amountFen);
  const returnedFen = refunds.reduce((sum, refund) => sum + (refund.feeFen ?? 0), 0);
  return Math.max(0, Math.round((feeFen * afterFen) / totalFen) - returnedFen);
}
