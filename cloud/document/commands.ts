import { PlatformError } from '../platform-error';
import { withinTime } from '../within-time';
import { changed } from './change';
import {
  type Call,
  callOf,
  filterOf,
  keyOf,
  limitOf,
  newDocumentOf,
  newDocumentsOf,
  projectionOf,
  queryOf,
  replacementOf,
} from './command-arguments';
import type { Documents, Next } from './documents';
import { isObject, type Json, wrong } from './field-path';
import { projected } from './projection';

/** What both SDKs hand to the caller of a command (reference serverless-platform 1.6). */
export interface CommandResult {
  affectedDocs: number;
  result: unknown;
}

/** Carries out the parameters of `serverless.db.default.execute`. Throws a PlatformError. */
export type ExecuteCommand = (params: Record<string, unknown>) => Promise<CommandResult>;

/** The platform's limit for one operation (reference serverless-platform 3). */
const MOST_TIME_MS = 5_000;

type Command = (documents: Documents, call: Call) => Promise<CommandResult>;

/** The commands over these documents. */
export function commands(documents: Documents): ExecuteCommand {
  return async function execute({ command, collection, options = {}, transactionId, ...args }) {
    const run = typeof command === 'string' && Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (!run) throw wrong(refusalOf(command));
    if (transactionId !== undefined) throw wrong(NO_TRANSACTIONS);
    const call = callOf(collection, args, options);
    const patienceMs = Math.min(call.options.maxTimeMS || MOST_TIME_MS, MOST_TIME_MS);
    const late = new PlatformError('RequestTimeout', `The database did not answer within ${patienceMs} ms.`);
    return await withinTime(run(documents, call), patienceMs, late).catch(rethrow);
  };
}

const NO_TRANSACTIONS =
  'This cloud does not offer transactions; a change of one document is atomic, and its filter is decided with it.';
const NO_AGGREGATE = 'This cloud does not offer aggregate; find the documents and add them up in the function.';

function refusalOf(command: unknown): string {
  if (command === 'aggregate') return NO_AGGREGATE;
  return /^(start|commit|abort)Transaction$/.test(String(command)) ? NO_TRANSACTIONS : 'There is no such command.';
}

const COMMANDS: Record<string, Command> = {
  find: async (documents, call) => {
    const { sort, skip } = call.options;
    const found = await documents.find(call.collection, { filter: queryOf(call), sort, skip, limit: limitOf(call) });
    const result = found.map((document) => projected(document, projectionOf(call)));
    return { affectedDocs: result.length, result };
  },
  findOne: async (documents, call) => {
    const { sort, skip } = call.options;
    const [found] = await documents.find(call.collection, { filter: queryOf(call), sort, skip, limit: 1 });
    return one(found ? projected(found, projectionOf(call)) : null);
  },
  count: async (documents, call) => {
    const { skip = 0, limit } = call.options;
    const beyond = Math.max((await documents.count(call.collection, queryOf(call))) - skip, 0);
    // A limit of 0 is none, as MongoDB has it.
    const result = Math.min(beyond, limit || beyond);
    return { affectedDocs: result, result };
  },
  distinct: async (documents, call) => {
    const result = await documents.distinct(call.collection, keyOf(call), queryOf(call));
    return { affectedDocs: result.length, result };
  },
  insertOne: async (documents, call) => {
    const [insertedId] = await documents.insert(call.collection, [newDocumentOf(call, 'doc')]);
    return { affectedDocs: 1, result: { insertedId, ok: 1, n: 1 } };
  },
  insertMany: async (documents, call) => {
    const insertedIds = await documents.insert(call.collection, newDocumentsOf(call));
    return { affectedDocs: insertedIds.length, result: { insertedIds, ok: 1, n: insertedIds.length } };
  },
  updateOne: async (documents, call) => {
    const done = await documents.change(call.collection, { filter: filterOf(call) }, updateOf(call));
    return await acknowledged(documents, call, done ? 1 : 0, insertOf(call));
  },
  updateMany: async (documents, call) => {
    const many = await documents.changeAll(call.collection, filterOf(call), updateOf(call));
    return await acknowledged(documents, call, many, insertOf(call));
  },
  replaceOne: async (documents, call) => {
    const done = await documents.change(call.collection, { filter: filterOf(call) }, replacementOf(call, 'doc'));
    return await acknowledged(documents, call, done ? 1 : 0, () => newDocumentOf(call, 'doc'));
  },
  findOneAndUpdate: (documents, call) => findAndChange(documents, call, updateOf(call), insertOf(call)),
  findOneAndReplace: (documents, call) =>
    findAndChange(documents, call, replacementOf(call, 'replacement'), () => newDocumentOf(call, 'replacement')),
  findOneAndDelete: (documents, call) => findAndChange(documents, call, () => null),
  deleteOne: async (documents, call) => {
    const gone = await documents.change(call.collection, { filter: filterOf(call) }, () => null);
    return await acknowledged(documents, call, gone ? 1 : 0);
  },
  deleteMany: async (documents, call) =>
    await acknowledged(documents, call, await documents.removeAll(call.collection, filterOf(call))),
};

// --- Internal helpers ---

/** Makes the document of an upsert from what the filter says must be equal. */
type Insert = (equal: Json) => Json;

async function acknowledged(documents: Documents, call: Call, n: number, insert?: Insert): Promise<CommandResult> {
  if (n > 0 || !insert || !call.options.upsert) return { affectedDocs: n, result: { ok: 1, n } };
  return { affectedDocs: 1, result: { upsertedId: await upserted(documents, call, insert), ok: 1, n: 1 } };
}

async function findAndChange(documents: Documents, call: Call, next: Next, insert?: Insert): Promise<CommandResult> {
  const { sort, upsert, returnNewDocument } = call.options;
  const shown = (document: Json) => projected(document, projectionOf(call));
  const done = await documents.change(call.collection, { filter: filterOf(call), sort }, next);
  if (done) return one(shown(returnNewDocument && done.after ? done.after : done.before));
  if (!upsert || !insert) return one(null);
  const _id = await upserted(documents, call, insert);
  if (!returnNewDocument) return { affectedDocs: 1, result: null };
  const [added] = await documents.find(call.collection, { filter: { _id } });
  return one(added ? shown(added) : null);
}

/** Inserts because nothing matched. Two callers at once insert two documents, as on the platform without a unique index. */
async function upserted(documents: Documents, call: Call, insert: Insert): Promise<string | undefined> {
  const equal = Object.entries(filterOf(call)).filter(([name, value]) => {
    const isCondition = isObject(value) && Object.keys(value).some((key) => key.startsWith('$'));
    return !name.startsWith('$') && !isCondition;
  });
  const [id] = await documents.insert(call.collection, [insert(changed({}, { $set: Object.fromEntries(equal) }))]);
  return id;
}

/** Throws at once for an update that no document could stand, also when there is no document to be changed. */
function updateOf({ args }: Call): Next {
  changed({}, args.update);
  return (document) => changed(document, args.update);
}

function insertOf({ args }: Call): Insert {
  return (equal) => changed(equal, args.update, true);
}

function one(document: Json | null): CommandResult {
  return { affectedDocs: document ? 1 : 0, result: document };
}

/** PostgreSQL's class 22 is about values: a pattern that is none, a number too large. */
function rethrow(error: unknown): never {
  const code = (error as { code?: unknown }).code;
  if (!(error instanceof PlatformError) && typeof code === 'string' && /^22/.test(code)) {
    throw wrong('The database does not understand a value of the filter.');
  }
  throw error;
}
