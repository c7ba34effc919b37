import { OUTSIDE } from '../accounts/ledger';

/** Where a buyer's money comes from, as `fund_bill_list` names it. */
export type FundChannel = 'ALIPAYACCOUNT' | 'PCREDIT' | 'MONEYFUND' | 'BANKCARD';

/** The names `enable_pay_channels` uses, in the order in which a buyer's wallet tries them. */
const CHANNELS: readonly (readonly [name: string, channel: FundChannel])[] = [
  ['balance', 'ALIPAYACCOUNT'],
  ['moneyFund', 'MONEYFUND'],
  ['pcredit', 'PCREDIT'],
  ['debitCardExpress', 'BANKCARD'],
];

/** The merchant's wishes as the call spells them: channels with commas between, instalments as `<count>/<percent>`. */
export interface ChannelTerms {
  enabledChannels?: string;
  disabledChannels?: string;
  instalments?: string;
}

/** Instalments are paid by Huabei; otherwise the first channel that the merchant allows. Undefined when none is. */
export function fundChannel({ enabledChannels, disabledChannels, instalments }: ChannelTerms): FundChannel | undefined {
  const isAllowed = (name: string) =>
    enabledChannels === undefined
      ? !disabledChannels?.split(',').includes(name)
      : enabledChannels.split(',').includes(name);
  if (instalments !== undefined)
    return isAllowed('pcredit') || isAllowed('pcreditpayInstallment') ? 'PCREDIT' : undefined;
  return CHANNELS.find(([name]) => isAllowed(name))?.[1];
}

/** The account that pays, and that a refund goes back to: only a balance is kept at Alipay. */
export function payingAccount(channel: FundChannel, buyerUserId: string): string {
  return channel === 'ALIPAYACCOUNT' ? buyerUserId : OUTSIDE;
}
