/** Names in camelCase and in the spelling of Alipay's OpenAPI. */

/** An object of which nothing is known yet but that it has names. */
export type Members = Record<string, unknown>;

/** Whether a value has members by name: neither null nor an array. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a parameter, whichever way its name is spelled; undefined when it is not there or empty. */
export function parameter(params: Members, name: string): unknown {
  const value = params[name] ?? params[snakeCase(name)];
  return value === null || value === '' ? undefined : value;
}

/**
 * A copy in camelCase whose members can be read under Alipay's names as well. Those are not listed, so that `setData`, JSON and spread
 * show each value once.
 */
export function bothSpellings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bothSpellings);
  if (!isMembers(value)) return value;
  const copy: Members = {};
  for (const written of Object.keys(value)) {
    const name = camelCase(written);
    const member = { value: bothSpellings(value[written]), enumerable: true, configurable: true, writable: true };
    Object.defineProperty(copy, name, member);
    for (const alias of [written, snakeCase(name)]) addAlias(copy, alias, name);
  }
  return copy;
}

function addAlias(copy: Members, alias: string, name: string): void {
  if (Object.getOwnPropertyDescriptor(copy, alias)) return;
  const set = (value: unknown) => {
    copy[name] = value;
  };
  Object.defineProperty(copy, alias, { get: () => copy[name], set, configurable: true });
}

/** `outTradeNo` → `out_trade_no` */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (match, letter: string, at: number) =>
    at === 0 ? match : letter.toUpperCase(),
  );
}
