/** The pages of the shop and of its orders, in the states a buyer meets. */
import { offers, orderNoOf, pathOf, payWith, type Scene } from './scene';
import type { Stage } from './world';

/** A shop that gives money back takes a while to decide. */
const ANSWER_AFTER_MS = 10 * 60_000;

async function openOrder(stage: Stage): Promise<void> {
  await stage.phone.tap(stage.t.result.viewOrder);
  await stage.sees(stage.t.order.timeline);
}

async function paidOrder(stage: Stage): Promise<void> {
  await payWith(stage, '9000', true);
  await stage.sees(stage.t.result.paid);
  await openOrder(stage);
}

export const orderScenes: Scene[] = [
  {
    name: 'goods',
    title: 'The goods',
    async play(stage) {
      await stage.phone.tap(stage.t.catalog.add('明前龙井'));
      await stage.sees('1');
      await stage.sees('六安瓜片');
    },
  },
  {
    name: 'search',
    title: 'Searching',
    async play(stage) {
      const { page, t } = stage;
      await page.getByRole('textbox', { name: t.catalog.search }).fill('龙');
      await stage.sees(t.catalog.found(2));
    },
  },
  {
    name: 'search-none',
    title: 'Searching for what there is not',
    async play(stage) {
      const { page, t } = stage;
      await page.getByRole('textbox', { name: t.catalog.search }).fill('咖啡');
      await stage.sees(t.catalog.foundNone);
      await offers(stage, t.catalog.showAll);
    },
  },
  {
    name: 'checkout',
    title: 'The checkout, by instalments',
    async play(stage) {
      const { page, t } = stage;
      await stage.choose('明前龙井', '桂花糕');
      await page.getByRole('textbox', { name: t.checkout.note }).fill('请放在门口');
      await page.getByRole('radio', { name: new RegExp(t.checkout.months(6)) }).click();
      await stage.sees(/24\.65/);
    },
  },
  {
    name: 'checkout-empty',
    title: 'The checkout of an empty cart',
    options: { path: 'pages/checkout/checkout' },
    async play(stage) {
      await stage.sees(stage.t.checkout.emptyTitle);
      await offers(stage, stage.t.checkout.choose);
    },
  },
  {
    name: 'goods-gone',
    title: 'Goods that are no longer sold',
    async play(stage) {
      const { world, phone, t } = stage;
      await stage.choose('明前龙井', '桂花糕');
      world.shelf.withdraw('tea-long-jing');
      await phone.tap(t.checkout.pay);
      await stage.sees(t.checkout.goneSome);
      await phone.screen.locator('.line-title', { hasText: '明前龙井' }).waitFor({ state: 'detached' });
      await offers(stage, t.checkout.pay);
      await stage.sees('¥19.90');
    },
  },
  {
    name: 'goods-all-gone',
    title: 'All that was chosen is no longer sold',
    async play(stage) {
      const { world, phone, t } = stage;
      await stage.choose('明前龙井');
      world.shelf.withdraw('tea-long-jing');
      await phone.tap(t.checkout.pay);
      await stage.sees(t.checkout.goneTitle);
      await stage.sees(t.checkout.goneHint);
      await offers(stage, t.checkout.choose);
    },
  },
  {
    name: 'price-changed',
    title: 'A price has changed since it was read',
    async play(stage) {
      const { world, phone, t } = stage;
      await stage.choose('明前龙井');
      world.shelf.reprice('tea-long-jing', 13_800);
      await phone.tap(t.checkout.pay);
      await stage.sees(t.result.priceNew);
      await stage.sees(t.result.priceNewHint);
      await stage.sees('¥138.00');
      await offers(stage, t.result.continuePay);
      if ((await phone.tradePay.calls()).length > 0) throw new Error('the cashier was opened');
    },
  },
  {
    name: 'pending',
    title: 'The app was closed before paying',
    async play(stage) {
      await payWith(stage, '6001');
      await stage.sees(stage.t.result.cancelled);
      await stage.phone.restart();
      await stage.sees(stage.t.catalog.pending);
    },
  },
  {
    name: 'order-unpaid',
    title: 'An order that waits for payment',
    async play(stage) {
      await payWith(stage, '6001');
      await stage.sees(stage.t.result.cancelled);
      await openOrder(stage);
      await offers(stage, stage.t.order.pay);
      await offers(stage, stage.t.order.close);
    },
  },
  {
    name: 'order-paid',
    title: 'A paid order',
    async play(stage) {
      await paidOrder(stage);
      await stage.sees(stage.t.status.paid);
      await offers(stage, stage.t.order.askRefund);
    },
  },
  {
    name: 'refund-sheet',
    title: 'Asking for a refund',
    async play(stage) {
      await paidOrder(stage);
      await stage.phone.tap(stage.t.order.askRefund);
      await stage.page.getByRole('dialog', { name: stage.t.refund.title }).waitFor();
      await stage.page.getByRole('radio', { name: stage.t.refund.reasons[1] ?? '' }).click();
    },
  },
  {
    name: 'refund-asked',
    title: 'The shop knows that a refund is wanted',
    async play(stage) {
      const { t } = stage;
      await paidOrder(stage);
      await stage.phone.tap(t.order.askRefund);
      await stage.phone.tap(t.refund.submit);
      await stage.sees(t.order.refundAskedHint);
      await stage.sees(t.timeline.refund_asked);
    },
  },
  {
    name: 'refund-done',
    title: 'Refunded',
    async play(stage) {
      const { world, t } = stage;
      await payWith(stage, '9000', true);
      await stage.sees(t.result.paid);
      await world.clock.advance(ANSWER_AFTER_MS);
      await world.refund(await orderNoOf(stage));
      await openOrder(stage);
      await stage.sees(t.order.refundedHint);
      await offers(stage, t.order.buyAgain);
    },
  },
  {
    name: 'orders',
    title: 'All orders',
    async play(stage) {
      await payWith(stage, '9000', true);
      await stage.sees(stage.t.result.paid);
      await stage.phone.restart('pages/orders/orders');
      await stage.sees(/明前龙井/);
      await stage.page.getByRole('tab', { name: stage.t.orders.tabs.paid }).click();
      await stage.sees(stage.t.status.paid);
    },
  },
  {
    name: 'order-not-found',
    title: 'An order of somebody else',
    options: { path: pathOf.result('ABCDEFGHIJKLMNOPQRSTUVWX') },
    async play(stage) {
      await stage.sees(stage.t.result.notFound);
      await offers(stage, stage.t.result.goHome);
    },
  },
  {
    name: 'payment-unavailable',
    title: 'Alipay does not take the order',
    async play(stage) {
      const { world, phone, t } = stage;
      await world.sandbox.usePreset('merchant-not-normal');
      await stage.choose('明前龙井');
      await phone.tap(t.checkout.pay);
      await stage.sees(t.result.unavailable);
      await stage.sees(t.result.unavailableHint('ACQ.MERCHANT_STATUS_NOT_NORMAL'));
    },
  },
  {
    name: 'payment-preparing',
    title: 'Alipay has not answered about the order yet',
    async play(stage) {
      const { world, t } = stage;
      await world.sandbox.usePreset('service-unavailable');
      await stage.choose('明前龙井');
      await stage.phone.tap(t.checkout.pay);
      await stage.sees(t.result.preparing);
      await stage.sees(t.result.preparingHint);
      await offers(stage, t.result.viewOrder);
    },
  },
  {
    name: 'order-closing',
    title: 'Alipay has not confirmed the closing yet',
    async play(stage) {
      const { world, t, page } = stage;
      await payWith(stage, '6001');
      await stage.sees(t.result.cancelled);
      await openOrder(stage);
      await world.sandbox.usePreset('service-unavailable');
      await stage.phone.tap(t.order.close);
      await page.getByRole('dialog').getByRole('button', { name: t.order.closeYes }).click();
      await stage.sees(t.status.closing);
      await stage.sees(t.order.closingHint);
    },
  },
  {
    name: 'goods-dark',
    title: 'The goods in the dark',
    options: { colorScheme: 'dark' },
    async play(stage) {
      await stage.phone.tap(stage.t.catalog.add('明前龙井'));
      await stage.sees('六安瓜片');
    },
  },
  {
    name: 'order-dark',
    title: 'A paid order in the dark',
    options: { colorScheme: 'dark' },
    async play(stage) {
      await paidOrder(stage);
      await stage.sees(stage.t.status.paid);
    },
  },
  {
    name: 'order-again-elsewhere',
    looksLike: 'order-unpaid',
    title: 'An order opened by its address',
    async play(stage) {
      await payWith(stage, '6001');
      await stage.sees(stage.t.result.cancelled);
      await stage.phone.restart(pathOf.order(await orderNoOf(stage)));
      await offers(stage, stage.t.order.pay);
    },
  },
];
