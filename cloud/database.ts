import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely';
import { PGliteDialect } from 'kysely-pglite-dialect';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { preparingPool } from '../cloudfunctions/backend/store/postgres-pool';
import { lockFolder } from './folder-lock';

/** Where orders and sessions are kept. */
export type DatabaseChoice =
  /** PostgreSQL inside this process, in a folder that no other process may use. */
  | { kind: 'embedded'; folder: string }
  /** The same, forgotten at the end: for tests. */
  | { kind: 'memory-embedded' }
  /** A PostgreSQL server, or a database compatible with it. */
  | { kind: 'server'; url: string; connections?: number };

type ServerChoice = Extract<DatabaseChoice, { kind: 'server' }>;

/** A connection that does not say which tables it is for; each part of the cloud looks at its own with `withTables`. */
export type CloudDatabase = Kysely<unknown>;

/** How long a server may take to accept a connection. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Connections per node unless told; a few per core of the database saturate it. */
const POOL_SIZE = 20;

/** Opens the database and proves that it answers. Throws with a sentence that says what to look at when it does not. */
export async function openDatabase(choice: DatabaseChoice, log: Logger): Promise<CloudDatabase> {
  const db: CloudDatabase = new Kysely({ dialect: await dialectOf(choice, log) });
  try {
    await sql`select 1`.execute(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw new Error(`${describe(choice)} cannot be used: ${reasonOf(error)}`);
  }
}

async function dialectOf(choice: DatabaseChoice, log: Logger): Promise<Dialect> {
  if (choice.kind === 'server') return serverDialect(choice, log);
  if (choice.kind === 'memory-embedded') return new PGliteDialect(await PGlite.create());
  return new PGliteDialect(await embedded(choice.folder));
}

/** The database in a folder, which is this process's alone until it is closed. */
async function embedded(folder: string): Promise<PGlite> {
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  try {
    const database = await opened(folder);
    const close = database.close.bind(database);
    return Object.assign(database, { close: () => close().finally(unlock) });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * Opens the database of a folder, or makes it. One whose making was cut short can never be opened, and nothing was kept in it yet: it
 * is made anew. The file beside the folder says so, from before the first byte until the database is whole.
 */
async function opened(folder: string): Promise<PGlite> {
  const unfinished = `${folder}.unfinished`;
  const isUnfinished = await access(unfinished).then(
    () => true,
    () => false,
  );
  const found = await readdir(folder);
  if (found.length > 0 && !isUnfinished) return await PGlite.create(folder);
  await writeFile(unfinished, '');
  for (const name of found) await rm(join(folder, name), { recursive: true });
  const database = await PGlite.create(folder);
  await rm(unfinished);
  return database;
}

function serverDialect({ url, connections = POOL_SIZE }: ServerChoice, log: Logger): Dialect {
  const pool = new Pool({ connectionString: url, max: connections, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // Without a listener on the connection itself, one that breaks, idle or in use, would end the process. The pool replaces it.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ reason: reasonOf(error) }, 'a database connection was lost'));
  });
  pool.on('error', () => {});
  return new PostgresDialect({ pool: preparingPool(pool) });
}

/** Never the whole address: it carries the password. */
function describe(choice: DatabaseChoice): string {
  if (choice.kind !== 'server') return 'The embedded database';
  const { host, pathname } = new URL(choice.url);
  return `The database at ${host}${pathname} (DATABASE_URL)`;
}

/** Told by what it has and not by its class: a driver's errors may come from elsewhere. */
function reasonOf(error: unknown): string {
  const { errors, message } = error as Partial<AggregateError>;
  // A host with several addresses fails with an error for each, and a message that is empty.
  if (errors?.length) return reasonOf(errors[0]);
  return message ?? String(error);
}
