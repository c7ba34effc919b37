import * as v from 'valibot';
import { count, duration, flag, limit, list, oneOf, word } from '../rules/rule';

/** Longer `passback_params` are refused whatever the rule says. */
export const LONGEST_PASSBACK_EVER = 65_536;

const CLOSE_SUB_CODES = [
  'ACQ.TRADE_STATUS_ERROR',
  'ACQ.REASON_TRADE_STATUS_INVALID',
  'ACQ.REASON_ILLEGAL_STATUS',
] as const;

const product = v.pipe(v.string('must be a text'), v.regex(/^[A-Z_]{1,64}$/, 'must be a product_code'));

/** How trades are opened, paid, closed and cancelled. */
export const TRADE_RULES = {
  /** When its creator does not say (reference alipay-trade 2.1). */
  jsapiLifeMs: duration(
    [15 * 86_400_000, 15 * 60_000],
    'How long a JSAPI trade can be paid',
    'JSAPI 交易的默认可付时长',
  ),
  /** ACQ.RISK_MERCHANT_IP_NOT_EXIST without `business_params.mc_create_trade_ip`. */
  requiresBuyerIp: flag(false, 'A create call must carry the buyer’s IP address', '创建交易必须传买家 IP'),
  /** Documented for the field as forbidden (reference alipay-trade 2.1). */
  allowsAnySubject: flag(false, 'A subject may hold / = and &', 'subject 可含 / = &'),
  /** ACQ.EXIST_FORBIDDEN_WORD for a subject or body that holds one; Alipay does not publish its list. */
  forbiddenWords: list(word, [['违禁词'], []], 'Words that no order may hold', '订单信息中的违禁词'),
  /** No length is documented for JSAPI; 512 is that of other products (reference alipay-trade 2.1). */
  longestPassback: count(
    [512, 128, 4096],
    LONGEST_PASSBACK_EVER,
    'Longest passback_params',
    'passback_params 最长字符数',
  ),
  /** The same number, amount, subject and buyer while unpaid (reference alipay-trade 2.1, 11). */
  repeatedCreate: oneOf(['same_trade', 'context_inconsistent'], 'The same create call again', '重复创建同一笔交易'),
  /** For a number that comes again after payment or closing, with another amount, subject or buyer (reference alipay-trade 2.1). */
  endIsToldFirst: flag(
    true,
    'That a trade has ended is told before what differs',
    '先告知交易已结束，再告知信息不一致',
  ),
  /** ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION. */
  highestReceiptFen: limit(100_00, 'What a seller may take in one trade', '单笔收款上限'),
  /** ACQ.BEYOND_PER_RECEIPT_DAY_RESTRICTION. */
  highestDayReceiptsFen: limit(500_00, 'What a seller may take in one day', '单日收款上限'),
  /** Up to this a pay code pays by itself; above it the buyer has to type a password (code 10003). */
  passwordFreeFen: count([1000_00, 0], 100_000_000_00, 'Paid without a password, up to', '免密支付上限'),
  /** TRADE_FINISHED as soon as it is paid (reference alipay-trade 3). */
  unrefundableProducts: list(product, [[], ['JSAPI_PAY']], 'Products that cannot be refunded', '不可退款的产品'),
  /** Of two documents one says so and one does not (reference alipay-trade 2.1, 2.2). */
  queryTellsPassback: flag(false, 'A query tells passback_params', '查询应答带 passback_params'),
  /** All three are documented, the first is captured (reference alipay-trade 2.3). */
  closePaidSubCode: oneOf(CLOSE_SUB_CODES, 'The close of a paid trade is told', '关闭已付款交易的应答'),
  /** Nothing says which (reference alipay-trade 2.3). */
  closeClosedSubCode: oneOf(
    [...CLOSE_SUB_CODES, 'ACQ.TRADE_HAS_CLOSE'],
    'The close of a closed trade is told',
    '关闭已关闭交易的应答',
  ),
  /** Of a paid trade, counted from its opening; the length is not documented (reference alipay-trade 2.4). */
  cancelWindowMs: duration([86_400_000, 60_000], 'How long a paid trade can be cancelled', '已付款交易可撤销的时长'),
  /** Whether JSAPI_PAY knows cancel is not documented (reference alipay-trade 2.4). */
  uncancellableProducts: list(product, [[], ['JSAPI_PAY']], 'Products that know no cancel', '不可撤销的产品'),
  /** `no_action` is a success that has done nothing; `refused` is ACQ.CANCEL_NOT_ALLOWED (reference alipay-trade 2.4). */
  repeatedCancel: oneOf(['same_answer', 'no_action', 'refused'], 'The same cancel call again', '重复撤销同一笔交易'),
};
