import type { ColumnType, Kysely, Migration } from 'kysely';

/** Epoch milliseconds. PostgreSQL's drivers read a bigint as text or as a number, so every reader converts. */
type TimeMs = ColumnType<string | number, number, number>;

/** Of the two Alipay ids those are set that the app has been told; both are null for an anonymous user. */
export interface UserRow {
  user_id: string;
  space_id: string;
  app_id: string;
  alipay_user_id: string | null;
  alipay_open_id: string | null;
  created_at_ms: TimeMs;
  last_seen_at_ms: TimeMs;
}

/** A token in force until `expires_at_ms`, which use extends. */
export interface SessionRow {
  /** SHA-256 of the token: a copy of the database opens no session. */
  token_hash: string;
  user_id: string;
  expires_at_ms: TimeMs;
}

/** A type and not an interface, as Kysely's `withTables` wants it. */
export type SessionTables = {
  cloud_user: UserRow;
  cloud_session: SessionRow;
};

/** Users and their sessions. */
export const sessionTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('cloud_user')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('space_id', 'text', (column) => column.notNull())
      .addColumn('app_id', 'text', (column) => column.notNull())
      .addColumn('alipay_user_id', 'text')
      .addColumn('alipay_open_id', 'text')
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('last_seen_at_ms', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('cloud_user_by_user_id', ['space_id', 'app_id', 'alipay_user_id'])
      .addUniqueConstraint('cloud_user_by_open_id', ['space_id', 'app_id', 'alipay_open_id'])
      .execute();
    await db.schema
      .createTable('cloud_session')
      .addColumn('token_hash', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('cloud_session_by_expiry').on('cloud_session').column('expires_at_ms').execute();
  },
};
