import type { CancelRules } from './cancel-refusal';
import type { NotifyCause } from './notify';
import type { ReceiptRules } from './receipt-refusal';
import type { RefundRules } from './refund-refusal';

/** What is not documented, or depends on a contract, and is therefore a switch. */
export interface AlipayRules extends RefundRules, CancelRules, ReceiptRules {
  /** Whether errors in public parameters and signatures are signed; that an unknown app's are not was probed (1.4). */
  signsGatewayErrors: boolean;
  /** How far a timestamp may be from now, either way; any distance when absent (reference alipay-trade 1.1). */
  timestampToleranceMs?: number;
  /** How long an auth code can be exchanged; documented as 3 minutes to 24 hours (reference alipay-trade 2.8). */
  authCodeLifeMs: number;
  /** How long a JSAPI trade can be paid when its creator does not say (reference alipay-trade 2.1). */
  jsapiLifeMs: number;
  /** After this a paid trade can no longer be refunded and is finished; the contract says how long. */
  refundWindowMs: number;
  /**
   * Least time between two refunds of one trade, documented as 3 s (reference alipay-trade 2.5). That an earlier one is
   * refused as ACQ.REFUND_CHARGE_ERROR is assumed; 0 takes it.
   */
  refundGapMs: number;
  /** Products whose paid trades are finished at once (reference alipay-trade 3). */
  unrefundableProducts: readonly string[];
  /** Up to this a pay code pays by itself; above it the buyer has to type a password (code 10003). */
  passwordFreeFen: number;
  /** Refuses a create call without `business_params.mc_create_trade_ip` (ACQ.RISK_MERCHANT_IP_NOT_EXIST). */
  requiresBuyerIp: boolean;
  /** For how long a refund is not yet seen by its query; merchants are told to ask after 10 s (reference 2.6). */
  refundQueryLagMs: number;
  /** What a refund of more than is left is told; both are documented. */
  overRefundSubCode: 'ACQ.REASON_TRADE_REFUND_FEE_ERR' | 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL';
  /** What the close of a paid trade is told; all three are documented, the first is captured (reference 2.3). */
  closePaidSubCode: 'ACQ.TRADE_STATUS_ERROR' | 'ACQ.REASON_TRADE_STATUS_INVALID' | 'ACQ.REASON_ILLEGAL_STATUS';
  /** What the close of a closed trade is told; nothing says which (reference 2.3). */
  closeClosedSubCode: AlipayRules['closePaidSubCode'] | 'ACQ.TRADE_HAS_CLOSE';
  /** What a bill without rows is told; both are documented. */
  emptyBillSubCode: 'NO_BILL_DATA' | 'BILL_NOT_EXIST';
  /** Which events reach the merchant. The 2026 pages document payment only (reference alipay-trade 4.1). */
  notifyCauses: readonly NotifyCause[];
  /** How long a receiver of notifies has for its reply. */
  notifyTimeoutMs: number;
  /** Lets `/`, `=` and `&` into a subject, which the field's documentation forbids. */
  allowsAnySubject: boolean;
}

export const ASSUMED_RULES: AlipayRules = {
  signsGatewayErrors: true,
  authCodeLifeMs: 3 * 60_000,
  jsapiLifeMs: 15 * 86_400_000,
  refundWindowMs: 365 * 86_400_000,
  refundGapMs: 3000,
  allowsPartialRefund: true,
  cancelWindowMs: 86_400_000,
  uncancellableProducts: [],
  unrefundableProducts: [],
  passwordFreeFen: 1000_00,
  requiresBuyerIp: false,
  refundQueryLagMs: 0,
  overRefundSubCode: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
  closePaidSubCode: 'ACQ.TRADE_STATUS_ERROR',
  closeClosedSubCode: 'ACQ.TRADE_STATUS_ERROR',
  emptyBillSubCode: 'NO_BILL_DATA',
  notifyCauses: ['paid'],
  notifyTimeoutMs: 10_000,
  allowsAnySubject: false,
};
