import type { Payment } from './payment';
import type { PaymentState } from './payment-state';
import type { Texts } from './texts-zh';
import type { WalletHint } from './wallet';

/** What is said about a payment: a title and one sentence. */
export interface PaymentWords {
  title: string;
  sentence: string;
}

type Said = Pick<Payment, 'state' | 'hint' | 'order'>;

/** The true sentence for a payment's state. Only the state `paid`, which is the server's word, is said to be paid. */
export function paymentWords(t: Texts, said: Said): PaymentWords {
  const words: Record<PaymentState, () => PaymentWords> = {
    confirming: () => confirmingWords(t, said),
    still_confirming: () => ({ title: t.result.stillConfirming, sentence: t.result.stillConfirmingHint }),
    preparing: () => ({ title: t.result.preparing, sentence: t.result.preparingHint }),
    unpaid: () => unpaidWords(t, said),
    closing: () => ({ title: t.result.closing, sentence: t.result.closingHint }),
    closed: () => ({ title: t.result.closed, sentence: t.result.closedHint }),
    paid: () => ({ title: t.result.paid, sentence: t.result.paidHint }),
    not_found: () => ({ title: t.result.notFound, sentence: t.result.notFoundHint }),
  };
  return words[said.state]();
}

function confirmingWords(t: Texts, { hint }: Said): PaymentWords {
  if (hint === 'maybe_paid') return { title: t.result.confirming, sentence: t.result.confirmingHint };
  if (hint === 'unknown') return { title: t.result.confirming, sentence: t.result.confirmingUnknown };
  return { title: t.result.loading, sentence: t.result.loadingHint };
}

function unpaidWords(t: Texts, { hint, order }: Said): PaymentWords {
  if (order?.payment?.state === 'unavailable') {
    return { title: t.result.unavailable, sentence: t.result.unavailableHint(order.payment.code) };
  }
  const said: Partial<Record<WalletHint, PaymentWords>> = {
    cancelled: { title: t.result.cancelled, sentence: t.result.cancelledHint },
    failed: { title: t.result.failed, sentence: t.result.failedHint },
    interrupted: { title: t.result.interrupted, sentence: t.result.interruptedHint },
    not_allowed: { title: t.result.notAllowed, sentence: t.result.notAllowedHint },
  };
  return (hint && said[hint]) || { title: t.result.unpaid, sentence: t.result.unpaidHint };
}
