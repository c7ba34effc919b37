/**
 * Whether every text in a value can be stored: PostgreSQL refuses NUL and half a surrogate pair. JSON text can only spell these
 * two with an escape, so that nearly all requests are told by their text alone.
 */
export function isStorable(jsonText: string, value: unknown): boolean {
  return !/\\u(?:0000|d[89a-f])/i.test(jsonText) || hasOnlyStorableTexts(value);
}

/** Without recursion: whoever sends this decides how deep it is nested. */
function hasOnlyStorableTexts(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && (next.includes('\0') || LONE_SURROGATE.test(next))) return false;
    if (typeof next === 'object' && next !== null) {
      for (const [name, member] of Object.entries(next)) left.push(name, member);
    }
  }
  return true;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
