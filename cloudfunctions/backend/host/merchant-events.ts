import http from 'node:http';
import https from 'node:https';
import type { Clock, EventPosted, MerchantEvents } from '../flow/ports';
import { type EventHeaders, signEvent } from './event-signature';
import { receiverRest } from './receiver-rest';

/** Where events go, and the secret that the receiver verifies them with. */
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
export function merchantEvents({ url, secret, clock, send = sendByNode }: MerchantEventsOptions): MerchantEvents {
  const rest = receiverRest(clock);
  return {
    async post({ eventId, type }, text): Promise<EventPosted> {
      if (!rest.mayTry()) return { kind: 'failed', detail: 'not sent: the receiver has not been answering' };
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
        rest.note(false);
        const isConfirmed = status >= 200 && status < 300;
        return isConfirmed ? { kind: 'delivered' } : { kind: 'failed', detail: `HTTP ${status}` };
      } catch (error) {
        rest.note(isSilence(error));
        return { kind: 'failed', detail: reasonOf(error) };
      }
    },
  };
}

/** By Node.js's own client, which every runtime of the platforms has; `fetch` is younger than some of them. */
const sendByNode: SendHttp = (url, headers, body, timeoutMs) =>
  new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(url, { method: 'POST', headers: { ...headers, ...length } }, (response) => {
      resolve(response.statusCode ?? 0);
      // Nobody reads what it says: only the status counts.
      response.destroy();
    });
    const timer = setTimeout(() => call.destroy(new NoAnswerInTime()), timeoutMs);
    call.on('error', reject);
    call.on('close', () => {
      clearTimeout(timer);
      // A receiver that wants to speak another protocol (101) ends the call with neither an answer nor an error.
      reject(new NoAnswer());
    });
    call.end(body);
  });

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

class NoAnswerInTime extends Error {
  override readonly name = 'TimeoutError';
}

/** The part of urllib that `ctx.httpclient` is on the platform (reference serverless-platform 3). */
export interface HttpClient {
  request(url: string, options: Record<string, unknown>): Promise<{ status: number }>;
}

/** Sending by the platform's own client, where it hands one over. It reads the whole answer, and waits for one that never ends. */
export function sendByClient(client: HttpClient): SendHttp {
  return async (url, headers, data, timeout) => {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswerInTime()), timeout);
    });
    try {
      const options = { method: 'POST', headers, data, timeout, followRedirect: false };
      return (await Promise.race([client.request(url, options), silence])).status;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** By the name that every client gives it, or by the system's code when not even a connection came about. */
function isSilence(error: unknown): boolean {
  const { name, code } = error as Error & { code?: string };
  return /Timeout/.test(name) || code === 'ETIMEDOUT';
}

/** The kind of failure, without addresses. */
function reasonOf(error: unknown): string {
  const { name, code } = error as Error & { code?: string };
  if (name === 'TimeoutError') return `no answer within ${ANSWER_WITHIN_MS} ms`;
  return code ?? name ?? 'unknown';
}
