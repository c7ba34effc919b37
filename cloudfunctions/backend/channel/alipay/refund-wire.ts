/** Refunds on Alipay's wire, to be read beside the documents (reference alipay-trade 2.5-2.6). */
import { fenFromYuan, yuanFromFen } from '../../../../contract/money';
import type { Refund, Trade } from '../../order/order';
import type { RefundReport } from '../../order/report';
import type { OpenApiReply } from './cloud';
import { isProof, isSameTrade, NEVER_ACCEPTED } from './wire';

const MOST_REASON_CHARACTERS = 256;

/**
 * The same on every try, but for a reason in which the gateway has seen an attack, as it does in words of its own such as
 * `out_trade_no` (reference alipay-trade 1.7, 7): with it the money would never go back.
 */
export function refundParams(refund: Refund): Record<string, unknown> {
  const { outTradeNo, outRequestNo, refundFen, reason, lastCode = '' } = refund;
  const isSayable = reason !== undefined && !/suspected-attack/.test(lastCode);
  const refundReason = isSayable ? { refundReason: cutTo(reason, MOST_REASON_CHARACTERS) } : {};
  return { outTradeNo, refundAmount: yuanFromFen(refundFen), outRequestNo, ...refundReason };
}

/** Parameters of alipay.trade.fastpay.refund.query. */
export function refundQueryParams({ outTradeNo, outRequestNo }: Refund): Record<string, unknown> {
  return { outTradeNo, outRequestNo };
}

/**
 * Not carried out, and worth another try of the same number: the balance can be topped up, a trade unfrozen, royalties set up, and a
 * gateway that is called too often, or with a configuration that is at fault, has not passed the call on.
 */
const POSTPONED =
  /SELLER_BALANCE_NOT_ENOUGH|REFUND_CHARGE_ERROR|REASON_TRADE_BEEN_FREEZEN|REFUNDALLOC_UNAUTH_LIMIT|ALLOC_AMOUNT_VALIDATE_ERROR/;

/** Turned down, and it would be again: the window is over, the product forbids it, the request does not fit the trade. */
const REFUSED =
  /TRADE_HAS_FINISHED|TRADE_HAS_CLOSE|TRADE_NOT_ALLOW_REFUND|NOT_ALLOW_PARTIAL_REFUND|VOUCHER_NOT_ALLOW_REFUND|TRADE_NOT_EXIST|INVALID_PARAMETER|REFUND_FEE_ERR|REFUND_AMT_NOT_EQUAL_TOTAL|DISCORDANT_REPEAT_REQUEST|TRADE_STATUS_ERROR|BUYER_ERROR|CUSTOMER_VALIDATE_ERROR/;

const NOT_PASSED_ON = new Set([...NEVER_ACCEPTED, '40005']);

/** Code 10000 says that the call was accepted; only `fund_change` Y says that this call moved money. */
export function reportOfRefund(refund: Refund, trade: Trade, reply: OpenApiReply): RefundReport {
  const base = baseOf(refund, reply);
  if (reply.code !== '10000') return isProof(reply) ? { ...base, status: refusalOf(reply) } : base;
  if (reply.fundChange !== 'Y') return { ...base, code: `fund_change_${reply.fundChange === 'N' ? 'N' : 'absent'}` };
  // refund_fee is the sum of all refunds of the trade: less than this one alone cannot be an answer to it.
  const sumFen = fenFromYuan(reply.refundFee);
  const fits = isSameTrade(trade, reply) && (sumFen === null || sumFen >= refund.refundFen);
  return fits ? { ...base, status: 'succeeded', refundFen: refund.refundFen } : base;
}

/** Proof is REFUND_SUCCESS with our number and an amount; an answer without them means not received, or failed. */
export function reportOfRefundQuery(refund: Refund, trade: Trade, reply: OpenApiReply): RefundReport {
  const base = baseOf(refund, reply);
  if (reply.code !== '10000' || !isProof(reply)) return base;
  const { outRequestNo, refundStatus, refundAmount } = reply;
  const isSilent = [outRequestNo, refundStatus, refundAmount].every((value) => value === undefined || value === '');
  if (isSilent) return { ...base, status: 'absent' };
  if (outRequestNo !== refund.outRequestNo || !isSameTrade(trade, reply)) return base;
  if (refundStatus === undefined || refundStatus === '')
    return { ...base, status: refundAmount === undefined ? 'absent' : 'unknown' };
  const refundFen = fenFromYuan(refundAmount);
  if (refundStatus !== 'REFUND_SUCCESS' || refundFen === null) return base;
  const differs = refundFen !== refund.refundFen;
  return differs ? { ...base, code: 'refund_amount_differs' } : { ...base, status: 'succeeded', refundFen };
}

function refusalOf({ code = '', subCode = '' }: OpenApiReply): RefundReport['status'] {
  if (POSTPONED.test(subCode) || NOT_PASSED_ON.has(code)) return 'postponed';
  return REFUSED.test(subCode) ? 'refused' : 'unknown';
}

function baseOf(refund: Refund, reply: OpenApiReply): RefundReport {
  const failed = reply.code !== '10000';
  const told = failed ? { code: reply.subCode ?? reply.code, message: reply.subMsg ?? reply.msg } : {};
  return { outRequestNo: refund.outRequestNo, status: 'unknown', ...told };
}

function cutTo(text: string, mostCharacters: number): string {
  return Array.from(text).slice(0, mostCharacters).join('');
}
