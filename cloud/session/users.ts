import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../faces';
import type { SessionTables, UserRow } from './session-tables';

/** Who somebody is at Alipay: newer apps get an open id instead of a user id (reference alipay-trade 2.8). */
export interface AlipayIdentity {
  alipayUserId?: string;
  alipayOpenId?: string;
}

/** A person (or an anonymous installation) of one app in one space. */
export interface User extends AlipayIdentity {
  /** Ours, stable for the same person. */
  userId: string;
  createdAtMs: number;
  lastSeenAtMs: number;
}

/** The users of the space; `get` gives null for an id it does not know. */
export interface Users {
  /** The user with this identity, made at the first visit. */
  signIn(identity: AlipayIdentity): Promise<User>;
  /** A new user whom nobody will recognise again. */
  anonymous(): Promise<User>;
  get(userId: string): Promise<User | null>;
}

/** The users of one app in one space. */
export function users(db: Kysely<SessionTables>, space: { spaceId: string; appId: string }, clock: Clock): Users {
  async function insert(identity: AlipayIdentity): Promise<string> {
    const nowMs = clock.nowMs();
    const row = {
      user_id: randomUUID(),
      space_id: space.spaceId,
      app_id: space.appId,
      alipay_user_id: identity.alipayUserId ?? null,
      alipay_open_id: identity.alipayOpenId ?? null,
      created_at_ms: nowMs,
      last_seen_at_ms: nowMs,
    };
    // Two nodes may meet a new person at the same moment: the first row stays, and both read it.
    await db
      .insertInto('cloud_user')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return row.user_id;
  }

  /** At most two rows: someone may have come with only a user id once and with only an open id another time. */
  async function matching(identity: AlipayIdentity): Promise<UserRecord[]> {
    return await db
      .selectFrom('cloud_user')
      .selectAll()
      .where('space_id', '=', space.spaceId)
      .where('app_id', '=', space.appId)
      .where((either) =>
        either.or([
          either('alipay_user_id', '=', identity.alipayUserId ?? null),
          either('alipay_open_id', '=', identity.alipayOpenId ?? null),
        ]),
      )
      .execute();
  }

  /** Notes the visit, and an identity of the person that was not known before. */
  async function touch(record: UserRecord, identity: AlipayIdentity, onlyOne: boolean): Promise<User> {
    const seen: UserRecord = { ...record, last_seen_at_ms: clock.nowMs() };
    if (onlyOne) {
      seen.alipay_user_id ??= identity.alipayUserId ?? null;
      seen.alipay_open_id ??= identity.alipayOpenId ?? null;
    }
    await db
      .updateTable('cloud_user')
      .set({
        last_seen_at_ms: Number(seen.last_seen_at_ms),
        alipay_user_id: seen.alipay_user_id,
        alipay_open_id: seen.alipay_open_id,
      })
      .where('user_id', '=', record.user_id)
      .execute();
    return userFrom(seen);
  }

  async function get(userId: string): Promise<User | null> {
    const row = await db.selectFrom('cloud_user').selectAll().where('user_id', '=', userId).executeTakeFirst();
    return row ? userFrom(row) : null;
  }

  return {
    get,
    async signIn(identity) {
      let records = await matching(identity);
      if (records.length === 0) {
        await insert(identity);
        records = await matching(identity);
      }
      // The user id is the older and stronger name, so its row is the person when there are two.
      const record = records.find((row) => row.alipay_user_id === identity.alipayUserId) ?? records[0];
      if (!record) throw new Error('a user that was just stored cannot be read');
      return await touch(record, identity, records.length === 1);
    },
    async anonymous() {
      const user = await get(await insert({}));
      if (!user) throw new Error('a user that was just stored cannot be read');
      return user;
    },
  };
}

type UserRecord = Selectable<UserRow>;

function userFrom(row: UserRecord): User {
  return {
    userId: row.user_id,
    ...(row.alipay_user_id ? { alipayUserId: row.alipay_user_id } : {}),
    ...(row.alipay_open_id ? { alipayOpenId: row.alipay_open_id } : {}),
    createdAtMs: Number(row.created_at_ms),
    lastSeenAtMs: Number(row.last_seen_at_ms),
  };
}
