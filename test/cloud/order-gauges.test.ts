import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { fill } from '../../bench/store-fill';
import { cloudMetrics, type Metrics } from '../../cloud/metrics';
import { orderGauges } from '../../cloud/order-gauges';
import type { Order } from '../../cloudfunctions/backend/order/order';
import { type OrderDatabase, postgresStore } from '../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../cloudfunctions/backend/store/postgres-migrations';
import { anOrder, ORDERED_AT_MS } from '../support/orders';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { onServer } from '../support/postgres-databases';
import { type TestClock, testClock } from '../support/test-clock';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

let server: PostgresServer;
let db: Kysely<OrderDatabase>;
let clock: TestClock;
let metrics: Metrics;

beforeAll(async () => {
  server = await postgresServer();
}, 60_000);

beforeEach(async () => {
  db = onServer({ connectionString: await server.newDatabase(), max: 2 });
  await migrateOrders(db);
  clock = testClock(ORDERED_AT_MS + HOUR_MS);
  metrics = cloudMetrics();
  orderGauges(db, clock, metrics);
});

afterEach(() => db.destroy());
afterAll(() => server.stop());

async function keep(...orders: Order[]): Promise<void> {
  const store = postgresStore(db);
  for (const order of orders) expect(await store.insert(order)).toEqual({ kind: 'inserted' });
}

/** The value of a gauge as the metrics show it. */
async function shown(name: string): Promise<number | undefined> {
  const line = (await metrics.text()).split('\n').find((candidate) => candidate.startsWith(`shouyin_${name} `));
  return line === undefined ? undefined : Number(line.split(' ')[1]);
}

const CLOSED = { status: 'closed' as const, closedAtMs: ORDERED_AT_MS };
const PAID = {
  status: 'paid' as const,
  paidAtMs: ORDERED_AT_MS,
  trades: [{ outTradeNo: 'o_1', channel: 'alipay' as const, status: 'paid' as const, paidFen: 1_280 }],
};
const at = (agoMs: number) => ORDERED_AT_MS + HOUR_MS - agoMs;
const trade = (order: Order, status: 'creating' | 'open' | 'paid') => {
  const [first] = order.trades;
  return { ...order, trades: [{ ...first, status }] } as Order;
};
const refund = (cause: 'merchant' | 'late', agoMs: number, more: Partial<Order['refunds'][number]> = {}) => ({
  outRequestNo: 'o_1R1',
  outTradeNo: 'o_1',
  refundFen: 1,
  cause,
  status: 'pending' as const,
  attempts: 1,
  requestedAtMs: at(agoMs),
  nextTryAtMs: at(0),
  ...more,
});

test('nothing stored is shown as nothing owed', async () => {
  expect(await shown('order_gauges_readable')).toBe(1);
  expect(await shown('sweep_lag_seconds')).toBe(0);
  for (const name of [
    'owed_orders{status="unpaid"}',
    'unknowns_open{call="create"}',
    'refunds_pending{cause="late"}',
  ]) {
    expect(await shown(name)).toBe(0);
  }
});

test('orders that are owed something are counted by status, and the longest due is the lag of the sweep', async () => {
  await keep(
    anOrder({ dueAtMs: at(90 * SECOND_MS) }),
    anOrder({ dueAtMs: at(-90 * SECOND_MS) }),
    anOrder({ ...CLOSED, dueAtMs: at(10 * SECOND_MS), refunds: [refund('late', HOUR_MS)] }),
    anOrder({ ...CLOSED, dueAtMs: null }),
  );
  expect(await shown('owed_orders{status="unpaid"}')).toBe(2);
  expect(await shown('owed_orders{status="closed"}')).toBe(1);
  expect(await shown('owed_orders{status="paid"}')).toBe(0);
  expect(await shown('sweep_lag_seconds')).toBe(90);
});

test('a sweep that is ahead of every due time has no lag', async () => {
  await keep(anOrder({ dueAtMs: at(-1) }));
  expect(await shown('sweep_lag_seconds')).toBe(0);
});

test('a create is unknown once its answer is overdue, and as old as its order', async () => {
  await keep(
    trade(anOrder({ createdAtMs: at(9 * SECOND_MS), dueAtMs: at(0) }), 'creating'),
    trade(anOrder({ createdAtMs: at(70 * SECOND_MS), dueAtMs: at(0) }), 'creating'),
    trade(anOrder({ createdAtMs: at(HOUR_MS), expiresAtMs: at(-HOUR_MS), dueAtMs: at(0) }), 'open'),
  );
  expect(await shown('unknowns_open{call="create"}')).toBe(1);
  expect(await shown('unknown_oldest_seconds{call="create"}')).toBe(70);
  expect(await shown('unknowns_open{call="close"}')).toBe(0);
});

test.each`
  when                           | times                                                                    | ageSeconds
  ${'the order expired'}         | ${{ expiresAtMs: at(60 * SECOND_MS) }}                                   | ${60}
  ${'the buyer wished to close'} | ${{ expiresAtMs: at(-HOUR_MS), closeRequestedAtMs: at(30 * SECOND_MS) }} | ${30}
`('an open trade is an unknown close since $when', async ({ times, ageSeconds }) => {
  await keep(trade(anOrder({ ...times, dueAtMs: at(0) }), 'open'));
  expect(await shown('unknowns_open{call="close"}')).toBe(1);
  expect(await shown('unknown_oldest_seconds{call="close"}')).toBe(ageSeconds);
});

test('refunds under way are shown by cause, and those in doubt as unknown', async () => {
  const paid = { ...PAID, dueAtMs: at(0) };
  await keep(
    anOrder({ ...paid, refunds: [refund('merchant', 50 * SECOND_MS), refund('late', HOUR_MS, { isDoubtful: true })] }),
    anOrder({ ...paid, refunds: [refund('merchant', 2 * HOUR_MS, { status: 'succeeded', nextTryAtMs: null })] }),
  );
  expect(await shown('refunds_pending{cause="merchant"}')).toBe(1);
  expect(await shown('refund_oldest_seconds{cause="merchant"}')).toBe(50);
  expect(await shown('refunds_pending{cause="late"}')).toBe(1);
  expect(await shown('unknowns_open{call="refund"}')).toBe(1);
  expect(await shown('unknown_oldest_seconds{call="refund"}')).toBe(3600);
});

test('events the merchant has not acknowledged are shown by type', async () => {
  const order = anOrder({ ...PAID, dueAtMs: at(0) });
  const delivery = { status: 'waiting' as const, attempts: 2, sinceMs: at(120 * SECOND_MS), nextTryAtMs: at(0) };
  const event = { eventId: 'e', type: 'order.paid', atMs: at(120 * SECOND_MS), delivery } as Order['outbox'][number];
  await keep({ ...order, outbox: [event, { ...event, delivery: { ...delivery, status: 'delivered' } }] });
  expect(await shown('events_waiting{type="order.paid"}')).toBe(1);
  expect(await shown('event_oldest_seconds{type="order.paid"}')).toBe(120);
});

test('one reading serves ten seconds of scrapes', async () => {
  expect(await shown('owed_orders{status="unpaid"}')).toBe(0);
  await keep(anOrder({ dueAtMs: at(0) }));
  clock.advance(9_999);
  expect(await shown('owed_orders{status="unpaid"}')).toBe(0);
  clock.advance(1);
  expect(await shown('owed_orders{status="unpaid"}')).toBe(1);
});

test('all orders are counted while they are few, whatever the statistics say', async () => {
  await keep(anOrder({ ...CLOSED, dueAtMs: null }));
  await sql`analyze orders`.execute(db);
  await keep(anOrder({ ...CLOSED, dueAtMs: null }), anOrder());
  expect(await shown('orders_estimated{status="closed"}')).toBe(2);
  expect(await shown('orders_estimated{status="unpaid"}')).toBe(1);
  expect(await shown('orders_estimated{status="paid"}')).toBe(0);
});

test('many orders are estimated, once the database has made its statistics', async () => {
  await fill(db, 10_500);
  expect(await shown('orders_estimated{status="paid"}')).toBeGreaterThan(8_000);
  await sql`delete from pg_statistic where starelid = 'orders'::regclass`.execute(db);
  clock.advance(10_000);
  expect(await shown('orders_estimated{status="paid"}')).toBeUndefined();
});

test('a database that does not answer hides the gauges of orders and nothing else', async () => {
  await keep(anOrder({ dueAtMs: at(HOUR_MS) }));
  expect(await shown('sweep_lag_seconds')).toBe(3600);
  await db.destroy();
  clock.advance(10_000);
  expect(await shown('order_gauges_readable')).toBe(0);
  expect(await shown('owed_orders{status="unpaid"}')).toBeUndefined();
  expect(await shown('process_start_time_seconds')).toBeUndefined();
  expect(await metrics.text()).toContain('process_start_time_seconds');
});
