import { PlatformError } from '../platform-error';
import { isClientSignature } from './signature';
import { isStorable } from './storable-text';

/** The space that this cloud serves, as the app knows it. */
export interface Space {
  spaceId: string;
  clientSecret: string;
  appId: string;
}

/** A request of the client SDK whose signature is right. */
export interface ClientRequest {
  method: string;
  /** Undefined when the request had none. */
  params: Record<string, unknown> | undefined;
  token: string | undefined;
}

/** The time at which a request is read, and how far its timestamp may be from it; 0 for any distance. */
export interface ReadingTime {
  nowMs: number;
  clockSkewMs: number;
}

type Body = Record<string, unknown>;

/**
 * Reads and checks the body of `POST /client` (reference serverless-platform 1.2 and 1.3). The text is parsed once; the
 * signature is computed over the values as they came. Throws a PlatformError that says what is wrong.
 */
export function readClientRequest(
  text: string,
  signature: unknown,
  space: Space,
  { nowMs, clockSkewMs }: ReadingTime,
): ClientRequest {
  const body = parseObject(text);
  if (!body) throw new PlatformError('InvalidBody.Format', 'The request Body is not valid.');
  const method = methodOf(body);
  if (body.spaceId !== space.spaceId) {
    throw new PlatformError('InvalidSpaceId.NotFound', 'There is no such space here; check spaceId.');
  }
  checkTypes(body);
  if (typeof signature !== 'string' || !isClientSignature(signature, body, space.clientSecret)) {
    // The platform's own text shows the signature it expected. That would sign anything for anybody, so ours does not.
    throw new PlatformError('SignatureNotMatch', 'The signature does not match; check clientSecret.');
  }
  if (clockSkewMs > 0 && Math.abs(nowMs - Number(body.timestamp)) > clockSkewMs) {
    throw new PlatformError(
      'InvalidTimestamp.Expired',
      'The timestamp is too far from the time here; check the clock.',
    );
  }
  return { method, params: paramsOf(body), token: typeof body.token === 'string' ? body.token : undefined };
}

function methodOf(body: Body): string {
  if (body.method === undefined || body.method === '') {
    throw new PlatformError('MissingMethod', 'Method is mandatory for this request.');
  }
  if (typeof body.method !== 'string') {
    throw new PlatformError('InvalidMethod.Format', 'The specified Method is not valid.');
  }
  return body.method;
}

function checkTypes(body: Body): void {
  const { params, timestamp, token, userId } = body;
  const isTimestamp = typeof timestamp === 'number' || (typeof timestamp === 'string' && /^\d{1,16}$/.test(timestamp));
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  if (!isText(params)) throw new PlatformError('InvalidParams.Format', 'The Params is not valid.');
  if (!isTimestamp || !isText(token) || !isText(userId)) {
    throw new PlatformError('InvalidBody.Format', 'The request Body is not valid: timestamp, token or userId.');
  }
}

function paramsOf(body: Body): Record<string, unknown> | undefined {
  if (body.params === undefined) return undefined;
  const text = String(body.params);
  const params = parseObject(text);
  if (!params) throw new PlatformError('InvalidParams.Format', 'The Params is not valid.');
  if (!isStorable(text, params)) {
    throw new PlatformError('InvalidParams.Format', 'The Params contain NUL or half a surrogate pair.');
  }
  return params;
}

function parseObject(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null;
  } catch {
    return null;
  }
}
