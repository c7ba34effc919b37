import { buyAgain } from '../buy-again';
import type { Cart } from '../cart';
import type { Catalog } from '../catalog';
import type { Connection } from '../connection';
import type { Format } from '../format';
import { strayMoneyNote } from '../order-words';
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
  catalog: Catalog;
  cart: Cart;
  connection: Connection;
  ticker: Ticker;
  t: Texts;
  format: Format;
}

export interface ResultScreen extends Screen {
  continuePay(): Promise<unknown>;
  refresh(): void;
  /** Resolves to the page to go to. */
  buyAgain(): Promise<string | undefined>;
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
export function resultScreen(parts: Parts, orderNo: string): ResultScreen {
  const { payment, connection, ticker, t, format } = parts;
  return {
    ...(!t.isChinese && { title: t.titles.result }),
    get view() {
      const { state, order, isBusy } = payment;
      return {
        t: fixedWords(t.result),
        offline: connection.isOnline ? null : t.offline,
        state,
        ...paymentWords(t, payment, connection.isOnline),
        glyph: GLYPH_OF[state],
        steps: t.result.steps.map((title) => ({ title, description: '' })),
        step: STEP_OF[state],
        yuan: order ? format.yuan(order.totalFen) : null,
        merchantName: order?.merchantName ?? '',
        remaining: order && state === 'unpaid' ? format.remaining(order.expiresAtMs - ticker.nowMs) : null,
        remainingLabel: t.order.remaining,
        note: order ? strayMoneyNote(t, format, order) : null,
        problem: problemOf(),
        canContinue: state === 'unpaid' && order?.payment?.state === 'ready',
        canRefresh: payment.isExhausted && AWAITED.includes(state),
        canBuyAgain: state === 'closed',
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
    buyAgain: async () => (payment.order ? buyAgain(parts, payment.order) : undefined),
    orderUrl: () => routes.order(orderNo),
  };

  /** Without a network the notice over the page has said it already. While it is asked again anyway, nobody need try again. */
  function problemOf(): string | null {
    const { problem, state } = payment;
    if (!problem || state === 'not_found' || !connection.isOnline) return null;
    const isAwaited = state !== 'unpaid' && !payment.isExhausted;
    return isAwaited ? t.result.askingAgain : t.problems[problem];
  }
}
