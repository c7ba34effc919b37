import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProxiedReply, ProxiedRequest } from '../faces';
import { readBody, refuse, sendJson } from './exchange';

const maxTimeoutMs = 60_000;
/** Headers that belong to one connection and cannot be passed on. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'referer',
]);

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The body as a {@link ProxiedRequest}, or why it is none. */
function parseRequest(body: Buffer): ProxiedRequest | string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return 'the body is not JSON';
  }
  const { url, method, headers, bodyBase64, timeoutMs } = (value ?? {}) as Record<string, unknown>;
  if (!isText(url) || !isText(method)) return '"url" and "method" must be strings';
  if (typeof headers !== 'object' || headers === null || !Object.values(headers).every(isText)) {
    return '"headers" must be an object of strings';
  }
  if (bodyBase64 !== undefined && !isText(bodyBase64)) return '"bodyBase64" must be a string';
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0)) return '"timeoutMs" must be a positive number';
  const request = { url, method, headers: headers as Record<string, string>, timeoutMs };
  return bodyBase64 === undefined ? request : { ...request, bodyBase64 };
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function passedOn(headers: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !ownHeaders.has(name.toLowerCase())));
}

async function call({ url, method, headers, bodyBase64, timeoutMs }: ProxiedRequest): Promise<ProxiedReply> {
  if (!isWebAddress(url)) return { error: 'refused', message: `${url} is not an http or https address` };
  const mayHaveBody = !/^(GET|HEAD)$/i.test(method);
  try {
    const reply = await fetch(url, {
      method: method.toUpperCase(),
      headers: passedOn(Object.entries(headers)),
      signal: AbortSignal.timeout(Math.min(timeoutMs, maxTimeoutMs)),
      ...(mayHaveBody && bodyBase64 !== undefined ? { body: Buffer.from(bodyBase64, 'base64') } : {}),
    });
    const body = Buffer.from(await reply.arrayBuffer());
    return { status: reply.status, headers: passedOn(reply.headers), bodyBase64: body.toString('base64') };
  } catch (problem) {
    const { name, message, cause } = problem as Error;
    if (name === 'TimeoutError') return { error: 'timeout', message: `no answer within ${timeoutMs} ms` };
    return { error: 'network', message: cause instanceof Error ? cause.message : message };
  }
}

/** `POST /__simulator/request`: makes a call for the page, since browsers keep pages from calling other origins. */
export async function proxyRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405, 'method_not_allowed', 'use POST');
  const body = await readBody(request);
  if (!body) return refuse(response, 413, 'body_too_large', 'the body is larger than 16 MB');
  const parsed = parseRequest(body);
  if (typeof parsed === 'string') return refuse(response, 400, 'invalid_request', parsed);
  return sendJson(response, 200, await call(parsed));
}
