import { type LedgerEntry, OUTSIDE, type Posting } from '../accounts/ledger';
import { type FeeSplit, feeSplit, refundSplit } from './fees';
import { type FshowsRefund, refundedFen } from './refund';
import type { FshowsTrade } from './trade';

/**
 * Who has what of a payment: the sub-merchant its net, the provider its commission under its app id. What Alipay and the
 * platform keep leaves the sandbox.
 */
export function paymentEntry(trade: FshowsTrade, payerUserId: string, atMs: number): LedgerEntry {
  const { tradeNo, prepayId, totalFen, rates } = trade;
  const postings = divided(trade, payerUserId, -totalFen, feeSplit(totalFen, rates), 1);
  return { entryNo: `${tradeNo}/P`, kind: 'payment', atMs, tradeNo: prepayId, postings };
}

/** Everybody's share of what is given back of a paid trade; the buyer gets it whole. */
export function refundEntry(trade: FshowsTrade, refund: FshowsRefund, atMs: number): LedgerEntry {
  const { tradeNo, prepayId, totalFen, rates, payerUserId } = trade;
  if (payerUserId === undefined) throw new Error(`trade ${tradeNo} has not been paid`);
  const { amountFen, requestNo, refundNo } = refund;
  const split = refundSplit(totalFen - refundedFen(trade.refunds), amountFen, rates);
  const postings = divided(trade, payerUserId, amountFen, split, -1);
  return { entryNo: `${tradeNo}/R/${refundNo}`, kind: 'refund', atMs, tradeNo: prepayId, requestNo, postings };
}

function divided(
  { subMerchantId, appId }: FshowsTrade,
  payerUserId: string,
  payerFen: number,
  { netFen, payPlatformFen, bankFen, liquidatorFen }: FeeSplit,
  sign: 1 | -1,
): Posting[] {
  const all: Posting[] = [
    { account: payerUserId, fen: payerFen },
    { account: subMerchantId, fen: sign * netFen },
    { account: appId, fen: sign * liquidatorFen },
    { account: OUTSIDE, fen: sign * (payPlatformFen + bankFen) },
  ];
  return all.filter(({ fen }) => fen !== 0);
}
