import { type createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Pool } from 'pg';

/** What nothing that creates an order at Alipay and loses none can be faster than. */
export interface FloorTable {
  pool: Pool;
  key: ReturnType<typeof createPrivateKey>;
  close(): Promise<void>;
}

/** As long as a request to Alipay, and as an order with one trade. */
const CONTENT = Buffer.alloc(900, 'a');
const BODY = JSON.stringify({ text: 'a'.repeat(900) });

export async function floorTable(pool: Pool): Promise<FloorTable> {
  await pool.query('create table floor (n integer primary key, body jsonb not null)');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { pool, key: privateKey, close: () => pool.end() };
}

/** One signature, one durable insert, one durable update; gives its time in ms. */
export async function floorRound({ pool, key }: FloorTable, n: number): Promise<number> {
  const startedMs = performance.now();
  await pool.query({ name: 'i', text: 'insert into floor (n, body) values ($1, $2)', values: [n, BODY] });
  sign('RSA-SHA256', CONTENT, key);
  await pool.query({ name: 'u', text: 'update floor set body = $2 where n = $1', values: [n, BODY] });
  return performance.now() - startedMs;
}
