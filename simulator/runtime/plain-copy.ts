/** The documented limit of one setData on the first screen (reference mini-program 1.3). */
const largeBytes = 256 * 1024;

/** What arrives on the other side, and what it cost to bring it there. */
export interface Copy {
  value: unknown;
  /** What would be lost or refused on a phone, in words. */
  problems: string[];
  /** About how much that is: the lengths of texts, and eight for anything else. */
  bytes: number;
}

function isMobxObservable(value: object): boolean {
  return Object.getOwnPropertySymbols(value).some((symbol) => symbol.description === 'mobx administration');
}

/**
 * A copy of `value` as it arrives on the other side of the bridge between logic and view: JSON only. Functions and symbols
 * are left out, as is undefined inside objects. Dates stay dates, which antd-mini's date picker asks for, with a warning.
 */
export function plainCopy(value: unknown): Copy {
  const problems = new Set<string>();
  const above = new Set<object>();
  let size = 0;

  const members = (object: object): unknown => {
    if (Array.isArray(object)) return object.map((item) => copy(item) ?? null);
    const pairs = Object.entries(object).map(([key, item]) => [key, copy(item)] as const);
    return Object.fromEntries(pairs.filter(([, item]) => item !== undefined));
  };

  const nested = (object: object): unknown => {
    if (above.has(object)) {
      problems.add('a value that contains itself cannot be sent to the view');
      return null;
    }
    if (isMobxObservable(object)) problems.add('a MobX observable was passed to setData; pass toJS(value)');
    if (object instanceof Date) {
      problems.add('a Date may arrive in the view as text; pass a number or a text');
      return new Date(object);
    }
    if (object instanceof Map || object instanceof Set) problems.add('a Map or Set arrives in the view as {}');
    const { toJSON } = object as { toJSON?: unknown };
    if (typeof toJSON === 'function') return copy(toJSON.call(object));
    above.add(object);
    const result = members(object);
    above.delete(object);
    return result;
  };

  const copy = (item: unknown): unknown => {
    size += typeof item === 'string' ? item.length : 8;
    if (typeof item === 'object' && item !== null) return nested(item);
    if (typeof item === 'function') {
      problems.add('a function cannot be sent to the view');
      return undefined;
    }
    if (typeof item === 'number' && !Number.isFinite(item)) return null;
    return typeof item === 'symbol' || typeof item === 'bigint' ? undefined : item;
  };

  const result = copy(value);
  if (size > largeBytes) problems.add(`about ${Math.round(size / 1024)} KB in one setData; keep it under 256 KB`);
  return { value: result, problems: [...problems], bytes: size };
}
