import type { KeyObject } from 'node:crypto';
import type { ExchangeLog } from '../exchange-log';
import type { NotifyManner } from '../fault/notify-faults';
import type { Delivery, Notify } from './notify';
import { type DeliveryVerdict, postNotify } from './post-notify';
import { FORM_TYPE, type NotifyBody } from './sent-body';

/** Brings notifies to their receivers. Never rejects: every failure is a delivery with its reason. */
export interface NotifySender {
  /** Signs for this moment and sends, as many copies as `manner` says; one delivery for each. */
  send(notify: Notify, atMs: number, manner: NotifyManner, signal: AbortSignal): Promise<Delivery[]>;
  /** Sends the bytes of an earlier delivery once more. */
  sendAgain(notify: Notify, earlier: Delivery, atMs: number, signal: AbortSignal): Promise<Delivery>;
}

/** `privateKey` is the gateway's; `rules` are read at each delivery. */
export interface NotifySenderParts {
  privateKey: KeyObject;
  /** `notifyTimeoutMs` is how long a receiver has for its reply. */
  rules: { notifyTimeoutMs: number };
  exchanges: ExchangeLog;
  /** Makes of a notify what is posted at one moment. */
  write(notify: Notify, atMs: number, manner: NotifyManner, privateKey: KeyObject): Promise<NotifyBody>;
  /** Whether what a receiver answers means that it has understood. */
  isAcknowledgement(reply: string): boolean;
}

const LOST: DeliveryVerdict = { result: 'dropped', detail: 'a fault lost it on its way' };

/** Every delivery, lost ones included, goes into `exchanges`. */
export function notifySender(parts: NotifySenderParts): NotifySender {
  const { privateKey, rules, exchanges, write, isAcknowledgement } = parts;

  function record(notify: Notify, delivery: Delivery): Delivery {
    const { notifyId, appId, tradeNo, url } = notify;
    const { atMs, request = '', result, httpStatus = null, body = null, faults = [] } = delivery;
    exchanges.add(atMs, {
      kind: 'notify',
      notifyId,
      appId,
      tradeNo,
      url,
      request,
      result,
      httpStatus,
      response: body,
      faults,
    });
    return delivery;
  }

  const post = (notify: Notify, sent: NotifyBody, signal: AbortSignal) =>
    postNotify(notify.url, sent, { timeoutMs: rules.notifyTimeoutMs, isAcknowledgement }, signal);

  return {
    async send(notify, atMs, manner, signal) {
      const sent = await write(notify, atMs, manner, privateKey);
      const copies = Array.from({ length: manner.copies }, async (_, index) => {
        const verdict = manner.isDropped ? LOST : await post(notify, sent, signal);
        return record(notify, {
          atMs,
          ...verdict,
          ...traces(sent),
          ...struckBy(manner),
          ...(index > 0 && { isExtra: true }),
        });
      });
      return Promise.all(copies);
    },
    async sendAgain(notify, earlier, atMs, signal) {
      const sent = { body: earlier.request ?? '', contentType: earlier.contentType ?? FORM_TYPE };
      const verdict = await post(notify, sent, signal);
      return record(notify, { atMs, ...verdict, ...traces(sent), isExtra: true });
    },
  };
}

/** What is needed to send the same once more. */
function traces({ body, contentType }: NotifyBody): Pick<Delivery, 'request' | 'contentType'> {
  return { request: body, ...(contentType !== FORM_TYPE && { contentType }) };
}

function struckBy({ faultIds }: NotifyManner): Pick<Delivery, 'faults'> {
  return faultIds.length > 0 ? { faults: faultIds } : {};
}
