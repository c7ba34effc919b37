import type { FshowsErrorCode } from './answer';
import type { FshowsRefusal } from './refusal';
import type { FshowsRules } from './rules';

/** The error code of what the trade book refuses; those that no source settles follow a rule (reference fshows 4.1). */
export function codeOf(
  reason: FshowsRefusal,
  { wrongStateCode, overRefundCode, shortBalanceCode }: FshowsRules,
): FshowsErrorCode {
  switch (reason) {
    case 'trade_not_found':
      return '-207';
    case 'number_taken':
      return '-206';
    case 'trade_not_closable':
    case 'trade_not_reversible':
    case 'trade_not_refundable':
      return wrongStateCode;
    case 'refund_exceeds':
    case 'refund_repeated':
      return overRefundCode;
    case 'seller_balance_short':
      return shortBalanceCode;
    case 'trade_not_payable':
    case 'buyer_differs':
    case 'buyer_cannot_pay':
    case 'buyer_balance_short':
      return '-301';
  }
}
