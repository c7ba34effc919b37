import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LIFETIME_MS } from '../node';
import type { Scenario } from '../scenario';
import { orderOf } from '../world';
import { createUntilReady, MINUTE_MS, POLL_MS, seesPaid } from './steps';

const TEN_MINUTES_MS = 10 * MINUTE_MS;

/** One order is paid at once and unheard of, one in the last moment that Alipay takes it, and one never. */
function skewed(name: string, serversAheadMs: number): Scenario {
  return {
    name,
    stands: `clock: skew of ${serversAheadMs / MINUTE_MS} minutes`,
    settings: { serversAheadMs },
    async run(world) {
      const soon = await createUntilReady(world, 'purchase-paid-at-once');
      const late = await createUntilReady(world, 'purchase-paid-late');
      const never = await createUntilReady(world, 'purchase-never-paid');
      world.faults.use('notify-never');
      world.pay(soon.orderNo);
      await seesPaid(world, soon.orderNo);
      const [trade] = world.trades(late.orderNo);
      await world.advance((trade?.expiresAtMs ?? 0) - world.clock.nowMs() - 1);
      world.pay(late.orderNo);
      await world.sweep();
      assert.equal((await world.stored(late.orderNo)).status, 'paid');
      world.mustEnd(soon.orderNo, 'paid');
      world.mustEnd(late.orderNo, 'paid');
      world.mustEnd(never.orderNo, 'closed');
    },
  };
}

/** The create gets lost and nobody comes back: it must end closed, and not before Alipay would refuse the number. */
function skewedAndLost(name: string, serversAheadMs: number): Scenario {
  return {
    name,
    stands: `clock: skew of ${serversAheadMs / MINUTE_MS} minutes, and the create lost`,
    settings: { serversAheadMs },
    async run(world) {
      world.faults.use('create-request-lost');
      const { orderNo } = orderOf(await world.buyer.create());
      await world.advance(LIFETIME_MS);
      await world.sweep();
      world.mustEnd(orderNo, 'closed');
    },
  };
}

export const clockScenarios: Scenario[] = [
  skewed('clock-ten-minutes-ahead', TEN_MINUTES_MS),
  skewed('clock-ten-minutes-behind', -TEN_MINUTES_MS),
  skewedAndLost('clock-ahead-and-create-lost', TEN_MINUTES_MS),
  skewedAndLost('clock-behind-and-create-lost', -TEN_MINUTES_MS),
  {
    name: 'clock-leaps-over-expiry',
    stands: 'clock: leap over expiry',
    async run(world) {
      const orderNo = await world.order();
      await world.advance(3 * 60 * MINUTE_MS);
      const shown = orderOf(await world.buyer.query(orderNo));
      assert.notEqual(shown.payment?.state, 'ready');
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'clock-leaps-over-expiry-after-payment',
    stands: 'clock: leap over expiry, just paid',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      world.pay(orderNo);
      await world.advance(3 * 60 * MINUTE_MS);
      assert.equal(orderOf(await world.buyer.query(orderNo)).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'clock-leaps-while-creating',
    stands: 'clock: leap over expiry while a create is on its way',
    async run(world) {
      world.faults.add({ kind: 'delay', method: 'alipay.trade.create', phase: 'after', delayMs: 300, times: 1 });
      const creating = world.buyer.create();
      while (world.sandbox.trades().length === 0) await delay(5);
      await world.advance(LIFETIME_MS + POLL_MS);
      const { orderNo } = orderOf(await creating);
      assert.notEqual(orderOf(await world.buyer.query(orderNo)).payment?.state, 'ready');
      world.mustEnd(orderNo, 'closed');
    },
  },
];
