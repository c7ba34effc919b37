/** Alipay writes every time as Beijing wall-clock time without an offset (reference alipay-trade 7). */

const BEIJING_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const FORMAT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** `yyyy-MM-dd HH:mm:ss`. */
export function toBeijingTime(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyyMMdd`, the beginning of Alipay's numbers. */
export function toBeijingDay(atMs: number): string {
  return toBeijingTime(atMs).slice(0, 10).replaceAll('-', '');
}

/** Undefined unless `text` is `yyyy-MM-dd HH:mm:ss` and names a moment that exists. */
export function fromBeijingTime(text: string): number | undefined {
  if (!FORMAT.test(text)) return undefined;
  const atMs = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(atMs) || toBeijingTime(atMs) !== text ? undefined : atMs;
}

/** Midnight in Beijing with which the day of `atMs` begins. */
export function beijingDayStart(atMs: number): number {
  return nextBeijingMidnight(atMs) - DAY_MS;
}

/** The first midnight in Beijing after `atMs`. */
export function nextBeijingMidnight(atMs: number): number {
  return (Math.floor((atMs + BEIJING_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - BEIJING_OFFSET_MS;
}
