import { CompiledQuery, sql } from 'kysely';
import type { OrderStore } from '../../../cloudfunctions/backend/store/order-store';
import { postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { preparingPool } from '../../../cloudfunctions/backend/store/postgres-pool';
import { anOrder } from '../../support/orders';
import { usePostgres } from '../../support/postgres';
import { onServer } from '../../support/postgres-databases';

const postgres = usePostgres();

/** One connection, so that what it has prepared can be looked at. */
async function oneConnection() {
  const db = onServer({ connectionString: await postgres.newDatabase(), max: 1 }, preparingPool);
  await migrateOrders(db);
  return db;
}

type Database = Awaited<ReturnType<typeof oneConnection>>;

async function prepared(db: Database): Promise<{ name: string; statement: string }[]> {
  const { rows } = await sql<{ name: string; statement: string }>`
    select name, statement from pg_prepared_statements where statement like '% orders %'`.execute(db);
  return rows;
}

async function useEveryStatement(store: OrderStore): Promise<void> {
  const refundAsk = { reason: 'x', atMs: 1 };
  const [order, other] = [anOrder({ refundAsk }), anOrder({ refundAsk })];
  await store.insert(order);
  await store.insert(other);
  await store.get(order.orderNo);
  await store.save(order, 1);
  await store.due(Number.MAX_SAFE_INTEGER, 10);
  const { nextCursor } = await store.listByBuyer(order.buyer.id, 1);
  await store.listByBuyer(order.buyer.id, 1, nextCursor);
  const wishes = await store.listRefundAsks(1);
  await store.listRefundAsks(1, wishes.nextCursor);
}

test('each statement of the store is prepared once, however often it runs', async () => {
  const db = await oneConnection();
  for (let turn = 0; turn < 3; turn += 1) await useEveryStatement(postgresStore(db));
  expect(await prepared(db)).toHaveLength(8);
  await db.destroy();
});

test('plans made while the table was small go through an index, and none sorts a whole list', async () => {
  const db = await oneConnection();
  await postgresStore(db).insert(anOrder());
  await sql`vacuum analyze orders`.execute(db);
  for (let turn = 0; turn < 10; turn += 1) await useEveryStatement(postgresStore(db));
  const reading = (await prepared(db)).filter(({ statement }) => !statement.includes('insert'));
  const plans = await Promise.all(reading.map(({ name, statement }) => planOf(db, name, statement)));
  expect(plans).toHaveLength(7);
  for (const plan of plans) {
    expect(plan).toMatch(/Index Scan using orders_(pkey|due|of_buyer|refund_asked)/);
    expect(plan).not.toContain('Seq Scan');
    // The sweep's orders only need sorting within one millisecond.
    expect(plan.match(/\w* ?Sort$/m)?.[0]).toBe(plan.includes('orders_due') ? 'Incremental Sort' : undefined);
  }
  await db.destroy();
});

/** The plan of a prepared statement as it would run now, with nulls for its values. */
async function planOf(db: Database, name: string, statement: string): Promise<string> {
  const nulls = Array(new Set(statement.match(/\$\d+/g)).size).fill('null');
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain (costs off) execute ${sql.raw(`${name}(${nulls.join(', ')})`)}`.execute(db);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('a statement that fails leaves the connection fit for the next', async () => {
  const db = await oneConnection();
  const divide = (by: number) => db.executeQuery<{ q: number }>(CompiledQuery.raw('select 6 / $1::integer as q', [by]));
  await expect(divide(0)).rejects.toThrow('division by zero');
  expect((await divide(2)).rows).toEqual([{ q: 3 }]);
  await db.destroy();
});

test('texts made at run time do not fill the server with prepared statements', async () => {
  const db = await oneConnection();
  for (let n = 0; n < 150; n += 1) await db.executeQuery(CompiledQuery.raw(`select $1::text as text_${n}`, ['x']));
  const { rows } = await sql`select from pg_prepared_statements`.execute(db);
  expect(rows.length).toBeLessThanOrEqual(100);
  await db.destroy();
});

test('a server that cannot be reached fails the call, and nothing waits for ever', async () => {
  const db = onServer({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' }, preparingPool);
  await expect(postgresStore(db).get('T')).rejects.toThrow('ECONNREFUSED');
  await db.destroy();
});
