import type { Clock } from '../../cloudfunctions/backend/flow/ports';
import { ORDERED_AT_MS } from './orders';

/** Time that stands still until a test moves it, in either direction. */
export interface TestClock extends Clock {
  advance(durationMs: number): void;
  set(epochMs: number): void;
}

export function testClock(startMs = ORDERED_AT_MS): TestClock {
  let currentMs = startMs;
  return {
    nowMs: () => currentMs,
    advance(durationMs) {
      currentMs += durationMs;
    },
    set(epochMs) {
      currentMs = epochMs;
    },
  };
}
