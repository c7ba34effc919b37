import fc from 'fast-check';
import { moneyFaults, moneyOf } from '../../../cloudfunctions/backend/order/money-equation';
import type { Order } from '../../../cloudfunctions/backend/order/order';
import type { Fault, Verb } from '../../support/fake-channel';
import { type RaceStep, type RacingWorld, racingWorld, type TwoOfEach } from '../../support/racing-world';

const KINDS = [
  'create',
  'poll',
  'poll',
  'poll',
  'close',
  'sweep',
  'pay',
  'pay',
  'pay',
  'notify',
  'refund',
  'refund',
] as const;

const isElsewhere = fc.boolean();
const act = fc.record({
  kind: fc.constantFrom(...KINDS),
  isElsewhere,
});
const wait = fc.record({
  kind: fc.constant('wait'),
  durationMs: fc.constantFrom(500, 2_000, 2_000, 2_000, 31_000, 31_000, 31_000, 90_000, 90_000, 240_000),
});
/** Mostly of the create at the first channel, so that orders go on at the other. */
const leaving = fc.record({
  kind: fc.constant('fault'),
  verb: fc.constant<Verb>('create'),
  fault: fc.constantFrom<Fault>('not_sent', 'request_lost', 'reply_lost', { refusedWith: 'ACQ.X' }),
  isSecond: fc.boolean(),
});
const slow = fc.record({ kind: fc.constant('slow'), isSecond: fc.boolean() });
const fault = fc.record({
  kind: fc.constant('fault'),
  verb: fc.constantFrom<Verb>('query', 'close', 'refund', 'queryRefund'),
  fault: fc.constantFrom<Fault>('reply_lost', 'request_lost', { report: { code: '20000', status: 'unknown' } }),
  isSecond: fc.boolean(),
});
const crash = fc.record({
  kind: fc.constant('crash'),
  write: fc.constantFrom('insert', 'save'),
  when: fc.constantFrom('before', 'after'),
  skip: fc.integer({ min: 0, max: 5 }),
});
const step = fc.oneof(
  { weight: 8, arbitrary: act },
  { weight: 4, arbitrary: wait },
  { weight: 3, arbitrary: leaving },
  { weight: 1, arbitrary: slow },
  { weight: 1, arbitrary: fault },
  { weight: 1, arbitrary: crash },
) as fc.Arbitrary<RaceStep>;
const way = fc.record({ skewMs: fc.constantFrom(0, 600_000, -600_000), prefersFshows: fc.boolean() });

const ends = { paid: 0, closed: 0, none: 0, refunded: 0, wentOn: 0, paidElsewhere: 0, returned: 0 };

/** Races the steps, the first faults beforehand, and lets everything come to its end; null when no order ever came to be. */
async function race(
  scheduler: fc.Scheduler,
  first: readonly RaceStep[],
  others: readonly RaceStep[],
  how: TwoOfEach,
): Promise<{ world: RacingWorld; order: Order } | null> {
  const world = racingWorld(scheduler, how);
  const steps: RaceStep[] = [{ kind: 'create' }, ...others];
  await scheduler.waitFor(Promise.all([...first, ...steps].map(world.run)));
  await world.settle();
  expect(world.contradictions).toEqual([]);
  const order = await world.order();
  if (!order) {
    expect(world.booked()).toEqual([]);
    ends.none += 1;
    return null;
  }
  expect(order.dueAtMs).toBeNull();
  expect(order.status).not.toBe('unpaid');
  expect(moneyFaults(order)).toEqual([]);
  expect(moneyOf(order)).toMatchObject({ refundedFen: world.backFen(), owedFen: 0 });
  expect(order.refunds.filter(({ status }) => status === 'pending')).toEqual([]);
  count(world, order);
  return { world, order };
}

function count(world: RacingWorld, order: Order): void {
  ends[order.status as 'paid' | 'closed'] += 1;
  if (world.backFen() > 0) ends.refunded += 1;
  const elsewhere = order.trades.filter(({ channel }) => channel !== order.trades[0]?.channel);
  if (elsewhere.length > 0) ends.wentOn += 1;
  if (elsewhere.some(({ status }) => status === 'paid')) ends.paidElsewhere += 1;
  if (order.refunds.some(({ cause }) => cause !== 'merchant')) ends.returned += 1;
}

describe('whatever happens to one order at two channels, on two nodes whose clocks disagree', () => {
  const wrongs = fc.array(fc.oneof(leaving, slow), { maxLength: 4 }) as fc.Arbitrary<RaceStep[]>;

  test('a buyer who pays what is offered pays once, and never finds two trades open', async () => {
    const steps = fc.array(step, { minLength: 3, maxLength: 14 });
    const property = fc.asyncProperty(fc.scheduler(), wrongs, steps, way, async (scheduler, first, others, how) => {
      const raced = await race(scheduler, first, others, how);
      if (!raced) return;
      const { world, order } = raced;
      const paid = world.booked().filter(({ state }) => state === 'paid');
      expect(paid).toHaveLength(order.status === 'paid' ? 1 : 0);
      expect(order.refunds.every(({ cause }) => cause === 'merchant')).toBe(true);
      // What was offered is not left open anywhere.
      const open = world.booked().filter(({ number, state }) => state === 'waiting' && world.offered.has(number));
      expect(open).toEqual([]);
    });
    await fc.assert(property, { seed: 20_260_105, numRuns: 250 });
  }, 120_000);

  test('money on a trade that nobody was offered goes back, unless it is all the money there is', async () => {
    const rogue = fc.record({ kind: fc.constant('rogue_pay' as const) });
    const steps = fc.array(fc.oneof({ weight: 4, arbitrary: step }, { weight: 1, arbitrary: rogue }), {
      minLength: 3,
      maxLength: 14,
    });
    const property = fc.asyncProperty(fc.scheduler(), wrongs, steps, way, async (scheduler, first, others, how) => {
      const raced = await race(scheduler, first, others, how);
      if (!raced) return;
      const { world, order } = raced;
      const merchantFen = moneyOf(order).merchantRefundedFen;
      const paidFen = world.booked().reduce((sum, trade) => sum + (trade.state === 'paid' ? trade.amountFen : 0), 0);
      expect(paidFen - world.backFen()).toBe(order.status === 'paid' ? order.totalFen - merchantFen : 0);
    });
    await fc.assert(property, { seed: 20_260_106, numRuns: 200 });
  }, 120_000);

  test('these histories reach every end', () => {
    expect(Math.min(ends.paid, ends.closed, ends.refunded, ends.wentOn, ends.paidElsewhere)).toBeGreaterThan(10);
    expect(ends.returned).toBeGreaterThan(0);
  });
});
