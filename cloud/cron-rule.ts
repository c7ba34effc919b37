/** Numbers, names of months and days, lists, ranges and steps; none of the letters by which other schedulers mean more. */
const FIELD = /^(\d+|[A-Z]{3}|[*?,/-])+$/i;

/**
 * Why the platform would not take the time of a timer, or null when it would (reference serverless-platform 3.2): six
 * fields, one plain number of seconds, no year, and only one of day and weekday restricted.
 */
export function cronRefusal(cron: string): string | null {
  const fields = cron.trim().split(/\s+/);
  const [second, , , day, , weekday] = fields;
  if (fields.length !== 6) return 'a timer needs six fields: second, minute, hour, day, month, weekday';
  if (!/^[0-5]?\d$/.test(second ?? ''))
    return 'the seconds must be one plain number: a timer runs once a minute at most';
  if (!fields.every((field) => FIELD.test(field))) return 'only numbers, names and , - * / ? are understood';
  const isOpen = (field: string | undefined) => field === '*' || field === '?';
  return isOpen(day) || isOpen(weekday) ? null : 'day and weekday cannot both be set';
}
