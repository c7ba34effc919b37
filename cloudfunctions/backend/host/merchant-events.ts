import type { Clock, EventPosted, MerchantEvents } from '../flow/ports';
import { type EventHeaders, signEvent } from './event-signature';

export interface MerchantEventsOptions {
  /** https, or http on this machine. */
  url: string;
  secret: string;
  clock: Clock;
  /** How it is sent; the platform gives its own client. */
  send?: SendHttp;
}

/** Sends a POST and resolves to the status of the answer. Follows no redirect. Rejects when there is no answer in time. */
export type SendHttp = (
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
) => Promise<number>;

/** A receiver that needs longer should take the event in and work on it afterwards. */
const ANSWER_WITHIN_MS = 5_000;

/** Events by HTTPS POST, each signed anew for every try. Any 2xx confirms; everything else is tried again. */
export function merchantEvents({ url, secret, clock, send = sendByFetch }: MerchantEventsOptions): MerchantEvents {
  return {
    async post({ eventId, type }, text): Promise<EventPosted> {
      const timestamp = String(Math.floor(clock.nowMs() / 1_000));
      const signed: EventHeaders = {
        'x-shouyin-event-id': eventId,
        'x-shouyin-event-type': type,
        'x-shouyin-timestamp': timestamp,
        'x-shouyin-signature': signEvent(text, timestamp, secret),
      };
      try {
        const headers = { 'content-type': 'application/json; charset=utf-8', ...signed };
        const status = await send(url, headers, text, ANSWER_WITHIN_MS);
        const isConfirmed = status >= 200 && status < 300;
        return isConfirmed ? { kind: 'delivered' } : { kind: 'failed', detail: `HTTP ${status}` };
      } catch (error) {
        return { kind: 'failed', detail: reasonOf(error) };
      }
    },
  };
}

const sendByFetch: SendHttp = async (url, headers, body, timeoutMs) => {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
  await response.body?.cancel();
  return response.status;
};

/** The part of urllib that `ctx.httpclient` is on the platform (reference serverless-platform 3). */
export interface HttpClient {
  request(url: string, options: Record<string, unknown>): Promise<{ status: number }>;
}

/** Sending by the platform's own client, for runtimes that have no `fetch`. */
export function sendByClient(client: HttpClient): SendHttp {
  return async (url, headers, data, timeout) => {
    const options = { method: 'POST', headers, data, timeout, followRedirect: false };
    return (await client.request(url, options)).status;
  };
}

/** The kind of failure, without addresses. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${ANSWER_WITHIN_MS} ms`;
  return cause?.code ?? name ?? 'unknown';
}
