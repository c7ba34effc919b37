type Members = Record<string, unknown>;

/**
 * An answer of Alipay in camelCase, as apps read it. The names that Alipay wrote (`trade_no`), which the platform's documents
 * print, can be read and written as well, in nested objects too. They are not listed: JSON, spread, keys and comparisons see each value once.
 */
export function bothSpellings<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => bothSpellings(item)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).map((written) => [written, camelCase(written)] as const);
  const answer: Members = Object.fromEntries(
    names.map(([written, name]) => [name, bothSpellings((value as Members)[written])]),
  );
  for (const [written, name] of names) {
    if (!Object.hasOwn(answer, written)) Object.defineProperty(answer, written, otherNameOf(answer, name));
  }
  return answer as Value;
}

function otherNameOf(answer: Members, name: string): PropertyDescriptor {
  return {
    get: () => answer[name],
    set: (value: unknown) => {
      answer[name] = value;
    },
    enumerable: false,
    configurable: true,
  };
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, after: string) => after.toUpperCase());
}
