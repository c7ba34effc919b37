import dayjs from 'dayjs';
import duration from 'dayjs/plugin/duration';
import { yuanFromFen } from '../contract/money';
import type { Texts } from './texts-zh';

dayjs.extend(duration);

const HOUR_MS = 3_600_000;

/** How amounts and times look; the only place that decides it. */
export interface Format {
  /** `¥12.34`, for sentences; the price-text component sets the digits alone. */
  amount(fen: number): string;
  /** `12.34`. */
  yuan(fen: number): string;
  /** Date and time of day in the phone's time zone. */
  time(epochMs: number): string;
  /** `14:59`, or `1:14:59` from an hour on; zero when the time is up. */
  remaining(leftMs: number): string;
}

/** Formats in one language. */
export function format(t: Texts): Format {
  return {
    amount: (fen) => `${t.currency}${yuanFromFen(fen)}`,
    yuan: yuanFromFen,
    time: (epochMs) => dayjs(epochMs).format(t.timeFormat),
    // Rounded up, so that the countdown ends when the time does and not a second earlier.
    remaining(leftMs) {
      const left = dayjs.duration(Math.ceil(Math.max(0, leftMs) / 1000) * 1000);
      return left.asMilliseconds() >= HOUR_MS
        ? `${Math.floor(left.asHours())}:${left.format('mm:ss')}`
        : left.format('mm:ss');
    },
  };
}
