import type { FastifyInstance } from 'fastify';
import { PlatformError } from './platform-error';

/** Largest request, in bytes (reference serverless-platform 3.1). */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Bodies arrive as the bytes that were sent, whatever they claim to be: signatures are computed over them. Applies to
 * the routes registered on this instance only.
 */
export function acceptRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => {
    done(null, body);
  });
}

/** Turns whatever was thrown while a request was being answered into an answer; what is not foreseen says nothing. */
export function platformErrorFrom(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = (error as { code?: unknown }).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new PlatformError('RequestContentLength.Exceeded', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new PlatformError('InvalidRequestContentType', 'The content type is not one.');
  }
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP_')) {
    return new PlatformError('InvalidBody.Format', 'The request Body is not valid.');
  }
  return new PlatformError('InternalServerError', 'Something went wrong here; see the log.', { cause: error });
}
