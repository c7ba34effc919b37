import assert from 'node:assert/strict';
import { LIFETIME_MS, TEA_FEN, TEA_YUAN } from '../node';
import type { Scenario } from '../scenario';
import { orderOf, type World } from '../world';
import type { WorldSettings } from '../world-settings';
import {
  assertTrades,
  channelDown,
  closeIsALie,
  createUntilReady,
  MINUTE_MS,
  POLL_MS,
  takeNextNumber,
  takeNumber,
} from './steps';

/** An order that is closed here, while Alipay, which said that it was closed there, still takes money for it. */
async function wronglyClosed(world: World): Promise<string> {
  const orderNo = await world.order();
  closeIsALie(world, openTrade(world, orderNo));
  await world.advance(POLL_MS);
  assert.equal(orderOf(await world.buyer.close(orderNo)).status, 'closed');
  return orderNo;
}

/** By Alipay's clock an order that we made lives ten minutes longer than by ours. */
const CLOCK_BEHIND: WorldSettings = { providerLies: true, serversAheadMs: 10 * MINUTE_MS };

/** An order that has expired here, while Alipay, which said that its trade was closed, still takes money for it. */
async function wronglyExpired(world: World): Promise<string> {
  const orderNo = await world.order();
  closeIsALie(world, openTrade(world, orderNo));
  await world.advance(LIFETIME_MS);
  await world.sweep();
  assert.equal((await world.stored(orderNo)).status, 'closed');
  return orderNo;
}

function openTrade(world: World, orderNo: string) {
  const trade = world.trades(orderNo).at(-1);
  assert.ok(trade, 'the order has a trade');
  return trade;
}

/** What has gone back of an order by Alipay's books, in fen. */
function returnedFen(world: World, orderNo: string): number[] {
  return world.trades(orderNo).map((trade) => trade.refundedFen);
}

export const unexpectedMoneyScenarios: Scenario[] = [
  {
    name: 'paid-after-close',
    stands: 'paid after close',
    settings: { providerLies: true },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(returnedFen(world, orderNo), [TEA_FEN]);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-expiry',
    stands: 'paid after expiry',
    settings: CLOCK_BEHIND,
    async run(world) {
      const orderNo = await wronglyExpired(world);
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(returnedFen(world, orderNo), [TEA_FEN]);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-expiry-and-honoured',
    stands: 'paid after expiry, and the merchant honours it',
    settings: { ...CLOCK_BEHIND, honourLateMs: 5 * MINUTE_MS },
    async run(world) {
      const orderNo = await wronglyExpired(world);
      await world.advance(MINUTE_MS);
      world.pay(orderNo);
      await world.advance(1_000);
      assert.equal(orderOf(await world.buyer.query(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'paid-too-late-to-be-honoured',
    stands: 'paid after expiry, later than the merchant honours',
    settings: { ...CLOCK_BEHIND, honourLateMs: MINUTE_MS },
    async run(world) {
      const orderNo = await wronglyExpired(world);
      await world.advance(3 * MINUTE_MS);
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(returnedFen(world, orderNo), [TEA_FEN]);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'closed-by-the-buyer-is-never-honoured',
    stands: 'paid after close, where late payments are honoured',
    settings: { providerLies: true, honourLateMs: 60 * MINUTE_MS },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(returnedFen(world, orderNo), [TEA_FEN]);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-close-and-balance-too-low',
    stands: 'paid after close: balance too low then topped up',
    settings: { providerLies: true },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      world.pay(orderNo);
      world.setSellerBalance(0);
      for (let sweeps = 0; sweeps < 10; sweeps += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      assert.deepEqual(returnedFen(world, orderNo), [0]);
      const shown = orderOf(await world.buyer.query(orderNo));
      assert.deepEqual(
        shown.refunds.map(({ status }) => status),
        ['pending'],
      );
      world.setSellerBalance(TEA_FEN);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-close-and-node-dies-returning-it',
    stands: 'paid after close: the node dies after sending the refund',
    settings: { providerLies: true },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      world.merchant.setDown(true);
      world.pay(orderNo);
      await world.advance(1_000);
      world.node.store.spoil('save', 2, 'death_before');
      await world.sweep().catch(() => undefined);
      await world.replaceNode();
      world.merchant.setDown(false);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-close-told-fifty-times',
    stands: 'paid after close: notify fifty times in parallel, returned once',
    settings: { providerLies: true },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      world.faults.use('notify-fifty-times');
      world.pay(orderNo);
      await world.advance(1_000);
      const other = await world.startNode();
      await Promise.all([world.sweep(), other.sweep()]);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-close-and-refund-reply-lost',
    stands: 'paid after close: the reply to the refund is lost',
    settings: { providerLies: true },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      world.faults.use('refund-reply-lost');
      world.pay(orderNo);
      await world.advance(1_000);
      await world.sweep();
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-after-close-and-channel-down',
    stands: 'channel down at each protocol step: refund',
    settings: { providerLies: true },
    async run(world) {
      const orderNo = await wronglyClosed(world);
      const up = channelDown(world);
      world.pay(orderNo);
      for (let sweeps = 0; sweeps < 10; sweeps += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      assert.deepEqual(returnedFen(world, orderNo), [0]);
      up();
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'paid-twice',
    stands: 'paid twice: two trades of one order, by two buyers',
    settings: { providerLies: true },
    async run(world) {
      const buyerId = world.otherBuyer.buyerId;
      const firstTradeNo = takeNextNumber(world, { totalAmount: TEA_YUAN, buyerId, lies: true });
      const { orderNo } = await createUntilReady(world);
      assertTrades(world, orderNo, 2);
      world.pay(orderNo);
      await world.advance(1_000);
      const paid = world.sandbox.pay({ tradeNo: firstTradeNo(), outcome: 'paid' });
      assert.ok('status' in paid, JSON.stringify(paid));
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.deepEqual(returnedFen(world, orderNo), [TEA_FEN, 0]);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'paid-twice-in-the-other-order',
    stands: 'paid twice: the first trade first, by another buyer and unheard of',
    settings: { providerLies: true },
    async run(world) {
      const buyerId = world.otherBuyer.buyerId;
      const firstTradeNo = takeNextNumber(world, { totalAmount: TEA_YUAN, buyerId, lies: true });
      const { orderNo } = await createUntilReady(world);
      world.notifies(false);
      assert.ok('status' in world.sandbox.pay({ tradeNo: firstTradeNo(), outcome: 'paid' }));
      world.pay(orderNo);
      world.notifies(true);
      await world.advance(MINUTE_MS);
      await world.sweep();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'paid-another-amount-after-close',
    stands: 'wrong amount paid, on a trade that should have been closed, beside the right one',
    settings: { providerLies: true },
    async run(world) {
      const firstTradeNo = takeNextNumber(world, { totalAmount: '0.01', lies: true });
      const { orderNo } = await createUntilReady(world);
      world.pay(orderNo);
      await world.advance(1_000);
      assert.ok('status' in world.sandbox.pay({ tradeNo: firstTradeNo(), outcome: 'paid' }));
      await world.advance(MINUTE_MS);
      await world.sweep();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'wrong-amount-paid',
    stands: 'wrong amount paid',
    async run(world) {
      world.faults.use('create-request-lost');
      const { orderNo } = orderOf(await world.buyer.create({ requestId: 'purchase-on-a-bad-day' }));
      const tradeNo = await takeNumber(world, `${orderNo}_1`, { totalAmount: '0.01' });
      const paid = world.sandbox.pay({ tradeNo, outcome: 'paid' });
      assert.ok('status' in paid, JSON.stringify(paid));
      await world.advance(MINUTE_MS);
      await world.sweep();
      await world.sweep();
      assert.deepEqual(returnedFen(world, orderNo), [1]);
      world.mustEnd(orderNo, 'closed');
    },
  },
];
