/** Signatures of Fshows, of requests and of notifies alike: SHA1withRSA over sorted parameters (reference fshows 3.1, 7). */
import { type KeyObject, sign, verify } from 'node:crypto';

/** The signed text: `k=v` joined with `&`, sorted by name, values raw, without those that are blank. */
export function signedText(params: Readonly<Record<string, string>>): string {
  return textOf(params, (name) => params[name] !== '');
}

/** Base64, as long as the key's modulus. */
export function signText(text: string, privateKey: KeyObject): string {
  return sign('RSA-SHA1', Buffer.from(text, 'utf8'), privateKey).toString('base64');
}

/**
 * Whether a message is signed by the holder of the key; neither `sign` nor `sign_type` is part of what is signed. Senders differ in
 * whether blank values are, so both texts are tried.
 */
export function isSigned(params: Readonly<Record<string, string>>, publicKey: KeyObject): boolean {
  const { sign: signature = '', sign_type: _, ...signed } = params;
  const texts = new Set([signedText(signed), textOf(signed, () => true)]);
  const bytes = Buffer.from(signature, 'base64');
  return [...texts].some((text) => verify('RSA-SHA1', Buffer.from(text, 'utf8'), publicKey, bytes));
}

function textOf(params: Readonly<Record<string, string>>, counts: (name: string) => boolean): string {
  return Object.keys(params)
    .filter(counts)
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
}
