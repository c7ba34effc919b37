import type { OrderStore } from '../../../cloudfunctions/backend/store/order-store';
import { serverlessStore } from '../../../cloudfunctions/backend/store/serverless';
import { anOrder } from '../../support/orders';
import { type ServerlessDatabase, serverlessDatabase } from '../../support/serverless-database';

/** Text that the platform, left to itself, takes for a time. */
const ISO_TEXT = '2026-01-02T03:04:05.678Z';

let database: ServerlessDatabase;
let store: OrderStore;
beforeAll(async () => {
  database = await serverlessDatabase({ uniqueField: 'orderNo' });
  store = serverlessStore(database.db);
});
beforeEach(() => database.documents.clear());
afterAll(() => database.close());

test('the platform turns text that looks like a time into a Date, and refuses names with dots', async () => {
  await database.db.collection('notes').insertOne({ text: ISO_TEXT });
  const found = (await database.db.collection('notes').find({ text: ISO_TEXT })) as unknown as { result: unknown[] };
  expect(found.result).toMatchObject([{ text: new Date(ISO_TEXT) }]);
  await expect(database.db.collection('notes').insertOne({ list: [{ 'a.b': 1 }] })).rejects.toThrow('a.b');
});

test('a text of the buyer in the very form of a time stays a text, wherever it stands', async () => {
  const order = anOrder({
    subject: ISO_TEXT,
    requestId: ISO_TEXT,
    buyer: { kind: 'open_id', id: ISO_TEXT },
    items: [{ goodsId: ISO_TEXT, title: ISO_TEXT, priceFen: 1, quantity: 1 }],
  });
  await store.insert(order);
  expect(await store.get(order.orderNo)).toStrictEqual(order);
  expect((await store.listByBuyer(ISO_TEXT, 10)).orders).toStrictEqual([order]);
  expect(await store.insert(order)).toEqual({ kind: 'exists', order });
});

test('names with a dot or a dollar sign, which the platform refuses, come back', async () => {
  const item = { goodsId: 'tea', title: 'tea', priceFen: 1, quantity: 1, 'a.b': { $set: [{ '$c.d': null }] } };
  const order = anOrder({ items: [item] });
  await store.insert(order);
  expect(await store.get(order.orderNo)).toStrictEqual(order);
});

test('each operation asks the platform no more often than it must', async () => {
  const order = anOrder();
  const asked = async (operation: () => Promise<unknown>) => {
    database.commands();
    await operation();
    return database.commands();
  };
  expect(await asked(() => store.insert(order))).toEqual(['insertOne', 'find', 'updateOne']);
  expect(await asked(() => store.insert(order))).toEqual(['insertOne', 'find']);
  expect(await asked(() => store.get(order.orderNo))).toEqual(['find']);
  expect(await asked(() => store.save(order, 1))).toEqual(['updateOne']);
  expect(await asked(() => store.save(order, 1))).toEqual(['updateOne', 'find']);
  expect(await asked(() => store.due(1, 10))).toEqual(['find']);
  expect(await asked(() => store.listByBuyer(order.buyer.id, 10))).toEqual(['find']);
  expect(await asked(() => store.listRefundAsks(10))).toEqual(['find']);
});

test('a caller with another key is refused, and stores nothing', async () => {
  const stranger = serverlessStore(database.strangersDb);
  await expect(stranger.insert(anOrder())).rejects.toThrow('signature does not match');
  await expect(stranger.get(anOrder().orderNo)).rejects.toMatchObject({ code: 'SignatureNotMatch' });
  expect(database.documents.all('orders')).toEqual([]);
});
