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
const IMPOSSIBLE_TRADES = `$.trades[*] ? (
  !exists(@.status ? (@ == "creating" || @ == "open" || @ == "paid" || @ == "closed"))
  || (@.status == "paid" && !exists(@.paidFen ? (${AMOUNT}))))`;
/** The same of refunds. */
const IMPOSSIBLE_REFUNDS = `$.refunds[*] ? (
  !exists(@.status ? (@ == "pending" || @ == "succeeded" || @ == "failed")) || !exists(@.refundFen ? (${AMOUNT})))`;

/**
 * What must be true of a row, by the names that the database gives when it refuses one. The other columns are only as good as the body:
 * it must be an order, with a trade to pay it by and an amount that can be paid, and none is called paid of which no trade is. The
 * amount is looked at as text first, so that neither half a fen nor 1e9 is one.
 */
const RULES = {
  orders_body_is_row: `
    body ->> 'orderNo' = order_no
    and (body ->> 'version')::integer = version
    and body ->> 'status' = status
    and body ->> 'merchantId' = merchant_id
    and body -> 'buyer' ->> 'id' = buyer_id
    and (body ->> 'createdAtMs')::bigint = created_at_ms
    and (body ->> 'dueAtMs')::bigint is not distinct from due_at_ms`,
  orders_have_ended_some_time: `
    (status <> 'paid' or body ->> 'paidAtMs' is not null) and (status <> 'closed' or body ->> 'closedAtMs' is not null)`,
  orders_that_are_open_have_not_ended: `status <> 'unpaid' or body ->> 'closedAtMs' is null`,
  orders_wish_some_time: `
    case when body -> 'refundAsk' is null then refund_asked_at_ms is null else refund_asked_at_ms > 0 end`,
  orders_have_an_amount: `
    jsonb_typeof(body -> 'totalFen') = 'number'
    and body ->> 'totalFen' ~ '^[1-9][0-9]{0,10}$'
    and (body ->> 'totalFen')::numeric <= 10000000000`,
  orders_are_whole: `
    jsonb_typeof(body -> 'version') = 'number'
    and jsonb_typeof(body -> 'createdAtMs') = 'number'
    and jsonb_typeof(body -> 'expiresAtMs') = 'number'
    and jsonb_typeof(body -> 'dueAtMs') in ('number', 'null')
    and jsonb_typeof(body -> 'items') = 'array' and body -> 'items' -> 0 is not null
    and jsonb_typeof(body -> 'trades') = 'array' and body -> 'trades' -> 0 is not null
    and jsonb_typeof(body -> 'refunds') = 'array'
    and jsonb_typeof(body -> 'outbox') = 'array'
    and jsonb_typeof(body -> 'history') = 'array'`,
  orders_are_paid_by_a_trade: `
    case when status = 'paid' then body -> 'trades' @> '[{"status": "paid"}]' else body ->> 'paidAtMs' is null end`,
  orders_hold_possible_trades: `not jsonb_path_exists(body, '${IMPOSSIBLE_TRADES}')`,
  orders_hold_possible_refunds: `not jsonb_path_exists(body, '${IMPOSSIBLE_REFUNDS}')`,
};

const firstBrokenRule = Object.entries(RULES)
  .map(([name, rule]) => `when (${rule}) is not true then '${name}'`)
  .join('\n');

/**
 * All rules that look into the body, in one function: PostgreSQL reads every constraint of a table anew for every statement, which for
 * these took longer than to write the row, and keeps what a function says for as long as the connection lives. A rule that comes out
 * as null is broken too.
 */
async function refuseImpossibleMoney(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function order_is_possible(
      order_no text, version integer, status text, merchant_id text, buyer_id text, created_at_ms bigint, due_at_ms bigint,
      refund_asked_at_ms bigint, body jsonb
    ) returns boolean language plpgsql immutable as $$
    declare broken text := case ${sql.raw(firstBrokenRule)} end;
    begin
      if broken is null then return true; end if;
      raise check_violation using
        message = format('order %s breaks the rule "%s"', order_no, broken), table = 'orders', constraint = broken;
    end $$`.execute(db);
  await sql`
    alter table orders
      drop constraint if exists orders_body_is_row,
      drop constraint if exists orders_have_ended_some_time,
      drop constraint if exists orders_wish_some_time,
      add constraint orders_are_possible check (order_is_possible(
        order_no, version, status, merchant_id, buyer_id, created_at_ms, due_at_ms, refund_asked_at_ms, body
      ))`.execute(db);
}
