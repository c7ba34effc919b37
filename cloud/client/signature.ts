import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SignedFields, signedText } from '../signed-request';

/**
 * The client SDK's signature over a request body: HMAC-MD5, lower-case hex, over the values exactly as received
 * (reference serverless-platform 1.3). The secret ships inside the app, so this proves which app is calling at most,
 * never who: that is what the token is for.
 */
export function clientSignature(body: SignedFields, clientSecret: string): string {
  return createHmac('md5', clientSecret).update(signedText(body), 'utf8').digest('hex');
}

/** Whether a received signature is the right one, in a time that does not depend on how wrong it is. */
export function isClientSignature(received: string, body: SignedFields, clientSecret: string): boolean {
  const expected = Buffer.from(clientSignature(body, clientSecret));
  const actual = Buffer.from(received);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
