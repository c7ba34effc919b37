import type { CancelRefusal } from './cancel-refusal';
import type { PartyRefusal } from './party-refusal';
import type { PayRefusal } from './pay-refusal';
import type { ReceiptRefusal } from './receipt-refusal';
import type { RefundRefusal } from './refund-refusal';

/** Why the book refuses; the gateway turns each into an `ACQ.*` code, the control API shows it as it is. */
export type TradeRefusal =
  | PartyRefusal
  | ReceiptRefusal
  | PayRefusal
  | RefundRefusal
  | CancelRefusal
  | 'trade_not_found'
  | 'trade_has_success'
  | 'context_inconsistent'
  | 'instalments_inconsistent'
  | 'already_expired'
  | 'trade_not_closable';
