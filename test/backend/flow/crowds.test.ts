import type { Kysely } from 'kysely';
import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { receiveNotify } from '../../../cloudfunctions/backend/flow/receive-notify';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import { memoryStore } from '../../../cloudfunctions/backend/store/memory';
import type { OrderStore } from '../../../cloudfunctions/backend/store/order-store';
import { type OrderDatabase, postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { preparingPool } from '../../../cloudfunctions/backend/store/postgres-pool';
import { aBackend, BUYER, type TestBackend } from '../../support/backend';
import { givenBackFen } from '../../support/fake-refunds';
import { merchantReceiver, quiet } from '../../support/merchant-receiver';
import { usePostgres } from '../../support/postgres';
import { onServer } from '../../support/postgres-databases';
import { aPurchase, ordered, paidOrder, tradeOf } from '../../support/purchases';

const postgres = usePostgres();

const newsInJson = {
  readNotify: (body: string) => ({ kind: 'report' as const, report: JSON.parse(body) as TradeReport, notifyId: 'one' }),
};
const many = <Item>(count: number, make: () => Promise<Item>) => Promise.all(Array.from({ length: count }, make));

async function untilQuiet(isQuiet: () => Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 200 && !(await isQuiet()); wait += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('many at once', () => {
  let db: Kysely<OrderDatabase>;
  // In a block of their own: the connections must be closed before the server is.
  beforeAll(async () => {
    db = onServer({ connectionString: await postgres.newDatabase(), max: 8 }, preparingPool);
    await migrateOrders(db);
  });
  afterAll(() => db.destroy());

  describe.each<[string, () => OrderStore]>([
    ['the memory store', memoryStore],
    ['PostgreSQL', () => postgresStore(db)],
  ])('a crowd at %s', (name, store) => {
    const backendWith = (): TestBackend => aBackend(newsInJson, store());

    test('of 1,000 identical creates makes one order, one trade and one answer', async () => {
      const backend = backendWith();
      const purchase = { ...aPurchase(), requestId: `crowd-of-creates-${name.length}` };
      const replies = await many(1_000, () => createOrder(backend.ports, BUYER, purchase));
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
      expect(replies[0]).toMatchObject({ ok: true, order: { status: 'unpaid', payment: { state: 'ready' } } });
      expect(backend.channel.callsOf('create')).toBe(1);
      expect(backend.channel.book.size).toBe(1);
    });

    test('of two nodes that get 1,000 identical creates makes one order and one trade', async () => {
      const backend = backendWith();
      const other = { ...backend.ports, store: { ...backend.ports.store } };
      const purchase = { ...aPurchase(), requestId: `crowd-of-two-nodes-${name.length}` };
      const nodes = [backend.ports, other];
      let next = 0;
      const replies = await many(1_000, () => createOrder(nodes[next++ % 2] ?? other, BUYER, purchase));
      const numbers = replies.map((reply) => (reply.ok ? reply.order.orderNo : reply.reason));
      expect(new Set(numbers).size).toBe(1);
      expect(backend.channel.callsOf('create')).toBe(1);
    });

    test('of 50 copies of one notify makes one payment and one event', async () => {
      const backend = backendWith();
      const merchant = merchantReceiver(backend);
      const order = await ordered(backend);
      const report = { outTradeNo: tradeOf(order), status: 'paid', totalFen: 1_280, tradeNo: `P${tradeOf(order)}` };
      const message = { body: JSON.stringify(report), headers: {} };
      expect(await many(50, () => receiveNotify(backend.ports, { channel: 'alipay' }, message))).toEqual(
        Array(50).fill('success'),
      );
      await untilQuiet(async () => (await backend.stored(order.orderNo)).dueAtMs === null);
      expect(merchant.types()).toEqual(['order.paid']);
      const { history, outbox } = await backend.stored(order.orderNo);
      expect(history.filter(({ kind }) => kind === 'trade_paid')).toHaveLength(1);
      expect(outbox).toHaveLength(1);
    });

    test('of 50 identical refunds gives money back once', async () => {
      const backend = backendWith();
      const order = await paidOrder(backend);
      const request = { orderNo: order.orderNo, requestId: 'crowd-of-refunds', refundFen: 300 };
      const replies = await many(50, () => refundOrder(backend.ports, 'operator', request));
      expect(replies.every(({ ok }) => ok)).toBe(true);
      expect(givenBackFen(backend.channel.book.get(tradeOf(order)))).toBe(300);
      expect(moneyFaults(await backend.stored(order.orderNo))).toEqual([]);
      await quiet();
    });
  });
});
