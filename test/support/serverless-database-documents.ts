import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Query } from 'mingo';
import { update } from 'mingo/updater';

/** A command as it arrives (reference serverless-platform 1.6). */
export interface Command {
  command: string;
  collection: string;
  [argument: string]: unknown;
}

export interface CommandResult {
  affectedDocs: number;
  result: unknown;
}

/** What the platform answers instead of a result. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface ServerlessDocuments {
  execute(command: Command): Promise<CommandResult>;
  /** The documents of a collection as they stand. */
  all(collection: string): Document[];
  clear(): void;
}

export interface DocumentsOptions {
  /** The field that no two documents of a collection may share; none when the index was forgotten. */
  uniqueField?: string | undefined;
  /** Waits between two documents of one command, where others may come in between. */
  pause?: () => Promise<unknown>;
}

type Document = Record<string, unknown>;
type Filter = Record<string, never>;

/** No more than this in one answer, whatever a query asks for. The platform's own figure is unknown. */
const MOST_FOUND = 100;

/**
 * The platform's document database in memory: the commands that an order store uses, each atomic on one document and no
 * further, with the platform's rules for values.
 */
export function serverlessDocuments({ uniqueField, pause = setImmediate }: DocumentsOptions = {}): ServerlessDocuments {
  const collections = new Map<string, Map<string, Document>>();
  let inserted = 0;

  const documents = (name: string) => {
    if (!collections.has(name)) collections.set(name, new Map());
    return collections.get(name) as Map<string, Document>;
  };
  const matching = (name: string, filter: unknown) => {
    const query = new Query(filter as Filter);
    return [...documents(name).values()].filter((document) => query.test(document));
  };

  const commands: Record<string, (command: Command) => CommandResult | Promise<CommandResult>> = {
    find({ collection, query, options }) {
      const { sort, skip = 0, limit = MOST_FOUND } = options as { sort?: never; skip?: number; limit?: number };
      const cursor = new Query((query ?? {}) as Filter).find<Document>([...documents(collection).values()]);
      const sorted = sort ? cursor.sort(sort) : cursor;
      const result = sorted.skip(skip).limit(Math.min(limit, MOST_FOUND)).all();
      return { affectedDocs: result.length, result };
    },
    insertOne({ collection, doc }) {
      const document = doc as Document;
      refuseNames(document);
      if (uniqueField && matching(collection, { [uniqueField]: document[uniqueField] }).length > 0) {
        throw new Refusal('InternalBizError', `E11000 duplicate key error collection: ${collection}`);
      }
      inserted += 1;
      const _id = scatteredId(inserted);
      documents(collection).set(_id, { ...document, _id });
      return { affectedDocs: 1, result: { insertedId: _id, ok: 1, n: 1 } };
    },
    updateOne({ collection, filter, update: change }) {
      const [document] = matching(collection, filter);
      if (document) update(document, change as Document, [], {}, { cloneMode: 'deep' });
      return { affectedDocs: document ? 1 : 0, result: {} };
    },
    async deleteMany({ collection, filter }) {
      let affectedDocs = 0;
      for (const { _id } of matching(collection, filter)) {
        // Others get between two documents, and may change the next one so that it does not match any more.
        await pause();
        if (matching(collection, { $and: [filter, { _id }] }).length === 0) continue;
        documents(collection).delete(String(_id));
        affectedDocs += 1;
      }
      return { affectedDocs, result: {} };
    },
  };

  return {
    async execute(command) {
      const run = Object.hasOwn(commands, command.command) ? commands[command.command] : undefined;
      if (!run) throw new Refusal('ParamInvalid', `unknown command ${command.command}`);
      return structuredClone(await run(withDates(command) as Command));
    },
    all: (collection) => [...documents(collection).values()],
    clear: () => collections.clear(),
  };
}

// --- Internal helpers ---

/** Ids of 24 hexadecimal digits in an order of their own: machines whose clocks differ hand them out. */
function scatteredId(n: number): string {
  return createHash('sha256').update(String(n)).digest('hex').slice(0, 24);
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Text in exactly the form that a Date takes in JSON is stored and compared as a time. */
function withDates(value: unknown): unknown {
  if (typeof value === 'string') return TIME.test(value) ? new Date(value) : value;
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDates(inner)]));
}

function refuseNames(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (/[.$]/.test(name)) throw new Refusal('ParamInvalid', `a field may not be named ${name}`);
    refuseNames(inner);
  }
}
