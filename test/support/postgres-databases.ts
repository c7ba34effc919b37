import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { PGliteDialect } from 'kysely-pglite-dialect';
import { Pool, type PoolConfig } from 'pg';
import type { OrderDatabase } from '../../cloudfunctions/backend/store/postgres';

/** The embedded database, in memory or in a folder. `destroy()` closes it. */
export function embedded(folder?: string): Kysely<OrderDatabase> {
  return new Kysely({ dialect: new PGliteDialect(new PGlite(folder)) });
}

/** A database on a server, through a pool of its own. `destroy()` closes it. */
export function onServer(
  config: PoolConfig,
  face: (pool: Pool) => PostgresPool = (pool) => pool,
): Kysely<OrderDatabase> {
  return new Kysely({ dialect: new PostgresDialect({ pool: face(new Pool(config)) }) });
}
