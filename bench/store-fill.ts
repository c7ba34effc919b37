import { type Kysely, sql } from 'kysely';
import type { OrderDatabase } from '../cloudfunctions/backend/store/postgres';
import { anOrder } from '../test/support/orders';

/** When the newest of the filled orders was made; the sweep of the bench looks at this moment. */
export const FILLED_UNTIL_MS = Date.UTC(2026, 11, 31);
/** Most buyers have twenty orders. */
const ORDERS_PER_BUYER = 20;
/** This one has every hundredth of all orders: the worst list there is. */
export const BUSY_BUYER = '2088999999999999';
/** So many orders are owed something, however many have ended: that depends on the business of the hour. */
const OWED = 1_000;
const YEAR_MS = 365 * 86_400_000;
const BATCH = 100_000;

/**
 * Fills the table with orders of one year, made by the database itself; their numbers are scattered as real ones are. Returns
 * how long it took, ms.
 */
export async function fill(db: Kysely<OrderDatabase>, rows: number): Promise<number> {
  const startMs = performance.now();
  for (let from = 0; from < rows; from += BATCH) await insertOrders(db, from, Math.min(from + BATCH, rows), rows);
  await sql`vacuum (analyze) orders`.execute(db);
  await sql`checkpoint`.execute(db);
  return Math.round(performance.now() - startMs);
}

/** The number that the nth filled order has. */
export function filledOrderNo(n: number): string {
  return `N${String(Math.imul(n, 0x9e3779b1) >>> 0).padStart(10, '0')}${String(n).padStart(13, '0')}`;
}

/** A buyer that has some of the first n filled orders. */
export function filledBuyer(n: number): string {
  return `2088${String(Math.floor(n / ORDERS_PER_BUYER)).padStart(12, '0')}`;
}

// --- Internal helpers ---

async function insertOrders(db: Kysely<OrderDatabase>, from: number, to: number, rows: number): Promise<void> {
  const template = JSON.stringify(anOrder({ orderNo: filledOrderNo(0) }));
  await sql`
    with made as (
      select
        n,
        -- Math.imul and >>> 0 of filledOrderNo, in the database's arithmetic.
        'N' || lpad(((n::numeric * 2654435761) % 4294967296)::text, 10, '0') || lpad(n::text, 13, '0') as order_no,
        case when n % 100 = 0 then ${BUSY_BUYER}
          else '2088' || lpad((n / ${sql.lit(ORDERS_PER_BUYER)})::text, 12, '0') end as buyer_id,
        ${sql.lit(FILLED_UNTIL_MS - YEAR_MS)} + (n::numeric * ${sql.lit(YEAR_MS)} / ${sql.lit(rows)})::bigint as created_at_ms,
        n % ${sql.lit(Math.max(Math.floor(rows / OWED), 2))} = 1 as is_owed
      from generate_series(${sql.lit(from)}, ${sql.lit(to - 1)}) as n
    ), orders_made as (
      select *,
        case when is_owed then 'unpaid' when n % 20 = 3 then 'closed' else 'paid' end as status,
        case when is_owed then created_at_ms + 20000 end as due_at_ms
      from made
    )
    insert into orders (order_no, version, status, merchant_id, buyer_id, created_at_ms, due_at_ms, body)
    select order_no, 1, status, 'tea-house', buyer_id, created_at_ms, due_at_ms,
      ${template}::jsonb || jsonb_build_object(
        'orderNo', order_no, 'requestId', 'request-of-order-' || n, 'status', status,
        'buyer', jsonb_build_object('kind', 'user_id', 'id', buyer_id),
        'createdAtMs', created_at_ms, 'expiresAtMs', created_at_ms + 900000, 'dueAtMs', due_at_ms,
        'paidAtMs', case when status = 'paid' then created_at_ms + 30000 end,
        'closedAtMs', case when status = 'closed' then created_at_ms + 900000 end,
        'trades', jsonb_build_array(jsonb_build_object('outTradeNo', order_no || '_1', 'channel', 'alipay',
          'status', case status when 'unpaid' then 'open' else status end, 'paidFen', case status when 'paid' then 1280 end)))
      || case when status = 'paid' and n % 1000 = 4
        then jsonb_build_object('refundAsk', jsonb_build_object('reason', 'x', 'atMs', created_at_ms + 60000)) else '{}' end
    from orders_made`.execute(db);
}
