import { fromBeijingTime, nextBeijingMidnight } from '../beijing-time';

/** The day or month that a bill is about, in Beijing. */
export interface BillPeriod {
  /** `yyyy-MM-dd` or `yyyy-MM`, as it was asked for. */
  date: string;
  startMs: number;
  /** The first moment that is no longer in it. */
  endMs: number;
  /** When its bill can be had (reference alipay-trade 6). */
  readyMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** "About the 3rd of next month" (reference alipay-trade 6). */
const MONTH_READY_AFTER_MS = 2 * DAY_MS;

/**
 * Undefined for what is neither a day nor a month. A day's bill is ready the next day at `readyHour`, a month's at that hour
 * of the 3rd.
 */
export function billPeriod(date: string, readyHour: number): BillPeriod | undefined {
  const isMonth = /^\d{4}-\d{2}$/.test(date);
  const startMs = fromBeijingTime(`${isMonth ? `${date}-01` : date} 00:00:00`);
  if (startMs === undefined) return undefined;
  if (!isMonth) {
    const endMs = nextBeijingMidnight(startMs);
    return { date, startMs, endMs, readyMs: endMs + readyHour * HOUR_MS };
  }
  const endMs = nextMonthMs(date);
  return { date, startMs, endMs, readyMs: endMs + MONTH_READY_AFTER_MS + readyHour * HOUR_MS };
}

function nextMonthMs(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return Date.parse(`${next}-01T00:00:00+08:00`);
}
