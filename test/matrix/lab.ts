import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { buildFunctions } from '../../scripts/build-functions';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { projectRoot } from '../support/source-tree';

/** What all worlds of one run share: the built functions and a PostgreSQL server. */
export interface Lab {
  functionsRoot: string;
  /** An empty database for one world. */
  database(): Promise<LentDatabase>;
  close(): Promise<void>;
}

export interface LentDatabase {
  url: string;
  /** Gives it back, when nobody is connected any more: making and preparing one takes longer than emptying it. */
  release(): Promise<void>;
}

/** Quick, not durable: nodes die here, the database does not. Every world has up to two pools of twenty connections. */
const SERVER = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '600',
  shared_buffers: '64MB',
};

/** Never within a run: what a timer would do, the scenarios do. */
const ONCE_IN_FOUR_YEARS = '0 0 0 29 2 *';

export async function lab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'shouyin-matrix-'));
  const functionsRoot = join(folder, 'functions');
  const [server] = await Promise.all([postgresServer(SERVER), builtFunctions(functionsRoot)]);
  return {
    functionsRoot,
    database: databases(server),
    async close() {
      await Promise.all([server.stop(), rm(folder, { recursive: true, force: true })]);
    },
  };
}

function databases(server: PostgresServer): Lab['database'] {
  const free: string[] = [];
  return async () => {
    const url = free.pop() ?? (await server.newDatabase());
    const release = async (): Promise<void> => {
      await empty(url);
      free.push(url);
    };
    return { url, release };
  };
}

/** Takes the rows out of every table but those that say how the tables were made. */
async function empty(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(TABLES);
    if (rows.length > 0) await client.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
  } finally {
    await client.end();
  }
}

const TABLES = `
  select format('%I', tablename) as name from pg_tables
  where schemaname = 'public' and tablename not like '%\\_migration%'`;

/** The functions as they ship, in a folder of this run alone, with the clock of their timers taken out. */
async function builtFunctions(functionsRoot: string): Promise<void> {
  await mkdir(functionsRoot, { recursive: true });
  await buildFunctions(projectRoot, functionsRoot);
  const file = join(functionsRoot, 'triggers.json');
  const triggers = JSON.parse(await readFile(file, 'utf8')) as { timers: Record<string, { cron: string }> };
  for (const timer of Object.values(triggers.timers)) timer.cron = ONCE_IN_FOUR_YEARS;
  await writeFile(file, JSON.stringify(triggers));
}
