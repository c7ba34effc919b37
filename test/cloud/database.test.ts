import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type CloudDatabase, openDatabase } from '../../cloud/database';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { recordedLog } from './support/running-cloud';

describe('a database server', () => {
  const { log, logLines } = recordedLog();
  let server: PostgresServer;
  let db: CloudDatabase;
  let operator: CloudDatabase;
  beforeAll(async () => {
    server = await postgresServer();
    const url = await server.newDatabase();
    db = await openDatabase({ kind: 'server', url, connections: 3 }, log);
    operator = await openDatabase({ kind: 'server', url, connections: 1 }, recordedLog().log);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([db.destroy(), operator.destroy()]);
    await server.stop();
  });

  const breakAll = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(operator);
  const one = async () => (await sql<{ n: number }>`select 1 as n`.execute(db)).rows[0]?.n;

  test('that breaks every connection, idle or in use, costs the statements under way and nothing else', async () => {
    const sleeping = [1, 2].map(() =>
      sql`select pg_sleep(30)`.execute(db).then(
        () => 'slept',
        () => 'broken',
      ),
    );
    await one();
    for (let n = 0; n < 100 && (await asleep()) < 2; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    await breakAll();
    expect(await Promise.all(sleeping)).toEqual(['broken', 'broken']);
    const lost = () => logLines.filter((line) => line.includes('a database connection was lost')).length;
    for (let n = 0; n < 100 && lost() < 3; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(lost()).toBe(3);
    expect(await one()).toBe(1);
  });

  async function asleep(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from pg_stat_activity
      where wait_event = 'PgSleep'`.execute(operator);
    return rows[0]?.n ?? 0;
  }

  test('gives a node no more connections than it was told', async () => {
    await Promise.all(Array.from({ length: 20 }, () => sql`select pg_sleep(0.01)`.execute(db)));
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(operator);
    expect(rows[0]?.n).toBe(3);
  });
});

describe('an embedded database', () => {
  const { log } = recordedLog();
  let home: string;
  let folder: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'shouyin-database-'));
    folder = join(home, 'database');
    const db = await openDatabase({ kind: 'embedded', folder }, log);
    await db.destroy();
    expect(await readdir(home)).toEqual(['database']);
    await rm(join(folder, 'global'), { recursive: true });
  });
  afterEach(() => rm(home, { recursive: true }));

  test('whose making was cut short is made anew', async () => {
    await writeFile(`${folder}.unfinished`, '');
    const db = await openDatabase({ kind: 'embedded', folder }, log);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await db.destroy();
    expect(await readdir(home)).toEqual(['database']);
  });

  test('that is damaged is left as it is', async () => {
    const before = await readdir(folder);
    await expect(openDatabase({ kind: 'embedded', folder }, log)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(expect.arrayContaining(before));
  });
});
