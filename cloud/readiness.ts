import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import type { CloudDatabase } from './database';
import type { FunctionFolder } from './function/function-folder';
import { withinTime } from './within-time';

/** How long the database and the functions may take to show a sign of life. */
const PATIENCE_MS = 2_000;

/** Whether requests should be sent here, and what stands in the way. */
export interface Readiness {
  ready: boolean;
  /** The database answers. */
  database: boolean;
  /** Every function can be loaded. */
  functions: boolean;
  /** The node is ending: answers under way are finished, new requests belong elsewhere. */
  closing: boolean;
}

/** Whether this node can serve now, for load balancers. */
export interface ReadinessCheck {
  check(): Promise<Readiness>;
  /** From now on the node is not ready. */
  close(): void;
}

/** Asks the parts of a node whether they can serve. Keys need no question: a node with a wrong one does not start. */
export function readiness(db: CloudDatabase, functionsRoot: string, folder: FunctionFolder): ReadinessCheck {
  let closing = false;

  async function loadAll(): Promise<void> {
    const entries = await readdir(functionsRoot, { withFileTypes: true });
    await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => folder.load(name)));
  }

  return {
    async check() {
      const [database, functions] = await Promise.all([succeeds(sql`select 1`.execute(db)), succeeds(loadAll())]);
      return { ready: database && functions && !closing, database, functions, closing };
    },
    close() {
      closing = true;
    },
  };
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return await withinTime(work, PATIENCE_MS, new Error('no answer in time')).then(
    () => true,
    () => false,
  );
}
