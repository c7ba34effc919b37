import { observable, runInAction } from 'mobx';
import type { Device } from '../device';
import type { Format } from '../format';
import type { OrderBook } from '../order-book';
import { orderFacts, orderHint, strayMoneyNote } from '../order-words';
import type { Payment } from '../payment';
import type { OrderPresenter } from '../present-order';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';
import type { Ticker } from '../ticker';

interface Parts {
  payment: Payment;
  orderBook: OrderBook;
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
  reload(): void;
}

/** One order in full. */
export function orderScreen(parts: Parts, orderNo: string): OrderScreen {
  const { payment, orderBook, presenter, device, ticker, t, format } = parts;
  const self = observable({ isClosing: false });

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
    get view() {
      const { order, state, isBusy } = payment;
      return {
        t: fixedWords({ ...t.order, retry: t.retry }),
        state: order ? 'ready' : payment.problem ? 'failed' : 'loading',
        problem: payment.problem && t.problems[payment.problem],
        order: order ? presenter.order(order) : null,
        lines: order ? order.items.map(presenter.line) : [],
        hint: order ? orderHint(t, order, state) : '',
        note: order ? strayMoneyNote(t, order) : null,
        rows: order ? orderFacts(t, format, order) : [],
        remaining: order && state === 'unpaid' ? format.remaining(order.expiresAtMs - ticker.nowMs) : null,
        // After a payment in doubt it is the cashier that knows: the same trade cannot be paid twice.
        canPay: (state === 'unpaid' || state === 'still_confirming') && order?.payment?.state === 'ready',
        canClose: order?.status === 'unpaid' && !order.closing,
        isBusy,
        isClosing: self.isClosing,
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
    async pull() {
      const reply = await orderBook.query(orderNo);
      if (!reply.ok) device.remark(t.problems[reply.problem]);
    },
    reload: payment.refresh,
    async pay() {
      const hint = await payment.continuePay();
      if (hint !== null) return routes.result(orderNo, hint);
      if (payment.problem) device.remark(t.problems[payment.problem]);
      return undefined;
    },
    close,
    async copyNumber() {
      device.remark((await device.copy(orderNo)) ? t.order.copied : t.order.copyFailed);
    },
  };
}
