import type { AccountBook } from '../accounts/account-book';
import type { Ledger } from '../accounts/ledger';
import { type RefundRequest, refundedFen } from './refund';
import { returnedFeeFen } from './service-fee';
import type { Trade } from './trade';

/** Why money does not go back (reference alipay-trade 2.5). */
export type RefundRefusal =
  | 'refund_discordant'
  | 'refund_not_positive'
  | 'refund_not_full'
  | 'refund_exceeds_total'
  | 'refund_too_soon'
  | 'partial_refund_not_allowed'
  | 'trade_unpaid'
  | 'trade_has_close'
  | 'trade_has_finished'
  | 'trade_not_refundable'
  | 'trade_frozen'
  | 'buyer_cannot_receive'
  | 'buyer_account_gone'
  | 'seller_balance_short';

export interface RefundRules {
  /** Documented as the least time between two refunds of one trade; what an earlier one is told is assumed. */
  refundGapMs: number;
  /** Some products give back all or nothing (ACQ.NOT_ALLOW_PARTIAL_REFUND). */
  allowsPartialRefund: boolean;
  /** Whether the seller gets his share of the fee back, with which he may pay the refund. */
  returnsFees: boolean;
}

/** Balances, and who may use theirs. */
export interface MoneyBooks {
  ledger: Ledger;
  accounts: AccountBook;
}

/** The refund that was already made under the number this request bears, if any. */
export function earlierRefund(trade: Trade, { requestNo = trade.outTradeNo }: RefundRequest) {
  return trade.refunds.find((refund) => refund.requestNo === requestNo);
}

/**
 * Whether a refund that has not been made yet can be. Repetition is decided before any other rule, so that a merchant who
 * asks again is told what became of the refund, even when the trade has come to its end meanwhile.
 */
export function refundRefusal(
  trade: Trade,
  request: RefundRequest,
  nowMs: number,
  rules: RefundRules,
  books: MoneyBooks,
): RefundRefusal | undefined {
  const earlier = earlierRefund(trade, request);
  if (earlier) return earlier.amountFen === request.amountFen ? undefined : 'refund_discordant';
  if (request.amountFen <= 0) return 'refund_not_positive';
  return (
    statusRefusal(trade) ??
    amountRefusal(trade, request, rules) ??
    paceRefusal(trade, nowMs, rules) ??
    moneyRefusal(trade, request.amountFen, rules, books)
  );
}

function statusRefusal(trade: Trade): RefundRefusal | undefined {
  if (trade.status === 'WAIT_BUYER_PAY') return 'trade_unpaid';
  if (trade.status === 'TRADE_CLOSED') return 'trade_has_close';
  if (trade.status === 'TRADE_FINISHED') return trade.isRefundable ? 'trade_has_finished' : 'trade_not_refundable';
  return trade.isFrozen ? 'trade_frozen' : undefined;
}

/** Without a number of its own only the whole trade can be refunded, and only once. */
function amountRefusal(trade: Trade, request: RefundRequest, rules: RefundRules): RefundRefusal | undefined {
  const { requestNo, amountFen } = request;
  if (requestNo === undefined && amountFen !== trade.totalFen) return 'refund_not_full';
  if (refundedFen(trade.refunds) + amountFen > trade.totalFen) return 'refund_exceeds_total';
  return amountFen < trade.totalFen && !rules.allowsPartialRefund ? 'partial_refund_not_allowed' : undefined;
}

function paceRefusal(trade: Trade, nowMs: number, { refundGapMs }: RefundRules): RefundRefusal | undefined {
  const last = trade.refunds.at(-1);
  return last && nowMs - last.atMs < refundGapMs ? 'refund_too_soon' : undefined;
}

/** Whether the money can leave the seller and reach the buyer. */
export function moneyRefusal(
  trade: Trade,
  amountFen: number,
  { returnsFees }: Pick<RefundRules, 'returnsFees'>,
  { ledger, accounts }: MoneyBooks,
): 'buyer_cannot_receive' | 'buyer_account_gone' | 'seller_balance_short' | undefined {
  const { sellerId, buyerUserId } = trade;
  if (accounts.statusOf(buyerUserId) === 'blocked') return 'buyer_cannot_receive';
  if (accounts.statusOf(buyerUserId) === 'gone') return 'buyer_account_gone';
  const hasFen = ledger.balanceFen(sellerId) + (returnsFees ? returnedFeeFen(trade, amountFen) : 0);
  return hasFen < amountFen ? 'seller_balance_short' : undefined;
}
