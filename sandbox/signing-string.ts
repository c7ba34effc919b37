/**
 * What is signed, of requests and of notifies: non-empty parameters but `sign` and those named, sorted by name in ASCII
 * order, `k=v` joined by `&`, values raw (reference alipay-trade 1.3 and 4.3).
 */
export function signingString(
  parameters: Iterable<readonly [string, string]>,
  excluded: readonly string[] = [],
): string {
  return [...parameters]
    .filter(([name, value]) => value !== '' && name !== 'sign' && !excluded.includes(name))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
