import { FEES, type LedgerEntry, transfer } from '../accounts/ledger';
import { payingAccount } from './fund-channel';
import type { Trade, TradeEvent } from './trade';

/** The money that an event moved; none for most. */
export function entriesOf(trade: Trade, event: TradeEvent): LedgerEntry[] {
  const { tradeNo, atMs } = event;
  if (event.kind === 'trade_paid') return paymentEntries(trade, { tradeNo, atMs });
  const isRefund = event.kind === 'trade_partly_refunded' || event.kind === 'trade_fully_refunded';
  return isRefund ? refundEntries(trade, { tradeNo, atMs }) : [];
}

type Moment = Pick<TradeEvent, 'tradeNo' | 'atMs'>;

function paymentEntries(trade: Trade, moment: Moment): LedgerEntry[] {
  const { tradeNo, sellerId, totalFen, feeFen = 0 } = trade;
  const postings = transfer(accountOf(trade), sellerId, totalFen);
  const payment: LedgerEntry = { entryNo: `${tradeNo}/P`, kind: 'payment', ...moment, postings };
  if (feeFen === 0) return [payment];
  return [payment, { entryNo: `${tradeNo}/F`, kind: 'fee', ...moment, postings: transfer(sellerId, FEES, feeFen) }];
}

function refundEntries(trade: Trade, moment: Moment): LedgerEntry[] {
  const { tradeNo, sellerId } = trade;
  const last = trade.refunds.at(-1);
  if (!last) return [];
  const { requestNo, amountFen, feeFen = 0 } = last;
  const common = { ...moment, requestNo };
  const postings = transfer(sellerId, accountOf(trade), amountFen);
  const refund: LedgerEntry = { entryNo: `${tradeNo}/R/${requestNo}`, kind: 'refund', ...common, postings };
  if (feeFen === 0) return [refund];
  const back = transfer(FEES, sellerId, feeFen);
  return [{ entryNo: `${tradeNo}/F/${requestNo}`, kind: 'fee_return', ...common, postings: back }, refund];
}

function accountOf({ fundChannel = 'ALIPAYACCOUNT', buyerUserId }: Trade): string {
  return payingAccount(fundChannel, buyerUserId);
}
