import type { NotifyCause } from './notify';

/** What is not documented, or depends on a contract, and is therefore a switch. */
export interface AlipayRules {
  /** After this a paid trade can no longer be refunded and is finished; the contract says how long. */
  refundWindowMs: number;
  /**
   * Least time between two refunds of one trade, documented as 3 s (reference alipay-trade 2.5). That an earlier one is
   * refused as ACQ.REFUND_CHARGE_ERROR is assumed; 0 takes it.
   */
  refundGapMs: number;
  /** For how long a refund is not yet seen by its query; merchants are told to ask after 10 s (reference 2.6). */
  refundQueryLagMs: number;
  /** What a refund of more than is left is told; both are documented. */
  overRefundSubCode: 'ACQ.REASON_TRADE_REFUND_FEE_ERR' | 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL';
  /** Which events reach the merchant. The 2026 pages document payment only (reference alipay-trade 4.1). */
  notifyCauses: readonly NotifyCause[];
  /** How long a receiver of notifies has for its reply. */
  notifyTimeoutMs: number;
  /** Lets `/`, `=` and `&` into a subject, which the field's documentation forbids. */
  allowsAnySubject: boolean;
}

export const ASSUMED_RULES: AlipayRules = {
  refundWindowMs: 365 * 86_400_000,
  refundGapMs: 3000,
  refundQueryLagMs: 0,
  overRefundSubCode: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
  notifyCauses: ['paid'],
  notifyTimeoutMs: 10_000,
  allowsAnySubject: false,
};
