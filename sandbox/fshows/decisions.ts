import type { AccountBook } from '../accounts/account-book';
import type { Ledger, LedgerEntry } from '../accounts/ledger';
import type { MoneyStep } from './ageing';
import { type FshowsRefund, promisedFen, type RefundRequest } from './refund';
import type { FshowsRefusal } from './refusal';
import type { FshowsRules } from './rules';
import { closedTrade, type FshowsTrade, paidTrade, refundingTrade, type Step } from './trade';
import { paymentEntry, refundEntry } from './trade-entries';

/** What becomes of a trade that is asked for something, or why nothing does. The trade has been aged before. */
export type Decision = MoneyStep | FshowsRefusal;

/** Alipay's, because whoever pays, pays from there. */
export interface FshowsBooks {
  ledger: Ledger;
  accounts: AccountBook;
}

/** Takes the whole amount from the payer at once; a trade without a buyer of its own is anybody's to pay. */
export function payment(
  trade: FshowsTrade,
  payerUserId: string,
  nowMs: number,
  { ledger, accounts }: FshowsBooks,
): Decision {
  if (trade.status !== 'WAIT_BUYER_PAY') return 'trade_not_payable';
  if (trade.buyerUserId !== undefined && trade.buyerUserId !== payerUserId) return 'buyer_differs';
  if (accounts.statusOf(payerUserId) !== 'normal') return 'buyer_cannot_pay';
  if (ledger.balanceFen(payerUserId) < trade.totalFen) return 'buyer_balance_short';
  return { ...paidTrade(trade, payerUserId, nowMs), entries: [paymentEntry(trade, payerUserId, nowMs)] };
}

/** Closes what is unpaid; whether closing again is done or refused is a rule. */
export function closing(
  trade: FshowsTrade,
  nowMs: number,
  { closesClosed }: Pick<FshowsRules, 'closesClosed'>,
): Decision {
  if (trade.status === 'WAIT_BUYER_PAY') return moneyless(closedTrade(trade, nowMs));
  const isClosedUnpaid = trade.status === 'TRADE_CLOSED' && trade.paidAtMs === undefined;
  return isClosedUnpaid && closesClosed ? unmoved(trade) : 'trade_not_closable';
}

/** `refundLagMs` is how long after it is asked for a refund is settled. */
export type RefundingRules = Pick<FshowsRules, 'refundLagMs' | 'repeatedRefund'>;

/** Promises money that moves when the refund is due; without an amount all that is not promised yet. */
export function refunding(
  trade: FshowsTrade,
  request: RefundRequest & { refundNo: string },
  nowMs: number,
  rules: RefundingRules,
  ledger: Ledger,
): Decision {
  const leftFen = trade.totalFen - promisedFen(trade.refunds);
  const { requestNo, refundNo, amountFen = leftFen } = request;
  const earlier = trade.refunds.find((refund) => refund.requestNo === requestNo);
  if (earlier) return isTheSame(earlier, request, rules) ? unmoved(trade) : 'refund_repeated';
  if (trade.paidAtMs === undefined || trade.status === 'TRADE_FINISHED') return 'trade_not_refundable';
  if (leftFen === 0 || amountFen > leftFen) return 'refund_exceeds';
  const dueAtMs = nowMs + rules.refundLagMs;
  const refund = { requestNo, refundNo, amountFen, state: 'refunding', askedAtMs: nowMs, dueAtMs } as const;
  if (!canBear(refundEntry(trade, refund, nowMs), trade, ledger)) return 'seller_balance_short';
  return moneyless(refundingTrade(trade, refund, nowMs));
}

function isTheSame(
  earlier: FshowsRefund,
  { amountFen = earlier.amountFen }: RefundRequest,
  { repeatedRefund }: RefundingRules,
): boolean {
  return repeatedRefund === 'first_result' && earlier.amountFen === amountFen;
}

/** Unpaid it is closed, paid it is refunded, ended it stays as it is. */
export function reversal(
  trade: FshowsTrade,
  refundNo: string,
  nowMs: number,
  rules: RefundingRules & Pick<FshowsRules, 'reversesPrecreated'>,
  ledger: Ledger,
): Decision {
  if (!rules.reversesPrecreated) return 'trade_not_reversible';
  if (trade.status === 'TRADE_CLOSED') return unmoved(trade);
  if (trade.status === 'WAIT_BUYER_PAY') return moneyless(closedTrade(trade, nowMs));
  return refunding(trade, { requestNo: `REVERSE${refundNo}`, refundNo }, nowMs, rules, ledger);
}

/** Whoever gives money back must have it; buyers are only given. */
export function canBear({ postings }: LedgerEntry, trade: FshowsTrade, ledger: Ledger): boolean {
  const givers = postings.filter(({ account }) => account === trade.subMerchantId || account === trade.appId);
  return givers.every(({ account, fen }) => fen > 0 || ledger.balanceFen(account) + fen >= 0);
}

/** A step that is of no concern to the ledger. */
export function moneyless(step: Step): MoneyStep {
  return { ...step, entries: [] };
}

/** The trade as it is: done, with nothing to keep or to tell. */
export function unmoved(trade: FshowsTrade): MoneyStep {
  return { trade, events: [], entries: [] };
}
