/**
 * Alipay's wire and its meaning, both directions, to be read beside the documents (reference alipay-trade 2.1-2.3).
 * Amounts are yuan strings there, times are Beijing time. What is not listed here is unknown.
 */
import { fenFromYuan, yuanFromFen } from '../../../../contract/money';
import type { Buyer, Trade } from '../../order/order';
import type { TradeReport } from '../../order/report';
import type { TradeSubject } from '../channel';
import type { OpenApiReply } from './cloud';

const BEIJING_OFFSET_MS = 8 * 3_600_000;
const MOST_SUBJECT_CHARACTERS = 256;

/** Epoch ms → `yyyy-MM-dd HH:mm:ss` in Beijing time, as every time of the API. */
export function beijingTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyy-MM-dd HH:mm:ss` (fractions ignored) in Beijing time → epoch ms; undefined for anything else. */
export function epochFromBeijing(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(text) : null;
  const epochMs = match ? Date.parse(`${match[1]}T${match[2]}+08:00`) : Number.NaN;
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** Parameters of alipay.trade.create for a mini-program (product JSAPI_PAY). */
export function createParams(
  trade: Trade,
  order: TradeSubject,
  opAppId: string,
  buyerIp?: string,
): Record<string, unknown> {
  return {
    outTradeNo: trade.outTradeNo,
    totalAmount: yuanFromFen(order.totalFen),
    subject: subjectOf(order.subject),
    productCode: 'JSAPI_PAY',
    opAppId,
    ...buyerParams(order.buyer),
    timeExpire: beijingTime(order.expiresAtMs),
    ...instalmentParams(order.instalments),
    ...riskParams(buyerIp),
  };
}

/** Alipay's risk control asks some merchants where the buyer is (ACQ.RISK_MERCHANT_IP_NOT_EXIST, reference alipay-trade 2.1). */
function riskParams(buyerIp: string | undefined): Record<string, unknown> {
  return buyerIp === undefined ? {} : { businessParams: { mcCreateTradeIp: buyerIp } };
}

/** Huabei: months, and the share of its fee that the seller bears, all or nothing (reference alipay-trade 2.1). */
function instalmentParams(instalments: TradeSubject['instalments']): Record<string, unknown> {
  if (!instalments) return {};
  const hbFqSellerPercent = instalments.feePayer === 'merchant' ? '100' : '0';
  return { extendParams: { hbFqNum: String(instalments.count), hbFqSellerPercent } };
}

function buyerParams(buyer: Buyer): Record<string, string> {
  return buyer.kind === 'user_id' ? { buyerId: buyer.id } : { buyerOpenId: buyer.id };
}

/** At most 256 whole characters, without halves of any, and without `/ = &`, which the gateway refuses in a subject. */
function subjectOf(subject: string): string {
  return Array.from(subject.replace(/[/=&]|\p{Cs}/gu, ' '))
    .slice(0, MOST_SUBJECT_CHARACTERS)
    .join('');
}

/**
 * sub_codes of a create that was refused for good: no trade was made and the same request will not make one. Those which say
 * that the number is in use (TRADE_HAS_SUCCESS, TRADE_HAS_CLOSE, CONTEXT_INCONSISTENT, TRADE_BUYER_NOT_MATCH) are not
 * among them: a query tells what that trade is.
 */
const CREATE_REFUSED =
  /INVALID_PARAMETER|ACCESS_FORBIDDEN|PARTNER_ERROR|TOTAL_FEE_EXCEED|EXIST_FORBIDDEN_WORD|BUYER_SELLER_EQUAL|BUYER_NOT_EXIST|BUYER_ENABLE_STATUS_FORBID|INVALID_RECEIVE_ACCOUNT|SELLER_BEEN_BLOCKED|SELLER_NOT_EXIST|MERCHANT_STATUS_NOT_NORMAL|NOW_TIME_AFTER_EXPIRE_TIME_ERROR|SUB_GOODS_SIZE_MAX_COUNT|BEYOND_PER_RECEIPT|MERCHANT_PERM_RECEIPT|BEYOND_PAY_RESTRICTION|RISK_MERCHANT_IP_NOT_EXIST/;

/**
 * sub_codes that say the number belongs to a trade which is not this wish: paid, closed, of another amount or buyer. A query tells
 * which; a trade that can still be paid is closed, and the buyer goes on under the next number.
 */
const NUMBER_TAKEN =
  /CONTEXT_INCONSISTENT|TRADE_HAS_SUCCESS|TRADE_HAS_CLOSE|TRADE_BUYER_NOT_MATCH|TRADE_PAYINFO_INCONSISTEN/;

/** Asks for {@link riskParams}, of a create that had none. */
const BUYER_IP_MISSING = /RISK_MERCHANT_IP_NOT_EXIST/;
const BUYER_IP_REMEDY =
  'Alipay wants to know the address that the buyer calls from: docs/self-host.md, "Behind a proxy"';

/** Alipay's own "unknown": anything may have happened, whatever sub_code stands beside it (reference alipay-trade 1.7). */
const UNAVAILABLE = '20000';

/** Gateway codes that say the call never reached the business: bad parameters, signature, permissions, set-up. */
export const NEVER_ACCEPTED = new Set(['20001', '40001', '40002', '40003', '40006']);

/** What the answer to a create proves: open, or never accepted, or nothing. */
export function reportOfCreate(trade: Trade, reply: OpenApiReply): TradeReport {
  const base = baseOf(trade, reply);
  if (reply.code === '10000') return isSameTrade(trade, reply) ? { ...base, ...openNumbers(reply) } : base;
  if (NUMBER_TAKEN.test(reply.subCode ?? '') && isProof(reply)) return { ...base, isNumberTaken: true };
  if (reply.code === UNAVAILABLE) return base;
  const refused = NEVER_ACCEPTED.has(reply.code ?? '') || CREATE_REFUSED.test(reply.subCode ?? '');
  if (!refused) return base;
  const remedy = BUYER_IP_MISSING.test(reply.subCode ?? '') ? { remedy: BUYER_IP_REMEDY } : {};
  return { ...base, status: isProof(reply) ? 'absent' : 'unknown', refusedCode: base.code, ...remedy };
}

/** What the answer to a query proves; one about another trade, or without an amount, proves nothing. */
export function reportOfQuery(trade: Trade, reply: OpenApiReply): TradeReport {
  const base = baseOf(trade, reply);
  if (reply.code !== '10000') {
    return saysNotExist(reply) ? { ...base, status: 'absent' } : base;
  }
  const totalFen = fenFromYuan(reply.totalAmount);
  if (!isSameTrade(trade, reply) || totalFen === null) return base;
  const status = statusOf(reply.tradeStatus);
  const numbers = status === 'open' ? openNumbers(reply) : { status, tradeNo: textOf(reply.tradeNo) };
  return { ...base, ...numbers, totalFen, paidAtMs: epochFromBeijing(reply.sendPayDate) };
}

/** What the answer to a close proves. A refusal proves nothing: only a query tells why it was refused. */
export function reportOfClose(trade: Trade, reply: OpenApiReply): TradeReport {
  const base = baseOf(trade, reply);
  if (reply.code === '10000') return isSameTrade(trade, reply) ? { ...base, status: 'closed' } : base;
  return saysNotExist(reply) ? { ...base, status: 'absent' } : base;
}

/** trade_status → what it proves (reference alipay-trade 3). */
export function statusOf(tradeStatus: unknown): TradeReport['status'] {
  if (tradeStatus === 'WAIT_BUYER_PAY') return 'open';
  if (tradeStatus === 'TRADE_SUCCESS' || tradeStatus === 'TRADE_FINISHED') return 'paid';
  return tradeStatus === 'TRADE_CLOSED' ? 'closed' : 'unknown';
}

function baseOf(trade: Trade, reply: OpenApiReply): TradeReport {
  const failed = reply.code !== '10000';
  return {
    outTradeNo: trade.outTradeNo,
    status: 'unknown',
    ...(failed ? { code: reply.subCode ?? reply.code, message: reply.subMsg ?? reply.msg } : {}),
  };
}

/** An answer that nobody could verify is proof of nothing; nor is one that says itself that it does not know. */
export function isProof(reply: OpenApiReply): boolean {
  return reply.unverified !== true && reply.code !== UNAVAILABLE;
}

/** Some documents print the code without its ACQ. prefix (reference alipay-trade 1.7). */
function saysNotExist(reply: OpenApiReply): boolean {
  return isProof(reply) && /TRADE_NOT_EXIST/.test(reply.subCode ?? '');
}

/** An answer about another trade, or from nobody knows whom, proves nothing about this one. */
export function isSameTrade(trade: Trade, reply: OpenApiReply): boolean {
  const sameTradeNo = trade.tradeNo === undefined || reply.tradeNo === trade.tradeNo;
  const isOurs = reply.outTradeNo === trade.outTradeNo && sameTradeNo && textOf(reply.tradeNo) !== undefined;
  return isOurs && isProof(reply);
}

function openNumbers(reply: OpenApiReply): Pick<TradeReport, 'status' | 'tradeNo' | 'walletTradeNo'> {
  const tradeNo = textOf(reply.tradeNo);
  return { status: 'open', tradeNo, walletTradeNo: tradeNo };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
