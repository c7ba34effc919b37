import type { Kysely } from 'kysely';
import type { Channel } from '../../../cloudfunctions/backend/channel/channel';
import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import type { Ports } from '../../../cloudfunctions/backend/flow/ports';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { receiveNotify } from '../../../cloudfunctions/backend/flow/receive-notify';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { moneyFaults, moneyOf } from '../../../cloudfunctions/backend/order/money-equation';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import { memoryStore } from '../../../cloudfunctions/backend/store/memory';
import type { OrderStore } from '../../../cloudfunctions/backend/store/order-store';
import { type OrderDatabase, postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { preparingPool } from '../../../cloudfunctions/backend/store/postgres-pool';
import { aBackend, BUYER, LIFETIME_MS, type TestBackend } from '../../support/backend';
import { mortalProcess } from '../../support/crash-points';
import type { FakeChannel } from '../../support/fake-channel';
import { givenBackFen } from '../../support/fake-refunds';
import { type MerchantReceiver, merchantReceiver, quiet } from '../../support/merchant-receiver';
import { usePostgres } from '../../support/postgres';
import { onServer } from '../../support/postgres-databases';
import { aPurchase, ordered, paidOrder, shown, tradeOf } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';
import { twoChannels } from '../../support/two-channels';

const TOTAL_FEN = 1_280;

interface World extends TestBackend {
  merchant: MerchantReceiver;
  orderNo: string;
  /** A channel to go on at, where the merchant has one. */
  second?: FakeChannel;
}

interface Scenario {
  /** What has happened before the process starts, in an empty store. */
  before(store: OrderStore): Promise<World>;
  /** What the process does until it is killed. */
  work(world: World, ports: Ports): Promise<unknown>;
  /** What somebody outside does again, because nobody answered. */
  repeat?(world: World): Promise<unknown>;
  /** How the order ends, in whatever moment the process was killed. */
  end: { status: 'paid' | 'closed'; keptFen: number; backFen: number; events: string[] };
}

const purchase = { ...aPurchase(), requestId: 'request-of-a-crash-point' };

const readNotify: Channel['readNotify'] = (body) => {
  return { kind: 'report', report: JSON.parse(body) as TradeReport, notifyId: 'one' };
};

function aWorld(store: OrderStore): TestBackend & { merchant: MerchantReceiver } {
  const backend = aBackend({ readNotify }, store);
  return Object.assign(backend, { merchant: merchantReceiver(backend) });
}

/** A buyer who pays wherever the order can be paid, once it can. */
async function payAnywhere(world: World): Promise<void> {
  for (let polls = 0; polls < 30; polls += 1) {
    world.clock.advance(3_000);
    const { payment } = shown(await createOrder(world.ports, BUYER, purchase));
    if (payment?.state !== 'ready') continue;
    const { outTradeNo, channel } = (await world.stored(world.orderNo)).trades.at(-1) ?? { outTradeNo: '' };
    return (channel === 'fshows' ? world.second : world.channel)?.pay(outTradeNo);
  }
}

async function unpaid(store: OrderStore): Promise<World> {
  const world = aWorld(store);
  return Object.assign(world, { orderNo: (await ordered(world, purchase)).orderNo });
}

async function paid(store: OrderStore): Promise<World> {
  const world = aWorld(store);
  const { orderNo } = await paidOrder(world);
  await quiet();
  return Object.assign(world, { orderNo });
}

/** The provider took the money of an order that has been closed. */
async function late(store: OrderStore): Promise<World> {
  const world = await unpaid(store);
  world.clock.advance(LIFETIME_MS);
  await sweepOrders(world.ports);
  await quiet();
  Object.assign(world.channel.book.get(tradeOf(world)) ?? {}, { state: 'paid', paidAtMs: world.clock.nowMs() });
  return world;
}

function notice(world: World) {
  const outTradeNo = tradeOf(world);
  const report = { outTradeNo, status: 'paid', totalFen: TOTAL_FEN, tradeNo: `P${outTradeNo}` };
  return { body: JSON.stringify(report), headers: {} };
}

const notify = (world: World, ports = world.ports) => receiveNotify(ports, { channel: 'alipay' }, notice(world));
const refundRequest = ({ orderNo }: World) => ({ orderNo, requestId: 'refund-of-a-crash-point', refundFen: 500 });
const PAID = { status: 'paid', keptFen: TOTAL_FEN, backFen: 0, events: ['order.paid'] } as const;
const CLOSED = { status: 'closed', keptFen: 0, backFen: 0, events: ['order.closed'] } as const;
const RETURNED = {
  status: 'closed',
  keptFen: 0,
  backFen: TOTAL_FEN,
  events: ['order.closed', 'money.unexpected', 'order.refunded'],
} as const;

const scenarios: Record<string, Scenario> = {
  'an order is created, and paid as soon as it can be': {
    async before(store) {
      return Object.assign(aWorld(store), { orderNo: '' });
    },
    work: (world, ports) => createOrder(ports, BUYER, purchase).then(() => world),
    async repeat(world) {
      world.clock.advance(3_000);
      await createOrder(world.ports, BUYER, purchase);
      const [order] = (await world.store.listByBuyer(BUYER.id, 1)).orders;
      world.orderNo = order?.orderNo ?? '';
      world.channel.pay(tradeOf(world));
    },
    end: { ...PAID, events: [...PAID.events] },
  },
  'an order whose create was lost is polled': {
    async before(store) {
      const world = aWorld(store);
      world.channel.fail('create', 'request_lost');
      return Object.assign(world, { orderNo: (await ordered(world, purchase)).orderNo });
    },
    async work(world, ports) {
      world.clock.advance(3_000);
      await queryOrder(ports, BUYER, world);
    },
    async repeat(world) {
      world.clock.advance(3_000);
      await queryOrder(world.ports, BUYER, world);
      world.channel.pay(tradeOf(world));
    },
    end: { ...PAID, events: [...PAID.events] },
  },
  'a notify of a payment is received': {
    async before(store) {
      const world = await unpaid(store);
      world.channel.pay(tradeOf(world));
      return world;
    },
    work: notify,
    repeat: (world) => notify(world),
    end: { ...PAID, events: [...PAID.events] },
  },
  'a notify of a late payment is received': {
    before: late,
    work: notify,
    repeat: (world) => notify(world),
    end: { ...RETURNED, events: [...RETURNED.events] },
  },
  'a message of money for a closed trade, meant for nobody in particular, is received': {
    async before(store) {
      const world = await late(store);
      const readNotify: Channel['readNotify'] = (body) => ({
        kind: 'report',
        report: { ...(JSON.parse(body) as TradeReport), tradeNo: 'never heard of' },
        notifyId: 'one',
        isUnaddressed: true,
      });
      world.channel.readNotify = readNotify;
      return world;
    },
    work: notify,
    repeat: (world) => notify(world),
    end: { ...RETURNED, events: [...RETURNED.events] },
  },
  'a part is refunded': {
    before: paid,
    work: (world, ports) => refundOrder(ports, 'operator', refundRequest(world)),
    repeat: (world) => refundOrder(world.ports, 'operator', refundRequest(world)),
    end: { status: 'paid', keptFen: 780, backFen: 500, events: ['order.paid', 'order.refunded'] },
  },
  'a refund in doubt is swept': {
    async before(store) {
      const world = await paid(store);
      world.channel.fail('refund', 'request_lost');
      await refundOrder(world.ports, 'operator', refundRequest(world));
      return world;
    },
    async work(world, ports) {
      world.clock.advance(MINUTE_MS);
      await sweepOrders(ports);
    },
    end: { status: 'paid', keptFen: 780, backFen: 500, events: ['order.paid', 'order.refunded'] },
  },
  'a paid order is swept': {
    async before(store) {
      const world = await unpaid(store);
      world.channel.pay(tradeOf(world));
      return world;
    },
    async work(world, ports) {
      world.clock.advance(MINUTE_MS);
      await sweepOrders(ports);
    },
    end: { ...PAID, events: [...PAID.events] },
  },
  'an expired order is swept': {
    async before(store) {
      const world = await unpaid(store);
      Object.assign(world.channel.book.get(tradeOf(world)) ?? {}, { expiresAtMs: Number.MAX_SAFE_INTEGER });
      world.clock.advance(LIFETIME_MS);
      return world;
    },
    work: (_, ports) => sweepOrders(ports),
    end: { ...CLOSED, events: [...CLOSED.events] },
  },
  'money that must go back is swept': {
    async before(store) {
      const world = await late(store);
      await notify(world);
      await quiet();
      return world;
    },
    async work(world, ports) {
      world.clock.advance(MINUTE_MS);
      await sweepOrders(ports);
    },
    end: { ...RETURNED, events: [...RETURNED.events] },
  },
  'an order is closed by its buyer': {
    before: unpaid,
    work: (world, ports) => closeOrder(ports, BUYER, world),
    end: { ...CLOSED, events: [...CLOSED.events] },
  },
  'a buyer goes on with a further trade': {
    async before(store) {
      const world = await unpaid(store);
      Object.assign(world.channel.book.get(tradeOf(world)) ?? {}, { state: 'over' });
      return world;
    },
    async work(world, ports) {
      world.clock.advance(3_000);
      await queryOrder(ports, BUYER, world);
    },
    async repeat(world) {
      world.clock.advance(3_000);
      await queryOrder(world.ports, BUYER, world);
      world.channel.pay(`${world.orderNo}_2`);
    },
    end: { ...PAID, events: [...PAID.events] },
  },
  'an order goes on at the other channel, because the first cannot be reached': {
    async before(store) {
      const backend = twoChannels({ readNotify }, store);
      const world = Object.assign(backend, { merchant: merchantReceiver(backend), orderNo: '' });
      world.channel.fail('create', 'not_sent');
      return world;
    },
    work: (_, ports) => createOrder(ports, BUYER, purchase),
    async repeat(world) {
      world.clock.advance(3_000);
      world.orderNo = shown(await createOrder(world.ports, BUYER, purchase)).orderNo;
      await payAnywhere(world);
    },
    end: { ...PAID, events: [...PAID.events] },
  },
  'an order is left by a channel that has known nothing of it for long enough': {
    async before(store) {
      const backend = twoChannels({ readNotify }, store);
      const world = Object.assign(backend, { merchant: merchantReceiver(backend), orderNo: '' });
      world.channel.fail('create', 'request_lost', 'request_lost', 'request_lost');
      world.orderNo = (await ordered(world, purchase)).orderNo;
      for (let creates = 0; creates < 2; creates += 1) {
        world.clock.advance(3_000);
        await queryOrder(world.ports, BUYER, world);
      }
      world.clock.advance(30_000);
      return world;
    },
    work: (world, ports) => queryOrder(ports, BUYER, world),
    repeat: payAnywhere,
    end: { ...PAID, events: [...PAID.events] },
  },
  'a trade whose number was lost with the answer is closed, and another opened': {
    async before(store) {
      const backend = twoChannels({ readNotify }, store, { tellsOnce: true });
      const world = Object.assign(backend, { merchant: merchantReceiver(backend), orderNo: '' });
      world.ports.merchants[0].routes = [{ channel: 'fshows' }];
      world.second.fail('create', 'reply_lost');
      world.orderNo = (await ordered(world, purchase)).orderNo;
      world.clock.advance(3_000);
      return world;
    },
    work: (world, ports) => queryOrder(ports, BUYER, world),
    async repeat(world) {
      world.clock.advance(3_000);
      await queryOrder(world.ports, BUYER, world);
      await payAnywhere(world);
    },
    end: { ...PAID, events: [...PAID.events] },
  },
  'an order goes back to the channel that could not be reached, because the other refuses it': {
    async before(store) {
      const backend = twoChannels({ readNotify }, store);
      const world = Object.assign(backend, { merchant: merchantReceiver(backend), orderNo: '' });
      world.channel.fail('create', 'not_sent');
      world.second.fail('create', ...Array(20).fill({ refusedWith: 'NO' }));
      world.orderNo = (await ordered(world, purchase)).orderNo;
      world.clock.advance(3_000);
      return world;
    },
    work: (world, ports) => queryOrder(ports, BUYER, world),
    repeat: payAnywhere,
    end: { ...PAID, events: [...PAID.events] },
  },
};

/** Runs a scenario with a process that dies at this point, then a new one on the same store; gives the points that were passed. */
async function runUntil(scenario: Scenario, store: OrderStore, dieAt: number): Promise<number> {
  const world = await scenario.before(store);
  const node = mortalProcess(world, dieAt);
  await scenario.work(world, node.ports).catch((error: unknown) => {
    if (!node.isDead) throw error;
  });
  await settled(world);
  await scenario.repeat?.(world);
  await settled(world);
  await sweepFor(world, 30 * MINUTE_MS);
  await settled(world);
  await expectEnd(world, scenario.end);
  return node.passed;
}

/** Deliveries that nobody waits for come to their end, or to the moment when a sweep must go on with them. */
async function settled(world: World): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    await quiet();
    const before = world.orderNo ? await world.store.get(world.orderNo) : null;
    await quiet();
    const after = world.orderNo ? await world.store.get(world.orderNo) : null;
    if (before?.version === after?.version) return;
  }
}

async function expectEnd(world: World, end: Scenario['end']): Promise<void> {
  const order = await world.stored(world.orderNo);
  expect(moneyFaults(order)).toEqual([]);
  expect(order).toMatchObject({ status: end.status, dueAtMs: null });
  expect(moneyOf(order)).toMatchObject({ keptFen: end.keptFen, owedFen: 0, refundedFen: end.backFen });
  const books = [world.channel, ...(world.second ? [world.second] : [])].flatMap(({ book }) => [...book.values()]);
  expect(books.reduce((sum, trade) => sum + givenBackFen(trade), 0)).toBe(end.backFen);
  expect(books.filter(({ state }) => state === 'waiting')).toEqual([]);
  // What no channel has a book of never came to be: the order went on because of that.
  const unbooked = order.trades.filter(({ outTradeNo }) => !books.some(({ number }) => number === outTradeNo));
  expect(books.length + unbooked.length).toBe(order.trades.length);
  expect(unbooked.map(({ status }) => status)).toEqual(unbooked.map(() => 'closed'));
  expect(order.outbox.map(({ type, delivery }) => `${type} ${delivery.status}`)).toEqual(
    end.events.map((type) => `${type} delivered`),
  );
  // At least once each, in their order; a copy has the same id.
  const firsts = world.merchant.received.filter(
    ({ eventId }, index, all) => all.findIndex((other) => other.eventId === eventId) === index,
  );
  expect(firsts.map(({ type }) => type)).toEqual(end.events);
}

const postgres = usePostgres();

describe('a process killed at any await of a port, and another one on the same store', () => {
  let db: Kysely<OrderDatabase>;
  beforeAll(async () => {
    db = onServer({ connectionString: await postgres.newDatabase(), max: 4 }, preparingPool);
    await migrateOrders(db);
  });
  afterAll(() => db.destroy());

  const stores: Record<string, () => Promise<OrderStore>> = {
    'the memory store': async () => memoryStore(),
    PostgreSQL: async () => {
      await db.deleteFrom('orders').execute();
      return postgresStore(db);
    },
  };
  const killed: Record<string, number> = {};
  const table = Object.keys(stores).flatMap((kind) => Object.keys(scenarios).map((name) => ({ kind, name })));

  test.each(table)('converge on $kind: $name', async ({ kind, name }) => {
    const scenario = scenarios[name] as Scenario;
    const emptyStore = stores[kind] as () => Promise<OrderStore>;
    const points = await runUntil(scenario, await emptyStore(), Number.POSITIVE_INFINITY);
    expect(points).toBeGreaterThan(3);
    for (let dieAt = 1; dieAt <= points; dieAt += 1) await runUntil(scenario, await emptyStore(), dieAt);
    killed[`${kind}: ${name}`] = points;
  });

  test('which were as many as this', () => {
    const sum = Object.values(killed).reduce((total, points) => total + points, 0);
    process.stdout.write(`crash points killed: ${sum} ${JSON.stringify(killed, null, 1)}\n`);
    expect(sum).toBeGreaterThan(300);
  });
});
