import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { derOf } from './rsa-keys';

/** What a text that should be a key really is. */
export type KeyKind =
  | 'empty'
  | 'private_pkcs1'
  | 'private_pkcs8'
  | 'public'
  | 'certificate'
  | 'other_algorithm'
  | 'file_name'
  | 'not_a_key';

/**
 * Says what somebody pasted: merchants mix up the two keys, the two forms of a private key, keys and certificates, and lose line
 * breaks or ends on the way (quality.md, key formats).
 */
export function keyKindOf(text: string): KeyKind {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  if (/^[^\s-]+\.(pem|txt|crt|cer|key)$/i.test(trimmed)) return 'file_name';
  const der = derOf(trimmed);
  if (succeeds(() => new X509Certificate(der))) return 'certificate';
  const kinds = [
    ['private_pkcs8', () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })],
    ['private_pkcs1', () => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' })],
    ['public', () => createPublicKey({ key: der, format: 'der', type: 'spki' })],
  ] as const;
  for (const [kind, read] of kinds) {
    const key = succeeds(read);
    if (key) return key.asymmetricKeyType === 'rsa' ? kind : 'other_algorithm';
  }
  return 'not_a_key';
}

/** What is wrong with a text given as the app's private key, and what to do; null when nothing is. */
export function privateKeyFault(text: string): string | null {
  const kind = keyKindOf(text);
  if (kind === 'private_pkcs1' || kind === 'private_pkcs8') return null;
  if (kind === 'public') return 'it is a public key; paste the private key that was made together with it';
  return fault(kind, "the app's private key");
}

/** The same for Alipay's public key. */
export function publicKeyFault(text: string): string | null {
  const kind = keyKindOf(text);
  if (kind === 'public') return null;
  if (kind === 'private_pkcs1' || kind === 'private_pkcs8') {
    return "it is a private key, which must stay secret; paste Alipay's public key from the console";
  }
  return fault(kind, "Alipay's public key");
}

function fault(kind: KeyKind, wanted: string): string {
  switch (kind) {
    case 'empty':
      return `it is missing; paste ${wanted}`;
    case 'certificate':
      return `it is a certificate; this app runs in key mode, so paste ${wanted} instead`;
    case 'file_name':
      return `it is the name of a file; paste what is in the file: ${wanted}`;
    case 'other_algorithm':
      return `it is a key, but not an RSA key; ${wanted} is RSA, 2048 bits`;
    default:
      return `it is no key that can be read, perhaps cut off or with characters lost; paste ${wanted} once more, as PEM or as one line of base64`;
  }
}

function succeeds<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
