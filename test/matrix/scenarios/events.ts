import assert from 'node:assert/strict';
import type { Scenario } from '../scenario';
import { createUntilReady, HOUR_MS, MINUTE_MS } from './steps';

export const eventScenarios: Scenario[] = [
  {
    name: 'merchant-system-down-for-a-day',
    stands: 'webhook events missed and not sent again: the receiver is down',
    async run(world) {
      world.merchant.setDown(true);
      const orderNo = await world.order();
      world.pay(orderNo);
      for (let hour = 0; hour < 24; hour += 1) {
        await world.advance(HOUR_MS);
        await world.sweep();
      }
      assert.equal(world.merchant.events.length, 0);
      world.merchant.setDown(false);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'event-confirmation-lost',
    stands: 'webhook events: the confirmation is lost, the receiver hears it twice under one id',
    async run(world) {
      world.merchant.loseConfirmations(2);
      const orderNo = await world.order();
      world.pay(orderNo);
      for (let minute = 0; minute < 5; minute += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      const ids = world.merchant.events.map(({ eventId }) => eventId);
      assert.ok(ids.length >= 3, 'it was sent again');
      assert.equal(new Set(ids).size, 1);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'node-dies-before-the-event-is-sent',
    stands: 'webhook events: no crash loses one',
    async run(world) {
      const orderNo = await world.order();
      // The first save is the payment with its event; the second claims the event for sending.
      world.node.store.spoil('save', 2, 'death_before');
      world.pay(orderNo);
      await world.advance(1_000);
      await world.replaceNode();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'node-dies-after-the-event-is-sent',
    stands: 'webhook events: no crash loses one, sent and not noted',
    async run(world) {
      const orderNo = await world.order();
      world.node.store.spoil('save', 3, 'death_before');
      world.pay(orderNo);
      await world.advance(1_000);
      await world.replaceNode();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'events-in-order-through-a-bad-hour',
    stands: 'webhook events: in order per order',
    async run(world) {
      const { orderNo } = await createUntilReady(world);
      world.merchant.setDown(true);
      world.pay(orderNo);
      await world.advance(1_000);
      await world.merchant.refund({ orderNo, requestId: 'refund-in-a-bad-hour-1', refundFen: 300 });
      await world.advance(MINUTE_MS);
      await world.sweep();
      await world.merchant.refund({ orderNo, requestId: 'refund-in-a-bad-hour-2', refundFen: 400 });
      await world.advance(HOUR_MS);
      world.merchant.setDown(false);
      world.merchant.loseConfirmations(1);
      world.mustEnd(orderNo, 'paid');
    },
  },
];
