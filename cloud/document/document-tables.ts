import { type Kysely, type Migration, sql } from 'kysely';

/** A type and not an interface, as Kysely's `withTables` wants it. */
export type DocumentTables = {
  cloud_document: {
    space_id: string;
    collection: string;
    id: string;
    /** Counts the changes, so that one made meanwhile is noticed. */
    revision: number;
    /** With `_id` in it. */
    body: unknown;
  };
};

/** Documents of all collections. The index is for filters that ask for a value to be equal, whatever its name. */
export const documentTables: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table cloud_document (
        space_id text not null,
        collection text not null,
        id text not null,
        revision integer not null,
        body jsonb not null,
        primary key (space_id, collection, id),
        constraint cloud_document_has_its_id check ((body ->> '_id' = id) is true)
      )`.execute(db);
    await sql`create index cloud_document_by_value on cloud_document using gin (body jsonb_path_ops)`.execute(db);
  },
};
