import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, namesOf, objectOf, wrong } from './field-path';

/** Gives the new value of a field, or `ABSENT` to take it away. `current` is undefined when it is not there. */
type Operator = (current: unknown, operand: unknown, path: string) => unknown;

const ABSENT = Symbol('absent');

/**
 * What a MongoDB update makes of a document, which stays as it was. `inserting` says that the document is about to be
 * inserted. Throws a PlatformError for anything that is not offered or does not fit the document.
 */
export function changed(document: Json, update: unknown, inserting = false): Json {
  const operators = Object.entries(objectOf(update, 'An update'));
  if (operators.length === 0) throw wrong('An update needs operators such as $set.');
  refuseOverlaps(operators.flatMap(([name, fields]) => Object.keys(objectOf(fields, name))));
  const result = structuredClone(document);
  for (const [name, fields] of operators) {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!operator) throw wrong(`The update operator ${name} is not offered here.`);
    if (name === '$setOnInsert' && !inserting) continue;
    for (const [path, operand] of Object.entries(objectOf(fields, name))) {
      changeField(result, path, (current) => operator(current, operand, path));
    }
  }
  return result;
}

const OPERATORS: Record<string, Operator> = {
  $set: (_current, operand) => operand,
  $setOnInsert: (_current, operand) => operand,
  $unset: () => ABSENT,
  $inc: (current, operand, path) => numberAt(current === undefined ? 0 : current, path) + numberAt(operand, '$inc'),
  $mul: (current, operand, path) => numberAt(current === undefined ? 0 : current, path) * numberAt(operand, '$mul'),
  $min: (current, operand, path) => (current === undefined || isBefore(operand, current, path) ? operand : current),
  $max: (current, operand, path) => (current === undefined || isBefore(current, operand, path) ? operand : current),
  $push: (current, operand, path) => [...listAt(current === undefined ? [] : current, path), ...eachOf(operand)],
  $addToSet: (current, operand, path) => {
    const members = [...listAt(current === undefined ? [] : current, path)];
    for (const added of eachOf(operand)) {
      if (!members.some((member) => isDeepStrictEqual(member, added))) members.push(added);
    }
    return members;
  },
  $pull: (current, operand, path) => {
    if (typeof operand === 'object' && operand !== null)
      throw wrong('$pull takes a text, a number, a boolean or null here.');
    return current === undefined ? ABSENT : listAt(current, path).filter((member) => member !== operand);
  },
};

// --- Internal helpers ---

/** The order of what an update changes must not matter. */
function refuseOverlaps(paths: readonly string[]): void {
  for (const [index, path] of paths.entries()) {
    const other = paths.find((each, at) => at !== index && (each === path || each.startsWith(`${path}.`)));
    if (other !== undefined) throw wrong(`An update cannot change "${path}" and "${other}" at once.`);
  }
}

function changeField(document: Json, path: string, change: (current: unknown) => unknown): void {
  const names = namesOf(path);
  const last = names.pop() as string;
  if (path === '_id') throw wrong('_id cannot be changed.');
  const holder = holderOf(document, names, path);
  const value = change(holder && Object.hasOwn(holder, last) ? holder[last] : undefined);
  if (value === ABSENT) {
    if (holder) delete holder[last];
    return;
  }
  const made = holder ?? madeHolder(document, names);
  made[last] = structuredClone(value);
}

/** The object that the field is in; null when it is not there yet. */
function holderOf(document: Json, names: readonly string[], path: string): Json | null {
  let holder = document;
  for (const name of names) {
    if (!Object.hasOwn(holder, name)) return null;
    const next = holder[name];
    if (!isObject(next)) throw wrong(`"${path}" goes through a field that is not an object.`);
    holder = next;
  }
  return holder;
}

function madeHolder(document: Json, names: readonly string[]): Json {
  let holder = document;
  for (const name of names) {
    if (!Object.hasOwn(holder, name)) holder[name] = {};
    holder = holder[name] as Json;
  }
  return holder;
}

function numberAt(value: unknown, where: string): number {
  if (typeof value === 'number') return value;
  throw wrong(`${where} is not a number.`);
}

function listAt(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(`"${path}" is not a list.`);
}

/** `{$each: […]}` are several values, everything else is one. */
function eachOf(operand: unknown): unknown[] {
  if (!isObject(operand) || !Object.keys(operand).some((name) => name.startsWith('$'))) return [operand];
  const { $each, ...others } = operand;
  if (!Array.isArray($each) || Object.keys(others).length > 0) throw wrong('Only $each is offered here.');
  return $each;
}

function isBefore(one: unknown, other: unknown, path: string): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  if (typeof one === 'string' && typeof other === 'string')
    return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
  throw wrong(`"${path}" can only be compared with a number or text like itself.`);
}
