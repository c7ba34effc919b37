import { type KeyObject, verify } from 'node:crypto';
import { type SignedFields, signedText } from '../signed-request';

/**
 * Whether one of these keys made the signature of the server SDK: RSA (PKCS#1 v1.5) with MD5, lower-case hex (reference
 * serverless-platform 2). MD5 is the SDK's choice and cannot be changed here.
 */
export function isServerSignature(received: string, body: SignedFields, keys: readonly KeyObject[]): boolean {
  if (!/^([0-9a-f]{2})+$/.test(received)) return false;
  const signed = Buffer.from(signedText(body), 'utf8');
  const signature = Buffer.from(received, 'hex');
  return keys.some((key) => verify('RSA-MD5', signed, key, signature));
}
