/**
 * Money is integer fen everywhere inside; yuan decimal strings exist only on the provider's wire and on the screen.
 * This is the only file that converts between the two.
 */

/** Smallest amount a trade may have, in fen (reference alipay-trade 2.1: 0.01 yuan). */
export const MIN_TOTAL_FEN = 1;
/** Largest amount a trade may have, in fen (reference alipay-trade 2.1: 100000000 yuan). */
export const MAX_TOTAL_FEN = 10_000_000_000;

/** Whether a value is an amount we can calculate with: a non-negative integer that a double holds exactly. */
export function isFen(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** `1234` → `"12.34"`. Throws on anything but a non-negative safe integer: such an amount is a bug. */
export function yuanFromFen(fen: number): string {
  if (!isFen(fen)) throw new RangeError(`not an amount in fen: ${fen}`);
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * `"12.34"`, `"12.3"` or `"12"` → fen; null for everything else (signs, exponents, three decimals, separators, spaces).
 * Works on the digits, so that no binary fraction is ever involved.
 */
export function fenFromYuan(yuan: unknown): number | null {
  const match = typeof yuan === 'string' ? /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan) : null;
  if (!match) return null;
  return Number(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`);
}

/** Price of `quantity` pieces, in fen. Throws unless price, quantity and product are exact: half a fen is a bug. */
export function multiplyFen(priceFen: number, quantity: number): number {
  const fen = priceFen * quantity;
  if (![priceFen, quantity, fen].every(isFen)) throw new RangeError(`amount out of range: ${priceFen} × ${quantity}`);
  return fen;
}

/** Sum of amounts, in fen. Throws unless each of them and the sum are exact: a negative amount is a bug. */
export function sumFen(amountsFen: readonly number[]): number {
  const fen = amountsFen.reduce((sum, amountFen) => sum + amountFen, 0);
  if (![...amountsFen, fen].every(isFen)) throw new RangeError('sum of amounts out of range');
  return fen;
}
