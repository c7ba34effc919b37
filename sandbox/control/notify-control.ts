import type { NotifyCause } from '../notify/notify';
import type { Gateways } from '../start-gateways';
import { type ControlRefusal, refusal } from './control-refusal';
import { type NotifyView, notifyView } from './control-views';

/** What merchants of both gateways are told, and telling it again. */
export interface NotifyControl {
  /** Newest first, at most `limit`, 100 unless told. */
  notifies(limit?: number): NotifyView[];
  notify(notifyId: string): NotifyView | ControlRefusal;
  /** Sends the bytes of its last delivery once more, and tells what became of it. */
  replayNotify(notifyId: string): Promise<NotifyView | ControlRefusal>;
  /** Sends, at once, everything made since `sinceMs` that was never acknowledged. Tells what that is, before it is sent. */
  backfillNotifies(since: { sinceMs: number }): NotifyView[];
  notifyPolicy(): NotifyPolicy;
  /** Changes what is named and keeps the rest. */
  setNotifyPolicy(policy: Partial<NotifyPolicy>): NotifyPolicy;
}

/** How both gateways tell merchants of what happens. */
export interface NotifyPolicy {
  /** False keeps every notify back until it is true again, as a blocked callback address would. */
  deliver: boolean;
  /** Which events merchants are told of, as Alipay's rule has it; setting it sets that of Fshows as well. */
  causes: readonly NotifyCause[];
}

const USUAL_LIMIT = 100;

/** An id of either gateway will do: no notify of one bears an id of the other. */
export function notifyControl({ alipay, fshows }: Gateways): NotifyControl {
  const desks = [alipay.notifies, fshows.notifies];
  const find = (notifyId: string) => desks.flatMap((desk) => desk.get(notifyId) ?? [])[0];
  const policy = (): NotifyPolicy => ({ deliver: alipay.notifies.isDelivering(), causes: alipay.rules.notifyCauses });

  return {
    notifies(limit = USUAL_LIMIT) {
      const all = desks.flatMap((desk) => [...desk.all()].slice(-limit).reverse());
      // Sorting is stable: what was made in one moment stays in the order of its gateway.
      return all
        .sort((left, right) => right.createdAtMs - left.createdAtMs)
        .slice(0, limit)
        .map(notifyView);
    },
    notify(notifyId) {
      const notify = find(notifyId);
      return notify ? notifyView(notify) : noSuchNotify();
    },
    async replayNotify(notifyId) {
      const desk = desks.find((each) => each.get(notifyId));
      if (!desk) return noSuchNotify();
      const replayed = await desk.replay(notifyId);
      return replayed ? notifyView(replayed) : refusal('notify_not_sent', 'It has not been sent yet.');
    },
    backfillNotifies: ({ sinceMs }) => desks.flatMap((desk) => desk.backfill(sinceMs)).map(notifyView),
    notifyPolicy: policy,
    setNotifyPolicy({ deliver = policy().deliver, causes = policy().causes }) {
      for (const gateway of [alipay, fshows]) gateway.setRules({ notifyCauses: causes });
      for (const desk of desks) desk.setDelivering(deliver);
      return policy();
    },
  };
}

function noSuchNotify(): ControlRefusal {
  return refusal('notify_not_found', 'GET /api/notifies lists the notifies.');
}
