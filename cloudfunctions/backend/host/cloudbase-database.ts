/**
 * The document database of Cloudbase, as far as the order store needs it, behind the commands of the platform before it. The
 * rules a query is made of are functions there (`command.lte(…)`), not names with a dollar sign.
 */
import type { ServerlessDatabase } from '../store/serverless-orders';

type Fields = Record<string, unknown>;

/** Documents: «where», «orderBy», «limit», «get», «update», «remove», «add», «command» of Alipay's cloud development. */
export interface CloudbaseQuery {
  where(match: unknown): CloudbaseQuery;
  orderBy(field: string, order: 'asc' | 'desc'): CloudbaseQuery;
  limit(most: number): CloudbaseQuery;
  /** The documents themselves. */
  get(): Promise<unknown[]>;
  /** Sets fields of every document that matches. */
  update(change: { data: object }): Promise<{ count?: number }>;
  remove(): Promise<{ count?: number }>;
}

/** Makes the rules of a query; what they give is opaque and goes into `where`. */
export interface CloudbaseCommand {
  and(...conditions: unknown[]): unknown;
  or(...conditions: unknown[]): unknown;
  lt(value: unknown): unknown;
  lte(value: unknown): unknown;
  gt(value: unknown): unknown;
  gte(value: unknown): unknown;
}

/** What Cloudbase's `database()` gives, as far as it is used. */
export interface CloudbaseDatabase {
  collection(name: string): CloudbaseQuery & { add(document: { data: object }): Promise<unknown> };
  command: CloudbaseCommand;
}

/** Throws what Cloudbase throws; an answer is a success. */
export function cloudbaseDatabase(database: CloudbaseDatabase): ServerlessDatabase {
  const { command } = database;
  return {
    collection(name) {
      const matching = (filter: object) => database.collection(name).where(condition(command, filter as Fields));
      return {
        async find(query, options) {
          const { sort, limit } = options as { sort: Record<string, 1 | -1>; limit: number };
          const sorted = Object.entries(sort).reduce(
            (found, [field, order]) => found.orderBy(field, order === 1 ? 'asc' : 'desc'),
            matching(query),
          );
          return { success: true, result: await sorted.limit(limit).get() };
        },
        async insertOne(doc) {
          return { success: true, result: await database.collection(name).add({ data: doc }) };
        },
        async updateOne(filter, update) {
          const { count } = await matching(filter).update({ data: (update as { $set: object }).$set });
          return { success: true, affectedDocs: count };
        },
        async deleteMany(filter) {
          const { count } = await matching(filter).remove();
          return { success: true, affectedDocs: count };
        },
      };
    },
  };
}

// --- Internal helpers ---

const COMPARISONS = { $lt: 'lt', $lte: 'lte', $gt: 'gt', $gte: 'gte' } as const;

/** What the store asks for: values, comparisons, and `$or` of such. Throws on anything else. */
function condition(command: CloudbaseCommand, filter: Fields): unknown {
  const { $or: alternatives, ...fields } = filter as Fields & { $or?: Fields[] };
  const plain = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, rule(command, value)]));
  if (!alternatives) return plain;
  return command.and(plain, command.or(...alternatives.map((one) => condition(command, one))));
}

function rule(command: CloudbaseCommand, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [[name, bound] = [], second] = Object.entries(value);
  const comparison = COMPARISONS[name as keyof typeof COMPARISONS];
  if (!comparison || second)
    throw new TypeError(`the store asks for ${JSON.stringify(value)}, which is not translated`);
  return command[comparison](bound);
}
