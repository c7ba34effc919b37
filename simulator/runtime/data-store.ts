import { readPath, writePath } from './data-path';
import { plainCopy } from './plain-copy';
import { sameValue } from './same-value';

/** Data by name, as `setData` takes them. */
export type Data = Record<string, unknown>;

/** The data of one instance, twice: as the logic sees it (`this.data`) and as the view draws it. */
export interface DataStore {
  logic(): Data;
  /** For code that assigns `this.data` itself; the view is not told, as on a phone. */
  replaceLogic(data: Data): void;
  view(): Data;
  /** Writes path keys on both sides. Says whether the view has anything new to draw, and about how much was written. */
  write(patch: Data): { isNew: boolean; bytes: number };
}

/**
 * The two sides never share an object, so changing `this.data` in place changes nothing on the screen, and setting it
 * afterwards does. Every write replaces the containers on its path.
 *
 * @param warn receives what a phone would lose or refuse, in words
 */
export function dataStore(initial: Data, warn: (problem: string) => unknown): DataStore {
  let logic: Data = { ...initial };
  let view = plainCopy(initial).value as Data;

  const writeOne = (path: string, value: unknown): { isNew: boolean; bytes: number } => {
    if (value === undefined) warn(`setData "${path}": undefined is not a value; use null`);
    const { value: forView, problems, bytes } = plainCopy(value);
    for (const problem of problems) warn(`setData "${path}": ${problem}`);
    logic = writePath(logic, path, plainCopy(value).value);
    const isNew = !sameValue(readPath(view, path), forView);
    if (isNew) view = writePath(view, path, forView);
    return { isNew, bytes: bytes + path.length };
  };

  return {
    logic: () => logic,
    replaceLogic: (data) => {
      logic = data;
    },
    view: () => view,
    write: (patch) => {
      const written = Object.entries(patch).map(([path, value]) => writeOne(path, value));
      return { isNew: written.some(({ isNew }) => isNew), bytes: written.reduce((sum, { bytes }) => sum + bytes, 0) };
    },
  };
}

/** The `setData` patch that `$spliceData({'a.b': [start, deleteCount, ...items]})` stands for. */
export function splicePatch(data: Data, splices: Record<string, [number, number, ...unknown[]]>): Data {
  const spliced = Object.entries(splices).map(([path, [start, deleteCount, ...items]]) => {
    const list = readPath(data, path);
    const copy = Array.isArray(list) ? [...list] : [];
    copy.splice(start, deleteCount, ...items);
    return [path, copy] as const;
  });
  return Object.fromEntries(spliced);
}
