/**
 * The three numbers and how they contain one another:
 * orderNo `ABC…` (24) ⊂ outTradeNo `ABC…_1` ⊂ outRequestNo `ABC…_1R1`; all fit the 32 characters Fshows allows.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ORDER_NO_LENGTH = 24;

/** What an order number is derived from, so that a repeated request names the same order. */
export function orderNoText(merchantId: string, buyerId: string, requestId: string): string {
  return JSON.stringify([merchantId, buyerId, requestId]);
}

/** 24 characters `[A-Z2-7]` from the first 120 bits of a keyed digest: nobody without the key can guess one. */
export function orderNoFromDigest(digest: Uint8Array): string {
  if (digest.length * 8 < ORDER_NO_LENGTH * 5) throw new RangeError('digest too short for an order number');
  let text = '';
  for (let index = 0; index < ORDER_NO_LENGTH; index += 1) text += ALPHABET[fiveBits(digest, index * 5)];
  return text;
}

function fiveBits(digest: Uint8Array, offset: number): number {
  const byte = offset >> 3;
  const window = ((digest[byte] ?? 0) << 8) | (digest[byte + 1] ?? 0);
  return (window >> (11 - (offset & 7))) & 31;
}

/** Number of the nth trade of an order, n from 1. */
export function outTradeNoOf(orderNo: string, n: number): string {
  return `${orderNo}_${n}`;
}

/** Number of the nth refund of a trade, n from 1. */
export function outRequestNoOf(outTradeNo: string, n: number): string {
  return `${outTradeNo}R${n}`;
}

/** Whether a text has the form of our order numbers; there need not be such an order. */
export function isOrderNo(text: string): boolean {
  return /^[A-Z0-9]{24}$/.test(text);
}

/** Splits an outTradeNo; null when it cannot be one of ours. */
export function parseOutTradeNo(text: string): { orderNo: string; n: number } | null {
  const match = /^([A-Z0-9]{24})_([1-9]\d{0,2})$/.exec(text);
  return match ? { orderNo: match[1] as string, n: Number(match[2]) } : null;
}

/** Splits an outRequestNo; null when it cannot be one of ours. */
export function parseOutRequestNo(text: string): { outTradeNo: string; n: number } | null {
  const match = /^([A-Z0-9]{24}_[1-9]\d{0,2})R([1-9]\d{0,2})$/.exec(text);
  return match ? { outTradeNo: match[1] as string, n: Number(match[2]) } : null;
}
