/** What made a gateway tell the merchant; each can be switched. */
export const NOTIFY_CAUSES = ['paid', 'closed', 'expired', 'finished', 'partly_refunded', 'fully_refunded'] as const;

/** By which rules and fault rules name an event of a trade. */
export type NotifyCause = (typeof NOTIFY_CAUSES)[number];

/** Why a delivery was not taken; only `acknowledged` ends the retries. */
export type DeliveryResult =
  | 'acknowledged'
  | 'not_acknowledged'
  | 'bad_status'
  | 'redirected'
  | 'timed_out'
  | 'unreachable'
  /** Lost by a fault before it left. */
  | 'dropped';

/** One attempt and what became of it; what never came to an answer has no `httpStatus` and no `body`. */
export interface Delivery {
  atMs: number;
  result: DeliveryResult;
  httpStatus?: number;
  /** The beginning of what was answered. */
  body?: string;
  detail?: string;
  /** The bytes that were sent, for sending them again. */
  request?: string;
  /** When it was not the usual one. */
  contentType?: string;
  /** A copy or a replay, which does not count among the planned deliveries. */
  isExtra?: boolean;
  /** Rules that struck. */
  faults?: readonly string[];
}

/** One notification; its id and contents stay the same over all deliveries. */
export interface Notify {
  notifyId: string;
  tradeNo: string;
  appId: string;
  /** Whose it is; Alipay's when absent. */
  gateway?: 'fshows';
  cause: NotifyCause;
  url: string;
  createdAtMs: number;
  /** Everything but `notify_time`, `sign_type` and `sign`, which belong to a single delivery. */
  parameters: Readonly<Record<string, string>>;
  status: 'pending' | 'acknowledged' | 'given_up';
  /** When the next delivery is due; absent when none is. */
  nextAtMs?: number;
  deliveries: readonly Delivery[];
}

/** How long after so many deliveries the next one follows, in milliseconds; undefined when none does. */
export type RetryGap = (deliveryCount: number) => number | undefined;

/** The notify after one more delivery. */
export function deliveredNotify(notify: Notify, delivery: Delivery, retryGap: RetryGap): Notify {
  const deliveries = [...notify.deliveries, delivery];
  if (delivery.result === 'acknowledged') {
    return { ...notify, deliveries, status: 'acknowledged', nextAtMs: undefined };
  }
  // A replay is beside the plan, which goes on as if it had not been.
  if (delivery.isExtra || notify.status !== 'pending') return { ...notify, deliveries };
  const plannedCount = deliveries.filter(({ isExtra }) => !isExtra).length;
  const gapMs = retryGap(plannedCount);
  if (gapMs === undefined) return { ...notify, deliveries, status: 'given_up', nextAtMs: undefined };
  return { ...notify, deliveries, nextAtMs: delivery.atMs + gapMs };
}
