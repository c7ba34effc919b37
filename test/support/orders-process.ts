/**
 * A process to be killed: saves one order over and over, `node --import tsx orders-process.ts <folder or URL>`. Each save
 * writes its number into every part of the order, and says the number on standard output once the store has said saved.
 */
import { writeSync } from 'node:fs';
import type { Order } from '../../cloudfunctions/backend/order/order';
import { postgresStore } from '../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../cloudfunctions/backend/store/postgres-migrations';
import { anOrder, anOrderNo } from './orders';
import { embedded, onServer } from './postgres-databases';

/** The order that the process saves. */
export const SAVED_ORDER_NO = anOrderNo(9);

/** The nth state of the order, big enough to take several pages of the database. */
export function nthState(n: number): Order {
  const item = { goodsId: `goods-${n}`, title: `第${n}杯 `.repeat(40), priceFen: n, quantity: n };
  return anOrder({
    orderNo: SAVED_ORDER_NO,
    requestId: 'request-to-be-killed',
    subject: `state ${n}`,
    totalFen: n,
    items: Array(50).fill(item),
    dueAtMs: n,
    version: n,
  });
}

async function main(place: string): Promise<void> {
  const db = place.includes('://') ? onServer({ connectionString: place, max: 1 }) : embedded(place);
  await migrateOrders(db);
  const store = postgresStore(db);
  const before = await store.get(SAVED_ORDER_NO);
  let n = before?.version ?? 1;
  if (!before) await store.insert(nthState(n));
  writeSync(1, `${n}\n`);
  for (;;) {
    const result = await store.save(nthState(n + 1), n);
    if (result.kind === 'conflict') throw new Error('nobody else saves this order');
    n += 1;
    writeSync(1, `${n}\n`);
  }
}

if (require.main === module) void main(process.argv[2] ?? '');
