import { type Kysely, type Migration, Migrator, sql } from 'kysely';

/**
 * Brings the database's tables up to date. Any number of nodes may do so at once: they queue at an advisory lock, and
 * all steps run in one transaction. Throws what the database said when a step fails; nothing has changed then.
 */
export async function migrateOrders<DB>(db: Kysely<DB>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableName: 'order_migrations',
    migrationLockTableName: 'order_migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** Run in the order of their names, each once per database. Never change one that has been released; add another. */
const MIGRATIONS: Record<string, Migration> = {
  '0001_orders': { up: createOrders },
  '0002_impossible_orders': { up: refuseImpossibleOrders },
  '0003_refund_asks': { up: findRefundAsks },
  '0004_impossible_money': { up: refuseImpossibleMoney },
};

/**
 * The order itself is `body`; the other columns repeat what queries look for, and the constraints refuse a row whose
 * columns and body disagree. Only plain types and b-tree indexes, no sequences and no extensions: any database that
 * speaks PostgreSQL has these, also one that shards by order_no.
 */
async function createOrders(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table orders (
      order_no text primary key,
      version integer not null check (version >= 1),
      status text not null check (status in ('unpaid', 'paid', 'closed')),
      merchant_id text not null,
      buyer_id text not null,
      created_at_ms bigint not null,
      due_at_ms bigint,
      body jsonb not null,
      constraint orders_body_is_row check (
        body ->> 'orderNo' = order_no
        and (body ->> 'version')::integer = version
        and body ->> 'status' = status
        and body ->> 'merchantId' = merchant_id
        and body -> 'buyer' ->> 'id' = buyer_id
        and (body ->> 'createdAtMs')::bigint = created_at_ms
        and (body ->> 'dueAtMs')::bigint is not distinct from due_at_ms
      )
    )`.execute(db);
  await sql`create index orders_of_buyer on orders (buyer_id, created_at_ms desc, order_no desc)`.execute(db);
  await sql`create index orders_due on orders (due_at_ms) where due_at_ms is not null`.execute(db);
}

/**
 * A check that comes out as null lets the row pass, so the first form of `orders_body_is_row` took a body without a number,
 * version or buyer. And no order is paid or closed at no time, nor made or due before 1970.
 */
async function refuseImpossibleOrders(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table orders
      drop constraint orders_body_is_row,
      add constraint orders_body_is_row check ((
        body ->> 'orderNo' = order_no
        and (body ->> 'version')::integer = version
        and body ->> 'status' = status
        and body ->> 'merchantId' = merchant_id
        and body -> 'buyer' ->> 'id' = buyer_id
        and (body ->> 'createdAtMs')::bigint = created_at_ms
        and (body ->> 'dueAtMs')::bigint is not distinct from due_at_ms
      ) is true),
      add constraint orders_have_ended_some_time check (
        (status <> 'paid' or body ->> 'paidAtMs' is not null)
        and (status <> 'closed' or body ->> 'closedAtMs' is not null)
      ),
      add constraint orders_are_of_our_time check (created_at_ms > 0 and (due_at_ms is null or due_at_ms > 0)),
      add constraint orders_have_a_number check (order_no ~ '^[A-Z0-9]{24}$')`.execute(db);
}

/**
 * Lets operators find the orders whose buyers want money back. The database takes the moment of the wish from the body, so that the
 * column cannot disagree with it, and nodes of the release before, which know no such column, can go on writing beside new ones. A
 * wish without a time would be hidden from the list, and is refused.
 */
async function findRefundAsks(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table orders
      add column refund_asked_at_ms bigint generated always as ((body -> 'refundAsk' ->> 'atMs')::bigint) stored,
      add constraint orders_wish_some_time check ((
        case when body -> 'refundAsk' is null then refund_asked_at_ms is null else refund_asked_at_ms > 0 end
      ) is true)`.execute(db);
  await sql`
    create index orders_refund_asked on orders (refund_asked_at_ms, order_no)
    where refund_asked_at_ms is not null`.execute(db);
}

/** An amount that can move: fen, none of them broken. */
const AMOUNT = '@.type() == "number" && @ >= 1 && @ == @.floor()';
/** What is no trade: it has no status that there is, or is paid by no amount. */
const IMPOSSIBLE_TRADES = sql.lit(`$.trades[*] ? (
  !exists(@.status ? (@ == "creating" || @ == "open" || @ == "paid" || @ == "closed"))
  || (@.status == "paid" && !exists(@.paidFen ? (${AMOUNT}))))`);
/** The same of refunds. */
const IMPOSSIBLE_REFUNDS = sql.lit(`$.refunds[*] ? (
  !exists(@.status ? (@ == "pending" || @ == "succeeded" || @ == "failed")) || !exists(@.refundFen ? (${AMOUNT})))`);

/**
 * The other columns are only as good as the body: it must be an order, with a trade to pay it by and an amount that can be paid, and no
 * order is called paid of which no trade is. The amount is looked at as text first, so that neither half a fen nor 1e9 is one.
 */
async function refuseImpossibleMoney(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table orders
      add constraint orders_have_an_amount check ((
        jsonb_typeof(body -> 'totalFen') = 'number'
        and body ->> 'totalFen' ~ '^[1-9][0-9]{0,10}$'
        and (body ->> 'totalFen')::numeric <= 10000000000
      ) is true),
      add constraint orders_are_whole check ((
        jsonb_typeof(body -> 'version') = 'number'
        and jsonb_typeof(body -> 'createdAtMs') = 'number'
        and jsonb_typeof(body -> 'expiresAtMs') = 'number'
        and jsonb_typeof(body -> 'dueAtMs') in ('number', 'null')
        and jsonb_typeof(body -> 'items') = 'array' and body -> 'items' -> 0 is not null
        and jsonb_typeof(body -> 'trades') = 'array' and body -> 'trades' -> 0 is not null
        and jsonb_typeof(body -> 'refunds') = 'array'
        and jsonb_typeof(body -> 'outbox') = 'array'
        and jsonb_typeof(body -> 'history') = 'array'
      ) is true),
      add constraint orders_are_paid_by_a_trade check ((
        case when status = 'paid' then body -> 'trades' @> '[{"status": "paid"}]' else body ->> 'paidAtMs' is null end
      ) is true),
      add constraint orders_hold_possible_trades check ((
        not jsonb_path_exists(body, ${IMPOSSIBLE_TRADES}) and not jsonb_path_exists(body, ${IMPOSSIBLE_REFUNDS})
      ) is true),
      add constraint orders_that_are_open_have_not_ended check (status <> 'unpaid' or body ->> 'closedAtMs' is null)`.execute(
    db,
  );
}
