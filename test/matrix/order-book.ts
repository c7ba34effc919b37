import { Pool } from 'pg';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';
import type { StoredOrder } from './auditor';

/** Orders as they are stored, read past the servers. */
export interface OrderBook {
  get(orderNo: string): Promise<StoredOrder | undefined>;
  all(): Promise<StoredOrder[]>;
  close(): Promise<void>;
}

/** Reads the rows with a statement of its own: what our servers think that they have stored is not asked. */
export function databaseBook(url: string): OrderBook {
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  const read = async (statement: string, values: unknown[]): Promise<StoredOrder[]> =>
    (await pool.query<{ body: StoredOrder }>(statement, values)).rows.map(({ body }) => body);
  return {
    get: async (orderNo) => (await read('select body from orders where order_no = $1', [orderNo]))[0],
    all: () => read('select body from orders', []),
    close: () => pool.end(),
  };
}

/** What a process has in memory nobody else can read; `numbers` are those that were ever stored. */
export function memoryBook(store: OrderStore, numbers: Iterable<string>): OrderBook {
  const get = async (orderNo: string): Promise<StoredOrder | undefined> => (await store.get(orderNo)) ?? undefined;
  return {
    get,
    all: async () => (await Promise.all(Array.from(numbers, get))).filter((order) => order !== undefined),
    close: async () => undefined,
  };
}
