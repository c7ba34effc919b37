import assert from 'node:assert/strict';
import type { PresetName } from '../../../sandbox/fault/presets';
import { LIFETIME_MS, TEA_TITLE, TEA_YUAN } from '../node';
import type { Scenario } from '../scenario';
import { orderOf, type World } from '../world';
import { atOnce, createUntilReady, HOUR_MS, MINUTE_MS, POLL_MS, seesPaid } from './steps';

const DAY_MS = 24 * HOUR_MS;

/** Every delivery is spoilt; not one may be believed, and the payment is found all the same. */
function notBelieved(preset: PresetName, stands: string, atFshows?: string): Scenario {
  return {
    name: preset,
    stands: `notify: ${stands}`,
    ...(atFshows === undefined ? {} : { atFshows: `notify: ${atFshows}` }),
    async run(world) {
      const orderNo = await world.order();
      world.faults.use(preset);
      world.pay(orderNo);
      await world.advance(1_000);
      assert.ok(world.post.letters.length > 0, 'the notify was delivered');
      assert.ok(await isNowhereAcknowledged(world), 'no such notify is acknowledged');
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  };
}

/** Every delivery is unusual, and genuine: it alone brings the news. */
function believed(preset: PresetName, stands: string): Scenario {
  return {
    name: preset,
    stands: `notify: ${stands}`,
    async run(world) {
      const orderNo = await world.order();
      world.faults.use(preset);
      world.pay(orderNo);
      await world.advance(1_000);
      assert.equal((await world.stored(orderNo)).status, 'paid');
      assert.equal(await isNowhereAcknowledged(world), false);
      world.mustEnd(orderNo, 'paid');
    },
  };
}

/** A title that has to survive form encoding, signing and the way back. */
function subject(name: string, goodsTitle: string): Scenario {
  return {
    name: `subject-${name}`,
    stands: `notify: %, +, &, quotes, emoji, 中文 in subject: ${goodsTitle}`,
    settings: { goodsTitle },
    async run(world) {
      const orderNo = await world.order();
      world.pay(orderNo);
      await world.advance(1_000);
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  };
}

async function isNowhereAcknowledged({ sandbox }: World): Promise<boolean> {
  return sandbox.notifies().every(({ deliveries }) => deliveries.every(({ result }) => result !== 'acknowledged'));
}

const paidEvents = async (world: World, orderNo: string): Promise<number> =>
  (await world.stored(orderNo)).outbox.filter(({ type }) => type === 'order.paid').length;

export const notifyScenarios: Scenario[] = [
  {
    name: 'notify-lost-for-ever',
    stands: 'notify: lost for ever',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'notify-first-lost',
    stands: 'notify: lost once, delivered again after four minutes',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-first-lost');
      world.pay(orderNo);
      await world.advance(5 * MINUTE_MS);
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'notify-before-create-reply',
    stands: 'notify: before the create reply',
    atFshows: 'notify: before the create reply, and thus by no number that we could know it is ours by',
    async run(world) {
      world.faults.use('paid-before-create-reply');
      const answer = await world.buyer.create();
      assert.ok(answer.ok);
      if (world.provider.channel === 'alipay') assert.equal(answer.order.status, 'paid');
      await seesPaid(world, answer.order.orderNo);
      world.mustEnd(answer.order.orderNo, 'paid');
    },
  },
  {
    name: 'notify-late-by-a-day',
    stands: 'notify: late by a day',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-late-by-a-day');
      world.pay(orderNo);
      await world.advance(LIFETIME_MS);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'paid');
      await world.advance(DAY_MS);
      assert.equal(await isNowhereAcknowledged(world), false);
      assert.equal(await paidEvents(world, orderNo), 1);
      world.mustEnd(orderNo, 'paid');
    },
  },
  believed('notify-twice', 'twice'),
  {
    name: 'notify-fifty-times',
    stands: 'notify: fifty times in parallel',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-fifty-times');
      world.pay(orderNo);
      await world.advance(1_000);
      assert.equal(world.post.letters.length, 50);
      assert.equal(await paidEvents(world, orderNo), 1);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'notify-again-after-weeks',
    stands: 'notify: twice, the second time by somebody who had kept it',
    async run(world) {
      const orderNo = await world.order();
      world.pay(orderNo);
      await world.advance(1_000);
      const [letter] = world.post.letters;
      assert.ok(letter);
      await world.advance(20 * DAY_MS);
      const replies = await atOnce(3, () => world.post.send(letter));
      assert.deepEqual(
        replies.map((reply) => reply.status === 'fulfilled' && reply.value),
        ['success', 'success', 'success'],
      );
      assert.equal(await paidEvents(world, orderNo), 1);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'notify-races-with-polls-and-sweep',
    stands: 'notify: fifty times in parallel, with ten pages and the sweep',
    async run(world) {
      const orderNo = await world.order();
      await world.advance(MINUTE_MS);
      world.faults.add({ kind: 'notify_duplicate', copies: 10 });
      world.pay(orderNo);
      await Promise.allSettled([world.advance(0), world.sweep(), atOnce(10, () => world.buyer.query(orderNo))]);
      assert.equal(await paidEvents(world, orderNo), 1);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'notify-closed-before-paid',
    stands: 'notify: reordered',
    settings: { rules: { notifyCauses: ['paid', 'closed', 'expired'] } },
    async run(world) {
      const kept = await createUntilReady(world, 'purchase-that-is-paid');
      const left = await createUntilReady(world, 'purchase-that-is-not');
      world.faults.use('notify-out-of-order');
      world.pay(kept.orderNo);
      await world.advance(LIFETIME_MS + MINUTE_MS);
      world.mustEnd(kept.orderNo, 'paid');
      world.mustEnd(left.orderNo, 'closed');
    },
  },
  notBelieved('notify-forged', 'forged'),
  notBelieved('notify-corrupted', 'altered after signing'),
  notBelieved('notify-unsigned', 'forged, without a signature'),
  notBelieved('notify-other-app', 'signed but for another app'),
  notBelieved('notify-other-seller', 'signed but for another seller', 'signed, but for a trade that is not ours'),
  notBelieved('notify-other-amount', 'signed but for another amount'),
  notBelieved('notify-other-order', 'signed but for another order'),
  notBelieved('notify-other-trade', 'signed but for another trade of the order'),
  notBelieved('notify-without-amount', 'signed but without amount'),
  notBelieved('notify-unknown-status', 'signed but with a status nobody knows'),
  notBelieved('notify-sha1', 'SHA-1 sign_type', 'sign_type RSA2, where SHA-1 is the only one there is'),
  notBelieved('notify-unknown-sign-type', 'unknown sign_type'),
  {
    name: 'notify-of-a-stranger-with-our-number',
    stands: 'notify: signed but for another app, whose trade has the number of ours, of which nothing is known yet',
    async run(world) {
      const requestId = 'purchase-on-a-bad-day';
      world.faults.use('create-reply-lost');
      const { orderNo } = orderOf(await world.buyer.create({ requestId }));
      const terms = { outTradeNo: `${orderNo}_1`, totalAmount: TEA_YUAN, subject: TEA_TITLE };
      const { buyerId } = world.otherBuyer;
      const tradeNo = await world.provider.openAsStranger({ ...terms, buyerId, notifyUrl: world.post.url });
      await world.advance(POLL_MS);
      assert.ok('status' in world.sandbox.pay({ tradeNo, outcome: 'paid' }));
      await world.advance(1_000);
      assert.ok(world.post.letters.length > 0, 'the notify was delivered');
      assert.ok(await isNowhereAcknowledged(world), 'no such notify is acknowledged');
      assert.equal((await world.stored(orderNo)).status, 'unpaid');
      await createUntilReady(world, requestId);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'notify-forged-for-an-unpaid-order',
    stands: 'notify: forged, and nobody has paid',
    async run(world) {
      const other = await createUntilReady(world, 'purchase-of-the-forger');
      const orderNo = await world.order();
      world.pay(other.orderNo);
      await world.advance(1_000);
      const [letter] = world.post.letters;
      assert.ok(letter);
      const numberOf = (number: string) => world.trades(number)[0]?.tradeNo ?? '';
      const forged = letter.body
        .replaceAll(other.orderNo, orderNo)
        .replaceAll(numberOf(other.orderNo), numberOf(orderNo));
      const replies = await atOnce(20, () => world.post.send({ ...letter, body: forged }));
      assert.ok(replies.every((reply) => reply.status === 'fulfilled' && reply.value !== 'success'));
      assert.equal((await world.stored(orderNo)).status, 'unpaid');
      world.mustEnd(other.orderNo, 'paid');
      world.mustEnd(orderNo, 'closed');
    },
  },
  believed('notify-empty-parameters', 'empty parameters'),
  believed('notify-refund-fee-zero', 'refund_fee 0.00 in a notice of payment'),
  believed('notify-wrong-content-type', 'wrong content type'),
  notBelieved('notify-base64', 'base64 body'),
  notBelieved('notify-json', 'wrong content type: JSON'),
  subject('percent', '100% 棉 %E4 %'),
  subject('plus-and-quotes', 'C++ "入门" \'二\' <b>&amp;</b>'),
  subject('emoji', '茶🍵礼盒👨‍👩‍👧 𠮷'),
  subject('slashes-and-equals', '红/绿=1&2'),
  subject('spaces', '  龙井   茶 '),
  {
    name: 'notify-while-our-server-is-down',
    stands: 'channel down at each protocol step: the notify finds nobody',
    async run(world) {
      const orderNo = await world.order();
      world.node.store.die();
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.replaceNode();
      await world.advance(4 * MINUTE_MS);
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
];
