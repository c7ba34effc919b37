import { isObject, type Json, namesOf, wrong } from './field-path';

/** Fields by path: 1 takes one, 0 leaves it out; only `_id` may differ from the others. */
export type Projection = Readonly<Record<string, 0 | 1>>;

/** What a projection leaves of a document: the fields with 1, or all but those with 0; `_id` unless it says 0. */
export function projected(document: Json, projection: Projection = {}): Json {
  const { _id: id = 1, ...fields } = projection;
  const ways = new Set(Object.values(fields));
  if (ways.size > 1) throw wrong('A projection either takes fields or leaves them out.');
  const paths = Object.keys(fields).map(namesOf);
  const takes = ways.has(1) || (ways.size === 0 && projection._id === 1);
  if (takes) return withOnly(document, id === 1 ? [['_id'], ...paths] : paths);
  return without(document, id === 0 ? [['_id'], ...paths] : paths);
}

function withOnly(value: Json, paths: readonly string[][]): Json {
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (below.length === 0) return [];
    if (below.some((rest) => rest.length === 0)) return [[name, inner] as const];
    if (Array.isArray(inner)) return [[name, inner.filter(isObject).map((part) => withOnly(part, below))] as const];
    return isObject(inner) ? [[name, withOnly(inner, below)] as const] : [];
  });
  return Object.fromEntries(kept);
}

function without(value: Json, paths: readonly string[][]): Json {
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (below.some((rest) => rest.length === 0)) return [];
    return [[name, below.length === 0 ? inner : withoutBelow(inner, below)] as const];
  });
  return Object.fromEntries(kept);
}

function withoutBelow(value: unknown, paths: readonly string[][]): unknown {
  if (Array.isArray(value)) return value.map((part) => withoutBelow(part, paths));
  return isObject(value) ? without(value, paths) : value;
}
