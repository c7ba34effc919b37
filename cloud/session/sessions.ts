import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../faces';
import type { SessionTables } from './session-tables';
import type { User, Users } from './users';

/** Life of a token nobody has used yet (reference serverless-platform 1.5). */
export const INITIAL_LIFE_MS = 600_000;
/** Life of a token after each call. */
export const SLIDING_LIFE_MS = 1_800_000;
/**
 * A longer life is written at most this often, to keep the store off the hot path. A node that has not served a session
 * before may therefore think that it ends this much earlier.
 */
const WRITE_INTERVAL_MS = 60_000;
const CACHED_SESSIONS = 50_000;
/** Sessions that ended are kept this long, then removed. */
const CLEANING_INTERVAL_MS = 3_600_000;

/** Who is signed in, shared by all nodes through the database. */
export interface Sessions {
  /** A new token for this user. Earlier tokens stay valid: parallel refreshes each use their own. */
  open(user: User): Promise<string>;
  /** The user of a token, whose life this call extends; null when it is unknown or has ended. */
  use(token: string): Promise<User | null>;
}

interface Session {
  user: User;
  expiresAtMs: number;
  /** What the store has. */
  storedExpiresAtMs: number;
}

/** Sessions of the app's users: opaque tokens, stored hashed. */
export function sessions(db: Kysely<SessionTables>, people: Users, clock: Clock): Sessions {
  const cache = new LRUCache<string, Session>({ max: CACHED_SESSIONS });
  let nextCleaningAtMs = 0;

  async function load(tokenHash: string): Promise<Session | null> {
    const row = await db.selectFrom('cloud_session').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
    const user = row && (await people.get(row.user_id));
    if (!row || !user) return null;
    const expiresAtMs = Number(row.expires_at_ms);
    return { user, expiresAtMs, storedExpiresAtMs: expiresAtMs };
  }

  /** From the cache while that is good enough; another node may have extended a session that looks ended here. */
  async function living(tokenHash: string): Promise<Session | null> {
    const cached = cache.get(tokenHash);
    if (cached && cached.expiresAtMs > clock.nowMs()) return cached;
    const session = await load(tokenHash);
    return session && session.expiresAtMs > clock.nowMs() ? session : null;
  }

  async function extend(tokenHash: string, session: Session): Promise<void> {
    session.expiresAtMs = clock.nowMs() + SLIDING_LIFE_MS;
    if (session.expiresAtMs - session.storedExpiresAtMs < WRITE_INTERVAL_MS) return;
    session.storedExpiresAtMs = session.expiresAtMs;
    await db
      .updateTable('cloud_session')
      .set({ expires_at_ms: session.expiresAtMs })
      .where('token_hash', '=', tokenHash)
      .where('expires_at_ms', '<', session.expiresAtMs)
      .execute();
  }

  async function clean(): Promise<void> {
    const nowMs = clock.nowMs();
    if (nowMs < nextCleaningAtMs) return;
    nextCleaningAtMs = nowMs + CLEANING_INTERVAL_MS;
    await db
      .deleteFrom('cloud_session')
      .where('expires_at_ms', '<', nowMs - CLEANING_INTERVAL_MS)
      .execute();
  }

  return {
    async open(user) {
      await clean();
      const token = randomBytes(32).toString('base64url');
      const tokenHash = hashOf(token);
      const expiresAtMs = clock.nowMs() + INITIAL_LIFE_MS;
      const row = { token_hash: tokenHash, user_id: user.userId, expires_at_ms: expiresAtMs };
      await db.insertInto('cloud_session').values(row).execute();
      cache.set(tokenHash, { user, expiresAtMs, storedExpiresAtMs: expiresAtMs });
      return token;
    },
    async use(token) {
      const tokenHash = hashOf(token);
      const session = await living(tokenHash);
      if (!session) {
        cache.delete(tokenHash);
        return null;
      }
      cache.set(tokenHash, session);
      await extend(tokenHash, session);
      return session.user;
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
