export interface Rate {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Calls many times, so many at once, until the time is over or a call resolves to false, which is not counted. */
export async function manyAtOnce(atOnce: number, durationMs: number, call: () => Promise<unknown>): Promise<Rate> {
  const timesMs: number[] = [];
  const startedMs = performance.now();
  async function caller(): Promise<void> {
    while (performance.now() - startedMs < durationMs) {
      const beganMs = performance.now();
      if ((await call()) === false) return;
      timesMs.push(performance.now() - beganMs);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, caller));
  const seconds = (performance.now() - startedMs) / 1000;
  const sorted = timesMs.sort((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { perSecond: Math.round(sorted.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99) };
}
