import type { MerchantConfig } from '../../cloudfunctions/backend/host/merchant-config';
import type { Sandbox } from '../../sandbox/create-sandbox';
import type { FaultRuleInput } from '../../sandbox/fault/fault-rule';
import type { ChannelName } from './scenario';

/** What goes wrong. Scenarios say it in Alipay's words; a world says it in those of the provider that it has. */
export type ProviderFaults = Pick<Sandbox['faults'], 'use' | 'add' | 'remove' | 'list'>;

/** Whom the merchant of one world is paid through, with all that is said differently to each provider. */
export interface Provider {
  channel: ChannelName;
  /** Account that the merchant's money goes to. */
  accountId: string;
  merchantName: string;
  /** How our servers are told to use it. */
  connection: Pick<MerchantConfig, 'fshows' | 'routes'>;
  faults: ProviderFaults;
  /** What it says when it will not open a trade, and when the merchant has too little to give back. */
  codes: { notAllowed: string; balanceTooLow: string };
  /** Another program of the same merchant opens a trade there; gives the number by which its buyer pays. */
  open(terms: ForeignTerms): Promise<string>;
  /** The same by another merchant, who may use any number for trades of its own, and name any address for its messages. */
  openAsStranger(terms: ForeignTerms): Promise<string>;
  /** Somebody on the way answers in its place, with a refusal that nobody who checks may believe. */
  forgedRefusal(rule: ForgedRefusal): FaultRuleInput;
}

export interface ForeignTerms {
  outTradeNo: string;
  totalAmount: string;
  buyerId: string;
  subject: string;
  notifyUrl: string;
}

export interface ForgedRefusal {
  method: string;
  phase: 'before' | 'after';
  /** As Alipay would say it. */
  subCode: string;
}
