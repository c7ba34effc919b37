/** Readers of AXML attributes, which arrive as whatever the page's data held, or as the text written in the file. */
type Attributes = Readonly<Record<string, unknown>>;

/** `disabled`, `disabled="true"` and `disabled="{{x}}"`; the text "false" is true, as on a phone (reference 2.1). */
export function flag(attrs: Attributes, name: string, fallback = false): boolean {
  const value = attrs[name];
  if (value === undefined || value === null) return fallback;
  return value === '' || Boolean(value);
}

/** A number, also when written as text; the fallback when absent or not a number. */
export function number(attrs: Attributes, name: string, fallback: number): number {
  const value = attrs[name];
  if (value === undefined || value === null || value === '') return fallback;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : fallback;
}

/** A text; null and undefined read as the fallback. */
export function text(attrs: Attributes, name: string, fallback = ''): string {
  const value = attrs[name];
  return value === undefined || value === null ? fallback : String(value);
}
