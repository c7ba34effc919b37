import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * An app's private key in any form merchants have: PKCS#1 or PKCS#8, with header lines or one line of base64, real line
 * breaks or written `\n`. Throws when it is none of these.
 */
export function readPrivateKey(text: string): KeyObject {
  const key = derOf(text);
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    const read = attempt(() => createPrivateKey({ key, format: 'der', type }));
    if (read) return read;
  }
  throw new Error('the private key of the app is not an RSA key in PKCS#1 or PKCS#8 form');
}

/** Alipay's public key (not the app's own), with header lines or one line of base64. Throws when it is not a key. */
export function readPublicKey(text: string): KeyObject {
  const read = attempt(() => createPublicKey({ key: derOf(text), format: 'der', type: 'spki' }));
  if (read) return read;
  throw new Error("Alipay's public key is not an RSA public key (base64 of its SubjectPublicKeyInfo)");
}

/** Node.js throws for bytes that are not a key of the form asked for; a key of another algorithm is no use either. */
function attempt(read: () => KeyObject): KeyObject | null {
  try {
    const key = read();
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

/** The bytes of a key in whatever form merchants paste it: with header lines or without, with real line breaks or written ones. */
export function derOf(text: string): Buffer {
  const base64 = text.replace(/-----[A-Z ]+-----/g, '').replace(/\\n|\s/g, '');
  return Buffer.from(base64, 'base64');
}
