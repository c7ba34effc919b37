import { closedSentence, orderHint } from './order-words';
import type { Payment } from './payment';
import type { PaymentState } from './payment-state';
import type { Texts } from './texts-zh';
import type { WalletHint } from './wallet';

/** What is said about a payment: a title and one sentence. */
export interface PaymentWords {
  title: string;
  sentence: string;
}

type Said = Pick<Payment, 'state' | 'hint' | 'order' | 'isPriceNew'>;

/** The true sentence for a payment's state. Only the state `paid`, which is the server's word, is said to be paid. */
export function paymentWords(t: Texts, said: Said, isOnline: boolean): PaymentWords {
  const words: Record<PaymentState, () => PaymentWords> = {
    confirming: () => confirmingWords(t, said, isOnline),
    still_confirming: () => ({
      title: t.result.stillConfirming,
      sentence: isOnline ? t.result.stillConfirmingHint : t.result.offlineHint,
    }),
    preparing: () => ({ title: t.result.preparing, sentence: t.result.preparingHint }),
    unpaid: () => unpaidWords(t, said),
    closing: () => ({ title: t.result.closing, sentence: t.result.closingHint }),
    closed: () => ({
      title: t.result.closed,
      sentence: said.order ? closedSentence(t, said.order) : t.result.closedHint,
    }),
    paid: () => ({ title: t.result.paid, sentence: said.order ? orderHint(t, said.order, 'paid') : t.result.paidHint }),
    not_found: () => ({ title: t.result.notFound, sentence: t.result.notFoundHint }),
  };
  return words[said.state]();
}

function confirmingWords(t: Texts, { hint }: Said, isOnline: boolean): PaymentWords {
  if (!isOnline)
    return { title: hint === null ? t.result.loading : t.result.confirming, sentence: t.result.offlineHint };
  if (hint === 'maybe_paid') return { title: t.result.confirming, sentence: t.result.confirmingHint };
  if (hint === 'unknown') return { title: t.result.confirming, sentence: t.result.confirmingUnknown };
  return { title: t.result.loading, sentence: t.result.loadingHint };
}

function unpaidWords(t: Texts, { hint, order, isPriceNew }: Said): PaymentWords {
  if (order?.payment?.state === 'unavailable') {
    return { title: t.result.unavailable, sentence: t.result.unavailableHint(order.payment.code) };
  }
  const said: Partial<Record<WalletHint, PaymentWords>> = {
    cancelled: { title: t.result.cancelled, sentence: t.result.cancelledHint },
    failed: { title: t.result.failed, sentence: t.result.failedHint },
    interrupted: { title: t.result.interrupted, sentence: t.result.interruptedHint },
    not_allowed: { title: t.result.notAllowed, sentence: t.result.notAllowedHint },
  };
  if (isPriceNew && hint === null) return { title: t.result.priceNew, sentence: t.result.priceNewHint };
  return (hint && said[hint]) || { title: t.result.unpaid, sentence: t.result.unpaidHint };
}
