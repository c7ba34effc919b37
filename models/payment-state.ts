import type { OrderView } from '../contract/views';
import type { Problem } from './order-book';
import type { WalletHint } from './wallet';

/** What can truthfully be said about the payment of an order. Only the server's word makes it paid, unpaid or closed. */
export type PaymentState =
  /** Money may be on its way, or the server has not said anything yet; it is being asked. */
  | 'confirming'
  /** The same, but asking has gone on for long enough; the buyer may ask again. */
  | 'still_confirming'
  /** The channel is still opening the trade. */
  | 'preparing'
  | 'unpaid'
  /** Being closed; the channel has not confirmed it. */
  | 'closing'
  | 'closed'
  | 'paid'
  /** The server knows no such order of this buyer. */
  | 'not_found';

/** All that is known of a payment. */
export interface PaymentFacts {
  /** The server's last word; undefined when it has not spoken. */
  order: OrderView | undefined;
  /** What the cashier suggested last; null when it was not opened. */
  hint: WalletHint | null;
  /** Why the last question was not answered; null when it was. */
  problem: Problem | null;
  /** Nobody asks any more. */
  isExhausted: boolean;
}

/** The state that the facts allow. */
export function paymentState({ order, hint, problem, isExhausted }: PaymentFacts): PaymentState {
  if (order?.status === 'paid' || order?.status === 'closed') return order.status;
  if (isNoOrder(problem)) return 'not_found';
  if (!order || mayBePaid(hint)) return isExhausted ? 'still_confirming' : 'confirming';
  if (order.closing) return 'closing';
  return order.payment?.state === 'preparing' ? 'preparing' : 'unpaid';
}

/** Whether there is no more news to come. */
export function isSettled({ order, problem }: Pick<PaymentFacts, 'order' | 'problem'>): boolean {
  return order?.status === 'paid' || order?.status === 'closed' || isNoOrder(problem);
}

/** Whether news is likely: money on its way, or a channel that has yet to answer the server. */
export function isNewsLikely({ order, hint }: Pick<PaymentFacts, 'order' | 'hint'>): boolean {
  return mayBePaid(hint) || order?.closing === true || order?.payment?.state === 'preparing';
}

function mayBePaid(hint: WalletHint | null): boolean {
  return hint === 'maybe_paid' || hint === 'unknown';
}

/** Whether the number names no order of this buyer, or cannot name any. */
function isNoOrder(problem: Problem | null): boolean {
  return problem === 'order_not_found' || problem === 'bad_request';
}
