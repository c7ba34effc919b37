import { type MoneyBooks, moneyRefusal, type RefundRules } from './refund-refusal';
import type { Trade } from './trade';

/** Why a trade of unknown outcome is not undone (reference alipay-trade 2.4). */
export type CancelRefusal =
  | 'cancel_not_allowed'
  | 'cancel_too_late'
  | 'trade_has_finished'
  | 'trade_has_refunds'
  | 'trade_frozen'
  | (ReturnType<typeof moneyRefusal> & string);

export interface CancelRules {
  /** How long after its opening a paid trade can be cancelled; the length is not documented. */
  cancelWindowMs: number;
  /** Products that know no cancel; whether JSAPI_PAY does is not documented. */
  uncancellableProducts: readonly string[];
  /** What becomes of a cancel that was done before; `refused` is cancel_not_allowed, all else is done again. */
  repeatedCancel: 'same_answer' | 'no_action' | 'refused';
}

/** An unpaid trade can always be cancelled, a cancelled one as the rule says; a paid one for a while and in whole. */
export function cancelRefusal(
  trade: Trade,
  nowMs: number,
  rules: CancelRules & Pick<RefundRules, 'returnsFees'>,
  books: MoneyBooks,
): CancelRefusal | undefined {
  if (rules.uncancellableProducts.includes(trade.productCode)) return 'cancel_not_allowed';
  if (trade.cancelledAtMs !== undefined) return rules.repeatedCancel === 'refused' ? 'cancel_not_allowed' : undefined;
  if (trade.paidAtMs === undefined) return undefined;
  if (trade.refunds.length > 0) return 'trade_has_refunds';
  if (trade.status === 'TRADE_FINISHED') return 'trade_has_finished';
  if (trade.isFrozen) return 'trade_frozen';
  if (nowMs - trade.createdAtMs > rules.cancelWindowMs) return 'cancel_too_late';
  return moneyRefusal(trade, trade.totalFen, rules, books);
}
