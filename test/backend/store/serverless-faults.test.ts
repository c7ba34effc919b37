import type { OrderStore } from '../../../cloudfunctions/backend/store/order-store';
import { serverlessStore } from '../../../cloudfunctions/backend/store/serverless';
import { anOrder, anOrderNo } from '../../support/orders';
import { type DatabaseFault, type ServerlessDatabase, serverlessDatabase } from '../../support/serverless-database';

describe.each([
  { indexes: 'with its unique index', uniqueField: 'orderNo' },
  { indexes: 'whose unique index was forgotten', uniqueField: undefined },
])("when the platform's database $indexes fails", ({ uniqueField }) => {
  let database: ServerlessDatabase;
  let store: OrderStore;
  beforeAll(async () => {
    database = await serverlessDatabase({ uniqueField });
    store = serverlessStore(database.db);
  });
  beforeEach(() => database.documents.clear());
  afterAll(() => database.close());

  describe('an insert', () => {
    test.each<{ fault: DatabaseFault }>([
      { fault: 'failed' },
      { fault: 'reply_lost' },
      { fault: 'repeated' },
      { fault: 'unconfirmed' },
    ])('that took place, but was $fault, is known to have taken place', async ({ fault }) => {
      const order = anOrder();
      database.fail('insertOne', fault);
      expect(await store.insert(order)).toEqual({ kind: 'inserted' });
      expect(await store.get(order.orderNo)).toEqual(order);
      expect(database.documents.all('orders')).toHaveLength(1);
    });

    test.each<{ fault: DatabaseFault; message: string }>([
      { fault: 'refused', message: 'refused by the test' },
      { fault: 'lost', message: 'socket hang up' },
    ])('that was $fault throws, stores nothing, and can be repeated', async ({ fault, message }) => {
      const order = anOrder();
      database.fail('insertOne', fault);
      await expect(store.insert(order)).rejects.toThrow(message);
      expect(await store.get(order.orderNo)).toBeNull();
      expect(await store.insert(order)).toEqual({ kind: 'inserted' });
    });

    test('that was cut off before it settled its number does not exist, and a repeat settles it', async () => {
      const order = anOrder({ dueAtMs: 1 });
      database.fail('updateOne', 'lost');
      await expect(store.insert(order)).rejects.toThrow('socket hang up');
      expect(await store.get(order.orderNo)).toBeNull();
      expect(await store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
      expect((await store.listByBuyer(order.buyer.id, 10)).orders).toEqual([]);
      await store.insert(order);
      expect(await store.get(order.orderNo)).toEqual(order);
      expect(database.documents.all('orders')).toHaveLength(1);
    });

    test('that lands late neither replaces nor joins the order that has the number by then', async () => {
      const [late, order] = ['late', 'in time'].map((subject) => anOrder({ orderNo: anOrderNo(9), subject }));
      if (!late || !order) throw new Error('two orders were made');
      database.fail('insertOne', 'late');
      await expect(store.insert(late)).rejects.toThrow('socket hang up');
      expect(await store.insert(order)).toEqual({ kind: 'inserted' });
      await database.land();
      expect(await store.get(order.orderNo)).toEqual(order);
      expect(await store.insert(late)).toEqual({ kind: 'exists', order });
      expect((await store.listByBuyer(order.buyer.id, 10)).orders).toEqual([order]);
      expect(database.documents.all('orders')).toHaveLength(1);
    });

    test('that lands once more, and whose settling lands late, makes no second order', async () => {
      const order = anOrder();
      database.fail('insertOne', 'echoed');
      database.fail('updateOne', 'late');
      await expect(store.insert(order)).rejects.toThrow('socket hang up');
      await store.insert(order);
      await database.land();
      expect(database.documents.all('orders').filter((document) => document.settled)).toHaveLength(1);
      expect((await store.listByBuyer(order.buyer.id, 10)).orders).toEqual([order]);
    });

    test('that lands late is the order when nobody else has the number', async () => {
      const order = anOrder();
      database.fail('insertOne', 'late');
      await expect(store.insert(order)).rejects.toThrow('socket hang up');
      await database.land();
      await store.insert(order);
      expect(await store.get(order.orderNo)).toEqual(order);
      expect(database.documents.all('orders')).toHaveLength(1);
    });
  });

  describe('a save', () => {
    const order = anOrder();
    const next = { ...order, subject: 'next' };
    beforeEach(() => store.insert(order));

    test.each<{ fault: DatabaseFault }>([
      { fault: 'failed' },
      { fault: 'reply_lost' },
      { fault: 'repeated' },
      { fault: 'unconfirmed' },
    ])('that took place, but was $fault, is known to be saved', async ({ fault }) => {
      database.fail('updateOne', fault);
      expect(await store.save(next, 1)).toEqual({ kind: 'saved', order: { ...next, version: 2 } });
      expect(await store.get(order.orderNo)).toEqual({ ...next, version: 2 });
    });

    test.each<{ fault: DatabaseFault; message: string }>([
      { fault: 'refused', message: 'refused by the test' },
      { fault: 'lost', message: 'socket hang up' },
    ])('that was $fault throws, and is no conflict: repeated, it is saved', async ({ fault, message }) => {
      database.fail('updateOne', fault);
      await expect(store.save(next, 1)).rejects.toThrow(message);
      expect(await store.get(order.orderNo)).toEqual(order);
      expect(await store.save(next, 1)).toMatchObject({ kind: 'saved' });
    });

    test('that lands late changes nothing when somebody else has saved by then', async () => {
      database.fail('updateOne', 'late');
      await expect(store.save(next, 1)).rejects.toThrow('socket hang up');
      await store.save({ ...order, subject: 'in time' }, 1);
      await database.land();
      expect(await store.get(order.orderNo)).toMatchObject({ subject: 'in time', version: 2 });
    });

    test('that was lost is a conflict when somebody else has written the next version', async () => {
      const rival = serverlessStore(database.db);
      const slow = serverlessStore(beforeReadingBack(database.db, () => rival.save({ ...order, subject: 'rival' }, 1)));
      database.fail('updateOne', 'lost');
      expect(await slow.save(next, 1)).toEqual({ kind: 'conflict' });
    });

    test('whose reply was lost stays unknown when somebody has built upon what may be it', async () => {
      const rival = serverlessStore(database.db);
      const slow = serverlessStore(beforeReadingBack(database.db, () => rival.save({ ...next, subject: 'built' }, 2)));
      database.fail('updateOne', 'reply_lost');
      await expect(slow.save(next, 1)).rejects.toThrow('socket hang up');
      expect(await store.get(order.orderNo)).toMatchObject({ subject: 'built', version: 3 });
    });
  });

  test('an order that somebody has spoilt by hand keeps no other from the sweep, and is told of when it is alone', async () => {
    const [spoilt, sound] = [anOrder({ dueAtMs: 1 }), anOrder({ dueAtMs: 2 })];
    await store.insert(spoilt);
    await store.insert(sound);
    await database.db.collection('orders').updateOne({ orderNo: spoilt.orderNo }, { $set: { body: '{"orderNo":' } });
    expect(await store.due(2, 9)).toEqual([sound]);
    await expect(store.due(1, 9)).rejects.toThrow(`order ${spoilt.orderNo} cannot be read`);
  });

  test.each<{ fault: DatabaseFault; message: string }>([
    { fault: 'refused', message: 'refused by the test' },
    { fault: 'lost', message: 'socket hang up' },
    { fault: 'unconfirmed', message: 'did not confirm find' },
  ])('a reading that was $fault throws, and is never taken for "there is none"', async ({ fault, message }) => {
    const lists = [() => store.listByBuyer('buyer', 1), () => store.listRefundAsks(1)];
    const readings = [() => store.get(anOrderNo(1)), () => store.due(1, 1), ...lists];
    for (const read of readings) {
      database.fail('find', fault);
      await expect(read()).rejects.toThrow(message);
    }
  });
});

/** The database as seen by somebody whose first reading comes so late that something else happens before it. */
function beforeReadingBack(db: ServerlessDatabase['db'], happens: () => Promise<unknown>) {
  let hasHappened = false;
  return {
    collection(name: string) {
      const orders = db.collection(name);
      const find = orders.find.bind(orders);
      return Object.assign(orders, {
        async find(query: object, options: object) {
          if (!hasHappened) await happens();
          hasHappened = true;
          return find(query, options);
        },
      });
    },
  };
}
