import { PlatformError } from '../platform-error';

/**
 * What a caller sees of something that a function threw: `code:message`, or the message alone when it has no code
 * (reference serverless-platform 1.7). Functions may live in another realm and may throw anything, so nothing is
 * assumed about its type.
 */
export function functionError(thrown: unknown): PlatformError {
  if (typeof thrown !== 'object' || thrown === null) return new PlatformError('FunctionBizError', String(thrown));
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' ? message : JSON.stringify(thrown);
  const hasCode = typeof code === 'string' || typeof code === 'number';
  return new PlatformError('FunctionBizError', hasCode && code !== '' ? `${code}:${text}` : text, { cause: thrown });
}
