import type { KeyObject } from 'node:crypto';
import { generateRsaKeys, rsaPrivateKey } from '../rsa';

let key: Promise<KeyObject> | undefined;

/** A private key of nobody's, for signatures that must not be believed. Made when first needed, once in a process. */
export function strangersKey(): Promise<KeyObject> {
  key ??= generateRsaKeys().then(({ privateKeyPkcs1 }) => rsaPrivateKey(privateKeyPkcs1));
  return key;
}
