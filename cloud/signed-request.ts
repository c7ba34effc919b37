import { PlatformError } from './platform-error';
import { isStorable } from './storable-text';

/** A request of one of the platform's SDKs whose signature is right. */
export interface SignedRequest {
  method: string;
  /** Undefined when the request had none. */
  params: Record<string, unknown> | undefined;
  token: string | undefined;
  /** Signed by servers only; the client SDK never sends one. */
  userId: string | undefined;
}

/** What is signed of a request's body, in the order in which the SDKs sign it. */
const SIGNED_FIELDS = ['method', 'params', 'spaceId', 'timestamp', 'token', 'userId'] as const;

/** The members of a request body that its signature covers; nothing is known of their values yet. */
export type SignedFields = Partial<Record<(typeof SIGNED_FIELDS)[number], unknown>>;

/** Whom a request must be from. */
export interface Signer {
  spaceId: string;
  isSignature(received: string, body: SignedFields): boolean;
  /** What somebody should check whose signature is not right. */
  check: string;
}

/** The time at which a request is read, and how far its timestamp may be from it; 0 for any distance. */
export interface ReadingTime {
  nowMs: number;
  clockSkewMs: number;
}

type Body = Record<string, unknown>;

/** The text that an SDK signs: the values exactly as they are in the body, empty ones left out (reference serverless-platform 1.3). */
export function signedText(body: SignedFields): string {
  const signed = SIGNED_FIELDS.filter((field) => body[field]).map((field) => `${field}=${body[field]}`);
  return signed.join('&');
}

/**
 * Reads and checks the body of `POST /client` or `/server` (reference serverless-platform 1.2, 1.3 and 2). The text is parsed once; the
 * signature is checked over the values as they came. Throws a PlatformError that says what is wrong.
 */
export function readSignedRequest(
  text: string,
  signature: unknown,
  signer: Signer,
  { nowMs, clockSkewMs }: ReadingTime,
): SignedRequest {
  const body = parseObject(text);
  if (!body) throw new PlatformError('InvalidBody.Format', 'The request Body is not valid.');
  const method = methodOf(body);
  if (body.spaceId !== signer.spaceId) {
    throw new PlatformError('InvalidSpaceId.NotFound', 'There is no such space here; check spaceId.');
  }
  checkTypes(body);
  if (typeof signature !== 'string' || !signer.isSignature(signature, body)) {
    // The platform's own text shows the signature it expected. That would sign anything for anybody, so ours does not.
    throw new PlatformError('SignatureNotMatch', `The signature does not match; check ${signer.check}.`);
  }
  if (clockSkewMs > 0 && Math.abs(nowMs - Number(body.timestamp)) > clockSkewMs) {
    throw new PlatformError(
      'InvalidTimestamp.Expired',
      'The timestamp is too far from the time here; check the clock.',
    );
  }
  return { method, params: paramsOf(body), token: textOf(body.token), userId: textOf(body.userId) };
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
  return body.params === undefined ? undefined : readParams(String(body.params));
}

/** The parameters in a JSON text. Throws a PlatformError when they are no object or carry text that cannot be stored. */
export function readParams(text: string): Record<string, unknown> {
  const params = parseObject(text);
  if (!params) throw new PlatformError('InvalidParams.Format', 'The Params is not valid.');
  if (!isStorable(text, params)) {
    throw new PlatformError('InvalidParams.Format', 'The Params contain NUL or half a surrogate pair.');
  }
  return params;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parseObject(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null;
  } catch {
    return null;
  }
}
