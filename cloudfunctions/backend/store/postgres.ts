import { CompiledQuery, type GeneratedAlways, type JSONColumnType, type Kysely } from 'kysely';
import type { Order } from '../order/order';
import { orderedAtMs, orderPage, positionOf, wishedAtMs } from './order-page';
import type { OrderStore } from './order-store';

/** The tables of `migrateOrders`, as Kysely sees them. */
export interface OrderDatabase {
  orders: {
    order_no: string;
    version: number;
    status: string;
    merchant_id: string;
    buyer_id: string;
    created_at_ms: number;
    due_at_ms: number | null;
    /** Taken from the body by the database itself. */
    refund_asked_at_ms: GeneratedAlways<number | null>;
    body: JSONColumnType<Order>;
  };
}

/**
 * Orders in PostgreSQL, embedded or a server, or in a database that speaks its language. Each operation is one statement
 * and therefore its own transaction: it works through any pooler, and a node that dies leaves no lock behind. Run
 * `migrateOrders` first. Text must not contain NUL or half a surrogate pair, which jsonb refuses.
 */
export function postgresStore(db: Kysely<OrderDatabase>): OrderStore {
  const bodies = async (statement: string, ...values: unknown[]) => {
    const rows = await run<{ body: Order }>(db, statement, values);
    return rows.map((row) => row.body);
  };
  return {
    async insert(order) {
      const { orderNo, merchantId, buyer, createdAtMs } = order;
      const fixed = [orderNo, merchantId, buyer.id, createdAtMs];
      const added = await run(db, INSERT, [...fixed, ...changing(order), JSON.stringify(order)]);
      if (added.length > 0) return { kind: 'inserted' };
      const [existing] = await bodies(GET, orderNo);
      if (!existing) throw new Error(`order ${orderNo} exists but cannot be read`);
      return { kind: 'exists', order: existing };
    },
    async get(orderNo) {
      const [order] = await bodies(GET, orderNo);
      return order ?? null;
    },
    async save(order, expectedVersion) {
      const next = { ...order, version: expectedVersion + 1 };
      const text = JSON.stringify(next);
      const saved = await run(db, SAVE, [order.orderNo, expectedVersion, ...changing(next), text]);
      return saved.length > 0 ? { kind: 'saved', order: JSON.parse(text) } : { kind: 'conflict' };
    },
    due: (nowMs, limit) => bodies(DUE, nowMs, limit),
    async listByBuyer(buyerId, limit, cursor) {
      const after = positionOf(cursor);
      const found = after
        ? await bodies(NEXT_PAGE, buyerId, limit + 1, after.atMs, after.orderNo)
        : await bodies(FIRST_PAGE, buyerId, limit + 1);
      return orderPage(found, limit, orderedAtMs);
    },
    async listRefundAsks(limit, cursor) {
      const after = positionOf(cursor);
      const found = after
        ? await bodies(NEXT_ASKS, limit + 1, after.atMs, after.orderNo)
        : await bodies(FIRST_ASKS, limit + 1);
      return orderPage(found, limit, wishedAtMs);
    },
  };
}

// --- Internal helpers ---

// The statements are constants, not built anew for every call: building one costs as much as sending it, and a constant
// text is what lets a connection prepare it once (postgres-pool.ts).
const INSERT = `
  insert into orders (order_no, merchant_id, buyer_id, created_at_ms, version, status, due_at_ms, body)
  values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (order_no) do nothing returning order_no`;
const GET = 'select body from orders where order_no = $1';
const SAVE = `
  update orders set version = $3, status = $4, due_at_ms = $5, body = $6
  where order_no = $1 and version = $2 returning order_no`;
const DUE = 'select body from orders where due_at_ms <= $1 order by due_at_ms, order_no limit $2';
const FIRST_PAGE = `
  select body from orders where buyer_id = $1 order by created_at_ms desc, order_no desc limit $2`;
const NEXT_PAGE = `
  select body from orders where buyer_id = $1 and (created_at_ms, order_no) < ($3, $4)
  order by created_at_ms desc, order_no desc limit $2`;
const FIRST_ASKS = `
  select body from orders where refund_asked_at_ms is not null order by refund_asked_at_ms, order_no limit $1`;
const NEXT_ASKS = `
  select body from orders where refund_asked_at_ms is not null and (refund_asked_at_ms, order_no) > ($2, $3)
  order by refund_asked_at_ms, order_no limit $1`;

function changing(order: Order): [number, string, number | null] {
  return [order.version, order.status, order.dueAtMs];
}

/** How often a statement is tried that the database rolled back because of its neighbours. */
const MOST_ATTEMPTS = 20;

/**
 * Runs one statement. Where isolation is stricter than PostgreSQL's default, as distributed databases have it, the
 * database may refuse a statement instead of letting it wait; it then has done nothing, and the next try sees why.
 */
async function run<Row>(db: Kysely<OrderDatabase>, statement: string, values: unknown[], attempt = 1): Promise<Row[]> {
  try {
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(statement, values));
    return rows;
  } catch (error) {
    if (attempt < MOST_ATTEMPTS && wasRolledBack(error)) return run(db, statement, values, attempt + 1);
    throw error;
  }
}

/** serialization_failure or deadlock_detected (PostgreSQL, Appendix A), never one that may have been committed. */
function wasRolledBack(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '40001' || code === '40P01';
}
