import { sql } from 'kysely';
import { postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { preparingPool } from '../../../cloudfunctions/backend/store/postgres-pool';
import { anOrder } from '../../support/orders';
import { usePostgres } from '../../support/postgres';
import { onServer } from '../../support/postgres-databases';

const postgres = usePostgres();

/** Takes back what the fourth migration added. */
async function drop0004(db: ReturnType<typeof onServer>): Promise<void> {
  await sql`alter table orders drop constraint orders_are_possible`.execute(db);
  await sql`drop function order_is_possible`.execute(db);
}

test('many nodes that start at once on an empty database all find the tables', async () => {
  const connectionString = await postgres.newDatabase();
  const nodes = Array.from({ length: 8 }, () => onServer({ connectionString, max: 2 }));
  await Promise.all(nodes.map((node) => migrateOrders(node)));
  const results = await Promise.all(nodes.map((node) => postgresStore(node).insert(anOrder())));
  expect(results).toEqual(Array(8).fill({ kind: 'inserted' }));
  await Promise.all(nodes.map((node) => node.destroy()));
});

test('a database that refuses a step of the migration is reported, not passed over', async () => {
  const db = onServer({ connectionString: await postgres.newDatabase() });
  await sql`create table orders (somebody_elses text)`.execute(db);
  await expect(migrateOrders(db)).rejects.toThrow('relation "orders" already exists');
  await db.destroy();
});

test('a database of the first release takes the stricter rules, and keeps its orders and wishes', async () => {
  const db = onServer({ connectionString: await postgres.newDatabase() });
  await migrateOrders(db);
  const order = anOrder({ refundAsk: { reason: '买错了', atMs: 5 } });
  await postgresStore(db).insert(order);
  await drop0004(db);
  await sql`alter table orders
    drop constraint orders_are_of_our_time, drop constraint orders_have_a_number, drop column refund_asked_at_ms,
    add constraint orders_body_is_row check (body ->> 'orderNo' = order_no)`.execute(db);
  await sql`delete from order_migrations where name > '0001_orders'`.execute(db);
  await migrateOrders(db);
  expect(await postgresStore(db).get(order.orderNo)).toEqual(order);
  expect(await postgresStore(db).listRefundAsks(10)).toEqual({ orders: [order] });
  await expect(sql`update orders set body = body - 'orderNo'`.execute(db)).rejects.toThrow('orders_body_is_row');
  await db.destroy();
});

test('a node that was there before the list of wishes goes on writing, and its wishes are listed', async () => {
  const connectionString = await postgres.newDatabase();
  const [old, fresh] = [onServer({ connectionString, max: 1 }, preparingPool), onServer({ connectionString })];
  await migrateOrders(fresh);
  await drop0004(fresh);
  await sql`alter table orders drop column refund_asked_at_ms`.execute(fresh);
  await sql`delete from order_migrations where name >= '0003'`.execute(fresh);
  const [before, after] = [anOrder(), anOrder()];
  await postgresStore(old).insert(before);
  await postgresStore(old).save(before, 1);
  await migrateOrders(fresh);
  await postgresStore(old).insert(after);
  const refundAsk = { reason: '买错了', atMs: 5 };
  for (const [order, version] of [
    [before, 2],
    [after, 1],
  ] as const) {
    const wished = await postgresStore(old).save({ ...order, refundAsk }, version);
    expect(await postgresStore(fresh).listRefundAsks(9)).toEqual({
      orders: [{ ...order, refundAsk, version: version + 1 }],
    });
    expect(wished.kind).toBe('saved');
    await postgresStore(old).save(order, version + 1);
  }
  await Promise.all([old.destroy(), fresh.destroy()]);
});

describe('the database itself refuses', () => {
  const columns = [
    ['a version that the order does not have', 'version = 7'],
    ['a version below one', 'version = 0, body = body || \'{"version": 0}\''],
    ['a status that the order does not have', "status = 'paid'"],
    ['a status that there is not', `status = 'lost', body = body || '{"status": "lost"}'`],
    ["another merchant's name on an order", "merchant_id = 'other'"],
    ["another buyer's name on an order", "buyer_id = 'other'"],
    ['another time of ordering', 'created_at_ms = 1'],
    ['a due time that the order does not have', 'due_at_ms = 1'],
    ['to hide an order from the sweep', 'due_at_ms = null'],
    ['to sweep an order that owes nothing', 'body = body || \'{"dueAtMs": null}\''],
    ['an order without a number', "body = body - 'orderNo'"],
    ['an order without a version', "body = body - 'version'"],
    ['an order without a status', "body = body - 'status'"],
    ['an order without a merchant', "body = body - 'merchantId'"],
    ['an order without a buyer', "body = body - 'buyer'"],
    ['an order without a time of ordering', "body = body - 'createdAtMs'"],
    ['what is no order at all', "body = '[]', due_at_ms = null"],
    ['a paid order that was paid at no time', `status = 'paid', body = body || '{"status": "paid"}'`],
    ['a closed order that was closed at no time', `status = 'closed', body = body || '{"status": "closed"}'`],
    ['an order made before there were computers', 'created_at_ms = 0, body = body || \'{"createdAtMs": 0}\''],
    ['an order due before there were computers', 'due_at_ms = -1, body = body || \'{"dueAtMs": -1}\''],
    ['a wish for a refund at no time', `body = body || '{"refundAsk": {"reason": "x"}}'`],
    ['a wish for a refund before there were computers', `body = body || '{"refundAsk": {"atMs": 0}}'`],
    ['a number that is none', `order_no = 'T-1', body = body || '{"orderNo": "T-1"}'`],
    ['an order over nothing', `body = body || '{"totalFen": 0}'`],
    ['an amount below nothing', `body = body || '{"totalFen": -1}'`],
    ['half a fen', `body = body || '{"totalFen": 12.5}'`],
    ['an amount in words', `body = body || '{"totalFen": "1280"}'`],
    ['more than can be paid', `body = body || '{"totalFen": 10000000001}'`],
    ['an order without an amount', "body = body - 'totalFen'"],
    ['an order that can be paid by nothing', `body = body || '{"trades": []}'`],
    ['an order of nothing', `body = body || '{"items": []}'`],
    ['an order whose refunds are none', `body = body || '{"refunds": {}}'`],
    ['an order without events', "body = body - 'outbox'"],
    ['an order without a history', "body = body - 'history'"],
    ['an order that never expires', `body = body || '{"expiresAtMs": null}'`],
    ['a version in words', `body = body || '{"version": "1"}'`],
    ['a due time in words', `body = jsonb_set(body, '{dueAtMs}', to_jsonb(body ->> 'dueAtMs'))`],
    ['a paid order of which no trade is paid', `status = 'paid', body = body || '{"status": "paid", "paidAtMs": 5}'`],
    ['a trade of a status that there is not', `body = jsonb_set(body, '{trades,0,status}', '"lost"')`],
    ['a trade that is none', `body = body || '{"trades": [null]}'`],
    ['a trade that was paid with nothing', `body = body || '{"trades": [{"status": "paid", "paidFen": 0}]}'`],
    ['a trade that was paid by no amount', `body = body || '{"trades": [{"status": "paid"}]}'`],
    ['a refund that takes', `body = body || '{"refunds": [{"status": "pending", "refundFen": -5}]}'`],
    ['a refund of half a fen', `body = body || '{"refunds": [{"status": "pending", "refundFen": 0.5}]}'`],
    ['a refund in words', `body = body || '{"refunds": [{"status": "pending", "refundFen": "5"}]}'`],
    ['a refund of a status that there is not', `body = body || '{"refunds": [{"status": "lost", "refundFen": 5}]}'`],
    ['an unpaid order that was paid', `body = body || '{"paidAtMs": 5}'`],
    ['an open order that has ended', `body = body || '{"closedAtMs": 5}'`],
    ["another order's number", "order_no = 'T00000000000000000000000'"],
  ] as const;
  let db: ReturnType<typeof onServer>;
  beforeAll(async () => {
    db = onServer({ connectionString: await postgres.newDatabase() });
    await migrateOrders(db);
    await postgresStore(db).insert(anOrder());
  });
  afterAll(() => db.destroy());

  test.each(columns)('%s', async (_, change) => {
    await expect(sql`update orders set ${sql.raw(change)}`.execute(db)).rejects.toMatchObject({ code: '23514' });
  });

  // generated_always (PostgreSQL, Appendix A)
  test.each(['1', 'null'])('a time of a wish (%s) that is not taken from the order', async (atMs) => {
    const change = sql`update orders set refund_asked_at_ms = ${sql.raw(atMs)}`;
    await expect(change.execute(db)).rejects.toMatchObject({ code: '428C9' });
  });
});
