import type { CallOptions } from './async-call';
import { errors, failure } from './failure';

/** What `my.request` will send, after the documented defaults (reference mini-program 5). */
export interface PreparedRequest {
  url: string;
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | undefined;
  dataType: 'json' | 'text' | 'base64' | 'arraybuffer';
  timeoutMs: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_TIMEOUT_MS = 60_000;
const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'CONNECT']);
const dataTypes = new Set(['json', 'text', 'base64', 'arraybuffer']);

/** Checks the options of `my.request`; throws failure 2 that names what is wrong. */
export function prepareRequest(options: CallOptions): PreparedRequest {
  const method = String(options.method ?? 'GET').toUpperCase();
  if (!methods.has(method)) throw failure(errors.invalidParameter, `invalid parameter: method ${method}`);
  const dataType = String(options.dataType ?? 'json').toLowerCase();
  if (!dataTypes.has(dataType)) throw failure(errors.invalidParameter, `invalid parameter: dataType ${dataType}`);
  const url = absoluteUrl(options.url);
  const headers = headersOf(options);
  const carriesBody = !['GET', 'HEAD', 'TRACE', 'CONNECT'].includes(method);
  if (!carriesBody) appendQuery(url, options.data);
  return {
    url: url.href,
    method,
    headers,
    body: carriesBody ? bodyOf(options.data, headers['content-type'] ?? '') : undefined,
    dataType: dataType as PreparedRequest['dataType'],
    timeoutMs: timeoutOf(options.timeout),
  };
}

function absoluteUrl(given: unknown): URL {
  const isAbsolute = typeof given === 'string' && /^https?:\/\//i.test(given);
  if (!isAbsolute || !URL.canParse(given)) {
    throw failure(errors.invalidParameter, 'invalid parameter: url must be absolute, with https:// or http://');
  }
  return new URL(given);
}

function headersOf(options: CallOptions): Record<string, string> {
  const given = { ...(options.header as object), ...(options.headers as object) } as Record<string, unknown>;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (name.toLowerCase() === 'referer') console.warn('my.request: the header Referer cannot be set and is left out.');
    else headers[name.toLowerCase()] = String(value);
  }
  return headers;
}

function timeoutOf(given: unknown): number {
  const timeoutMs = Number(given);
  return timeoutMs > 0 ? Math.min(timeoutMs, MAX_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
}

function appendQuery(url: URL, data: unknown): void {
  if (typeof data === 'string') url.search += `${url.search ? '&' : '?'}${data}`;
  else if (isPlain(data)) for (const [name, value] of pairs(data)) url.searchParams.append(name, value);
}

function bodyOf(data: unknown, contentType: string): Uint8Array<ArrayBuffer> | undefined {
  if (data === undefined || data === null) return undefined;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (typeof data !== 'object') return new TextEncoder().encode(String(data));
  const isForm = contentType.includes('application/x-www-form-urlencoded');
  return new TextEncoder().encode(isForm ? new URLSearchParams(pairs(data)).toString() : JSON.stringify(data));
}

function isPlain(data: unknown): data is object {
  return typeof data === 'object' && data !== null && !(data instanceof ArrayBuffer);
}

/** Nested values go as JSON text, as they do on a phone; undefined ones do not go at all. */
function pairs(data: object): [string, string][] {
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value),
    ]);
}
