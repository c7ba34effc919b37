import { Cron } from 'croner';

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
  if (fields.some((field, index) => field.includes('?') && (field !== '?' || (index !== 3 && index !== 5)))) {
    return '? stands alone, for the day or the weekday';
  }
  const isOpen = (field: string | undefined) => field === '*' || field === '?';
  if (!isOpen(day) && !isOpen(weekday)) return 'day and weekday cannot both be set';
  return comesRefusal(cron);
}

function comesRefusal(cron: string): string | null {
  try {
    const next = cronJob(cron).nextRun();
    return next ? null : 'that day never comes';
  } catch {
    return 'a field is beyond its range, or no list, range or step';
  }
}

/** The times of a rule in Beijing; with `run` it begins to keep them. */
export function cronJob(cron: string, run?: () => void): Cron {
  const schedule = { timezone: 'Asia/Shanghai', mode: '6-part', unref: true } as const;
  // On the platform ? means "any", as * does; the scheduler would read it as the value of this moment.
  const pattern = cron.trim().replaceAll('?', '*');
  return run ? new Cron(pattern, schedule, run) : new Cron(pattern, { ...schedule, paused: true });
}
