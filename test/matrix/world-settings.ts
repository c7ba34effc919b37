import type { AlipayRules } from '../../sandbox/alipay/rules';

/** How one world differs from the usual one. */
export interface WorldSettings {
  /** How much the clock of our servers is ahead of Alipay's, ms; negative when it is behind. */
  serversAheadMs?: number;
  /** How long our servers wait for Alipay, in real ms; short where the scenario is about silence. */
  alipayTimeoutMs?: number;
  /** What the goods are called. */
  goodsTitle?: string;
  /** Alipay's switches. */
  rules?: Partial<AlipayRules>;
  /** How long after expiry the merchant honours a late payment, ms. */
  honourLateMs?: number;
  /** Alipay itself says what is not so; then nobody can be asked to have known better at that moment. */
  providerLies?: boolean;
}
