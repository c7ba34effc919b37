/** Reading Fshows' asynchronous notification (reference fshows 7). */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { NotifyReading, NotifyRefusal } from '../channel';
import { isSigned } from './signature';
import { epochFromBeijing, fenOf, statusOf } from './wire';

/** Whose notifies are believed, and for which app they must be meant. */
export interface NotifyTrustOptions {
  appId: string;
  /** The platform's public key, SPKI in PEM. It is Fshows' own, not Alipay's, and the same for all providers. */
  platformPublicKeyPem: string;
}

/** What a notify is checked against. The key is read once: reading it takes longer than verifying with it. */
export interface NotifyTrust {
  appId: string;
  platformPublicKey: KeyObject;
}

/** Whom to believe; made once, because reading a key takes its time. Throws when the key cannot be read. */
export function notifyTrust({ appId, platformPublicKeyPem }: NotifyTrustOptions): NotifyTrust {
  return { appId, platformPublicKey: createPublicKey(platformPublicKeyPem) };
}

/** Verifies, then reads; every refusal is named, in the order of the checks. */
export function readFshowsNotify(rawBody: string, trust: NotifyTrust): NotifyReading {
  const params = Object.fromEntries(new URLSearchParams(rawBody));
  const claimed = params.out_trade_no ? { outTradeNo: params.out_trade_no } : {};
  const refusal = distrust(params, trust);
  return refusal ? { kind: 'refused', reason: refusal, ...claimed } : reportOf(params);
}

function distrust(params: Record<string, string>, trust: NotifyTrust): NotifyRefusal | null {
  if (!params.sign || !params.sign_type || !params.out_trade_no || !params.trade_no) return 'malformed';
  // The only one there is here: SHA-1, which can be forged today for who chooses both texts, so that no other may pass for it.
  if (params.sign_type !== 'RSA') return 'sign_type_refused';
  if (!isSigned(params, trust.platformPublicKey)) return 'bad_signature';
  // No message that is known names the app; one that does must name ours.
  return params.app_id && params.app_id !== trust.appId ? 'other_app' : null;
}

/** Only payments are known to be told; any other news is a reason to ask. */
function reportOf(params: Record<string, string>): NotifyReading {
  const { out_trade_no: outTradeNo = '', trade_no: tradeNo = '' } = params;
  const totalFen = fenOf(params.total_amount);
  if (totalFen === null) return { kind: 'refused', reason: 'bad_amount', outTradeNo, genuine: { tradeNo } };
  if (statusOf(params.trade_status) !== 'paid') {
    return { kind: 'refused', reason: 'unknown_status', outTradeNo, genuine: { tradeNo, totalFen } };
  }
  const paidAtMs = epochFromBeijing(params.gmt_payment);
  const report = { outTradeNo, status: 'paid', tradeNo, totalFen, paidAtMs } as const;
  // The number of the trade is as good as one of the message: only one payment is told of each.
  return { kind: 'report', report, notifyId: tradeNo, isUnaddressed: true };
}
