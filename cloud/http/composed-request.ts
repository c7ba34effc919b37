import type { FastifyRequest } from 'fastify';
import { PlatformError } from '../platform-error';

/** Content types that reach a function (reference serverless-platform 3.1). */
const CONTENT_TYPE = /^(application\/json|application\/x-www-form-urlencoded|text\/[a-z0-9.+-]+)\s*(;|$)/i;

/** What an HTTP-triggered function gets as `ctx.args`. */
export interface ComposedRequest {
  /** Relative to the trigger's path; `/` for that path itself. */
  path: string;
  httpMethod: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  /** Never parsed; base64 when it is not UTF-8 text. Absent when the request had none. */
  body?: string;
  isBase64Encoded: boolean;
}

/** Describes a request as the platform does. Throws a PlatformError for a content type that it does not let through. */
export function composedRequest(request: FastifyRequest, path: string): ComposedRequest {
  const contentType = request.headers['content-type'];
  const bytes = Buffer.isBuffer(request.body) ? request.body : undefined;
  if (contentType !== undefined && !CONTENT_TYPE.test(contentType)) {
    throw new PlatformError('InvalidRequestContentType', 'Send JSON, a form or text.');
  }
  const query = request.query as Record<string, string | string[]>;
  return {
    path,
    httpMethod: request.method,
    headers: joined(request.headers),
    ...(Object.keys(query).length > 0 ? { queryStringParameters: joined(query) } : {}),
    ...(bytes && bytes.length > 0 ? bodyOf(bytes) : { isBase64Encoded: false }),
  };
}

function bodyOf(bytes: Buffer): { body: string; isBase64Encoded: boolean } {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isBase64Encoded: false };
  } catch {
    return { body: bytes.toString('base64'), isBase64Encoded: true };
  }
}

/** A name that was sent several times keeps all its values, in one text. */
function joined(values: Record<string, string | string[] | undefined>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) texts[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return texts;
}
