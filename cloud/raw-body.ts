import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { PlatformError } from './platform-error';

/**
 * Bodies arrive as the bytes that were sent, whatever they claim to be: signatures are computed over them. Applies to
 * the routes registered on this instance only.
 */
export function acceptRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** A body as text, empty when there is none. Throws a PlatformError when it is not UTF-8: no part of it could be trusted. */
export function utf8From(body: unknown): string {
  if (!Buffer.isBuffer(body)) return '';
  if (!isUtf8(body)) throw new PlatformError('InvalidBody.Format', 'The request Body is not UTF-8.');
  return body.toString('utf8');
}

/** Turns whatever was thrown while a request was being answered into an answer; what is not foreseen says nothing. */
export function platformErrorFrom(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = (error as { code?: unknown }).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new PlatformError('RequestContentLength.Exceeded', 'The body is larger than is accepted here.');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new PlatformError('InvalidRequestContentType', 'The content type is not one.');
  }
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP_')) {
    return new PlatformError('InvalidBody.Format', 'The request Body is not valid.');
  }
  return new PlatformError('InternalServerError', 'Something went wrong here; see the log.', { cause: error });
}
