import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock';
import type { NotifyFaults, NotifyManner } from '../fault/notify-faults';
import { type Delivery, deliveredNotify, type Notify, type RetryGap } from './notify';
import type { NotifySender } from './notify-sender';

/** Sends notifies when they are due and remembers what became of each delivery. */
export interface NotifyDesk {
  /** Takes a notify that has been kept already; delivers it when it is due. */
  accept(notify: Notify): void;
  /** Takes back a notify as it was kept; the last state of each counts. Nothing is sent before {@link resume}. */
  restore(notify: Notify): void;
  resume(): void;
  get(notifyId: string): Notify | undefined;
  /** In the order of making. */
  ofTrade(tradeNo: string): Notify[];
  /** In the order of making. */
  all(): Iterable<Notify>;
  isDelivering(): boolean;
  /** False holds everything back, as a blocked callback address would; true sends at once what fell due meanwhile. */
  setDelivering(isDelivering: boolean): void;
  /** Sends the bytes of the last delivery once more, beside the plan; undefined when there has been none. */
  replay(notifyId: string): Promise<Notify> | undefined;
  /** Makes everything due that was made since and has not been acknowledged, given up or not; returns what that is. */
  backfill(sinceMs: number): Notify[];
  /** Forgets all, those under way included. */
  clear(): void;
}

/** What one gateway brings: whom it signs as, what rules strike it, and how it retries. */
export interface NotifyDeskParts {
  clock: Clock;
  sender: NotifySender;
  faults: NotifyFaults;
  retryGap: RetryGap;
  /** Called with every notify that has changed, before the next delivery is planned. */
  keep(notify: Notify): void;
}

/** Made for one gateway; plans are in memory and made anew from what was kept. */
export function notifyDesk({ clock, sender, faults, retryGap, keep }: NotifyDeskParts): NotifyDesk {
  const notifies = new Map<string, Notify>();
  const idsByTrade = new Map<string, Set<string>>();
  const alarms = new Map<string, () => void>();
  const underWay = new Set<string>();
  /** How those leave that a fault has put off; rules are asked once for each delivery. */
  const putOff = new Map<string, NotifyManner>();
  let inFlight = abortForAny();
  let delivering = true;

  function plan(notify: Notify): void {
    alarms.get(notify.notifyId)?.();
    alarms.delete(notify.notifyId);
    if (notify.nextAtMs === undefined || !delivering || underWay.has(notify.notifyId)) return;
    alarms.set(
      notify.notifyId,
      clock.wakeAt(notify.nextAtMs, () => attempt(notify)),
    );
  }

  function hold(notify: Notify): void {
    notifies.set(notify.notifyId, notify);
    const ids = idsByTrade.get(notify.tradeNo) ?? new Set();
    idsByTrade.set(notify.tradeNo, ids.add(notify.notifyId));
  }

  function store(notify: Notify): void {
    keep(notify);
    hold(notify);
    plan(notify);
  }

  async function attempt(notify: Notify): Promise<void> {
    const { notifyId } = notify;
    alarms.delete(notifyId);
    const manner = putOff.get(notifyId) ?? mannerOf(notify);
    putOff.delete(notifyId);
    const delayMs = manner.awaitsAnotherMs ?? manner.delayMs;
    if (delayMs > 0) {
      putOff.set(notifyId, { ...manner, delayMs: 0, awaitsAnotherMs: manner.awaitsAnotherMs && 0 });
      return store({ ...notify, nextAtMs: clock.nowMs() + delayMs });
    }
    underWay.add(notifyId);
    const deliveries = await unlessForgotten(sender.send(notify, clock.nowMs(), manner, inFlight.signal));
    if (!deliveries) return;
    underWay.delete(notifyId);
    settle(notifyId, deliveries);
    letGoWhatAwaits(notify);
  }

  const mannerOf = ({ parameters, ...notify }: Notify) =>
    faults.forNotify({ ...notify, outTradeNo: parameters.out_trade_no, platformTradeNo: parameters.trade_no });

  /** Undefined when the desk was cleared or closed meanwhile: nobody is waiting for the verdict any more. */
  async function unlessForgotten<Result>(result: Promise<Result>): Promise<Result | undefined> {
    const { signal } = inFlight;
    const settled = await result;
    return signal.aborted ? undefined : settled;
  }

  /** What the notify is by now counts: it may have been replayed meanwhile. */
  function settle(notifyId: string, deliveries: readonly Delivery[]): void {
    const notify = notifies.get(notifyId);
    if (!notify) return;
    const after = (before: Notify, delivery: Delivery) => deliveredNotify(before, delivery, retryGap);
    store(deliveries.reduce(after, notify));
  }

  /** The awaited one has gone ahead: what a fault held back for it follows at once. */
  function letGoWhatAwaits({ notifyId: gone, tradeNo }: Notify): void {
    for (const [notifyId, manner] of putOff) {
      const waiting = notifies.get(notifyId);
      if (notifyId === gone || waiting?.tradeNo !== tradeNo || manner.awaitsAnotherMs === undefined) continue;
      store({ ...waiting, nextAtMs: clock.nowMs() });
    }
  }

  async function replayed(notify: Notify, last: Delivery): Promise<Notify> {
    const delivery = await unlessForgotten(sender.sendAgain(notify, last, clock.nowMs(), inFlight.signal));
    if (delivery) settle(notify.notifyId, [delivery]);
    return notifies.get(notify.notifyId) ?? notify;
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
      hold(notify);
      plan(notify);
    },
    restore: hold,
    resume: planAll,
    get: (notifyId) => notifies.get(notifyId),
    ofTrade: (tradeNo) => [...(idsByTrade.get(tradeNo) ?? [])].flatMap((notifyId) => notifies.get(notifyId) ?? []),
    all: () => notifies.values(),
    isDelivering: () => delivering,
    setDelivering(isDelivering) {
      if (isDelivering === delivering) return;
      delivering = isDelivering;
      cancelAlarms();
      planAll();
    },
    replay(notifyId) {
      const notify = notifies.get(notifyId);
      const last = notify?.deliveries.findLast(({ request }) => request !== undefined);
      return notify && last && replayed(notify, last);
    },
    backfill(sinceMs) {
      const missed = [...notifies.values()].filter(
        ({ createdAtMs, status }) => createdAtMs >= sinceMs && status !== 'acknowledged',
      );
      for (const notify of missed) store({ ...notify, status: 'pending', nextAtMs: clock.nowMs() });
      return missed;
    },
    clear() {
      cancelAlarms();
      inFlight.abort();
      inFlight = abortForAny();
      underWay.clear();
      putOff.clear();
      notifies.clear();
      idsByTrade.clear();
    },
  };
}

/** Listened to by every delivery under way, however many; Node.js takes more than ten for a leak. */
function abortForAny(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
