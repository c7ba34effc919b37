import type { ProxiedReply, ProxiedRequest } from '../faces';
import { fromBase64, toBase64 } from './base64';
import { errors, failure } from './failure';
import type { PreparedRequest } from './prepare-request';

/** What came back over the wire. Header names are in lower case. */
export interface RawReply {
  status: number;
  headers: Record<string, string>;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Methods a browser refuses to send; the server sends them instead. */
const unsendable = new Set(['TRACE', 'CONNECT']);

/**
 * Sends a prepared request: straight through `fetch` to the simulator's own origin, through its server to any other,
 * so that the browser's cross-origin rules, which no phone has, do not apply. Rejects with failure 12 or 13.
 */
export async function send(request: PreparedRequest, signal: AbortSignal): Promise<RawReply> {
  const isOwnOrigin = new URL(request.url).origin === location.origin;
  return isOwnOrigin && !unsendable.has(request.method) ? sendDirectly(request, signal) : sendByServer(request, signal);
}

async function sendDirectly(request: PreparedRequest, signal: AbortSignal): Promise<RawReply> {
  const reply = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: request.body ?? null,
    signal,
  });
  const bytes = new Uint8Array(await reply.arrayBuffer());
  return { status: reply.status, headers: Object.fromEntries(reply.headers), bytes };
}

async function sendByServer(request: PreparedRequest, signal: AbortSignal): Promise<RawReply> {
  const { url, method, headers, timeoutMs } = request;
  const order: ProxiedRequest = { url, method, headers, timeoutMs };
  if (request.body) order.bodyBase64 = toBase64(request.body);
  const answer = await fetch('/__simulator/request', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
    signal,
  });
  if (!answer.ok) throw failure(errors.network, `network error: the simulator's server answered ${answer.status}`);
  const reply = (await answer.json()) as ProxiedReply;
  if ('error' in reply) {
    if (reply.error === 'timeout') throw failure(errors.timeout, 'request timeout');
    throw failure(errors.network, `network error: ${reply.message}`);
  }
  return { status: reply.status, headers: reply.headers, bytes: fromBase64(reply.bodyBase64) };
}
