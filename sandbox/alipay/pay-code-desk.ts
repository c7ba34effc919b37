import type { Clock } from '../clock';
import type { Randomness } from '../randomness';
import { isPayCode, type PayCode, payCodeBook } from './pay-code-book';

/** The codes that buyers' phones show at a till. */
export interface PayCodeDesk {
  /** A bar code of digits, or the code of a face. */
  issue(userId: string, kind: 'bar_code' | 'face'): PayCode;
  holderOf(code: string): string | undefined;
  spend(code: string): void;
  clear(): void;
}

/** Codes are drawn from `randomness`; the holder of a text that is no pay code is undefined. */
export function payCodeDesk({ clock, randomness }: { clock: Clock; randomness: Randomness }): PayCodeDesk {
  const book = payCodeBook();
  return {
    issue(userId, kind) {
      const code = kind === 'face' ? `fp${randomness.hex(33)}` : `28${randomness.digits(16)}`;
      return book.issue(code, userId, clock.nowMs());
    },
    holderOf: (code) => (isPayCode(code) ? book.holderOf(code, clock.nowMs()) : undefined),
    spend: book.spend,
    clear: book.clear,
  };
}
