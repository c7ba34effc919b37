/** A weak network, or none: the screen says so, tries again by itself, and loses nothing that was entered. */
import { holdReplies, loseReplies, onCall } from './calls';
import { neverSaysPaid, offers, payWith, type Scene } from './scene';

/** What the browser itself says of a call that got no answer. */
const LOST_CALLS = /Failed to load resource|net::ERR/;

export const networkScenes: Scene[] = [
  {
    name: 'goods-loading',
    title: 'The goods are on their way',
    options: { prepare: (page) => holdReplies(page, 'catalog-list') },
    async play({ phone, t }) {
      await phone.screen.getByRole('status', { name: t.catalog.loading }).waitFor();
    },
  },
  {
    name: 'goods-failed',
    title: 'The goods did not come',
    options: { prepare: (page) => onCall(page, 'catalog-list', (route) => route.abort('connectionreset')) },
    expectedErrors: LOST_CALLS,
    async play(stage) {
      await stage.sees(stage.t.catalog.failed);
      await offers(stage, stage.t.retry);
    },
  },
  {
    name: 'goods-offline',
    title: 'Opened without a network: the goods are those of last time',
    async play(stage) {
      await stage.sees('明前龙井');
      await stage.phone.network(false);
      await stage.sees(stage.t.offline);
      await stage.sees('明前龙井');
    },
  },
  {
    name: 'pay-offline',
    title: 'Paying without a network keeps what was entered',
    async play(stage) {
      const { phone, page, t } = stage;
      await stage.choose('明前龙井');
      await page.getByRole('textbox', { name: t.checkout.note }).fill('请放在门口');
      await phone.network(false);
      await phone.tap(t.checkout.pay);
      await stage.sees(t.checkout.offline);
      if ((await page.getByRole('textbox', { name: t.checkout.note }).inputValue()) !== '请放在门口') {
        throw new Error('the note is gone');
      }
    },
  },
  {
    name: 'pay-online-again',
    title: 'The same, once the network is back',
    async play(stage) {
      const { phone, page, t } = stage;
      await stage.choose('明前龙井');
      await page.getByRole('textbox', { name: t.checkout.note }).fill('请放在门口');
      await phone.network(false);
      await phone.tap(t.checkout.pay);
      await stage.sees(t.checkout.offline);
      await phone.network(true);
      await phone.tradePay.next('9000', { isPaid: true });
      await phone.tap(t.checkout.pay);
      await stage.sees(t.result.paid);
      await phone.tap(t.result.viewOrder);
      await stage.sees('请放在门口');
    },
  },
  {
    name: 'reply-lost-once',
    looksLike: 'paid',
    title: 'The reply to the order is lost once: it is asked again by itself',
    expectedErrors: LOST_CALLS,
    async play(stage) {
      await loseReplies(stage.page, 'order-create', 1);
      const before = (await stage.world.sandbox.trades()).length;
      await payWith(stage, '9000', true);
      await stage.sees(stage.t.result.paid);
      const made = (await stage.world.sandbox.trades()).length - before;
      if (made !== 1) throw new Error(`${made} trades were made`);
    },
  },
  {
    name: 'pay-unanswered',
    title: 'The order was not answered: tapping again does not order twice',
    expectedErrors: LOST_CALLS,
    async play(stage) {
      const { t } = stage;
      await loseReplies(stage.page, 'order-create', 2);
      await payWith(stage, '9000', true);
      await stage.sees(t.checkout.unanswered(t.problems.unreachable));
      await offers(stage, t.checkout.pay);
      await neverSaysPaid(stage);
    },
  },
  {
    name: 'confirming-offline',
    title: 'The network is gone while the payment is confirmed',
    async play(stage) {
      await payWith(stage, '9000');
      await stage.sees(stage.t.result.confirming);
      await stage.phone.network(false);
      await stage.sees(stage.t.result.offlineHint);
      await neverSaysPaid(stage);
    },
  },
  {
    name: 'confirmed-online-again',
    looksLike: 'paid',
    title: 'The network is back, and so is the answer',
    async play(stage) {
      const { world } = stage;
      await payWith(stage, '9000');
      await stage.sees(stage.t.result.confirming);
      const orderNo = (await stage.phone.pages()).at(-1)?.query.orderNo ?? '';
      await stage.phone.network(false);
      await stage.sees(stage.t.result.offlineHint);
      const trade = (await world.sandbox.trades()).find(({ outTradeNo }) => outTradeNo.startsWith(orderNo));
      await world.sandbox.pay(trade?.tradeNo ?? '');
      await stage.phone.network(true);
      await stage.sees(stage.t.result.paid);
    },
  },
];
