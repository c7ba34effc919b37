import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** Statements beyond these run unprepared, so that texts made at run time cannot fill a server's memory. */
const MOST_STATEMENTS = 100;

/**
 * A `pg` pool for Kysely's PostgresDialect whose connections prepare each statement on first use: the server then parses
 * and plans it once per connection, not once per call. Not for PgBouncer before 1.21 in transaction mode, which loses
 * prepared statements: give Kysely the plain pool there.
 */
export function preparingPool(pool: Pool): PostgresPool {
  const names = new Map<string, string>();
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = wrapped.get(client);
      if (known) return known;
      // A prepared plan lives on. One made while the table was small would go on reading the whole table as it grows.
      await client.query('set enable_seqscan = off').catch((error) => giveBack(client, error));
      const preparing = preparingClient(client, names);
      wrapped.set(client, preparing);
      return preparing;
    },
    end: () => pool.end(),
  };
}

// --- Internal helpers ---

function giveBack(client: PoolClient, error: Error): never {
  client.release(error);
  throw error;
}

function preparingClient(client: PoolClient, names: Map<string, string>): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ name: nameOf(text, values, names), text, values: [...values] });
  // Kysely's type has a second form, for cursors, that only a dialect configured with a cursor calls.
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

/** Statements without values are rare and often of kinds that cannot be prepared. */
function nameOf(text: string, values: readonly unknown[], names: Map<string, string>): string | undefined {
  if (values.length === 0) return undefined;
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS) return known;
  const name = `s${names.size + 1}`;
  names.set(text, name);
  return name;
}
