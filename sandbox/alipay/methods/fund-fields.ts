import { fenToYuan } from '../../money';
import type { Trade } from '../trade';

/** What of the total was really paid: an unpaid trade shows zero for every amount but its total, as captured. */
export function paidAmountFields(trade: Trade) {
  const paid = fenToYuan(trade.paidAtMs === undefined ? 0 : trade.totalFen);
  return { receipt_amount: paid, buyer_pay_amount: paid, invoice_amount: paid, point_amount: '0.00' };
}

/** Where the money came from; snake case in replies, camel case in notifies (reference alipay-trade 4.2). */
export function fundBillFields({ paidAtMs, fundChannel = 'ALIPAYACCOUNT', totalFen }: Trade) {
  if (paidAtMs === undefined) return {};
  return { fund_bill_list: [{ fund_channel: fundChannel, amount: fenToYuan(totalFen) }] };
}
