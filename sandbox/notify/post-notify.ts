import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Delivery } from './notify';
import type { NotifyBody } from './sent-body';

const LONGEST_REPLY_BYTES = 4096;
const SHOWN_REPLY_CHARACTERS = 200;

/** A receiver has to answer exactly this, and nothing around it. */
export function isAcknowledgement(reply: string): boolean {
  return reply === 'success';
}

/** What a receiver has to do. */
export interface ReceiverDuty {
  /** How long it has for the whole reply. */
  timeoutMs: number;
  isAcknowledgement(reply: string): boolean;
}

/** What the receiver made of it, without the moment, which is the sandbox's clock's. */
export type DeliveryVerdict = Omit<Delivery, 'atMs'>;

/**
 * Posts one notify as Alipay does: redirects not followed, the whole reply within `timeoutMs`. Every failure
 * is a value. The connection is not kept: a receiver that restarts between two notifies must not cost one.
 */
export function postNotify(
  url: string,
  { body, contentType }: NotifyBody,
  { timeoutMs, isAcknowledgement: isTaken }: ReceiverDuty,
  signal: AbortSignal,
): Promise<DeliveryVerdict> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const request = send(url, { method: 'POST', headers, agent: false, signal }, (response) => {
      readReply(response, isTaken).then(settle, fail);
    });
    const timer = setTimeout(() => {
      settle({ result: 'timed_out', detail: `no complete reply within ${timeoutMs} ms` });
      request.destroy();
    }, timeoutMs);
    function settle(verdict: DeliveryVerdict): void {
      clearTimeout(timer);
      resolve(verdict);
    }
    function fail(error: Error): void {
      settle({ result: 'unreachable', detail: error.message });
    }
    request.on('error', fail);
    request.end(body);
  });
}

async function readReply(
  response: IncomingMessage,
  isTaken: ReceiverDuty['isAcknowledgement'],
): Promise<DeliveryVerdict> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_REPLY_BYTES) break;
  }
  const httpStatus = response.statusCode ?? 0;
  const reply = Buffer.concat(chunks).toString('utf8');
  const body = reply.slice(0, SHOWN_REPLY_CHARACTERS);
  if (httpStatus >= 300 && httpStatus < 400) return { result: 'redirected', httpStatus, body };
  if (httpStatus !== 200) return { result: 'bad_status', httpStatus, body };
  return { result: isTaken(reply) ? 'acknowledged' : 'not_acknowledged', httpStatus, body };
}
