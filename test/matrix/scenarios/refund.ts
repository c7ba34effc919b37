import assert from 'node:assert/strict';
import { TEA_FEN } from '../node';
import type { Scenario } from '../scenario';
import { orderOf } from '../world';
import { minutesPass, paidOrder, reasonOf, refundId, refundsOf } from './refund-steps';
import { assertTrades, atOnce } from './steps';

/** What operators and buyers ask for. */
export const refundScenarios: Scenario[] = [
  {
    name: 'refund-in-full',
    stands: 'refund, as it should be; TRADE_CLOSED after a full refund closes nothing',
    settings: { rules: { notifyCauses: ['paid', 'partly_refunded', 'fully_refunded'] } },
    async run(world) {
      const orderNo = await paidOrder(world);
      const answer = await world.merchant.refund({ orderNo, requestId: refundId(1), reason: '买家不要了' });
      assert.equal(reasonOf(answer), 'ok');
      if (world.provider.channel === 'alipay') assert.equal(answer.ok && answer.order.refundedFen, TEA_FEN);
      await minutesPass(world, 1);
      assert.equal(world.trades(orderNo)[0]?.status, 'TRADE_CLOSED');
      const page = orderOf(await world.buyer.query(orderNo));
      assert.deepEqual([page.status, page.refundedFen], ['paid', TEA_FEN]);
    },
  },
  {
    name: 'buyer-known-by-open-id',
    stands: '`buyer_id` → `buyer_open_id` migration: paid, refunded and closed',
    atFshows: '`buyer_open_id`, for which it has no field: refused, and nothing is sent',
    settings: { buyerIds: 'open_id' },
    async run(world) {
      if (world.provider.channel === 'fshows') {
        const { orderNo, payment } = orderOf(await world.buyer.create());
        assert.deepEqual(payment, { state: 'unavailable', code: 'buyer_not_served' });
        assertTrades(world, orderNo, 0);
        world.mustEnd(orderNo, 'closed');
        return;
      }
      const orderNo = await paidOrder(world);
      assert.doesNotMatch((await world.stored(orderNo)).buyer.id, /^2088/);
      assert.equal(reasonOf(await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 300 })), 'ok');
      assert.deepEqual(refundsOf(world, orderNo), [300]);
      const other = await world.order();
      world.faults.use('notify-never');
      await world.buyer.close(other);
      const third = await world.order();
      world.pay(third);
      world.mustEnd(other, 'closed');
      world.mustEnd(third, 'paid');
    },
  },
  {
    name: 'refund-partial-six-times',
    stands: 'refund: partial k times',
    async run(world) {
      const orderNo = await paidOrder(world);
      for (let n = 1; n <= 6; n += 1) {
        const answer = await world.merchant.refund({ orderNo, requestId: refundId(n), refundFen: 200 });
        assert.equal(reasonOf(answer), 'ok');
      }
      await minutesPass(world, 6);
      assert.deepEqual(refundsOf(world, orderNo), [200, 200, 200, 200, 200, 200]);
      const [trade] = world.trades(orderNo);
      const times = trade?.refunds.map(({ atMs }) => atMs) ?? [];
      assert.ok(
        times.every((atMs, index) => index === 0 || atMs - (times[index - 1] ?? 0) >= 3_000),
        'three seconds apart',
      );
      const rest = await world.merchant.refund({ orderNo, requestId: refundId(7) });
      assert.equal(reasonOf(rest), 'ok');
      await minutesPass(world, 1);
      assert.equal(world.trades(orderNo)[0]?.refundedFen, TEA_FEN);
    },
  },
  {
    name: 'refund-of-more-than-was-paid',
    stands: 'refund: over-refund',
    async run(world) {
      const orderNo = await paidOrder(world);
      const refund = (n: number, refundFen: number) =>
        world.merchant.refund({ orderNo, requestId: refundId(n), refundFen });
      assert.equal(reasonOf(await refund(1, TEA_FEN + 1)), 'refund_exceeds_paid');
      assert.equal(reasonOf(await refund(2, 1_000)), 'ok');
      assert.equal(reasonOf(await refund(3, 281)), 'refund_exceeds_paid');
      assert.equal(reasonOf(await refund(4, 280)), 'ok');
      assert.equal(reasonOf(await refund(5, 1)), 'nothing_to_refund');
    },
  },
  {
    name: 'refund-by-two-operators-at-once',
    stands: 'refund: over-refund, by operators at once',
    async run(world) {
      const orderNo = await paidOrder(world);
      const answers = await atOnce(6, (n) =>
        world.merchant.refund({ orderNo, requestId: refundId(n), refundFen: 600 }),
      );
      const reasons = answers.map((answer) => (answer.status === 'fulfilled' ? reasonOf(answer.value) : 'no answer'));
      assert.deepEqual(reasons.filter((reason) => reason === 'ok').length, 2);
      await minutesPass(world, 2);
      assert.deepEqual(refundsOf(world, orderNo), [600, 600]);
    },
  },
  {
    name: 'refund-same-number-twice',
    stands: 'refund: same number twice',
    async run(world) {
      const orderNo = await paidOrder(world);
      const request = { orderNo, requestId: refundId(1), refundFen: 500 };
      await atOnce(10, () => world.merchant.refund(request));
      await minutesPass(world, 1);
      await world.merchant.refund(request);
      assert.deepEqual(refundsOf(world, orderNo), [500]);
    },
  },
  {
    name: 'refund-another-amount-under-the-same-number',
    stands: 'refund: another amount under the same number',
    async run(world) {
      const orderNo = await paidOrder(world);
      await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 500 });
      const other = await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 501 });
      assert.equal(reasonOf(other), 'request_conflict');
      assert.deepEqual(refundsOf(world, orderNo), [500]);
    },
  },
  {
    name: 'refund-of-an-unpaid-order',
    stands: 'refund: nothing was paid',
    async run(world) {
      const orderNo = await world.order();
      const answer = await world.merchant.refund({ orderNo, requestId: refundId(1) });
      assert.equal(reasonOf(answer), 'order_not_paid');
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'refund-by-the-buyer',
    stands: 'refund: a buyer can ask for it and cannot take it',
    async run(world) {
      const orderNo = await paidOrder(world);
      const taken = await world.buyer.call('order-refund', { orderNo, requestId: refundId(1) });
      assert.equal((taken as { reason?: string }).reason, 'not_operator');
      await world.buyer.call('refund-ask', { orderNo, reason: '杯子碎了' });
      await minutesPass(world, 2);
      assert.deepEqual(refundsOf(world, orderNo), []);
      assert.equal(orderOf(await world.buyer.query(orderNo)).refundAsk?.reason, '杯子碎了');
      await world.merchant.refund({ orderNo, requestId: refundId(1) });
    },
  },
];
