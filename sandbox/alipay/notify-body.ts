import type { KeyObject } from 'node:crypto';
import { toBeijingTime } from '../beijing-time';
import type { NotifyManner } from '../fault/notify-faults';
import type { Notify } from '../notify/notify';
import { type NotifyBody, sentBody } from '../notify/sent-body';

/** Signed without `sign_type` (reference alipay-trade 4.3), as far as no fault says otherwise. */
export async function notifyBody(
  notify: Notify,
  atMs: number,
  manner: NotifyManner,
  privateKey: KeyObject,
): Promise<NotifyBody> {
  const told = {
    ...notify.parameters,
    notify_time: toBeijingTime(atMs),
    sign_type: manner.signType ?? 'RSA2',
    ...manner.fields,
  };
  const parameters = Object.entries(told).filter((entry): entry is [string, string] => entry[1] !== null);
  const signType = manner.signType === 'RSA' ? 'RSA' : 'RSA2';
  return sentBody(parameters, manner, signType, privateKey);
}
