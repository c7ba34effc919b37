import assert from 'node:assert/strict';
import { LIFETIME_MS } from '../node';
import type { Scenario } from '../scenario';
import type { World } from '../world';
import { atOnce, channelDown, createUntilReady, MINUTE_MS } from './steps';

/** So many orders of one buyer, every other one paid, and nobody has told us. */
async function manyOrders(world: World, count: number): Promise<{ paid: string[]; left: string[] }> {
  const orders = await Promise.all(
    Array.from({ length: count }, (_, index) => createUntilReady(world, `one-of-many-purchases-${index}`)),
  );
  const numbers = orders.map(({ orderNo }) => orderNo);
  const paid = numbers.filter((_, index) => index % 2 === 0);
  world.faults.use('notify-never');
  for (const orderNo of paid) world.pay(orderNo);
  for (const orderNo of numbers) world.mustEnd(orderNo, paid.includes(orderNo) ? 'paid' : 'closed');
  return { paid, left: numbers.filter((orderNo) => !paid.includes(orderNo)) };
}

export const sweepScenarios: Scenario[] = [
  {
    name: 'sweep-two-nodes-at-once',
    stands: 'sweep: two nodes at once',
    async run(world) {
      const { paid } = await manyOrders(world, 12);
      const other = await world.startNode();
      await world.advance(MINUTE_MS);
      await Promise.all([world.sweep(), other.sweep()]);
      for (const orderNo of paid) assert.equal((await world.stored(orderNo)).status, 'paid');
      await world.advance(LIFETIME_MS);
      await Promise.all([world.sweep(), other.sweep()]);
    },
  },
  {
    name: 'sweep-node-dies-holding-a-claim',
    stands: 'sweep: node dies holding a claim',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      world.node.store.spoil('save', 1, 'death_after');
      await world.sweep().catch(() => undefined);
      assert.ok(world.node.store.isDead());
      await world.replaceNode();
      await world.advance(MINUTE_MS);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'sweep-node-dies-while-asking',
    stands: 'sweep: node dies with the answer in its hands',
    async run(world) {
      const { paid } = await manyOrders(world, 4);
      await world.advance(MINUTE_MS);
      world.node.store.spoil('save', 6, 'death_before');
      await world.sweep().catch(() => undefined);
      assert.ok(world.node.store.isDead());
      await world.replaceNode();
      await world.advance(MINUTE_MS);
      await world.sweep();
      for (const orderNo of paid) assert.equal((await world.stored(orderNo)).status, 'paid');
    },
  },
  {
    name: 'sweep-behind-a-bad-order',
    stands: 'sweep: never stuck behind one bad order',
    async run(world) {
      const bad = await createUntilReady(world, 'order-that-nobody-can-save');
      const { paid } = await manyOrders(world, 6);
      world.node.store.poison(bad.orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      for (const orderNo of paid) assert.equal((await world.stored(orderNo)).status, 'paid');
      world.mustEnd(bad.orderNo, 'closed');
    },
  },
  {
    name: 'sweep-after-a-day-without-server',
    stands: 'sweep: all servers down for a day',
    async run(world) {
      const { paid, left } = await manyOrders(world, 6);
      await world.advance(24 * 60 * MINUTE_MS);
      await world.sweep();
      for (const orderNo of paid) assert.equal((await world.stored(orderNo)).status, 'paid');
      for (const orderNo of left) assert.equal((await world.stored(orderNo)).status, 'closed');
    },
  },
  {
    name: 'sweep-while-channel-is-down',
    stands: 'channel down at each protocol step: sweep',
    async run(world) {
      const { paid, left } = await manyOrders(world, 4);
      const up = channelDown(world);
      for (let sweeps = 0; sweeps < 30; sweeps += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      for (const orderNo of [...paid, ...left]) assert.equal((await world.stored(orderNo)).status, 'unpaid');
      up();
    },
  },
  {
    name: 'sweep-while-pages-poll-and-close',
    stands: 'sweep: beside pages that ask and close',
    async run(world) {
      const { left } = await manyOrders(world, 6);
      await world.advance(MINUTE_MS);
      const pages = left.map((orderNo) => world.buyer.close(orderNo));
      await Promise.allSettled([
        world.sweep(),
        world.sweep(),
        ...pages,
        atOnce(6, (n) => world.buyer.query(left[n % 3] ?? '')),
      ]);
    },
  },
  {
    name: 'flaky-channel-all-day',
    stands: 'channel down at each protocol step: by chance, every fifth call',
    async run(world) {
      world.faults.add({ kind: 'hang_up', method: 'alipay.trade.*', probability: 0.2 });
      await manyOrders(world, 8);
    },
  },
];
