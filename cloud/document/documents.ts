import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Clock } from '../faces';
import { PlatformError } from '../platform-error';
import type { DocumentTables } from './document-tables';
import { type Json, namesOf, wrong } from './field-path';
import { conditionOf } from './filter';
import { objectIds } from './object-id';
import { orderOf } from './sorting';

/** Which documents, and in what order: 1 sorts upwards, -1 downwards. All that match when `limit` is absent. */
export interface Selection {
  filter: unknown;
  sort?: Readonly<Record<string, 1 | -1>>;
  skip?: number;
  limit?: number;
}

/** A document before and after a change. */
export interface Change {
  before: Json;
  /** Null when it was removed. */
  after: Json | null;
}

/** What becomes of a document; null takes it away. Called again when somebody else was faster. */
export type Next = (document: Json) => Json | null;

/** The documents of one space. A change is atomic on one document, and its filter is decided with it. */
export interface Documents {
  find(collection: string, selection: Selection): Promise<Json[]>;
  count(collection: string, filter: unknown): Promise<number>;
  /** The values that a field has, members of arrays each for themselves. */
  distinct(collection: string, path: string, filter: unknown): Promise<unknown[]>;
  /** All or none. Gives their ids. */
  insert(collection: string, documents: readonly Json[]): Promise<string[]>;
  /** Changes the first document that matches; null when none does. */
  change(collection: string, selection: Pick<Selection, 'filter' | 'sort'>, next: Next): Promise<Change | null>;
  /** Changes every document that matches, one after the other. Gives how many. */
  changeAll(collection: string, filter: unknown, next: Next): Promise<number>;
  removeAll(collection: string, filter: unknown): Promise<number>;
}

/** Every attempt that fails is one in which somebody else succeeded with the same document. */
const MOST_ATTEMPTS = 1_000;

interface Row {
  id: string;
  revision: number;
  body: Json;
}

/** Documents in PostgreSQL. Each operation is one statement, or a reading and a compare-and-set on what it read. */
export function documents(db: Kysely<DocumentTables>, spaceId: string, clock: Clock): Documents {
  const newId = objectIds(clock);

  function matching(collection: string, filter: unknown): RawBuilder<boolean> {
    return sql`space_id = ${spaceId} and collection = ${collection} and ${conditionOf(filter)}`;
  }

  async function select(collection: string, { filter, sort = {}, skip = 0, limit }: Selection): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select id, revision, body from cloud_document where ${matching(collection, filter)}
      order by ${orderOf(sort)} limit ${limit ?? null}::bigint offset ${skip}::bigint`.execute(db);
    return rows;
  }

  /** Whether the row was still the one that was read. */
  async function put(collection: string, { id, revision }: Row, after: Json | null): Promise<boolean> {
    const same = sql`space_id = ${spaceId} and collection = ${collection} and id = ${id} and revision = ${revision}`;
    const statement = after
      ? sql`update cloud_document set revision = revision + 1, body = ${textOf(after)}::text::jsonb where ${same} returning id`
      : sql`delete from cloud_document where ${same} returning id`;
    return (await statement.execute(db)).rows.length === 1;
  }

  async function change(collection: string, selection: Selection, next: Next): Promise<Change | null> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const [row] = await select(collection, { ...selection, limit: 1 });
      if (!row) return null;
      const after = next(row.body);
      if (await put(collection, row, after)) return { before: row.body, after };
    }
    throw new PlatformError('InternalBizError', 'Too many callers change the same document; try again.');
  }

  return {
    change,
    async find(collection, selection) {
      return (await select(collection, selection)).map(({ body }) => body);
    },
    async count(collection, filter) {
      const { rows } = await sql<{ count: string }>`
        select count(*) as count from cloud_document where ${matching(collection, filter)}`.execute(db);
      return Number(rows[0]?.count);
    },
    async distinct(collection, path, filter) {
      const members = `$.${namesOf(path)
        .map((name) => JSON.stringify(name))
        .join('.')}[*]`;
      const { rows } = await sql<{ value: unknown }>`
        select distinct found.value from cloud_document
        cross join lateral jsonb_path_query(body, ${members}::text::jsonpath) as found(value)
        where ${matching(collection, filter)} order by found.value`.execute(db);
      return rows.map(({ value }) => value);
    },
    async insert(collection, given) {
      const added = given.map((document) => ({ ...document, _id: newId() }));
      await sql`
        insert into cloud_document (space_id, collection, id, revision, body)
        select ${spaceId}, ${collection}, added ->> '_id', 1, added
        from jsonb_array_elements(${`[${added.map(textOf).join()}]`}::text::jsonb) as added`.execute(db);
      return added.map(({ _id }) => _id);
    },
    async changeAll(collection, filter, next) {
      let count = 0;
      for (const { id } of await select(collection, { filter })) {
        // Others may have changed it meanwhile so that it does not match any more.
        if (await change(collection, { filter: { $and: [{ _id: id }, filter] } }, next)) count += 1;
      }
      return count;
    },
    async removeAll(collection, filter) {
      const { rows } = await sql<{ count: string }>`
        with gone as (delete from cloud_document where ${matching(collection, filter)} returning id)
        select count(*) as count from gone`.execute(db);
      return Number(rows[0]?.count);
    },
  };
}

// --- Internal helpers ---

/** Names that a filter or an update could not speak of must not be stored (reference serverless-platform 1.6). */
function textOf(document: Json): string {
  const left: unknown[] = [document];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, value] of Object.entries(next)) {
      if (/[.$]/.test(name) || name === '__proto__') throw wrong(`A field cannot be called "${name}".`);
      left.push(value);
    }
  }
  return JSON.stringify(document);
}
