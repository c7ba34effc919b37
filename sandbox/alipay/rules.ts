import type { NotifyCause } from './notify';

/** What is not documented, or depends on a contract, and is therefore a switch. */
export interface AlipayRules {
  /** After this a paid trade can no longer be refunded and is finished; the contract says how long. */
  refundWindowMs: number;
  /** Which events reach the merchant. The 2026 pages document payment only (reference alipay-trade 4.1). */
  notifyCauses: readonly NotifyCause[];
  /** How long a receiver of notifies has for its reply. */
  notifyTimeoutMs: number;
  /** Lets `/`, `=` and `&` into a subject, which the field's documentation forbids. */
  allowsAnySubject: boolean;
}

export const ASSUMED_RULES: AlipayRules = {
  refundWindowMs: 365 * 86_400_000,
  notifyCauses: ['paid'],
  notifyTimeoutMs: 10_000,
  allowsAnySubject: false,
};
