/** A page address taken apart: the page's path without leading slash, and its query. */
export interface PageAddress {
  path: string;
  query: Record<string, string>;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return text;
  }
}

/** @param isDecoded false when app.json says `behavior.decodeQuery: "disable"` */
export function parseQuery(text: string, isDecoded = true): Record<string, string> {
  const read = isDecoded ? decode : (value: string): string => value;
  const pairs = text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [read(name), read(value.join('='))] as const;
    });
  return Object.fromEntries(pairs);
}

function join(base: string, relative: string): string {
  const parts = base.split('/').slice(0, -1);
  for (const step of relative.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  return parts.join('/');
}

/** Resolves `/pages/a/a?x=1`, `pages/a/a`, `./b` or `../b/b` as seen from the file `from`. */
export function pageAddress(url: string, from: string, isDecoded = true): PageAddress {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  const query = at === -1 ? {} : parseQuery(url.slice(at + 1), isDecoded);
  if (path.startsWith('/')) return { path: join('', path), query };
  return { path: path.startsWith('.') ? join(from, path) : join('', path), query };
}

/** The absolute address `pageAddress` would take apart again. */
export function pageUrl({ path, query }: PageAddress): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length > 0 ? `/${path}?${pairs.join('&')}` : `/${path}`;
}
