/** Reading Alipay's asynchronous notification (reference alipay-trade 4). */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { fenFromYuan } from '../../../../contract/money';
import type { RefundNotice } from '../../order/refund-notice';
import type { TradeReport } from '../../order/report';
import type { NotifyReading, NotifyRefusal } from '../channel';
import { epochFromBeijing, statusOf } from './wire';

/** Whose notifies are believed, and for whom they must be meant. */
export interface NotifyTrustOptions {
  appId: string;
  /** Alipay's public key, SPKI in PEM. */
  alipayPublicKeyPem: string;
  /** Account that receives the money; not checked when undefined. */
  sellerId?: string;
}

/** What a notify is checked against. The key is read once: reading it takes longer than verifying with it. */
export interface NotifyTrust {
  appId: string;
  alipayPublicKey: KeyObject;
  sellerId?: string;
}

/** Whom to believe; made once, because reading a key takes its time. Throws when the key cannot be read. */
export function notifyTrust({ appId, alipayPublicKeyPem, sellerId }: NotifyTrustOptions): NotifyTrust {
  return { appId, alipayPublicKey: createPublicKey(alipayPublicKeyPem), sellerId };
}

/** Verifies, then reads; every refusal is named, in the order of the checks. */
export function readAlipayNotify(rawBody: string, trust: NotifyTrust): NotifyReading {
  const params = Object.fromEntries(new URLSearchParams(rawBody));
  const claimed = params.out_trade_no ? { outTradeNo: params.out_trade_no } : {};
  const refusal = distrust(params, trust);
  return refusal ? { kind: 'refused', reason: refusal, ...claimed } : reportOf(params);
}

function distrust(params: Record<string, string>, trust: NotifyTrust): NotifyRefusal | null {
  if (!params.sign || !params.sign_type || !params.out_trade_no || !params.notify_id) return 'malformed';
  // SHA-1 signatures (sign_type RSA) can be forged today; the official SDK would accept them (reference 4.3).
  if (params.sign_type !== 'RSA2') return 'sign_type_refused';
  if (!isSigned(params, trust.alipayPublicKey)) return 'bad_signature';
  if (params.app_id !== trust.appId) return 'other_app';
  const otherSeller = trust.sellerId !== undefined && params.seller_id !== trust.sellerId;
  return otherSeller ? 'other_seller' : null;
}

/** Documents disagree on whether empty values are signed, so both texts are tried. */
function isSigned(params: Record<string, string>, publicKey: KeyObject): boolean {
  const signed = Object.keys(params).filter((name) => name !== 'sign' && name !== 'sign_type');
  const texts = [signed, signed.filter((name) => params[name] !== '')].map((names) =>
    names
      .sort()
      .map((name) => `${name}=${params[name]}`)
      .join('&'),
  );
  const signature = Buffer.from(params.sign ?? '', 'base64');
  return [...new Set(texts)].some((text) => verify('RSA-SHA256', Buffer.from(text), publicKey, signature));
}

function reportOf(params: Record<string, string>): NotifyReading {
  const outTradeNo = params.out_trade_no as string;
  const tradeNo = params.trade_no || undefined;
  const totalFen = fenFromYuan(params.total_amount);
  if (totalFen === null) return { kind: 'refused', reason: 'bad_amount', outTradeNo, genuine: { tradeNo } };
  const status = statusOf(params.trade_status);
  if (status === 'unknown') {
    return { kind: 'refused', reason: 'unknown_status', outTradeNo, genuine: { tradeNo, totalFen } };
  }
  const report: TradeReport = {
    outTradeNo,
    // A trade closed by a full refund was paid once: "closed" would say that nothing ever came.
    status: status === 'closed' && wasPaid(params) ? 'unknown' : status,
    tradeNo,
    walletTradeNo: status === 'open' ? tradeNo : undefined,
    totalFen,
    paidAtMs: epochFromBeijing(params.gmt_payment),
  };
  const refund = refundOf(params);
  return { kind: 'report', report, notifyId: params.notify_id as string, ...(refund ? { refund } : {}) };
}

/** The presence of refund_fee is no sign: it can be 0.00 where nothing was refunded (reference 4.2). */
function wasPaid(params: Record<string, string>): boolean {
  return Boolean(params.gmt_payment || params.gmt_refund) || (fenFromYuan(params.refund_fee) ?? 0) > 0;
}

/** A refund is told by gmt_refund together with a sum; out_biz_no is then our number for it (reference 4.2). */
function refundOf(params: Record<string, string>): RefundNotice | null {
  const refundedFen = fenFromYuan(params.refund_fee) ?? 0;
  if (!params.gmt_refund || refundedFen === 0) return null;
  return { outTradeNo: params.out_trade_no as string, outRequestNo: params.out_biz_no || undefined, refundedFen };
}
