import fc from 'fast-check';
import type { Order } from '../../cloudfunctions/backend/order/order';
import type { OrderPage, OrderStore } from '../../cloudfunctions/backend/store/order-store';
import { anOrder, anOrderNo } from '../support/orders';

/**
 * The plainest thing that an order store could be: a list. Shares no code with any store, so that agreement means
 * something.
 */
interface Model {
  orders: Order[];
}

type Operation =
  | { kind: 'insert'; n: number; buyer: string; createdAtMs: number; dueAtMs: number | null }
  | { kind: 'save'; n: number; lag: number; subject: string; dueAtMs: number | null; wishAtMs: number | null }
  | { kind: 'get'; n: number }
  | { kind: 'due'; nowMs: number; limit: number }
  | { kind: 'list'; buyer: string; limit: number }
  | { kind: 'wishes'; limit: number };

/** Runs random sequences of operations on fresh stores and on the model; every answer must be the same. */
export async function storeAgreesWithModel(emptyStore: () => Promise<OrderStore>): Promise<void> {
  const sequences = fc.array(operation, { minLength: 1, maxLength: 40 });
  const property = fc.asyncProperty(sequences, async (operations) => {
    const store = await emptyStore();
    const model: Model = { orders: [] };
    for (const next of operations) expect(await answerOfStore(store, next)).toEqual(answerOfModel(model, next));
  });
  await fc.assert(property, { numRuns: 40, seed: 20_260_102 });
}

// Few numbers, buyers and moments, so that random operations meet.
const n = fc.integer({ min: 0, max: 5 });
const buyer = fc.constantFrom('2088000000000001', '2088000000000002');
const moment = fc.integer({ min: 1, max: 4 });
const dueAtMs = fc.option(moment);
const limit = fc.integer({ min: 1, max: 4 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), n, buyer, createdAtMs: moment, dueAtMs }),
  fc.record({
    kind: fc.constant('save' as const),
    n,
    lag: fc.constantFrom(0, 0, 0, 1),
    subject: printable(),
    dueAtMs,
    wishAtMs: fc.option(moment),
  }),
  fc.record({ kind: fc.constant('get' as const), n }),
  fc.record({ kind: fc.constant('due' as const), nowMs: moment, limit }),
  fc.record({ kind: fc.constant('list' as const), buyer, limit }),
  fc.record({ kind: fc.constant('wishes' as const), limit }),
);

/** Any text but NUL, which the contract refuses at the door. */
function printable(): fc.Arbitrary<string> {
  return fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\u0000'));
}

async function answerOfStore(store: OrderStore, next: Operation): Promise<unknown> {
  switch (next.kind) {
    case 'insert':
      return store.insert(ordered(next));
    case 'save': {
      const order = (await store.get(anOrderNo(next.n))) ?? anOrder({ orderNo: anOrderNo(next.n) });
      return store.save(changed(order, next), order.version - next.lag);
    }
    case 'get':
      return store.get(anOrderNo(next.n));
    case 'due':
      return store.due(next.nowMs, next.limit);
    case 'list':
      return allByPages(next.limit, (...page) => store.listByBuyer(next.buyer, ...page));
    case 'wishes':
      return allByPages(next.limit, store.listRefundAsks);
  }
}

function answerOfModel(model: Model, next: Operation): unknown {
  switch (next.kind) {
    case 'insert': {
      const order = find(model, next.n);
      if (!order) model.orders.push(ordered(next));
      return order ? { kind: 'exists', order } : { kind: 'inserted' };
    }
    case 'save': {
      const order = find(model, next.n);
      if (!order || next.lag > 0) return { kind: 'conflict' };
      const saved = { ...changed(order, next), version: order.version + 1 };
      model.orders[model.orders.indexOf(order)] = saved;
      return { kind: 'saved', order: saved };
    }
    case 'get':
      return find(model, next.n) ?? null;
    case 'due':
      return model.orders
        .filter((order) => order.dueAtMs !== null && order.dueAtMs <= next.nowMs)
        .sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0) || a.orderNo.localeCompare(b.orderNo))
        .slice(0, next.limit);
    case 'list':
      return model.orders
        .filter((order) => order.buyer.id === next.buyer)
        .sort((a, b) => b.createdAtMs - a.createdAtMs || b.orderNo.localeCompare(a.orderNo));
    case 'wishes':
      return model.orders
        .flatMap((order) => (order.refundAsk ? [{ order, atMs: order.refundAsk.atMs }] : []))
        .sort((a, b) => a.atMs - b.atMs || a.order.orderNo.localeCompare(b.order.orderNo))
        .map(({ order }) => order);
  }
}

function changed(order: Order, { subject, dueAtMs, wishAtMs }: Extract<Operation, { kind: 'save' }>): Order {
  const { refundAsk: _, ...rest } = order;
  const wish = wishAtMs === null ? {} : { refundAsk: { reason: `wish of ${wishAtMs}`, atMs: wishAtMs } };
  return { ...rest, subject, dueAtMs, ...wish };
}

function find(model: Model, n: number): Order | undefined {
  return model.orders.find((order) => order.orderNo === anOrderNo(n));
}

function ordered({ n, buyer, createdAtMs, dueAtMs }: Extract<Operation, { kind: 'insert' }>): Order {
  const buyerOfOrder = { kind: 'user_id', id: buyer } as const;
  return anOrder({ orderNo: anOrderNo(n), requestId: `request-of-${n}`, buyer: buyerOfOrder, createdAtMs, dueAtMs });
}

type List = (limit: number, cursor?: string) => Promise<OrderPage>;

async function allByPages(limit: number, list: List, cursor?: string): Promise<Order[]> {
  const page = await list(limit, cursor);
  expect(page.orders.length).toBeLessThanOrEqual(limit);
  return page.nextCursor ? [...page.orders, ...(await allByPages(limit, list, page.nextCursor))] : page.orders;
}
