import type { BuyerIdKind } from '../../sandbox/alipay/apps';
import type { AlipayRules } from '../../sandbox/alipay/rules';

/** How one world differs from the usual one. */
export interface WorldSettings {
  /** How much the clock of our servers is ahead of Alipay's, ms; negative when it is behind. */
  serversAheadMs?: number;
  /** How long our servers wait for Alipay, in real ms; short where the scenario is about silence. */
  alipayTimeoutMs?: number;
  /** By which id the merchant's app learns who its buyers are; `user_id` when absent. */
  buyerIds?: BuyerIdKind;
  /** What the goods are called. */
  goodsTitle?: string;
  /** Alipay's switches. */
  rules?: Partial<AlipayRules>;
  /** How long after expiry the merchant honours a late payment, ms. */
  honourLateMs?: number;
  /** Alipay itself says what is not so; then nobody can be asked to have known better at that moment. */
  providerLies?: boolean;
}
