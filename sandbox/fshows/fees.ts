import { fenToYuan } from '../money';

/** What is kept back of a payment, as fractions in hundred-thousandths: 200 is 0.00200 (reference fshows 8). */
export interface FeeRates {
  /** Alipay's cost. */
  payPlatform: number;
  /** The clearing platform's and its bank's. */
  bank: number;
  /** The provider's own. */
  liquidator: number;
}

/** A payment divided, in fen; the parts sum to it. */
export interface FeeSplit {
  /** What the sub-merchant is paid out. */
  netFen: number;
  payPlatformFen: number;
  bankFen: number;
  liquidatorFen: number;
}

const WHOLE = 100_000;

/**
 * Net and two fees are rounded half up by themselves, the provider has the rest; where that would be less than nothing, the
 * sub-merchant bears it (reference fshows 8, from code, checked against captures).
 */
export function feeSplit(totalFen: number, { payPlatform, bank, liquidator }: FeeRates): FeeSplit {
  const netFen = share(totalFen, WHOLE - payPlatform - bank - liquidator);
  const payPlatformFen = share(totalFen, payPlatform);
  const bankFen = share(totalFen, bank);
  const liquidatorFen = totalFen - netFen - payPlatformFen - bankFen;
  if (liquidatorFen >= 0) return { netFen, payPlatformFen, bankFen, liquidatorFen };
  return { netFen: netFen + liquidatorFen, payPlatformFen, bankFen, liquidatorFen: 0 };
}

/** What everybody gives back when `refundFen` of what is left goes back to the buyer: the split before less that after. */
export function refundSplit(leftFen: number, refundFen: number, rates: FeeRates): FeeSplit {
  const before = feeSplit(leftFen, rates);
  const after = feeSplit(leftFen - refundFen, rates);
  return {
    netFen: before.netFen - after.netFen,
    payPlatformFen: before.payPlatformFen - after.payPlatformFen,
    bankFen: before.bankFen - after.bankFen,
    liquidatorFen: before.liquidatorFen - after.liquidatorFen,
  };
}

/** Half up, without leaving the integers: the largest amount times 200,000 is still one that JavaScript counts exactly. */
function share(totalFen: number, part: number): number {
  const doubled = 2 * totalFen * part + WHOLE;
  return (doubled - (doubled % (2 * WHOLE))) / (2 * WHOLE);
}

/** 200 → `"0.00200"`, as the platform writes rates. */
export function rateText(rate: number): string {
  return `0.${String(rate).padStart(5, '0')}`;
}

/** 35 → `"0.35000"`: fees are kept as decimal(10,5) and written so (reference fshows 8). */
export function feeText(feeFen: number): string {
  return `${fenToYuan(feeFen)}000`;
}
