type Listener = (payload: unknown) => void;
type Subscribe = (listener: Listener) => () => void;

/** A pair `my.onX(cb)` / `my.offX(cb?)`; `off` without a callback removes all (reference mini-program 5). */
export function listenerPair(subscribe: Subscribe): { on(callback: unknown): void; off(callback?: unknown): void } {
  const stops = new Map<unknown, () => void>();
  return {
    on(callback) {
      if (typeof callback !== 'function' || stops.has(callback)) return;
      stops.set(
        callback,
        subscribe((payload) => callback(payload)),
      );
    },
    off(callback) {
      for (const known of callback === undefined ? [...stops.keys()] : [callback]) {
        stops.get(known)?.();
        stops.delete(known);
      }
    },
  };
}
