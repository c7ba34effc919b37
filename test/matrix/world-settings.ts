import type { BuyerIdKind } from '../../sandbox/alipay/apps';
import type { AlipayRules } from '../../sandbox/alipay/rules';

/** How one world differs from the usual one. */
export interface WorldSettings {
  /** How much the clock of our servers is ahead of the provider's, ms; negative when it is behind. */
  serversAheadMs?: number;
  /** How long our servers wait for the provider, in real ms; short where the scenario is about silence. */
  patienceMs?: number;
  /** By which id the merchant's app learns who its buyers are; `user_id` when absent. */
  buyerIds?: BuyerIdKind;
  /** What the goods are called. */
  goodsTitle?: string;
  /** Switches that every provider's sandbox has. */
  rules?: Partial<Pick<AlipayRules, 'notifyCauses' | 'refundWindowMs'>>;
  /** How long after expiry the merchant honours a late payment, ms. */
  honourLateMs?: number;
  /** The merchant has the other provider as well, for orders that this one cannot carry. */
  secondChannel?: boolean;
  /** The provider itself says what is not so; then nobody can be asked to have known better at that moment. */
  providerLies?: boolean;
}
