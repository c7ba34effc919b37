/** Alipay's own names have underscores; the platforms hand its answers on in one spelling or the other. */

/** The same value with every name in camelCase, in nested objects too. */
export function inCamelCase(value: unknown): unknown {
  return renamed(value, camelCase);
}

/** The same value with every name as Alipay writes it. */
export function inSnakeCase(value: unknown): unknown {
  return renamed(value, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** `out_trade_no` → `outTradeNo`; a name that has no underscore stays as it is. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

// --- Internal helpers ---

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [rename(name), renamed(inner, rename)]));
}
