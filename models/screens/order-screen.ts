import { observable, runInAction } from 'mobx';
import { buyAgain } from '../buy-again';
import type { Cart } from '../cart';
import type { Catalog } from '../catalog';
import type { Connection } from '../connection';
import type { Device } from '../device';
import type { Format } from '../format';
import type { OrderBook } from '../order-book';
import { canAskRefund, orderFacts, orderHint, orderSteps, strayMoneyNote } from '../order-words';
import type { Payment } from '../payment';
import type { OrderPresenter } from '../present-order';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';
import type { Ticker } from '../ticker';
import { type RefundSheet, refundSheet } from './refund-sheet';

interface Parts {
  payment: Payment;
  orderBook: OrderBook;
  catalog: Catalog;
  cart: Cart;
  connection: Connection;
  presenter: OrderPresenter;
  device: Device;
  ticker: Ticker;
  t: Texts;
  format: Format;
}

export interface OrderScreen extends Screen {
  /** Resolves to the page to go to, or undefined when the cashier stayed closed. */
  pay(): Promise<string | undefined>;
  /** Asks the buyer first. */
  close(): Promise<void>;
  copyNumber(): Promise<void>;
  dial(): void;
  /** Resolves to the page to go to. */
  buyAgain(): Promise<string | undefined>;
  readonly refund: RefundSheet;
  reload(): void;
}

/** One order in full. */
export function orderScreen(parts: Parts, orderNo: string): OrderScreen {
  const { payment, orderBook, catalog, connection, presenter, device, ticker, t, format } = parts;
  const self = observable({ isClosing: false });
  let wasShown = false;
  const refund = refundSheet(parts, orderNo);

  async function close(): Promise<void> {
    const { closeQuestion: title, closeConsequence: content, closeYes: yes, closeNo: no } = t.order;
    if (self.isClosing || !(await device.confirm({ title, content, yes, no }))) return;
    setClosing(true);
    const reply = await orderBook.close(orderNo);
    setClosing(false);
    if (!reply.ok) device.remark(t.problems[reply.problem]);
    payment.refresh();
  }

  function setClosing(isClosing: boolean): void {
    runInAction(() => {
      self.isClosing = isClosing;
    });
  }

  return {
    ...(!t.isChinese && { title: t.titles.order }),
    refund,
    get view() {
      const { order, state, isBusy } = payment;
      return {
        t: fixedWords({ ...t.order, retry: t.retry }),
        offline: connection.isOnline ? null : t.offline,
        state: order ? 'ready' : payment.problem ? 'failed' : 'loading',
        problem: payment.problem && t.problems[payment.problem],
        order: order ? presenter.order(order) : null,
        lines: order ? order.items.map(presenter.line) : [],
        hint: order ? orderHint(t, order, state) : '',
        note: order ? strayMoneyNote(t, format, order) : null,
        rows: order ? orderFacts(t, format, order) : [],
        steps: order ? orderSteps(t, format, order) : [],
        contact: contactView(),
        remaining: order && state === 'unpaid' ? format.remaining(order.expiresAtMs - ticker.nowMs) : null,
        // After a payment in doubt it is the cashier that knows: the same trade cannot be paid twice.
        canPay: (state === 'unpaid' || state === 'still_confirming') && order?.payment?.state === 'ready',
        canClose: order?.status === 'unpaid' && !order.closing,
        canAskRefund: order ? canAskRefund(order) : false,
        canBuyAgain: order !== undefined && order.status !== 'unpaid',
        isBusy,
        isClosing: self.isClosing,
        refund: refund.view,
      };
    },
    show() {
      ticker.start();
      payment.show();
      // A payment that is settled is asked about no more; what is done about its refund happens elsewhere.
      if (wasShown && payment.order && payment.order.status !== 'unpaid') void orderBook.query(orderNo);
      wasShown = true;
      if (catalog.state !== 'ready') void catalog.load();
    },
    hide() {
      ticker.stop();
      payment.hide();
    },
    async pull() {
      const reply = await orderBook.query(orderNo);
      if (!reply.ok) device.remark(t.problems[reply.problem]);
    },
    reload: payment.refresh,
    async pay() {
      const hint = await payment.continuePay();
      if (hint !== null) return routes.result(orderNo, { hint });
      if (payment.problem) device.remark(t.problems[payment.problem]);
      return undefined;
    },
    close,
    async copyNumber() {
      device.remark((await device.copy(orderNo)) ? t.order.copied : t.order.copyFailed);
    },
    dial() {
      if (catalog.contact?.phone) device.dial(catalog.contact.phone);
    },
    buyAgain: async () => (payment.order ? buyAgain(parts, payment.order) : undefined),
  };

  function contactView() {
    const { contact } = catalog;
    if (!contact) return null;
    const { phone = '', note = '' } = contact;
    return { phone, note, dialLabel: t.order.dialLabel(phone) };
  }
}
