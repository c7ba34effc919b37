import type { Format } from '../format';
import type { Payment } from '../payment';
import type { PaymentState } from '../payment-state';
import { paymentWords } from '../payment-words';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';
import type { Ticker } from '../ticker';

interface Parts {
  payment: Payment;
  ticker: Ticker;
  t: Texts;
  format: Format;
}

export interface ResultScreen extends Screen {
  continuePay(): Promise<unknown>;
  refresh(): void;
  orderUrl(): string;
}

/** How far a payment has come, of the three steps shown: placed, paying, confirmed by the shop. */
const STEP_OF: Readonly<Partial<Record<PaymentState, number>>> = {
  preparing: 1,
  unpaid: 1,
  confirming: 2,
  still_confirming: 2,
  paid: 3,
};

/** The picture above the title, in images/state; states in motion show a ring instead. */
const GLYPH_OF: Readonly<Partial<Record<PaymentState, string>>> = {
  still_confirming: 'waiting',
  unpaid: 'unpaid',
  closed: 'closed',
  paid: 'paid',
  not_found: 'lost',
};

/** States in which the news comes from elsewhere. */
const AWAITED: readonly PaymentState[] = ['still_confirming', 'preparing', 'closing'];

/** What became of a payment. */
export function resultScreen({ payment, ticker, t, format }: Parts, orderNo: string): ResultScreen {
  return {
    ...(!t.isChinese && { title: t.titles.result }),
    get view() {
      const { state, order, problem, isBusy } = payment;
      return {
        t: fixedWords(t.result),
        state,
        ...paymentWords(t, payment),
        glyph: GLYPH_OF[state],
        steps: t.result.steps.map((title) => ({ title, description: '' })),
        step: STEP_OF[state],
        yuan: order ? format.yuan(order.totalFen) : null,
        merchantName: order?.merchantName ?? '',
        remaining: order && state === 'unpaid' ? format.remaining(order.expiresAtMs - ticker.nowMs) : null,
        remainingLabel: t.order.remaining,
        note: noteOf(),
        problem: problem && state !== 'not_found' ? t.problems[problem] : null,
        canContinue: state === 'unpaid' && order?.payment?.state === 'ready',
        canRefresh: payment.isExhausted && AWAITED.includes(state),
        isBusy,
      };
    },
    show() {
      ticker.start();
      payment.show();
    },
    hide() {
      ticker.stop();
      payment.hide();
    },
    continuePay: payment.continuePay,
    refresh: payment.refresh,
    orderUrl: () => routes.order(orderNo),
  };

  /** Money that came besides this order's own goes back; the buyer should not wonder where it is. */
  function noteOf(): string | null {
    return payment.order?.unexpectedMoney ? t.result.moneyReturns : null;
  }
}
