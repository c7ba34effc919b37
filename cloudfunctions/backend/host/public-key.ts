import { createPublicKey } from 'node:crypto';

/** PEM of an RSA public key given as PEM or as one line of base64. Throws when it is anything else. */
export function publicKeyPem(text: string): string {
  // Node.js would derive the public half of a private key and so hide that the keys were swapped.
  if (text.includes('PRIVATE KEY')) throw new TypeError('a private key was given where a public key belongs');
  const body = text.includes('-----BEGIN')
    ? text
    : `-----BEGIN PUBLIC KEY-----\n${text.trim()}\n-----END PUBLIC KEY-----`;
  const key = createPublicKey(body);
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('the public key is not an RSA key');
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
