import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { PresetName } from '../../../sandbox/fault/presets';
import { LIFETIME_MS } from '../node';
import type { Scenario } from '../scenario';
import { orderOf, type World } from '../world';
import type { WorldSettings } from '../world-settings';
import {
  assertTrades,
  atOnce,
  channelDown,
  createUntilReady,
  HOUR_MS,
  POLL_MS,
  seesPaid,
  takeNextNumber,
} from './steps';

/** The buyer closes, the answer goes wrong, and it ends closed at both. */
function closeGoesWrong(preset: PresetName, stands: string, settings?: WorldSettings): Scenario {
  return {
    name: preset,
    stands: `close: ${stands}`,
    settings,
    async run(world) {
      const orderNo = await world.order();
      world.faults.use(preset);
      await world.buyer.close(orderNo);
      world.mustEnd(orderNo, 'closed');
    },
  };
}

const outcomeOf = (answer: Awaited<ReturnType<World['buyer']['close']>>) =>
  answer.ok ? answer.order.status : answer.reason;

export const closeScenarios: Scenario[] = [
  {
    name: 'close-unpaid',
    stands: 'close, as it should be',
    async run(world) {
      const orderNo = await world.order();
      assert.equal(orderOf(await world.buyer.close(orderNo)).status, 'closed');
      assert.equal(world.trades(orderNo)[0]?.status, 'TRADE_CLOSED');
      world.mustEnd(orderNo, 'closed');
    },
  },
  closeGoesWrong('close-reply-lost', 'reply lost'),
  closeGoesWrong('close-unknown', 'code 20000'),
  closeGoesWrong('close-request-lost', 'request lost'),
  closeGoesWrong('closed-behind-your-back', 'already closed'),
  closeGoesWrong('close-not-done', 'answered with success and nothing else, and not done'),
  {
    name: 'close-already-paid',
    stands: 'close: trade already paid',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.pay(orderNo);
      await world.advance(POLL_MS);
      assert.equal(outcomeOf(await world.buyer.close(orderNo)), 'order_already_paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'pay-while-closing',
    stands: 'paid while closing',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.faults.use('pay-while-closing');
      await world.advance(POLL_MS);
      assert.equal(outcomeOf(await world.buyer.close(orderNo)), 'order_already_paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'pay-while-closing-and-nobody-answers',
    stands: 'paid while closing, and the reply is lost',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.faults.use('pay-while-closing');
      world.faults.use('close-reply-lost');
      world.faults.use('query-reply-lost');
      await world.advance(POLL_MS);
      await world.buyer.close(orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'close-never-existed',
    stands: 'close: never existed',
    async run(world) {
      world.faults.use('create-request-lost');
      const { orderNo } = orderOf(await world.buyer.create());
      await world.advance(POLL_MS);
      assertTrades(world, orderNo, 0);
      await world.buyer.close(orderNo);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'close-while-create-is-on-its-way',
    stands: 'close: while the create has not been answered',
    async run(world) {
      world.faults.add({ kind: 'delay', method: 'alipay.trade.create', delayMs: 300, times: 1 });
      const requestId = 'closed-before-it-was-open';
      const creating = world.buyer.create({ requestId });
      while ((await world.allStored()).length === 0) await delay(5);
      const [order] = await world.allStored();
      await world.buyer.close(order?.orderNo ?? '');
      await creating;
      world.mustEnd(order?.orderNo ?? '', 'closed');
    },
  },
  {
    name: 'close-from-five-pages',
    stands: 'close: already closed',
    async run(world) {
      const orderNo = await world.order();
      await atOnce(5, () => world.buyer.close(orderNo));
      await world.advance(POLL_MS);
      assert.equal(outcomeOf(await world.buyer.close(orderNo)), 'closed');
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'close-of-a-stranger',
    stands: "another buyer's order does not exist",
    async run(world) {
      const orderNo = await world.order();
      assert.equal(outcomeOf(await world.otherBuyer.close(orderNo)), 'order_not_found');
      world.pay(orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'close-while-channel-is-down',
    stands: 'channel down at each protocol step: close',
    async run(world) {
      const orderNo = await world.order();
      const up = channelDown(world);
      await world.advance(POLL_MS);
      assert.equal(outcomeOf(await world.buyer.close(orderNo)), 'close_unconfirmed');
      await world.advance(HOUR_MS);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'unpaid');
      up();
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'expiry-closes-there-first',
    stands: 'order closed locally but paid: at expiry the channel is asked first',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      await world.advance(LIFETIME_MS - 1_000);
      world.pay(orderNo);
      await world.advance(2_000);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'expiry-while-channel-is-down',
    stands: 'paid in the last second, and the channel down over expiry',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      const up = channelDown(world);
      await world.advance(LIFETIME_MS - 1_000);
      world.pay(orderNo);
      for (let sweeps = 0; sweeps < 10; sweeps += 1) {
        await world.advance(10 * 60_000);
        await world.sweep();
        assert.equal((await world.stored(orderNo)).status, 'unpaid');
      }
      up();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'number-taken-by-another-wish',
    stands: 'create: the number belongs to a trade of another amount (ACQ.CONTEXT_INCONSISTENT)',
    async run(world) {
      takeNextNumber(world, { totalAmount: '0.01' });
      const { orderNo } = await createUntilReady(world);
      const statuses = world.trades(orderNo).map(({ status }) => status);
      assert.deepEqual(statuses, ['TRADE_CLOSED', 'WAIT_BUYER_PAY']);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'number-taken-by-another-buyer',
    stands: 'create: the number belongs to another buyer (ACQ.TRADE_BUYER_NOT_MATCH)',
    async run(world) {
      takeNextNumber(world, { totalAmount: '12.80', buyerId: world.otherBuyer.buyerId });
      const { orderNo } = await createUntilReady(world);
      const statuses = world.trades(orderNo).map(({ status }) => status);
      assert.deepEqual(statuses, ['TRADE_CLOSED', 'WAIT_BUYER_PAY']);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
];
