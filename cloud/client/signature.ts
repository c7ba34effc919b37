import { createHmac, timingSafeEqual } from 'node:crypto';

/** The members of a request body that are signed, in the order the client SDK signs them. */
const SIGNED_FIELDS = ['method', 'params', 'spaceId', 'timestamp', 'token', 'userId'] as const;

export type SignedFields = Partial<Record<(typeof SIGNED_FIELDS)[number], unknown>>;

/**
 * The client SDK's signature over a request body: HMAC-MD5, lower-case hex, over the values exactly as received
 * (reference serverless-platform 1.3). The secret ships inside the app, so this proves which app is calling at most,
 * never who: that is what the token is for.
 */
export function clientSignature(body: SignedFields, clientSecret: string): string {
  const signed = SIGNED_FIELDS.filter((field) => body[field]).map((field) => `${field}=${body[field]}`);
  return createHmac('md5', clientSecret).update(signed.join('&'), 'utf8').digest('hex');
}

/** Whether a received signature is the right one, in a time that does not depend on how wrong it is. */
export function isClientSignature(received: string, body: SignedFields, clientSecret: string): boolean {
  const expected = Buffer.from(clientSignature(body, clientSecret));
  const actual = Buffer.from(received);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
