/**
 * How events to the merchant's own system are signed, and how a receiver verifies them (docs/events.md): HMAC-SHA-256 over the
 * time, a full stop, and the body as it was sent.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of every event; names in lower case, as Node.js gives them to a receiver. */
export interface EventHeaders {
  'x-shouyin-event-id': string;
  'x-shouyin-event-type': string;
  /** When it was sent, epoch seconds. New on every try, while id and body stay. */
  'x-shouyin-timestamp': string;
  /** `v1=` and the signature in hex. */
  'x-shouyin-signature': string;
}

/** The `x-shouyin-signature` of a body sent at this time. */
export function signEvent(body: string, timestamp: string, secret: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex')}`;
}

/** A message that a receiver got, and what it is checked against. */
export interface EventCheck {
  /** The body as it came, not parsed and written again. */
  body: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  secret: string;
  nowMs: number;
  /** How much the clocks may differ and a message may be old; more is a replay. */
  toleranceSeconds?: number;
}

/** What is not `ok` must not be acted on; `too_old` is a genuine message out of its time, a replay perhaps. */
export type EventVerdict = { ok: true } | { ok: false; reason: 'signature_missing' | 'too_old' | 'bad_signature' };

/** Whether a message is an event of ours. Verify before parsing; then drop an event id that was seen before. */
export function verifyEvent({ body, headers, secret, nowMs, toleranceSeconds = 300 }: EventCheck): EventVerdict {
  const timestamp = headers['x-shouyin-timestamp'];
  const signature = headers['x-shouyin-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) {
    return { ok: false, reason: 'signature_missing' };
  }
  const expected = Buffer.from(signEvent(body, timestamp, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { ok: false, reason: 'bad_signature' };
  }
  const isFresh = Math.abs(nowMs / 1_000 - Number(timestamp)) <= toleranceSeconds;
  return isFresh ? { ok: true } : { ok: false, reason: 'too_old' };
}
