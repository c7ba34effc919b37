import type { AccountBook } from '../accounts/account-book';
import { type Ledger, OUTSIDE } from '../accounts/ledger';
import { type FundChannel, fundChannel, payingAccount } from './fund-channel';
import type { Trade } from './trade';

/** Why a buyer's money does not move; `no_pay_channel` is that the merchant allows none the buyer has. */
export type PayRefusal =
  | 'trade_not_payable'
  | 'buyer_differs'
  | 'buyer_cannot_pay'
  | 'no_pay_channel'
  | 'buyer_balance_short';

/** Where the money of this payment will come from, or why there is none. */
export function payRefusal(
  trade: Trade,
  buyerUserId: string,
  { ledger, accounts }: { ledger: Ledger; accounts: AccountBook },
): PayRefusal | { channel: FundChannel } {
  if (trade.status !== 'WAIT_BUYER_PAY') return 'trade_not_payable';
  if (trade.buyerUserId !== buyerUserId) return 'buyer_differs';
  if (accounts.statusOf(buyerUserId) !== 'normal') return 'buyer_cannot_pay';
  const channel = fundChannel(trade);
  if (channel === undefined) return 'no_pay_channel';
  const account = payingAccount(channel, buyerUserId);
  const isShort = account !== OUTSIDE && ledger.balanceFen(account) < trade.totalFen;
  return isShort ? 'buyer_balance_short' : { channel };
}
