import type { Order } from '../cloudfunctions/backend/order/order';
import type { OrderStore } from '../cloudfunctions/backend/store/order-store';
import { anOrder, paidOrder } from '../test/support/orders';
import { BUSY_BUYER, FILLED_UNTIL_MS, filledBuyer, filledOrderNo } from './store-fill';

/** A store over a table that was filled with so many orders. */
export interface FilledStore {
  store: OrderStore;
  rows: number;
}

export interface Latency {
  operation: string;
  /** One figure per table, in their order; ms. */
  p50Ms: number[];
  p99Ms: number[];
}

const SWEEP_BATCH = 32;
const PAGE = 20;
const WARM_UP = 200;

type Operation = (filled: FilledStore, round: number) => Promise<unknown>;

/** Each operation in turns on each of the tables, one call at a time, so that what disturbs one disturbs all. */
export async function latencies(tables: readonly FilledStore[], rounds: number): Promise<Latency[]> {
  const results: Latency[] = [];
  for (const [operation, run] of Object.entries(operations(tables))) {
    const times = tables.map((): number[] => []);
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      for (const [index, table] of tables.entries()) {
        const startMs = performance.now();
        await run(table, round);
        if (round >= WARM_UP) times[index]?.push(performance.now() - startMs);
      }
    }
    const at = (share: number) => times.map((all) => quantile(all, share));
    results.push({ operation, p50Ms: at(0.5), p99Ms: at(0.99) });
  }
  return results;
}

// --- Internal helpers ---

function operations(tables: readonly FilledStore[]): Record<string, Operation> {
  const created = new Map(tables.map(({ store }) => [store, [] as Order[]]));
  const deepCursors = new Map<OrderStore, string>();
  return {
    async create({ store }, round) {
      const order = anOrder({
        orderNo: `B${scattered(round)}`,
        createdAtMs: FILLED_UNTIL_MS,
        dueAtMs: FILLED_UNTIL_MS,
      });
      await store.insert(order);
      created.get(store)?.push(order);
    },
    async save({ store }, round) {
      const order = created.get(store)?.[round];
      if (!order) throw new Error('every save has an order that was created before');
      await store.save({ ...paidOrder(order, FILLED_UNTIL_MS), dueAtMs: null }, 1);
    },
    get: async ({ store, rows }, round) => expectSome([await store.get(filledOrderNo(spread(round, rows)))]),
    due: async ({ store }) => expectSome(await store.due(FILLED_UNTIL_MS, SWEEP_BATCH)),
    'list, first page': async ({ store, rows }, round) =>
      expectSome((await store.listByBuyer(filledBuyer(spread(round, rows)), PAGE)).orders),
    'list, busy buyer': async ({ store }) => expectSome((await store.listByBuyer(BUSY_BUYER, PAGE)).orders),
    async 'list, busy buyer, on'({ store }) {
      const { nextCursor } = await store.listByBuyer(BUSY_BUYER, PAGE, deepCursors.get(store));
      if (nextCursor) deepCursors.set(store, nextCursor);
      else deepCursors.delete(store);
    },
  };
}

/** Finding nothing is quick, and not what is measured. */
function expectSome(orders: readonly (Order | null)[]): void {
  if (!orders[0]) throw new Error('the bench looked for orders that the filled table does not have');
}

/** Numbers from 0 to below `end` that do not follow one another. */
function spread(round: number, end: number): number {
  return (Math.imul(round, 0x9e3779b1) >>> 0) % end;
}

function scattered(round: number): string {
  return `${String(spread(round, 2 ** 32)).padStart(10, '0')}${String(round).padStart(13, '0')}`;
}

function quantile(times: number[], share: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return Number((sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN).toFixed(3));
}
