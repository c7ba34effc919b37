type Container = Record<string, unknown> | unknown[];

/** `a[0].b` → `['a', 0, 'b']`; numbers are array indexes. */
export function parsePath(path: string): (string | number)[] {
  const keys: (string | number)[] = [];
  for (const [, name, index, quoted] of path.matchAll(/([^.[\]]+)|\[(\d+)\]|\[["']([^"']*)["']\]/g)) {
    if (index !== undefined) keys.push(Number(index));
    else keys.push(quoted ?? name ?? '');
  }
  return keys;
}

/** The value at a path; undefined where something on the way is missing. */
export function readPath(data: unknown, path: string): unknown {
  return parsePath(path).reduce<unknown>(
    (value, key) => (value === null || value === undefined ? undefined : (value as Record<string, unknown>)[key]),
    data,
  );
}

function emptyFor(key: string | number): Container {
  return typeof key === 'number' ? [] : {};
}

function shallowCopy(value: unknown, key: string | number): Container {
  if (Array.isArray(value)) return [...value];
  return typeof value === 'object' && value !== null ? { ...value } : emptyFor(key);
}

/**
 * `data` with the value at `path` replaced. Parents that are missing are created; parents on the way are copied, so that
 * whoever holds the old data keeps seeing the old values.
 */
export function writePath(data: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const keys = parsePath(path);
  const put = (container: unknown, at: number): unknown => {
    const key = keys[at];
    if (key === undefined) return value;
    const copy = shallowCopy(container, key) as Record<string | number, unknown>;
    copy[key] = put(copy[key], at + 1);
    return copy;
  };
  return put(data, 0) as Record<string, unknown>;
}
