import { validateHeaderName, validateHeaderValue } from 'node:http';
import { PlatformError } from '../platform-error';

/** A reply ready to be sent. */
export interface HttpReply {
  statusCode: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Headers that belong to the connection, not to the function. */
const CONNECTION_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * Turns a function's result into an HTTP reply (reference serverless-platform 3.1): text as text, other values as JSON,
 * and full control for an object that says `mpserverlessComposedResponse: true`. Throws a PlatformError when such an
 * object is not well formed.
 */
export function composedResponse(resultJson: string | undefined): HttpReply {
  const result: unknown = resultJson === undefined ? '' : JSON.parse(resultJson);
  if (typeof result === 'string') return reply(200, 'text/plain; charset=utf-8', result);
  if (isComposed(result)) return fromComposed(result);
  return reply(200, 'application/json; charset=utf-8', JSON.stringify(result));
}

/** A reply of the given type. */
export function reply(statusCode: number, contentType: string, body: string): HttpReply {
  return { statusCode, headers: { 'content-type': contentType }, body };
}

function isComposed(result: unknown): result is Record<string, unknown> {
  return typeof result === 'object' && result !== null && 'mpserverlessComposedResponse' in result
    ? result.mpserverlessComposedResponse === true
    : false;
}

function fromComposed({
  statusCode = 200,
  headers = {},
  body = '',
  isBase64Encoded,
}: Record<string, unknown>): HttpReply {
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    throw invalid('statusCode must be an integer from 200 to 599.');
  }
  if (typeof body !== 'string') throw invalid('body must be a text.');
  return {
    statusCode,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...checkedHeaders(headers) },
    body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}

function checkedHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) throw invalid('headers must be an object.');
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lowerName = name.toLowerCase();
    if (!CONNECTION_HEADERS.has(lowerName)) checked[lowerName] = checkedHeader(name, value);
  }
  return checked;
}

function checkedHeader(name: string, value: unknown): string {
  const text = String(value);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, text);
    return text;
  } catch {
    throw invalid('a header has a name or value that HTTP does not allow.');
  }
}

function invalid(what: string): PlatformError {
  return new PlatformError('InvalidComposedResponseBody', `The composed response is not valid: ${what}`);
}
