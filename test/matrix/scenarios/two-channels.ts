import assert from 'node:assert/strict';
import { TEA_FEN } from '../node';
import type { Scenario } from '../scenario';
import { orderOf, type World } from '../world';
import { channelDown, createUntilReady, MINUTE_MS, POLL_MS, pollUntil, seesPaid } from './steps';

/** The merchant has both providers, the one of this world before the other. */
const settings = { secondChannel: true };

/** A merchant that is not tied to one provider, and money that must not be asked for twice because of it. */
export const twoChannelScenarios: Scenario[] = [
  {
    name: 'second-channel-when-the-first-refuses',
    stands: 'channel down at each protocol step, with a healthy second channel: it refuses to open a trade',
    settings,
    async run(world) {
      world.faults.use('product-not-signed');
      const { orderNo } = await createUntilReady(world);
      assert.deepEqual(accountsOf(world, orderNo), [secondAccount(world)]);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'second-channel-while-the-first-is-down',
    stands: 'channel down at each protocol step, with a healthy second channel: create',
    settings,
    async run(world) {
      const up = channelDown(world);
      const waiting = orderOf(await world.buyer.create({ requestId: 'bought-before-anybody-knew' }));
      for (let asked = 0; asked < 5; asked += 1) {
        await world.advance(POLL_MS);
        assert.equal(orderOf(await world.buyer.query(waiting.orderNo)).payment?.state, 'preparing');
      }
      const { orderNo } = orderOf(await world.otherBuyer.create({ requestId: 'bought-when-all-knew-it' }));
      assert.deepEqual(accountsOf(world, orderNo), [secondAccount(world)]);
      world.pay(orderNo);
      await world.advance(1_000);
      assert.equal(orderOf(await world.otherBuyer.query(orderNo)).status, 'paid');
      // What may yet come of the first order's create only its own channel can tell.
      assert.deepEqual(accountsOf(world, waiting.orderNo), []);
      up();
      await world.advance(POLL_MS);
      const shown = await pollUntil(world, waiting.orderNo, ({ payment }) => payment?.state === 'ready');
      assert.equal(shown.payment?.state, 'ready');
      world.pay(waiting.orderNo);
      world.mustEnd(waiting.orderNo, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'second-channel-is-no-answer-to-a-silent-query',
    stands: 'channel down at each protocol step, with a healthy second channel: query',
    settings,
    async run(world) {
      const orderNo = await world.order();
      world.notifies(false);
      world.pay(orderNo);
      const up = channelDown(world);
      for (let minutes = 0; minutes < 10; minutes += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
        assert.equal(orderOf(await world.buyer.query(orderNo)).status, 'unpaid');
      }
      assert.deepEqual(accountsOf(world, orderNo), [world.provider.accountId]);
      up();
      await world.advance(POLL_MS);
      await seesPaid(world, orderNo);
      world.notifies(true);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'second-channel-closes-nothing-of-the-first',
    stands: 'channel down at each protocol step, with a healthy second channel: close',
    settings,
    async run(world) {
      const orderNo = await world.order();
      const up = channelDown(world);
      await world.advance(POLL_MS);
      const answer = await world.buyer.close(orderNo);
      assert.equal(answer.ok ? 'closed' : answer.reason, 'close_unconfirmed');
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(accountsOf(world, orderNo), [world.provider.accountId]);
      up();
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'second-channel-refunds-nothing-of-the-first',
    stands: 'channel down at each protocol step, with a healthy second channel: refund',
    settings,
    async run(world) {
      const orderNo = await world.order();
      world.pay(orderNo);
      await world.advance(POLL_MS);
      const up = channelDown(world);
      assert.ok((await world.merchant.refund({ orderNo, requestId: 'refund-of-this-order' })).ok);
      for (let minutes = 0; minutes < 10; minutes += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      assert.deepEqual(world.trades(orderNo)[0]?.refunds, []);
      up();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'paid-at-two-channels',
    stands: 'paid twice at two channels',
    settings: { ...settings, providerLies: true },
    async run(world) {
      const first = await leftForTheSecond(world);
      world.pay(first.orderNo);
      await seesPaid(world, first.orderNo);
      first.pay();
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(refundedFen(world, first.orderNo), [TEA_FEN, 0]);
      world.mustEnd(first.orderNo, 'paid');
    },
  },
  {
    name: 'paid-at-the-channel-that-was-left',
    stands: 'paid twice at two channels: the one that was left is paid first, and alone',
    settings: { ...settings, providerLies: true },
    async run(world) {
      const first = await leftForTheSecond(world);
      first.pay();
      await world.advance(MINUTE_MS);
      await world.sweep();
      await seesPaid(world, first.orderNo);
      assert.deepEqual(refundedFen(world, first.orderNo), [0, 0]);
      world.mustEnd(first.orderNo, 'paid');
    },
  },
];

/**
 * The first channel says for a minute that it knows no such trade, and has opened it all the same: the order goes on at the second. Gives
 * the way to pay what was left.
 */
async function leftForTheSecond(world: World): Promise<{ orderNo: string; pay(): void }> {
  const lost = world.faults.add({ kind: 'hang_up', method: 'alipay.trade.create' });
  const unknown = world.faults.add({
    kind: 'answer',
    method: 'alipay.trade.query',
    code: '40004',
    subCode: 'ACQ.TRADE_NOT_EXIST',
    subMsg: '交易不存在',
  });
  const { orderNo } = await createUntilReady(world);
  for (const { id } of [lost, unknown]) world.faults.remove(id);
  assert.deepEqual(accountsOf(world, orderNo), [world.provider.accountId, secondAccount(world)]);
  const [left] = world.trades(orderNo);
  return {
    orderNo,
    pay() {
      const paid = world.sandbox.pay({ tradeNo: left?.tradeNo ?? '', outcome: 'paid' });
      assert.ok('status' in paid, JSON.stringify(paid));
    },
  };
}

/** Whose account each of an order's trades is paid into, oldest first. */
function accountsOf(world: World, orderNo: string): string[] {
  return world.trades(orderNo).map(({ sellerId }) => sellerId);
}

function refundedFen(world: World, orderNo: string): number[] {
  return world.trades(orderNo).map((trade) => trade.refundedFen);
}

function secondAccount({ providers }: World): string {
  const [, second] = providers;
  assert.ok(second, 'the merchant has a second channel');
  return second.accountId;
}
