/** Whatever my.tradePay answers, the screen says what is true and what to do next. */

import type { SandboxTrade } from '../../support/sandbox-control';
import { type Code, neverSaysPaid, offers, orderNoOf, pathOf, payWith, type Scene, tapUnless } from './scene';
import { LIFETIME_MS, type Stage } from './world';

/** Longer than the app waits for a cashier that does not answer (models/wallet.ts). */
const AFTER_SILENCE_MS = 31_000;
/** The longest the app waits between two questions (models/payment.ts). */
const LONGEST_WAIT_MS = 5_000;

/** Resolves when my.tradePay has been called and is over, whether or not somebody was called back. */
async function cashierHasEnded({ phone, page }: Stage): Promise<void> {
  while ((await phone.tradePay.calls()).length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
}

function doubtful(code: Code, title: string, looksLike?: string): Scene {
  return {
    name: `cashier-${code}`,
    title,
    ...(looksLike !== undefined && { looksLike }),
    async play(stage) {
      await payWith(stage, code);
      await stage.sees(stage.t.result.confirming);
      await stage.sees(
        code === '9000' || code === '8000' ? stage.t.result.confirmingHint : stage.t.result.confirmingUnknown,
      );
      await neverSaysPaid(stage);
    },
  };
}

function unpaid(code: Code, title: string, words: 'cancelled' | 'failed' | 'interrupted' | 'notAllowed'): Scene {
  return {
    name: `cashier-${code}`,
    title,
    async play(stage) {
      await payWith(stage, code);
      await stage.sees(stage.t.result[words]);
      await stage.sees(stage.t.result[`${words}Hint`]);
      await offers(stage, stage.t.result.continuePay);
      await neverSaysPaid(stage);
    },
  };
}

/** Alipay says that it has closed the trade, and still takes the money: the rarest of its answers. */
function closeIsALie({ tradeNo, outTradeNo }: SandboxTrade = { tradeNo: '', outTradeNo: '', status: '' }) {
  const fields = { trade_no: tradeNo, out_trade_no: outTradeNo };
  return { kind: 'answer', method: 'alipay.trade.close', code: '10000', fields, outTradeNo, times: 1 };
}

export const cashierScenes: Scene[] = [
  doubtful('9000', 'The cashier says paid, the server does not'),
  doubtful('8000', 'The cashier says in progress', 'cashier-9000'),
  doubtful('6004', 'The cashier does not know'),
  doubtful('5000', 'The cashier saw the request twice', 'cashier-6004'),
  unpaid('6001', 'Cancelled', 'cancelled'),
  { ...unpaid('99', 'Left by way of "forgot password"', 'cancelled'), looksLike: 'cashier-6001' },
  unpaid('6002', 'The network failed in the cashier', 'interrupted'),
  unpaid('4000', 'The cashier could not pay', 'failed'),
  unpaid('4', 'The app may not open the cashier', 'notAllowed'),
  {
    name: 'cashier-none',
    looksLike: 'cashier-6004',
    title: 'The cashier never answers',
    options: { clockInHand: true },
    async play(stage) {
      await payWith(stage, 'none');
      await cashierHasEnded(stage);
      await stage.phone.clock.advance(AFTER_SILENCE_MS);
      await stage.sees(stage.t.result.confirmingUnknown);
      await neverSaysPaid(stage);
    },
  },
  {
    name: 'cashier-none-paid',
    title: 'The cashier never answers, and yet the money was paid',
    looksLike: 'paid',
    options: { clockInHand: true },
    async play(stage) {
      await payWith(stage, 'none', true);
      await cashierHasEnded(stage);
      await stage.phone.clock.advance(AFTER_SILENCE_MS);
      await stage.sees(stage.t.result.paid);
    },
  },
  {
    name: 'still-confirming',
    title: 'Nothing is known after a minute',
    options: { clockInHand: true },
    async play(stage) {
      await payWith(stage, '9000');
      await stage.sees(stage.t.result.confirming);
      // One question after the other: each waits, in real time, for the answer to the one before.
      const known = stage.phone.screen.getByText(stage.t.result.stillConfirming).first();
      while (!(await known.isVisible())) {
        await stage.phone.clock.advance(LONGEST_WAIT_MS);
        await stage.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      }
      await offers(stage, stage.t.result.refresh);
      await neverSaysPaid(stage);
    },
  },
  {
    name: 'paid-though-cancelled',
    looksLike: 'paid',
    title: 'Cancelled, and yet the server has the money',
    async play(stage) {
      await payWith(stage, '6001', true);
      await stage.sees(stage.t.result.paid);
      await offers(stage, stage.t.result.viewOrder);
    },
  },
  {
    name: 'paid',
    title: 'Paid',
    async play(stage) {
      await payWith(stage, '9000', true);
      await stage.sees(stage.t.result.paid);
      await stage.sees(stage.t.result.paidHint);
    },
  },
  {
    name: 'two-devices-paid',
    title: 'Paid on another phone meanwhile',
    async play(stage) {
      await payWith(stage, '6001');
      await stage.sees(stage.t.result.cancelled);
      const other = await stage.second(pathOf.order(await orderNoOf(stage)));
      await other.phone.tradePay.next('9000', { isPaid: true });
      await other.phone.tap(other.t.order.pay);
      await other.sees(other.t.result.paid);
      await other.phone.close();
      await tapUnless(stage, stage.t.result.continuePay, stage.t.result.paid);
    },
  },
  {
    name: 'two-devices-closed',
    title: 'Closed on another phone meanwhile',
    async play(stage) {
      await payWith(stage, '6001');
      await stage.sees(stage.t.result.cancelled);
      const other = await stage.second(pathOf.order(await orderNoOf(stage)));
      await other.phone.tap(other.t.order.close);
      await other.page.getByRole('dialog').getByRole('button', { name: other.t.order.closeYes }).click();
      await other.sees(other.t.status.closed);
      await other.phone.close();
      await tapUnless(stage, stage.t.result.continuePay, stage.t.result.closed);
      await stage.sees(stage.t.result.closedHint);
      await offers(stage, stage.t.result.buyAgain);
    },
  },
  {
    name: 'background-and-return',
    title: 'The app was in the background while the order was paid',
    async play(stage) {
      await payWith(stage, '6001');
      await stage.sees(stage.t.result.cancelled);
      await stage.phone.background();
      const other = await stage.second(pathOf.order(await orderNoOf(stage)));
      await other.phone.tradePay.next('9000', { isPaid: true });
      await other.phone.tap(other.t.order.pay);
      await other.sees(other.t.result.paid);
      await other.phone.close();
      await stage.phone.foreground();
      await stage.sees(stage.t.result.paid);
    },
  },
  {
    name: 'expired-while-paying',
    title: 'The time was over while the cashier was open',
    expectedErrors: /409/,
    async play(stage) {
      const { world, phone, t } = stage;
      await stage.choose('明前龙井');
      await phone.tap(t.checkout.pay);
      const pay = stage.page.getByRole('dialog').getByRole('button', { name: /^(确认付款|Pay now)$/ });
      await pay.waitFor();
      await world.clock.advance(LIFETIME_MS + 1_000);
      await world.shouyin.sweep();
      await pay.click();
      await stage.page.getByRole('alert').waitFor();
      await stage.page
        .getByRole('dialog')
        .getByRole('button', { name: /^(取消|Cancel)$/ })
        .click();
      await stage.sees(t.result.closed);
      await stage.sees(t.result.expiredHint);
      await offers(stage, t.result.buyAgain);
    },
  },
  {
    name: 'refunded-because-late',
    title: 'Money came after the order was closed, and goes back',
    async play(stage) {
      const { world, t } = stage;
      await payWith(stage, '6001');
      await stage.sees(t.result.cancelled);
      const orderNo = await orderNoOf(stage);
      await stage.phone.tap(t.result.viewOrder);
      const trade = (await world.sandbox.trades()).find(({ outTradeNo }) => outTradeNo.startsWith(orderNo));
      await world.sandbox.addFault(closeIsALie(trade));
      await stage.phone.tap(t.order.close);
      await stage.page.getByRole('dialog').getByRole('button', { name: t.order.closeYes }).click();
      await stage.sees(t.result.closedHint);
      await world.sandbox.pay(trade?.tradeNo ?? '');
      await world.clock.advance(60_000);
      await world.shouyin.sweep();
      await stage.phone.restart(pathOf.order(orderNo));
      await stage.sees(t.status.closed);
      await stage.sees(t.order.lateMoney.returned('¥147.90'));
      await stage.sees(new RegExp(t.timeline.refunded));
    },
  },
];
