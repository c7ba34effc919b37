const FIELD = /^[\dA-Z*?,/-]+$/i;

/**
 * The platform's rules for a timer (reference serverless-platform 3.2), beyond what any cron expression must obey. Why the platform would not take an expression, or null when it would: six fields, one plain number of seconds, no
 * year, and only one of day and weekday restricted.
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
