const NUMERIC = /_(?:amount|fee|rate|income)$/;

/** Money and rates as JSON numbers, as some answers of the platform have them (reference fshows 4): 12.30 becomes 12.3. */
export function withNumbers(returnValue: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(returnValue).map(([name, value]) => [
    name,
    NUMERIC.test(name) ? Number(value) : value,
  ]);
  return Object.fromEntries(entries);
}
