import * as v from 'valibot';
import { type Json, namesOf, wrong } from './field-path';
import type { Projection } from './projection';

/** Documents of one answer when the caller does not say, and at most. The platform's own figures are not known. */
const USUAL_LIMIT = 100;
const MOST_DOCUMENTS = 1_000;
const COLLECTION_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

const object = v.record(v.string(), v.unknown());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const field = <Value extends v.GenericSchema>(value: Value) => v.optional(v.record(v.string(), value));
/** What no command here has is let pass, as the SDK does. */
const optionsSchema = v.object({
  limit: v.optional(count),
  skip: v.optional(count),
  maxTimeMS: v.optional(count),
  sort: field(v.picklist([1, -1])),
  projection: field(v.picklist([0, 1])),
  upsert: v.optional(v.boolean()),
  returnNewDocument: v.optional(v.boolean()),
});
const documentsSchema = v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MOST_DOCUMENTS));

/** What one command is about. */
export interface Call {
  collection: string;
  /** The command's own arguments, not yet read. */
  args: Json;
  options: v.InferOutput<typeof optionsSchema>;
}

/** Throws a PlatformError when the collection or the options are none. */
export function callOf(collection: unknown, args: Json, options: unknown): Call {
  if (typeof collection !== 'string' || !COLLECTION_NAME.test(collection)) {
    throw wrong('A collection is named by 1 to 64 letters, digits, "_" and "-", and begins with no digit.');
  }
  return { collection, args, options: read(optionsSchema, options, 'options') };
}

/** What a reading asks for; all of it when there is no query, as the SDK has it. */
export function queryOf({ args }: Call): Json {
  return read(object, args.query ?? {}, 'query');
}

/** Required: a filter that somebody forgot must not mean everything. */
export function filterOf({ args }: Call): Json {
  return read(object, args.filter, 'filter');
}

/** How many documents a reading gives. */
export function limitOf({ options }: Call): number {
  return Math.min(options.limit || USUAL_LIMIT, MOST_DOCUMENTS);
}

/** The fields that are asked for; all when none is named. Throws when a name cannot be one. */
export function projectionOf({ options }: Call): Projection {
  const { projection = {} } = options;
  for (const path of Object.keys(projection)) namesOf(path);
  return projection;
}

/** The field that `distinct` is about. */
export function keyOf({ args }: Call): string {
  return read(v.string(), args.key, 'key');
}

/** The document given as this argument, which has no id yet. */
export function newDocumentOf({ args }: Call, name: 'doc' | 'replacement'): Json {
  return withoutId(args[name], name);
}

/** The documents given as `docs`, none of which has an id yet. */
export function newDocumentsOf({ args }: Call): Json[] {
  return read(documentsSchema, args.docs, 'docs').map((document) => withoutId(document, 'docs'));
}

/** The document given in place of another, which keeps its id. */
export function replacementOf({ args }: Call, name: 'doc' | 'replacement'): (before: Json) => Json {
  const { _id, ...fields } = read(object, args[name], name);
  return (before) => {
    if (_id !== undefined && _id !== before._id) throw wrong('_id cannot be changed.');
    return { ...fields, _id: before._id };
  };
}

// --- Internal helpers ---

function withoutId(given: unknown, what: string): Json {
  const document = read(object, given, what);
  if ('_id' in document) throw wrong('_id is given by the database; leave it out.');
  return document;
}

function read<Schema extends v.GenericSchema>(schema: Schema, value: unknown, what: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const { message, path } = parsed.issues[0];
  throw wrong(`${[what, ...(path ?? []).map((part) => String(part.key))].join('.')}: ${message}`);
}
