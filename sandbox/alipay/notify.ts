/** Minutes between two deliveries of a notify that is not acknowledged (reference alipay-trade 4.1): 8 in about 25 h. */
export const RETRY_GAPS_MINUTES: readonly number[] = [4, 10, 10, 60, 120, 360, 900];

const MINUTE_MS = 60_000;

/** What made Alipay tell the merchant; each can be switched. */
export type NotifyCause = 'paid' | 'closed' | 'expired' | 'finished' | 'partly_refunded' | 'fully_refunded';

/** Why a delivery was not taken; only `acknowledged` ends the retries. */
export type DeliveryResult =
  | 'acknowledged'
  | 'not_acknowledged'
  | 'bad_status'
  | 'redirected'
  | 'timed_out'
  | 'unreachable';

export interface Delivery {
  atMs: number;
  result: DeliveryResult;
  httpStatus?: number;
  /** The beginning of what was answered. */
  body?: string;
  detail?: string;
}

/** One notification; its id and contents stay the same over all deliveries. */
export interface Notify {
  notifyId: string;
  tradeNo: string;
  appId: string;
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

/** The notify after one more delivery. */
export function deliveredNotify(notify: Notify, delivery: Delivery): Notify {
  const deliveries = [...notify.deliveries, delivery];
  if (delivery.result === 'acknowledged') {
    return { ...notify, deliveries, status: 'acknowledged', nextAtMs: undefined };
  }
  const gapMinutes = RETRY_GAPS_MINUTES[deliveries.length - 1];
  if (gapMinutes === undefined) return { ...notify, deliveries, status: 'given_up', nextAtMs: undefined };
  return { ...notify, deliveries, nextAtMs: delivery.atMs + gapMinutes * MINUTE_MS };
}
