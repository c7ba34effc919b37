import type { Order } from '../order/order';

/** What the store uses of `ctx.mpserverless.db` (reference serverless-platform 1.6). Both SDKs have it. */
export interface ServerlessDatabase {
  collection(name: string): {
    find(query: object, options: object): Promise<unknown>;
    insertOne(doc: object): Promise<unknown>;
    updateOne(filter: object, update: object): Promise<unknown>;
    deleteMany(filter: object): Promise<unknown>;
  };
}

/** The collection that docs/serverless-database.md tells to create. */
const COLLECTION = 'orders';

/**
 * A document of the collection. The order itself is JSON text: the platform takes strings that look like a time for times,
 * refuses names with a dot or a dollar sign and drops others, but leaves the inside of a text alone. The other fields repeat
 * what queries look for. An unsettled document is a claim to a number (serverless-claims.ts); it has none of them, so that
 * no query but the claim's own finds it.
 */
export interface OrderDocument {
  /** Given by the platform. */
  _id: string;
  orderNo: string;
  settled: boolean;
  /** Names the insert that made this document. */
  claim: string;
  /** Names the save that wrote this document last; absent before the first. */
  writeId?: string;
  body: string;
}

/** What the store does with its collection. */
export type ServerlessOrders = ReturnType<typeof serverlessOrders>;

/** The collection's commands with their answers checked. Each throws what the platform refused, or that it is unintelligible. */
export function serverlessOrders(db: ServerlessDatabase) {
  const orders = () => db.collection(COLLECTION);
  return {
    async find(query: object, sort: Record<string, 1 | -1>, limit: number): Promise<OrderDocument[]> {
      const found = checked('find', await orders().find(query, { sort, limit })).result;
      if (Array.isArray(found)) return found as OrderDocument[];
      throw new Error('the database answered find without a list of documents');
    },
    async insert(doc: object): Promise<void> {
      checked('insertOne', await orders().insertOne(doc));
    },
    /** How many documents it changed; undefined when the platform does not say. */
    async update(filter: object, fields: object): Promise<number | undefined> {
      return checked('updateOne', await orders().updateOne(filter, { $set: fields })).affectedDocs;
    },
    async remove(filter: object): Promise<void> {
      checked('deleteMany', await orders().deleteMany(filter));
    },
  };
}

/** The fields that queries look for. */
export function searchable({ version, status, merchantId, buyer, createdAtMs, dueAtMs, refundAsk }: Order): object {
  const refundAskedAtMs = refundAsk?.atMs ?? null;
  return { version, status, merchantId, buyerId: buyer.id, createdAtMs, dueAtMs, refundAskedAtMs };
}

/** The order that a document keeps; the fields beside its body are for searching only. */
export function orderOf(document: OrderDocument): Order {
  return JSON.parse(document.body) as Order;
}

interface Reply {
  success?: boolean;
  affectedDocs?: number;
  result?: unknown;
}

/** The SDKs throw an error that is an object and let any other sign of failure pass (reference serverless-platform 1.5, 2). */
function checked(command: string, reply: unknown): Reply {
  const known = (reply ?? {}) as Reply;
  if (known.success === true) return known;
  throw new Error(`the database did not confirm ${command}`);
}
