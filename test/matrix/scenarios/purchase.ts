import assert from 'node:assert/strict';
import { LIFETIME_MS, TEA_FEN } from '../node';
import type { Scenario } from '../scenario';
import { orderOf } from '../world';
import { assertTrades, atOnce, createUntilReady, MINUTE_MS, POLL_MS, seesPaid } from './steps';

/** What buyers, their phones and their apps do. */
export const purchaseScenarios: Scenario[] = [
  {
    name: 'nothing-goes-wrong',
    stands: 'a purchase as it should be',
    async run(world) {
      const order = orderOf(await world.buyer.create());
      assert.equal(order.payment?.state, 'ready');
      world.pay(order.orderNo);
      await world.advance(1_000);
      assert.equal(orderOf(await world.buyer.query(order.orderNo)).status, 'paid');
      assert.equal(world.trades(order.orderNo)[0]?.totalFen, TEA_FEN);
      world.mustEnd(order.orderNo, 'paid');
    },
  },
  {
    name: 'double-tap',
    stands: 'double tap',
    async run(world) {
      const requestId = 'two-quick-taps-on-buy';
      const answers = await atOnce(2, () => world.buyer.create({ requestId }));
      const numbers = answers.map((answer) => answer.status === 'fulfilled' && orderOf(answer.value).orderNo);
      assert.equal(new Set(numbers).size, 1);
      const { orderNo } = await createUntilReady(world, requestId);
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'fifty-creates-at-once',
    stands: 'silently sent twice by the HTTP client, fifty-fold',
    async run(world) {
      const requestId = 'fifty-times-the-same-wish';
      await atOnce(50, () => world.buyer.create({ requestId }));
      const { orderNo } = await createUntilReady(world, requestId);
      assertTrades(world, orderNo, 1);
      assert.equal((await world.allStored()).length, 1);
      world.pay(orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'two-devices-one-cart',
    stands: 'two devices, one cart',
    async run(world) {
      const [phone, tablet] = await Promise.all([
        createUntilReady(world, 'cart-on-the-phone'),
        createUntilReady(world, 'cart-on-the-tablet'),
      ]);
      assert.notEqual(phone.orderNo, tablet.orderNo);
      world.pay(phone.orderNo);
      world.mustEnd(phone.orderNo, 'paid');
      world.mustEnd(tablet.orderNo, 'closed');
    },
  },
  {
    name: 'request-id-of-another-cart',
    stands: 'two devices, one cart: the same request id with other goods',
    async run(world) {
      const requestId = 'one-id-for-two-carts';
      const { orderNo } = await createUntilReady(world, requestId);
      const other = await world.buyer.create({ requestId, items: [{ goodsId: 'cup', quantity: 2 }] });
      assert.equal(other.ok ? 'ok' : other.reason, 'request_conflict');
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'wallet-9000-but-unpaid',
    stands: '9000 but unpaid',
    async run(world) {
      const orderNo = await world.order();
      for (let asked = 0; asked < 10; asked += 1) {
        assert.equal(orderOf(await world.buyer.query(orderNo)).status, 'unpaid');
        await world.advance(POLL_MS);
      }
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'wallet-6001-but-paid',
    stands: '6001 but paid',
    async run(world) {
      const orderNo = await world.order();
      world.notifies(false);
      world.pay(orderNo);
      // The page believes that the buyer turned away, and offers to go on: the same request is sent again.
      await seesPaid(world, orderNo);
      const repeated = orderOf(await world.buyer.query(orderNo));
      assert.equal(repeated.payment, null);
      assertTrades(world, orderNo, 1);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'wallet-says-nothing',
    stands: '8000, 6004, 4000, 6002, 99, 5000, no callback at all',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      await world.advance(POLL_MS);
      assert.equal(orderOf(await world.buyer.query(orderNo)).status, 'unpaid');
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'app-killed-after-create',
    stands: 'app killed after create',
    async run(world) {
      const orderNo = await world.order();
      await world.advance(LIFETIME_MS);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'app-killed-and-back',
    stands: 'app killed after create, and opened again',
    async run(world) {
      const first = await createUntilReady(world, 'purchase-before-the-end');
      await world.advance(5 * MINUTE_MS);
      const again = await createUntilReady(world, 'purchase-before-the-end');
      assert.deepEqual(again.payment, first.payment);
      world.pay(first.orderNo);
      world.mustEnd(first.orderNo, 'paid');
    },
  },
  {
    name: 'app-killed-after-pay',
    stands: 'app killed after pay, before the result page',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.pay(orderNo);
      // Nobody asks and nobody tells: the timer alone finds it, within two minutes.
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
];
