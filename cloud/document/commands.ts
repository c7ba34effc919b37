import * as v from 'valibot';
import { PlatformError } from '../platform-error';
import { withinTime } from '../within-time';
import { changed } from './change';
import type { Documents, Next, Selection } from './documents';
import { isObject, type Json, namesOf, wrong } from './field-path';
import { type Projection, projected } from './projection';

/** What both SDKs hand to the caller of a command (reference serverless-platform 1.6). */
export interface CommandResult {
  affectedDocs: number;
  result: unknown;
}

/** Carries out the parameters of `serverless.db.default.execute`. Throws a PlatformError. */
export type ExecuteCommand = (params: Record<string, unknown>) => Promise<CommandResult>;

/** Documents of one answer when the caller does not say, and at most. The platform's own figures are not known. */
const USUAL_LIMIT = 100;
const MOST_DOCUMENTS = 1_000;
/** The platform's limit for one operation (reference serverless-platform 3). */
const MOST_TIME_MS = 5_000;
const COLLECTION_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

const object = v.record(v.string(), v.unknown());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const field = <Value extends v.GenericSchema>(value: Value) => v.optional(v.record(v.string(), value));
const optionsSchema = v.object({
  limit: v.optional(count),
  skip: v.optional(count),
  maxTimeMS: v.optional(count),
  sort: field(v.picklist([1, -1])),
  projection: field(v.picklist([0, 1])),
  upsert: v.optional(v.boolean()),
  returnNewDocument: v.optional(v.boolean()),
});
type Options = v.InferOutput<typeof optionsSchema>;

/** What a command is about; its own arguments are read from `args`. */
interface Call {
  collection: string;
  args: Json;
  options: Options;
}

type Command = (documents: Documents, call: Call) => Promise<CommandResult>;

/** The commands over these documents. */
export function commands(documents: Documents): ExecuteCommand {
  return async function execute({ command, collection, options = {}, ...args }) {
    const run = typeof command === 'string' && Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (!run) throw wrong(refusalOf(command));
    if (args.transactionId !== undefined) throw wrong(refusalOf('startTransaction'));
    if (typeof collection !== 'string' || !COLLECTION_NAME.test(collection)) {
      throw wrong('A collection is named by 1 to 64 letters, digits, "_" and "-", and begins with no digit.');
    }
    const call = { collection, args, options: read(optionsSchema, options, 'options') };
    const patienceMs = Math.min(call.options.maxTimeMS || MOST_TIME_MS, MOST_TIME_MS);
    const late = new PlatformError('RequestTimeout', `The database did not answer within ${patienceMs} ms.`);
    return await withinTime(run(documents, call), patienceMs, late).catch(rethrow);
  };
}

const NOT_OFFERED = new Set(['aggregate', 'startTransaction', 'commitTransaction', 'abortTransaction']);

function refusalOf(command: unknown): string {
  if (!NOT_OFFERED.has(String(command))) return `There is no command ${String(command)}.`;
  return command === 'aggregate'
    ? 'This cloud does not offer aggregate; find the documents and add them up in the function.'
    : 'This cloud does not offer transactions; a change of one document is atomic, and its filter is decided with it.';
}

const COMMANDS: Record<string, Command> = {
  find: async (documents, call) => {
    const found = await documents.find(call.collection, selectionOf(call, 'query'));
    const result = found.map((document) => projected(document, projectionOf(call)));
    return { affectedDocs: result.length, result };
  },
  findOne: async (documents, call) => {
    const [found] = await documents.find(call.collection, { ...selectionOf(call, 'query'), limit: 1 });
    return one(found ? projected(found, projectionOf(call)) : null);
  },
  count: async (documents, { collection, args, options }) => {
    const all = await documents.count(collection, filterOf(args, 'query'));
    const beyond = Math.max(all - (options.skip ?? 0), 0);
    // A limit of 0 is none, as MongoDB has it.
    const result = Math.min(beyond, options.limit || beyond);
    return { affectedDocs: result, result };
  },
  distinct: async (documents, { collection, args }) => {
    const key = read(v.string(), args.key, 'key');
    const result = await documents.distinct(collection, key, filterOf(args, 'query'));
    return { affectedDocs: result.length, result };
  },
  insertOne: async (documents, { collection, args }) => {
    const [insertedId] = await documents.insert(collection, [newDocument(args.doc)]);
    return { affectedDocs: 1, result: { insertedId, ok: 1, n: 1 } };
  },
  insertMany: async (documents, { collection, args }) => {
    const given = read(v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MOST_DOCUMENTS)), args.docs, 'docs');
    const insertedIds = await documents.insert(collection, given.map(newDocument));
    return { affectedDocs: insertedIds.length, result: { insertedIds, ok: 1, n: insertedIds.length } };
  },
  updateOne: async (documents, call) => {
    const done = await documents.change(call.collection, { filter: filterOf(call.args) }, update(call));
    if (done || !call.options.upsert) return acknowledged(done ? 1 : 0);
    return await upserted(documents, call, (document) => changed(document, call.args.update, true));
  },
  updateMany: async (documents, call) => {
    const many = await documents.changeAll(call.collection, filterOf(call.args), update(call));
    if (many > 0 || !call.options.upsert) return acknowledged(many);
    return await upserted(documents, call, (document) => changed(document, call.args.update, true));
  },
  replaceOne: async (documents, call) => {
    const replace = replacement(call.args.doc);
    const done = await documents.change(call.collection, { filter: filterOf(call.args) }, replace);
    if (done || !call.options.upsert) return acknowledged(done ? 1 : 0);
    return await upserted(documents, call, () => newDocument(call.args.doc));
  },
  findOneAndUpdate: (documents, call) =>
    changeOne(documents, call, update(call), (document) => changed(document, call.args.update, true)),
  findOneAndReplace: (documents, call) =>
    changeOne(documents, call, replacement(call.args.replacement), () => newDocument(call.args.replacement)),
  findOneAndDelete: (documents, call) => changeOne(documents, call, () => null),
  deleteOne: async (documents, { collection, args }) => {
    const gone = await documents.change(collection, { filter: filterOf(args) }, () => null);
    return acknowledged(gone ? 1 : 0);
  },
  deleteMany: async (documents, { collection, args }) =>
    acknowledged(await documents.removeAll(collection, filterOf(args))),
};

// --- Internal helpers ---

/** `insert` makes the document of an upsert; without it there is none. */
async function changeOne(
  documents: Documents,
  call: Call,
  next: Next,
  insert?: (document: Json) => Json,
): Promise<CommandResult> {
  const { collection, args, options } = call;
  const { sort = {}, upsert, returnNewDocument } = options;
  const done = await documents.change(collection, { filter: filterOf(args), sort }, next);
  if (done) {
    const shown = returnNewDocument && done.after ? done.after : done.before;
    return one(projected(shown, projectionOf(call)));
  }
  if (!upsert || !insert) return one(null);
  const { affectedDocs, result } = await upserted(documents, call, insert);
  const [added] = await documents.find(collection, { filter: { _id: (result as Json).upsertedId } });
  return { affectedDocs, result: returnNewDocument && added ? projected(added, projectionOf(call)) : null };
}

/** Inserts what the filter says must be equal, changed as told. Two callers at once insert two documents. */
async function upserted(documents: Documents, call: Call, insert: (document: Json) => Json): Promise<CommandResult> {
  const equal = Object.entries(filterOf(call.args)).filter(([name, value]) => {
    const isCondition = isObject(value) && Object.keys(value).some((key) => key.startsWith('$'));
    return !name.startsWith('$') && !isCondition;
  });
  const document = insert(changed({}, { $set: Object.fromEntries(equal) }));
  const [upsertedId] = await documents.insert(call.collection, [document]);
  return { affectedDocs: 1, result: { upsertedId, ok: 1, n: 1 } };
}

function update({ args }: Call): Next {
  return (document) => changed(document, args.update);
}

function replacement(given: unknown): Next {
  const { _id, ...fields } = read(object, given, 'the new document');
  return (document) => {
    if (_id !== undefined && _id !== document._id) throw wrong('_id cannot be changed.');
    return { ...fields, _id: document._id };
  };
}

function newDocument(given: unknown): Json {
  const document = read(object, given, 'a document');
  if ('_id' in document) throw wrong('_id is given by the database; leave it out.');
  return document;
}

function selectionOf({ args, options }: Call, name: 'query'): Selection {
  const { sort = {}, skip = 0, limit } = options;
  const most = Math.min(limit || USUAL_LIMIT, MOST_DOCUMENTS);
  return { filter: filterOf(args, name), sort, skip, limit: most };
}

/** Required except where the SDK does not require it: a filter that somebody forgot must not mean everything. */
function filterOf(args: Json, name: 'filter' | 'query' = 'filter'): Json {
  return read(object, name === 'query' ? (args.query ?? {}) : args.filter, name);
}

function projectionOf({ options }: Call): Projection {
  const { projection = {} } = options;
  for (const path of Object.keys(projection)) namesOf(path);
  return projection;
}

function one(document: Json | null): CommandResult {
  return { affectedDocs: document ? 1 : 0, result: document };
}

function acknowledged(n: number): CommandResult {
  return { affectedDocs: n, result: { ok: 1, n } };
}

function read<Schema extends v.GenericSchema>(schema: Schema, value: unknown, what: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const { message, path } = parsed.issues[0];
  throw wrong(`${[what, ...(path ?? []).map((part) => String(part.key))].join('.')}: ${message}`);
}

/** PostgreSQL's class 22 is about values: a pattern that is none, a number too large. */
function rethrow(error: unknown): never {
  const code = (error as { code?: unknown }).code;
  if (!(error instanceof PlatformError) && typeof code === 'string' && /^22/.test(code)) {
    throw wrong('The database does not understand a value of the filter.');
  }
  throw error;
}
