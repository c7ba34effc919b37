import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../scripts/build-functions';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { projectRoot } from '../support/source-tree';

/** What all worlds of one run share: the built functions and a PostgreSQL server. */
export interface Lab extends Pick<PostgresServer, 'newDatabase'> {
  functionsRoot: string;
  close(): Promise<void>;
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
    newDatabase: server.newDatabase,
    async close() {
      await Promise.all([server.stop(), rm(folder, { recursive: true, force: true })]);
    },
  };
}

/** The functions as they ship, in a folder of this run alone, with the clock of their timers taken out. */
async function builtFunctions(functionsRoot: string): Promise<void> {
  await mkdir(functionsRoot, { recursive: true });
  await buildFunctions(projectRoot, functionsRoot);
  const file = join(functionsRoot, 'triggers.json');
  const triggers = JSON.parse(await readFile(file, 'utf8')) as { timers: Record<string, { cron: string }> };
  for (const timer of Object.values(triggers.timers)) timer.cron = ONCE_IN_FOUR_YEARS;
  await writeFile(file, JSON.stringify(triggers));
}
