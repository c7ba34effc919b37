import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { type OrderDatabase, postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { anOrder } from '../../support/orders';
import { nthState, SAVED_ORDER_NO } from '../../support/orders-process';
import { usePostgres } from '../../support/postgres';
import { embedded, onServer } from '../../support/postgres-databases';

const postgres = usePostgres();
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shouyin-orders-'));
  folders.push(folder);
  return folder;
}

describe.each([
  {
    where: 'a server',
    place: () => postgres.newDatabase(),
    open: (url: string) => onServer({ connectionString: url }),
  },
  { where: 'an embedded folder', place: newFolder, open: embedded },
])('an order in $where', ({ place, open }) => {
  test('is as the last save left it, or the save under way, however often its process is killed', async () => {
    const where = await place();
    let before = 0;
    for (const savesBeforeKill of [1, 7, 20]) {
      const acknowledged = await killWhileSaving(where, before + savesBeforeKill);
      const db = open(where);
      const order = await postgresStore(db).get(SAVED_ORDER_NO);
      await db.destroy();
      const version = order?.version ?? 0;
      expect([acknowledged, acknowledged + 1]).toContain(version);
      expect(order).toEqual(nthState(version));
      before = version;
    }
  }, 60_000);

  test('is there again after a shutdown, and migrating again leaves it alone', async () => {
    const where = await place();
    const order = anOrder();
    await withDatabase(open(where), async (db) => {
      await migrateOrders(db);
      await postgresStore(db).insert(order);
    });
    await withDatabase(open(where), async (db) => {
      await migrateOrders(db);
      expect(await postgresStore(db).get(order.orderNo)).toEqual(order);
    });
  });
});

async function withDatabase(db: Kysely<OrderDatabase>, use: (db: Kysely<OrderDatabase>) => Promise<void>) {
  await use(db).finally(() => db.destroy());
}

/** Lets a process save until it has saved that state, kills it in the midst, and returns the last state it was sure of. */
async function killWhileSaving(where: string, atState: number): Promise<number> {
  const script = path.join(__dirname, '../../support/orders-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, where], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (lastNumber(said) >= atState) child.kill('SIGKILL');
  }
  const [, signal] = await closed;
  expect(signal).toBe('SIGKILL');
  return lastNumber(said);
}

/** Only whole lines count. */
function lastNumber(said: string): number {
  return Number(said.split('\n').at(-2) ?? 0);
}
