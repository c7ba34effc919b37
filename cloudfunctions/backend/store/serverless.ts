import { randomBytes } from 'node:crypto';
import type { Order } from '../order/order';
import { orderedAtMs, orderPage, positionOf, wishedAtMs } from './order-page';
import type { OrderStore } from './order-store';
import { settleClaims } from './serverless-claims';
import {
  type OrderDocument,
  orderOf,
  type ServerlessDatabase,
  type ServerlessOrders,
  searchable,
  serverlessOrders,
} from './serverless-orders';

/**
 * Orders in the document database of Alipay mini-program Serverless, through `ctx.mpserverless.db`. Needs the collection
 * and the indexes of docs/serverless-database.md.
 *
 * A call that throws has an unknown outcome: what it wrote may be there, or may still arrive. Repeating it is safe. What can
 * be found out by reading back is found out before throwing, because the SDK does not repeat a request whose reply is lost.
 */
export function serverlessStore(db: ServerlessDatabase): OrderStore {
  const orders = serverlessOrders(db);
  return {
    insert: (order) => insert(orders, order),
    async get(orderNo) {
      const found = await settledOrder(orders, orderNo);
      return found ? orderOf(found) : null;
    },
    save: (order, expectedVersion) => save(orders, order, expectedVersion),
    async due(nowMs, limit) {
      return readable(await orders.find({ dueAtMs: { $lte: nowMs } }, { dueAtMs: 1, orderNo: 1 }, limit));
    },
    async listByBuyer(buyerId, limit, cursor) {
      const query = { buyerId, ...olderThan(cursor) };
      // One more than the page holds: its presence says that there is a next page.
      const found = await orders.find(query, { createdAtMs: -1, orderNo: -1 }, limit + 1);
      return orderPage(found.map(orderOf), limit, orderedAtMs);
    },
    async listRefundAsks(limit, cursor) {
      const found = await orders.find(wishedAfter(cursor), { refundAskedAtMs: 1, orderNo: 1 }, limit + 1);
      return orderPage(found.map(orderOf), limit, wishedAtMs);
    },
  };
}

// --- Internal helpers ---

type Inserted = Awaited<ReturnType<OrderStore['insert']>>;
type Saved = Awaited<ReturnType<OrderStore['save']>>;

/** Claims the number, then reads who has it: an error may be the unique index that refused us, or a reply that was lost. */
async function insert(orders: ServerlessOrders, order: Order): Promise<Inserted> {
  const { orderNo } = order;
  const claim = newName();
  const attempt = orders.insert({ orderNo, settled: false, claim, body: JSON.stringify(order) });
  const { failure } = await outcomeOf(attempt);
  const winner = await settleClaims(orders, orderNo);
  if (!winner) throw failure ?? new Error(`order ${orderNo} was inserted but cannot be read`);
  return winner.claim === claim ? { kind: 'inserted' } : { kind: 'exists', order: orderOf(winner) };
}

/** One conditional update. Its `writeId` in the document says that it took place, whatever became of the reply. */
async function save(orders: ServerlessOrders, order: Order, expectedVersion: number): Promise<Saved> {
  const { orderNo } = order;
  const next = { ...order, version: expectedVersion + 1 };
  const body = JSON.stringify(next);
  const writeId = newName();
  const filter = { orderNo, settled: true, version: expectedVersion };
  const attempt = orders.update(filter, { ...searchable(next), writeId, body });
  const { value: affected, failure } = await outcomeOf(attempt);
  const saved: Saved = { kind: 'saved', order: JSON.parse(body) };
  if (affected === 1) return saved;
  // Also after an answer of "none changed": a request sent twice on the way is answered for its second time.
  const stored = await settledOrder(orders, orderNo);
  if (stored?.writeId === writeId) return saved;
  if (affected === 0 || wasOvertaken(stored, expectedVersion)) return { kind: 'conflict' };
  throw failure ?? new Error(`it is unknown whether order ${orderNo} was saved`);
}

/**
 * The orders of these documents. One whose body somebody has spoilt by hand must not keep the others from the sweep; it is thrown about
 * when there is nothing else.
 */
function readable(found: readonly OrderDocument[]): Order[] {
  const faults: Error[] = [];
  const orders = found.flatMap((document) => {
    try {
      return [orderOf(document)];
    } catch (error) {
      faults.push(new Error(`order ${document.orderNo} cannot be read: ${String(error)}`));
      return [];
    }
  });
  if (faults.length > 0 && orders.length === 0) throw faults[0];
  return orders;
}

/** A name that nobody else has; `randomUUID` is younger than the runtimes of the platform. */
function newName(): string {
  return randomBytes(16).toString('hex');
}

/** Somebody else wrote the very next version. Further on, that somebody may have built upon our write. */
function wasOvertaken(stored: OrderDocument | undefined, expectedVersion: number): boolean {
  return stored !== undefined && orderOf(stored).version === expectedVersion + 1;
}

async function settledOrder(orders: ServerlessOrders, orderNo: string): Promise<OrderDocument | undefined> {
  const [found] = await orders.find({ orderNo, settled: true }, { orderNo: 1 }, 1);
  return found;
}

/** The value, or what was thrown instead. */
function outcomeOf<Value>(attempt: Promise<Value>): Promise<{ value?: Value; failure?: unknown }> {
  return attempt.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  );
}

/** What lies behind a cursor; everything when it is not one of ours. The first bound is the one an index can use. */
function olderThan(cursor: string | undefined): object {
  const after = positionOf(cursor);
  if (!after) return {};
  const { atMs, orderNo } = after;
  return {
    createdAtMs: { $lte: atMs },
    $or: [{ createdAtMs: { $lt: atMs } }, { createdAtMs: atMs, orderNo: { $lt: orderNo } }],
  };
}

/** The same for wishes, the other way round. Without one the field is null, which is greater than no number. */
function wishedAfter(cursor: string | undefined): object {
  const { atMs, orderNo } = positionOf(cursor) ?? { atMs: 0, orderNo: '' };
  const later = [{ refundAskedAtMs: { $gt: atMs } }, { refundAskedAtMs: atMs, orderNo: { $gt: orderNo } }];
  return { refundAskedAtMs: { $gte: atMs }, $or: later };
}
