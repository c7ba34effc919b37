import fc from 'fast-check';
import { moneyFaults, moneyOf } from '../../../cloudfunctions/backend/order/money-equation';
import type { Order } from '../../../cloudfunctions/backend/order/order';
import { LIFETIME_MS } from '../../support/backend';
import type { Fault, Verb } from '../../support/fake-channel';
import { tradeOf } from '../../support/purchases';
import { type RaceStep, type RacingWorld, racingWorld } from '../../support/racing-world';

const act = fc.record({ kind: fc.constantFrom('create', 'poll', 'close', 'sweep', 'pay', 'pay', 'notify', 'refund') });
const wait = fc.record({
  kind: fc.constant('wait'),
  durationMs: fc.constantFrom(500, 2_000, 20_000, 60_000, LIFETIME_MS),
});
const fault = fc.record({
  kind: fc.constant('fault'),
  verb: fc.constantFrom<Verb>('create', 'query', 'close', 'refund', 'queryRefund'),
  fault: fc.constantFrom<Fault>(
    'reply_lost',
    'request_lost',
    { refusedWith: 'ACQ.X' },
    { report: { code: '20000', status: 'unknown' } },
  ),
});
const crash = fc.record({
  kind: fc.constant('crash'),
  write: fc.constantFrom('insert', 'save'),
  when: fc.constantFrom('before', 'after'),
  skip: fc.integer({ min: 0, max: 3 }),
});
const step = fc.oneof(
  { weight: 8, arbitrary: act },
  { weight: 4, arbitrary: wait },
  { weight: 2, arbitrary: fault },
  { weight: 1, arbitrary: crash },
) as fc.Arbitrary<RaceStep>;

describe('whatever happens to one order at once, and in whatever order its steps interleave', () => {
  test('paid there is paid here, once; else it is closed on both sides; and in between nothing contradicts', async () => {
    const ends = { paid: 0, closed: 0, none: 0, refunded: 0 };
    const steps = fc.array(step, { minLength: 3, maxLength: 14 });
    const property = fc.asyncProperty(fc.scheduler(), steps, async (scheduler, others) => {
      const world = racingWorld(scheduler);
      await scheduler.waitFor(Promise.all([{ kind: 'create' } as const, ...others].map(world.run)));
      await world.settle();

      expect(world.contradictions).toEqual([]);
      const order = await world.order();
      if (!order) {
        expect(world.calls).toEqual([]);
        ends.none += 1;
        return;
      }
      expect(order.status).toBe(world.truth() === 'paid' ? 'paid' : 'closed');
      expect(world.truth()).not.toBe('waiting');
      const money = order.history.filter(({ kind }) => kind === 'trade_paid' || kind === 'unexpected_money');
      expect(money).toHaveLength(order.status === 'paid' ? 1 : 0);
      const trades = world.calls.map((call) => call.split(' ')[1]?.replace(/R\d+$/, ''));
      expect(new Set(trades)).toEqual(new Set([tradeOf(order)]));
      expectMoneyAndNews(world, order);
      if (world.backFen() > 0) ends.refunded += 1;
      ends[order.status as 'paid' | 'closed'] += 1;
    });
    await fc.assert(property, { seed: 20_260_102, numRuns: 150 });
    // The histories reach both ends often enough to mean something.
    expect(Math.min(ends.paid, ends.closed, ends.refunded)).toBeGreaterThan(5);
  }, 120_000);
});

function expectMoneyAndNews(world: RacingWorld, order: Order): void {
  expect(moneyFaults(order)).toEqual([]);
  expect(moneyOf(order).refundedFen).toBe(world.backFen());
  expect(order.refunds.filter(({ status }) => status === 'pending')).toEqual([]);
  expect(order.outbox.every(({ delivery }) => delivery.status === 'delivered')).toBe(true);
  const told = world.merchant.received.map(({ sequence }) => sequence);
  // Copies may come late, but nothing comes for the first time before what happened earlier.
  expect(told.filter((sequence, index) => told.indexOf(sequence) === index)).toEqual(
    order.outbox.map((event) => event.sequence),
  );
  expect(order.outbox.filter(({ type }) => type === 'order.paid')).toHaveLength(order.status === 'paid' ? 1 : 0);
}
