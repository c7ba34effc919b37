import { payingAccount } from './fund-channel';
import { type LedgerEntry, transfer } from './ledger';
import type { Trade, TradeEvent } from './trade';

/** The money that an event moved; undefined for those that move none. */
export function entryOf(trade: Trade, event: TradeEvent): LedgerEntry | undefined {
  const { tradeNo, buyerUserId, sellerId, totalFen } = trade;
  const account = payingAccount(trade.fundChannel ?? 'ALIPAYACCOUNT', buyerUserId);
  const common = { atMs: event.atMs, tradeNo };
  if (event.kind === 'trade_paid') {
    return { entryNo: `${tradeNo}/P`, kind: 'payment', ...common, postings: transfer(account, sellerId, totalFen) };
  }
  const refund = trade.refunds.at(-1);
  if (!refund || (event.kind !== 'trade_partly_refunded' && event.kind !== 'trade_fully_refunded')) return undefined;
  const { requestNo, amountFen } = refund;
  const postings = transfer(sellerId, account, amountFen);
  return { entryNo: `${tradeNo}/R/${requestNo}`, kind: 'refund', ...common, requestNo, postings };
}
