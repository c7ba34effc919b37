import { reaction, toJS } from 'mobx';

/** Something with `setData`: a page or a component. */
export interface DataHolder {
  setData(changes: Record<string, unknown>): void;
}

type Data = Record<string, unknown>;

/**
 * Keeps the data of a page equal to what `select` computes from models, and sends only what changed, by path. Returns the
 * function that ends it.
 */
export function observe(holder: DataHolder, select: () => Data): () => void {
  let shown: Data = {};
  return reaction(
    () => plain(select()),
    (next) => {
      const changes = difference(shown, next);
      shown = next;
      if (Object.keys(changes).length > 0) holder.setData(changes);
    },
    { fireImmediately: true },
  );
}

/** `toJS` does not look into a plain object that holds observables, so it is applied to each of its fields. */
function plain(data: Data): Data {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withoutUndefined(toJS(value))]));
}

/** setData takes only what JSON can hold; a field that went away must be sent as null to go away on the screen. */
function withoutUndefined(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutUndefined(field)]));
}

/** The setData paths that turn one value into the other: arrays of equal length and objects of equal keys are entered. */
export function difference(before: Data, after: Data, prefix = ''): Data {
  const changes: Data = {};
  for (const [name, value] of Object.entries(after)) {
    Object.assign(changes, changeAt(prefix === '' ? name : `${prefix}.${name}`, before[name], value));
  }
  return changes;
}

function changeAt(path: string, before: unknown, after: unknown): Data {
  if (before === after) return {};
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return Object.assign({}, ...after.map((item, index) => changeAt(`${path}[${index}]`, before[index], item)));
  }
  if (isObject(before) && isObject(after) && hasSameKeys(before, after)) return difference(before, after, path);
  return { [path]: after };
}

/** A key that contains a dot cannot be part of a path; such objects are sent whole. */
function hasSameKeys(a: Data, b: Data): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && !/[.[\]]/.test(key));
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
