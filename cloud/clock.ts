/** Milliseconds since it was started, from a clock that nobody sets. For durations in metrics, never for decisions. */
export function stopwatch(): () => number {
  const startedAtMs = performance.now();
  return () => performance.now() - startedAtMs;
}
