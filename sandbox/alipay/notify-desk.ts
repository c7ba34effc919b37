import type { Clock } from '../clock';
import { deliveredNotify, type Notify } from './notify';
import type { DeliveryVerdict } from './post-notify';

/** Sends notifies when they are due and remembers what became of each delivery. */
export interface NotifyDesk {
  /** Takes a notify that has been kept already; delivers it when it is due. */
  accept(notify: Notify): void;
  /** Takes back a notify as it was kept; the last state of each counts. Nothing is sent before {@link resume}. */
  restore(notify: Notify): void;
  resume(): void;
  /** In the order of making. */
  all(): Iterable<Notify>;
  isDelivering(): boolean;
  /** False holds everything back, as a blocked callback address would; true sends at once what fell due meanwhile. */
  setDelivering(isDelivering: boolean): void;
  /** Forgets all, those under way included. */
  clear(): void;
}

export interface NotifyDeskParts {
  clock: Clock;
  /** Signs for this moment and sends; never rejects. */
  deliver(notify: Notify, atMs: number, signal: AbortSignal): Promise<DeliveryVerdict>;
  /** Called with every notify after a delivery, before the next one is planned. */
  keep(notify: Notify): void;
}

export function notifyDesk({ clock, deliver, keep }: NotifyDeskParts): NotifyDesk {
  const notifies = new Map<string, Notify>();
  const alarms = new Map<string, () => void>();
  const underWay = new Set<string>();
  let inFlight = new AbortController();
  let delivering = true;

  function plan(notify: Notify): void {
    if (notify.nextAtMs === undefined || !delivering || underWay.has(notify.notifyId)) return;
    alarms.get(notify.notifyId)?.();
    alarms.set(
      notify.notifyId,
      clock.wakeAt(notify.nextAtMs, () => attempt(notify)),
    );
  }

  async function attempt(notify: Notify): Promise<void> {
    alarms.delete(notify.notifyId);
    underWay.add(notify.notifyId);
    const { signal } = inFlight;
    const atMs = clock.nowMs();
    const verdict = await deliver(notify, atMs, signal);
    // Cleared or closed while under way: nobody is waiting for the verdict any more.
    if (signal.aborted) return;
    underWay.delete(notify.notifyId);
    const delivered = deliveredNotify(notify, { atMs, ...verdict });
    keep(delivered);
    notifies.set(delivered.notifyId, delivered);
    plan(delivered);
  }

  function planAll(): void {
    for (const notify of notifies.values()) plan(notify);
  }

  function cancelAlarms(): void {
    for (const cancel of alarms.values()) cancel();
    alarms.clear();
  }

  return {
    accept(notify) {
      notifies.set(notify.notifyId, notify);
      plan(notify);
    },
    restore: (notify) => void notifies.set(notify.notifyId, notify),
    resume: planAll,
    all: () => notifies.values(),
    isDelivering: () => delivering,
    setDelivering(isDelivering) {
      if (isDelivering === delivering) return;
      delivering = isDelivering;
      cancelAlarms();
      planAll();
    },
    clear() {
      cancelAlarms();
      inFlight.abort();
      inFlight = new AbortController();
      underWay.clear();
      notifies.clear();
    },
  };
}
