import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Delivery } from './notify';
import type { NotifyBody } from './notify-body';

/** A receiver has to answer exactly this, and nothing around it. */
const ACKNOWLEDGEMENT = 'success';
const LONGEST_REPLY_BYTES = 4096;
const SHOWN_REPLY_CHARACTERS = 200;

export type DeliveryVerdict = Omit<Delivery, 'atMs'>;

/**
 * Posts one notify as Alipay does: redirects not followed, the whole reply within `timeoutMs`. Every failure
 * is a value. The connection is not kept: a receiver that restarts between two notifies must not cost one.
 */
export function postNotify(
  url: string,
  { body, contentType }: NotifyBody,
  timeoutMs: number,
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
      readReply(response).then(settle, fail);
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

async function readReply(response: IncomingMessage): Promise<DeliveryVerdict> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_REPLY_BYTES) break;
  }
  return judge(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'));
}

function judge(httpStatus: number, reply: string): DeliveryVerdict {
  const body = reply.slice(0, SHOWN_REPLY_CHARACTERS);
  if (httpStatus >= 300 && httpStatus < 400) return { result: 'redirected', httpStatus, body };
  if (httpStatus !== 200) return { result: 'bad_status', httpStatus, body };
  return { result: reply === ACKNOWLEDGEMENT ? 'acknowledged' : 'not_acknowledged', httpStatus, body };
}
