import { CompiledQuery, type Kysely } from 'kysely';
import type { OrderDatabase } from '../cloudfunctions/backend/store/postgres';

/** A number of things of one kind that are owed, and since when the oldest of them is. */
export interface OrderFact {
  /** `order`: an order with a due time, since that time. The others are what such orders hold. */
  kind: 'order' | 'unknown' | 'refund' | 'event';
  label: string;
  count: number;
  oldestAtMs: number;
}

/**
 * Most orders one reading looks at, the longest due first. Only orders that are owed something have a due time, and the index
 * `orders_due` leads to just those: the cost follows the business of the moment, never the size of the table.
 */
export const MOST_ORDERS_READ = 20_000;
/** Fewer orders than this are counted one by one. */
const MOST_ORDERS_COUNTED = 10_000;
/** An answer that is still under way is not unknown yet. */
const UNKNOWN_AFTER_MS = 10_000;

/** How many orders have a status; an estimate when there are many, so it need not be whole. */
export interface StatusCount {
  status: string;
  orders: number;
}

/** What the orders that are owed something are owed. */
export async function orderFacts(db: Kysely<OrderDatabase>, nowMs: number): Promise<OrderFact[]> {
  const { rows } = await db.executeQuery<OrderFact>(
    CompiledQuery.raw(FACTS, [nowMs - UNKNOWN_AFTER_MS, MOST_ORDERS_READ]),
  );
  return rows;
}

/**
 * All stored orders by status: counted while they are few, of which a database may have no statistics yet, or old ones; beyond,
 * estimated from the planner's statistics. Null where a database keeps none of many orders.
 */
export async function ordersByStatus(db: Kysely<OrderDatabase>): Promise<StatusCount[] | null> {
  const read = async (statement: string, ...values: number[]) =>
    (await db.executeQuery<StatusCount>(CompiledQuery.raw(statement, values))).rows;
  // A database that is not PostgreSQL itself may keep its statistics elsewhere.
  const estimated = await read(ESTIMATES).catch((): StatusCount[] => []);
  if (total(estimated) >= MOST_ORDERS_COUNTED) return estimated;
  const counted = await read(COUNTS, MOST_ORDERS_COUNTED);
  if (total(counted) < MOST_ORDERS_COUNTED) return counted;
  return estimated.length > 0 ? estimated : null;
}

// --- Internal helpers ---

function total(counts: readonly StatusCount[]): number {
  return counts.reduce((sum, { orders }) => sum + orders, 0);
}

const FACTS = `
  with live as materialized (
    select status, due_at_ms, created_at_ms, body from orders
    where due_at_ms is not null order by due_at_ms limit $2
  ), facts (kind, label, since_ms) as (
    select 'order', status, due_at_ms from live
    union all
    select 'unknown', 'create', created_at_ms from live
    where status = 'unpaid' and body -> 'trades' @> '[{"status":"creating"}]' and created_at_ms < $1
    union all
    select 'unknown', 'close', ended_at_ms
    from live, lateral (select least(
      (body ->> 'closeRequestedAtMs')::bigint, (body ->> 'expiresAtMs')::bigint) as ended_at_ms) as ending
    where status = 'unpaid' and body -> 'trades' @> '[{"status":"open"}]' and ended_at_ms < $1
    union all
    select 'unknown', 'refund', (refund ->> 'requestedAtMs')::bigint
    from live, lateral jsonb_array_elements(body -> 'refunds') as refund
    where refund @> '{"status":"pending","isDoubtful":true}' and (refund ->> 'requestedAtMs')::bigint < $1
    union all
    select 'refund', refund ->> 'cause', (refund ->> 'requestedAtMs')::bigint
    from live, lateral jsonb_array_elements(body -> 'refunds') as refund
    where refund ->> 'status' = 'pending'
    union all
    select 'event', event ->> 'type', (event ->> 'atMs')::bigint
    from live, lateral jsonb_array_elements(body -> 'outbox') as event
    where event @> '{"delivery":{"status":"waiting"}}'
  )
  select kind, label, count(*)::integer as "count", min(since_ms)::float8 as "oldestAtMs" from facts group by kind, label`;

const COUNTS = `
  select status, count(*)::integer as orders from (select status from orders limit $1) as few group by status`;

const ESTIMATES = `
  select status, (share * reltuples)::float8 as orders
  from pg_class
  join pg_stats on schemaname = relnamespace::regnamespace::text and tablename = relname and attname = 'status',
  lateral unnest(most_common_vals::text::text[], most_common_freqs) as common (status, share)
  where pg_class.oid = 'orders'::regclass and reltuples >= 0`;
