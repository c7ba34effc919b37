/** Amounts are integer fen inside and decimal yuan strings outside; nothing else in the sandbox converts. */

const YUAN = /^-?(0|[1-9]\d{0,12})(\.\d{1,2})?$/;

/** `"12.3"` → 1230; undefined for anything that is not a decimal number of at most two places. */
export function yuanToFen(yuan: string): number | undefined {
  if (!YUAN.test(yuan)) return undefined;
  const isNegative = yuan.startsWith('-');
  const [whole = '0', decimals = ''] = yuan.replace('-', '').split('.');
  const fen = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  return isNegative && fen > 0 ? -fen : fen;
}

/** 1230 → `"12.30"`, always two places as Alipay answers. */
export function fenToYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
