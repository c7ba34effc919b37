import type { World } from './world';

/** The timer goes off once a minute. */
const SWEEP_EVERY_MS = 60_000;
/** More than Alipay goes on telling of one payment (reference alipay-trade 4.1). */
const ALL_NOTIFIES_MS = 26 * 3_600_000;
const MOST_SWEEPS = 300;

/**
 * Nobody comes any more: time goes by, the timer goes off, Alipay tells what it still has to tell, until no order owes anything.
 * Gives up after many sweeps; the auditor says what is left.
 */
export async function settle(world: World, nowMs: () => number): Promise<void> {
  await sweepUntilQuiet(world, nowMs);
  await world.advance(ALL_NOTIFIES_MS);
  await sweepUntilQuiet(world, nowMs);
}

async function sweepUntilQuiet(world: World, nowMs: () => number): Promise<void> {
  for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps += 1) {
    const dueAtMs = (await world.allStored()).flatMap((order) => order.dueAtMs ?? []);
    if (dueAtMs.length === 0) return;
    await world.advance(Math.max(SWEEP_EVERY_MS, Math.min(...dueAtMs) - nowMs()));
    await world.sweep();
  }
}
