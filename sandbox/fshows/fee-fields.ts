import { fenToYuan } from '../money';
import { feeSplit, feeText, rateText } from './fees';
import type { FshowsTrade } from './trade';

/** Net, rates and fees of a payment in the platform's spelling, which has a name of its own for the net in each place. */
export function feeFields(
  { totalFen, rates }: FshowsTrade,
  netName: 'net_receipt_amount' | 'net_income',
): Record<string, string> {
  const { netFen, payPlatformFen, bankFen, liquidatorFen } = feeSplit(totalFen, rates);
  return {
    [netName]: fenToYuan(netFen),
    pay_platform_rate: rateText(rates.payPlatform),
    bank_commission_rate: rateText(rates.bank),
    liquidator_commission_rate: rateText(rates.liquidator),
    pay_platform_fee: feeText(payPlatformFen),
    bank_commission_fee: feeText(bankFen),
    liquidator_commission_fee: feeText(liquidatorFen),
  };
}
