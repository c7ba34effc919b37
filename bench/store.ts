/**
 * Whether the PostgreSQL store stays as quick as its table grows: the plan of each of its statements, and the latency of each
 * operation beside the same on 10,000 orders, in one run on one throw-away server with fsync.
 */
import { parseArgs } from 'node:util';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import type { OrderStore } from '../cloudfunctions/backend/store/order-store';
import { type OrderDatabase, postgresStore } from '../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../cloudfunctions/backend/store/postgres-migrations';
import { preparingPool } from '../cloudfunctions/backend/store/postgres-pool';
import { runCommand, wholeNumber } from '../scripts/run-command';
import { anOrder } from '../test/support/orders';
import { postgresServer } from '../test/support/postgres';
import { BUSY_BUYER, FILLED_UNTIL_MS, fill } from './store-fill';
import { type Latency, latencies } from './store-latency';
import { type Plan, plansOf, type SentStatement } from './store-plans';

const FEW_ROWS = 10_000;
/** Durable, and with memory as a small server of one's own has it. */
const SETTINGS = { shared_buffers: '1GB', max_wal_size: '4GB', checkpoint_timeout: '30min' };

const HELP = `Usage: npm run bench -- store [--rows <n>] [--rounds <n>] [--json]

The plan of every statement of the PostgreSQL store, and how long each operation takes at 10,000 and at --rows orders, on a throw-away
server with fsync. Ends with 1 when a statement is not answered through an index.

  --rows <n>    orders in the large table, default 1000000
  --rounds <n>  calls of each operation, default 2000
  --json        {rows, fillMs, megabytes, plans, latencies}
`;

interface Report {
  rows: number[];
  fillMs: number[];
  megabytes: number[];
  plans: Plan[];
  latencies: Latency[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '2000' },
      json: { type: 'boolean', default: false },
    },
  });
  const rows = [FEW_ROWS, wholeNumber('rows', values.rows, FEW_ROWS, 100_000_000)];
  const rounds = wholeNumber('rounds', values.rounds, 1);
  const server = await postgresServer(SETTINGS);
  try {
    const urls = [await server.newDatabase(), await server.newDatabase()];
    const report = await measured(urls, rows, rounds);
    console.log(values.json ? JSON.stringify(report) : told(report));
    return report.plans.some((plan) => plan.fault) ? 1 : 0;
  } finally {
    await server.stop();
  }
}

async function measured(urls: string[], rows: number[], rounds: number): Promise<Report> {
  const databases = urls.map((connectionString) => onOneConnection(connectionString));
  const fillMs: number[] = [];
  for (const [index, { db }] of databases.entries()) {
    await migrateOrders(db);
    fillMs.push(await fill(db, rows[index] as number));
  }
  const megabytes = await Promise.all(databases.map(({ db }) => megabytesOf(db)));
  const tables = databases.map(({ db }, index) => ({ store: postgresStore(db), rows: rows[index] as number }));
  const times = await latencies(tables, rounds);
  const plans = await plansOfStore(urls.at(-1) as string);
  await Promise.all(databases.map(({ db }) => db.destroy()));
  return { rows, fillMs, megabytes, plans, latencies: times };
}

/** As nodes have it, but a single connection: what is measured is one call, not a queue. */
function onOneConnection(connectionString: string, saw: (sent: SentStatement) => void = () => undefined) {
  const pool = poolOfOne(connectionString);
  const db = new Kysely<OrderDatabase>({
    dialect: new PostgresDialect({ pool: preparingPool(pool) }),
    log: ({ query }) => saw({ statement: query.sql.trim(), values: query.parameters }),
  });
  return { db };
}

/** When the bench fails, its server ends before its connections do; they must not speak louder than the failure. */
function poolOfOne(connectionString: string): Pool {
  return new Pool({ connectionString, max: 1 }).on('error', () => undefined);
}

/** The plans of all that the store sends, on a connection as the database sets it up by itself. */
async function plansOfStore(connectionString: string): Promise<Plan[]> {
  const sent = new Map<string, SentStatement>();
  const { db } = onOneConnection(connectionString, (one) => sent.set(one.statement, one));
  await useEveryStatement(postgresStore(db));
  await db.destroy();
  const pool = poolOfOne(connectionString);
  const plain = new Kysely<OrderDatabase>({ dialect: new PostgresDialect({ pool }) });
  return plansOf(plain, [...sent.values()]).finally(() => plain.destroy());
}

async function useEveryStatement(store: OrderStore): Promise<void> {
  const order = anOrder({ orderNo: `P${'0'.repeat(23)}` });
  await store.insert(order);
  await store.get(order.orderNo);
  await store.save(order, 1);
  await store.due(FILLED_UNTIL_MS, 32);
  const { nextCursor } = await store.listByBuyer(BUSY_BUYER, 20);
  await store.listByBuyer(BUSY_BUYER, 20, nextCursor);
  const wishes = await store.listRefundAsks(20);
  await store.listRefundAsks(20, wishes.nextCursor);
}

async function megabytesOf(db: Kysely<OrderDatabase>): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`select pg_total_relation_size('orders') as bytes`.execute(db);
  return Math.round(Number(rows[0]?.bytes) / 1_000_000);
}

function told({ rows, fillMs, megabytes, plans, latencies: times }: Report): string {
  const [few, many] = rows.map((count) => count.toLocaleString('en'));
  return [
    ...rows.map((_, n) => `${(n ? many : few)?.padStart(12)} orders, ${megabytes[n]} MB, filled in ${fillMs[n]} ms`),
    '',
    `${'operation, one call at a time'.padEnd(30)} ${`p50 at ${few}`.padStart(16)} ${`p50 at ${many}`.padStart(18)}  ratio        p99`,
    ...times.map(latencyLine),
    '',
    ...plans.flatMap(planLines),
  ].join('\n');
}

function latencyLine({ operation, p50Ms, p99Ms }: Latency): string {
  const [few = Number.NaN, many = Number.NaN] = p50Ms;
  const p99 = p99Ms.map((ms) => `${ms.toFixed(2)} ms`).join(' / ');
  return `${operation.padEnd(30)} ${`${few.toFixed(3)} ms`.padStart(16)} ${`${many.toFixed(3)} ms`.padStart(18)}  ${(many / few).toFixed(2)}  ${p99}`;
}

function planLines({ statement, plannedFor, plan, fault }: Plan): string[] {
  const words = statement.replace(/\s+/g, ' ');
  const verdict = fault ? `FAULT: ${fault}` : 'through an index';
  return [
    `${verdict}, planned for ${plannedFor === 'any' ? 'any values' : 'these values'}: ${words}`,
    ...plan.map((line) => `    ${line}`),
  ];
}

runCommand(main, HELP);
