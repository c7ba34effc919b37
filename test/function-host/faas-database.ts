/**
 * A double of Cloudbase's document database after its documents («where», «orderBy», «limit», «get», «update», «remove», «add»,
 * «command»), in memory. Conditions are made by `command`; each change is atomic.
 */
import { Query } from 'mingo';

type Document = Record<string, unknown>;
type Sort = [field: string, order: 1 | -1];

/** A condition that only `command` makes. */
class Condition {
  constructor(readonly query: Document) {}
}

/** No more than this in one answer unless told («get»). */
const USUAL_LIMIT = 100;

export function faasDatabase() {
  const collections = new Map<string, Document[]>();
  let added = 0;

  function documents(name: string): Document[] {
    const found = collections.get(name) ?? [];
    collections.set(name, found);
    return found;
  }

  function query(name: string, match: Document = {}, sorts: Sort[] = [], most = USUAL_LIMIT) {
    const matching = () => documents(name).filter((document) => new Query(match as never).test(document));
    return {
      where: (condition: unknown) => query(name, plainly(condition), sorts, most),
      orderBy: (field: string, order: string) =>
        query(name, match, [...sorts, [field, order === 'asc' ? 1 : -1]], most),
      limit: (next: number) => query(name, match, sorts, next),
      async get() {
        const cursor = new Query(match as never).find<Document>(documents(name));
        return structuredClone(cursor.sort(Object.fromEntries(sorts)).limit(most).all());
      },
      async update({ data }: { data: object }) {
        const found = matching();
        for (const document of found) Object.assign(document, structuredClone(data));
        return { count: found.length };
      },
      async remove() {
        const found = new Set(matching());
        const left = documents(name).filter((document) => !found.has(document));
        collections.set(name, left);
        return { count: found.size };
      },
      async add({ data }: { data: object }) {
        added += 1;
        const _id = `document-${added}`;
        documents(name).push({ ...structuredClone(data), _id });
        return { _id };
      },
    };
  }

  return {
    /** What `cloud.database()` gives. */
    database: { collection: (name: string) => query(name), command },
    /** The documents of a collection as they stand. */
    documents: (name: string): readonly Document[] => documents(name),
  };
}

// --- Internal helpers ---

const compared = (operator: string) => (value: unknown) => new Condition({ [operator]: value });
const joined =
  (operator: string) =>
  (...conditions: unknown[]) =>
    new Condition({ [operator]: conditions.map(plainly) });

const command = {
  lt: compared('$lt'),
  lte: compared('$lte'),
  gt: compared('$gt'),
  gte: compared('$gte'),
  and: joined('$and'),
  or: joined('$or'),
};

/** A condition in the words of the database underneath; refuses what applications are not told to write. */
function plainly(condition: unknown): Document {
  if (condition instanceof Condition) return condition.query;
  return Object.fromEntries(
    Object.entries(condition as Document).map(([field, value]) => {
      if (field.startsWith('$') || field.includes('.')) throw new Error(`a document has no field ${field}`);
      return [field, value instanceof Condition ? value.query : value];
    }),
  );
}
