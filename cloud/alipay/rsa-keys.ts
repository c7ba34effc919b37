import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * An app's private key in any form merchants have: PKCS#1 or PKCS#8, with header lines or one line of base64, real line
 * breaks or written `\n`. Throws when it is none of these.
 */
export function readPrivateKey(text: string): KeyObject {
  const der = derOf(text);
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // Not this form; the other one or the refusal below follows.
    }
  }
  throw new Error('the private key of the app is not an RSA key in PKCS#1 or PKCS#8 form');
}

/** Alipay's public key (not the app's own), with header lines or one line of base64. Throws when it is not a key. */
export function readPublicKey(text: string): KeyObject {
  try {
    return createPublicKey({ key: derOf(text), format: 'der', type: 'spki' });
  } catch {
    throw new Error("Alipay's public key is not an RSA public key (base64 of its SubjectPublicKeyInfo)");
  }
}

function derOf(text: string): Buffer {
  const base64 = text.replace(/-----[A-Z ]+-----/g, '').replace(/\\n|\s/g, '');
  return Buffer.from(base64, 'base64');
}
