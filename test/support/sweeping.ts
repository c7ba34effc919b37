import { sweepOrders } from '../../cloudfunctions/backend/flow/sweep-orders';
import type { TestBackend } from './backend';

export const MINUTE_MS = 60_000;

/** Sweeps once a minute for this long, as the timer does. */
export async function sweepFor(backend: TestBackend, durationMs: number): Promise<void> {
  const endMs = backend.clock.nowMs() + durationMs;
  while (backend.clock.nowMs() < endMs) {
    backend.clock.advance(MINUTE_MS);
    await sweepOrders(backend.ports);
  }
}
