import assert from 'node:assert/strict';
import { LIFETIME_MS } from '../node';
import type { Scenario } from '../scenario';
import type { Write, WriteFault } from '../unruly-store';
import { assertTrades, createUntilReady, MINUTE_MS, POLL_MS, seesPaid } from './steps';

const WORDS: Record<WriteFault, string> = {
  lost: 'connection lost before the write',
  lost_at_commit: 'connection lost at commit',
  death_before: 'crash before the write',
  death_after: 'crash after the write',
};

/** A write of the create fails or kills; the app goes on, is served by whoever is there, and pays once. */
function whileCreating(write: Write, nth: number, fault: WriteFault): Scenario {
  return {
    name: `create-${fault.replaceAll('_', '-')}-${write}-${nth}`,
    stands: `store: ${WORDS[fault]}: create, ${write} ${nth}`,
    async run(world) {
      await world.buyer.call('catalog-list', {});
      world.node.store.spoil(write, nth, fault);
      const requestId = 'purchase-on-a-bad-day';
      await world.buyer.create({ requestId }).catch(() => null);
      if (world.node.store.isDead()) await world.replaceNode();
      await world.advance(POLL_MS);
      const { orderNo } = await createUntilReady(world, requestId);
      assert.equal((await world.allStored()).length, 1);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  };
}

/** The write of a payment's news fails or kills; Alipay is not told that we know, and tells again. */
function whileNotified(fault: WriteFault): Scenario {
  return {
    name: `notify-${fault.replaceAll('_', '-')}`,
    stands: `store: ${WORDS[fault]}: notify`,
    async run(world) {
      const orderNo = await world.order();
      world.node.store.spoil('save', 1, fault);
      world.pay(orderNo);
      await world.advance(1_000);
      const before = world.sandbox.notifies().flatMap(({ deliveries }) => deliveries);
      assert.ok(
        before.length > 0 && before.every(({ result }) => result !== 'acknowledged'),
        'nothing is acknowledged',
      );
      if (world.node.store.isDead()) await world.replaceNode();
      await world.advance(5 * MINUTE_MS);
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  };
}

/** A write of closing fails or kills; the closing goes on by itself, or the payment that came first counts. */
function whileClosing(nth: number, fault: WriteFault): Scenario {
  return {
    name: `close-${fault.replaceAll('_', '-')}-save-${nth}`,
    stands: `store: ${WORDS[fault]}: close, save ${nth}`,
    async run(world) {
      const orderNo = await world.order();
      await world.advance(POLL_MS);
      world.node.store.spoil('save', nth, fault);
      await world.buyer.close(orderNo).catch(() => null);
      if (world.node.store.isDead()) await world.replaceNode();
      world.mustEnd(orderNo, 'closed');
    },
  };
}

/** The create was lost; a write of opening the trade again fails or kills. There is one trade all the same. */
function whileCreatingAgain(nth: number, fault: WriteFault): Scenario {
  return {
    name: `create-again-${fault.replaceAll('_', '-')}-save-${nth}`,
    stands: `store: ${WORDS[fault]}: create again after a lost one, save ${nth}`,
    async run(world) {
      world.faults.use('create-request-lost');
      const requestId = 'purchase-on-a-bad-day';
      await world.buyer.create({ requestId });
      await world.advance(POLL_MS);
      world.node.store.spoil('save', nth, fault);
      await world.buyer.create({ requestId }).catch(() => null);
      if (world.node.store.isDead()) await world.replaceNode();
      await world.advance(POLL_MS);
      const { orderNo } = await createUntilReady(world, requestId);
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  };
}

/** A write of the sweep fails or kills, at an order that was paid unheard of and at one that has expired. */
function whileSweeping(nth: number, fault: WriteFault): Scenario {
  return {
    name: `sweep-${fault.replaceAll('_', '-')}-save-${nth}`,
    stands: `store: ${WORDS[fault]}: sweep, save ${nth}`,
    async run(world) {
      const paid = await createUntilReady(world, 'paid-and-nobody-told-us');
      const left = await createUntilReady(world, 'left-until-it-expires');
      world.faults.use('notify-never');
      world.pay(paid.orderNo);
      await world.advance(LIFETIME_MS);
      world.node.store.spoil('save', nth, fault);
      await world.sweep().catch(() => undefined);
      if (world.node.store.isDead()) await world.replaceNode();
      world.mustEnd(paid.orderNo, 'paid');
      world.mustEnd(left.orderNo, 'closed');
    },
  };
}

export const storeScenarios: Scenario[] = [
  ...(['lost', 'lost_at_commit', 'death_before', 'death_after'] as const).flatMap((fault) => [
    whileCreating('insert', 1, fault),
    whileCreating('save', 1, fault),
    whileNotified(fault),
    whileClosing(1, fault),
    whileClosing(2, fault),
    ...[1, 2, 3].map((nth) => whileCreatingAgain(nth, fault)),
    ...[1, 2, 3, 4].map((nth) => whileSweeping(nth, fault)),
  ]),
  {
    name: 'conflict-with-another-node',
    stands: 'store: conflict',
    async run(world) {
      const orderNo = await world.order();
      const other = await world.startNode();
      await world.advance(MINUTE_MS);
      // Just before the payment is saved here, the other node's sweep has saved what it found.
      world.node.store.precede('save', 1, () => other.sweep());
      world.pay(orderNo);
      await world.advance(1_000);
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'conflict-between-close-and-payment',
    stands: 'store: conflict, a payment known elsewhere while the wish to close is saved',
    async run(world) {
      const orderNo = await world.order();
      const other = await world.startNode();
      world.faults.use('notify-never');
      await world.advance(MINUTE_MS);
      world.node.store.precede('save', 1, async () => {
        world.pay(orderNo);
        await other.sweep();
      });
      const answer = await world.buyer.close(orderNo);
      assert.equal(answer.ok ? answer.order.status : answer.reason, 'order_already_paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
];
