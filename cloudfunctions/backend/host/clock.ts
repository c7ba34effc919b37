import type { Clock } from '../flow/ports';

/** The machine's own clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
