import type { OpenApiReply } from '../../../../cloudfunctions/backend/channel/alipay/cloud';
import {
  beijingTime,
  createParams,
  epochFromBeijing,
  reportOfClose,
  reportOfCreate,
  reportOfQuery,
  statusOf,
} from '../../../../cloudfunctions/backend/channel/alipay/wire';
import type { Trade } from '../../../../cloudfunctions/backend/order/order';
import { anOrder, ORDERED_AT_MS } from '../../../support/orders';
import { TRADE_NO } from '../../../support/reports';

const outTradeNo = `${'A'.repeat(24)}_1`;
const trade: Trade = { outTradeNo, channel: 'alipay', status: 'creating' };
const openTrade: Trade = { ...trade, status: 'open', tradeNo: TRADE_NO, walletTradeNo: TRADE_NO };

const success = (more: Partial<OpenApiReply> = {}): OpenApiReply => ({
  code: '10000',
  msg: 'Success',
  outTradeNo,
  tradeNo: TRADE_NO,
  ...more,
});
const failure = (subCode: string, code = '40004'): OpenApiReply => ({
  code,
  msg: 'Business Failed',
  subCode,
  subMsg: '…',
});

/** Answers that prove nothing, whatever was asked. */
const noEvidence: [string, OpenApiReply][] = [
  ['service unavailable', failure('isp.unknow-error', '20000')],
  ['service unavailable, without a sub_code', { code: '20000', msg: 'Service Currently Unavailable' }],
  ['service unavailable, beside a code that would prove something', failure('ACQ.TRADE_NOT_EXIST', '20000')],
  ['service unavailable, beside a refusal', failure('ACQ.INVALID_PARAMETER', '20000')],
  ['a system error', failure('ACQ.SYSTEM_ERROR')],
  ['a system error, misspelt as in some documents', failure('AQC.SYSTEM_ERROR')],
  ['a system error, with another prefix', failure('aop.ACQ.SYSTEM_ERROR')],
  ['too many calls', failure('isv.app-call-limited', '40005')],
  ['waiting for the user', { code: '10003', msg: 'order success pay inprocess' }],
  ['a sub_code nobody knows', failure('ACQ.SOMETHING_NEW')],
  ['a code nobody knows', { code: '50000', msg: '?' }],
  ['a code that is a number', { ...success(), code: 10000 as never }],
  ['no code', { msg: 'hello' }],
  ['nothing at all', {}],
  ['success about another trade', success({ outTradeNo: `${'B'.repeat(24)}_1` })],
  ['success about no trade', success({ outTradeNo: undefined })],
  ['success without a trade_no', success({ tradeNo: undefined })],
  ['success with an empty trade_no', success({ tradeNo: '' })],
  [
    'success that nobody vouches for',
    success({ unverified: true, tradeStatus: 'TRADE_SUCCESS', totalAmount: '12.80' }),
  ],
  ['an unverified word that there is no such trade', { ...failure('ACQ.TRADE_NOT_EXIST'), unverified: true }],
];

describe('the answer to a create', () => {
  test('opens the trade, and its trade_no is what the wallet needs', () => {
    const report = { outTradeNo, status: 'open', tradeNo: TRADE_NO, walletTradeNo: TRADE_NO };
    expect(reportOfCreate(trade, success())).toEqual(report);
  });

  test.each([
    'ACQ.INVALID_PARAMETER',
    'ACQ.ACCESS_FORBIDDEN',
    'ACQ.PARTNER_ERROR',
    'ACQ.TOTAL_FEE_EXCEED',
    'ACQ.EXIST_FORBIDDEN_WORD',
    'ACQ.BUYER_SELLER_EQUAL',
    'ACQ.BUYER_NOT_EXIST',
    'ACQ.BUYER_ENABLE_STATUS_FORBID',
    'ACQ.INVALID_RECEIVE_ACCOUNT',
    'ACQ.SELLER_BEEN_BLOCKED',
    'ACQ.SELLER_NOT_EXIST',
    'ACQ.MERCHANT_STATUS_NOT_NORMAL',
    'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR',
    'ACQ.SUB_GOODS_SIZE_MAX_COUNT',
    'ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION',
    'ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT',
    'ACQ.BEYOND_PAY_RESTRICTION',
  ])('%s is a refusal: no trade was made', (subCode) => {
    const report = { outTradeNo, status: 'absent', code: subCode, refusedCode: subCode, message: '…' };
    expect(reportOfCreate(trade, failure(subCode))).toEqual(report);
  });

  test('a refusal for want of the buyer’s address says what operators can do about it', () => {
    const subCode = 'ACQ.RISK_MERCHANT_IP_NOT_EXIST';
    const remedy = expect.stringContaining('docs/self-host.md');
    const report = { outTradeNo, status: 'absent', code: subCode, refusedCode: subCode, message: '…', remedy };
    expect(reportOfCreate(trade, failure(subCode))).toEqual(report);
  });

  test.each([
    ['20001', 'aop.invalid-app-auth-token'],
    ['40001', 'isv.missing-signature'],
    ['40002', 'isv.invalid-signature'],
    ['40002', 'isv.suspected-attack'],
    ['40003', 'isv.missing-signature-config'],
    ['40006', 'isv.insufficient-isv-permissions'],
  ])('%s %s never reached the business: no trade was made', (code, subCode) => {
    expect(reportOfCreate(trade, failure(subCode, code))).toMatchObject({ status: 'absent', refusedCode: subCode });
  });

  test('a refusal that nobody vouches for is shown, and proves nothing', () => {
    const reply = { ...failure('isv.invalid-app-id', '40002'), unverified: true };
    expect(reportOfCreate(trade, reply)).toMatchObject({ status: 'unknown', refusedCode: 'isv.invalid-app-id' });
  });

  test.each([
    'ACQ.TRADE_HAS_SUCCESS',
    'ACQ.TRADE_HAS_CLOSE',
    'ACQ.CONTEXT_INCONSISTENT',
    'ACQ.TRADE_BUYER_NOT_MATCH',
    'TRADE_PAYINFO_INCONSISTEN',
  ])('%s says that there is a trade of this number: only a query tells which', (subCode) => {
    const report = reportOfCreate(trade, failure(subCode));
    expect(report).toEqual({ outTradeNo, status: 'unknown', code: subCode, message: '…', isNumberTaken: true });
  });

  test('that the number is taken, said by nobody knows whom, is not believed', () => {
    const report = reportOfCreate(trade, { ...failure('ACQ.TRADE_HAS_CLOSE'), unverified: true });
    expect(report).not.toHaveProperty('isNumberTaken');
  });

  test.each(noEvidence)('%s proves nothing', (_, reply) => {
    const report = reportOfCreate(trade, reply);
    expect(report.status).toBe('unknown');
    expect(report).not.toHaveProperty('refusedCode');
  });

  test('another trade_no than the one that is known proves nothing', () => {
    expect(reportOfCreate(openTrade, success({ tradeNo: 'another' })).status).toBe('unknown');
  });
});

describe('the answer to a query', () => {
  const found = (tradeStatus: string, more: Partial<OpenApiReply> = {}) =>
    success({ tradeStatus, totalAmount: '12.80', ...more });

  test.each([
    ['WAIT_BUYER_PAY', 'open'],
    ['TRADE_SUCCESS', 'paid'],
    ['TRADE_FINISHED', 'paid'],
    ['TRADE_CLOSED', 'closed'],
    ['TRADE_PENDING', 'unknown'],
    ['trade_success', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (tradeStatus, status) => {
    expect(reportOfQuery(trade, found(tradeStatus))).toMatchObject({ status, totalFen: 1_280, tradeNo: TRADE_NO });
    expect(statusOf(tradeStatus)).toBe(status);
  });

  test('a payment carries amount and time; what the merchant receives is no measure of it', () => {
    const reply = found('TRADE_SUCCESS', { receiptAmount: '0.00', sendPayDate: '2026-01-02 11:04:58' });
    expect(reportOfQuery(trade, reply)).toEqual({
      outTradeNo,
      status: 'paid',
      tradeNo: TRADE_NO,
      totalFen: 1_280,
      paidAtMs: Date.parse('2026-01-02T11:04:58+08:00'),
    });
  });

  test('the number for the wallet comes with an open trade alone', () => {
    expect(reportOfQuery(trade, found('WAIT_BUYER_PAY')).walletTradeNo).toBe(TRADE_NO);
    expect(reportOfQuery(trade, found('TRADE_SUCCESS'))).not.toHaveProperty('walletTradeNo');
  });

  test.each(['ACQ.TRADE_NOT_EXIST', 'TRADE_NOT_EXIST', 'aop.ACQ.TRADE_NOT_EXIST'])(
    '%s is absence, and no refusal',
    (subCode) => {
      const report = reportOfQuery(trade, failure(subCode));
      expect(report).toEqual({ outTradeNo, status: 'absent', code: subCode, message: '…' });
    },
  );

  test.each([undefined, '', '12,80', '-12.80', '1.28e1', 12.8, '12.800'])(
    'an amount of %j cannot be read, so nothing is proved',
    (totalAmount) => {
      expect(reportOfQuery(trade, found('TRADE_SUCCESS', { totalAmount })).status).toBe('unknown');
    },
  );

  test.each([...noEvidence, ['bad parameters', failure('ACQ.INVALID_PARAMETER')] as [string, OpenApiReply]])(
    '%s proves nothing',
    (_, reply) => {
      const full = reply.code === '10000' ? { totalAmount: '12.80', tradeStatus: 'TRADE_SUCCESS', ...reply } : reply;
      expect(reportOfQuery(trade, full).status).toBe('unknown');
    },
  );

  test('about another trade_no than the one that is known proves nothing', () => {
    expect(reportOfQuery(openTrade, found('TRADE_SUCCESS', { tradeNo: 'another' })).status).toBe('unknown');
  });
});

describe('the answer to a close', () => {
  test('closes the trade it names', () => {
    expect(reportOfClose(openTrade, success())).toEqual({ outTradeNo, status: 'closed' });
  });

  test.each(['ACQ.TRADE_NOT_EXIST', 'TRADE_NOT_EXIST'])('%s is absence', (subCode) => {
    expect(reportOfClose(openTrade, failure(subCode))).toMatchObject({ status: 'absent', code: subCode });
  });

  test.each([
    'ACQ.TRADE_STATUS_ERROR',
    'ACQ.REASON_TRADE_STATUS_INVALID',
    'ACQ.REASON_ILLEGAL_STATUS',
    'ACQ.TRADE_HAS_CLOSE',
    'ACQ.INVALID_PARAMETER',
  ])('%s proves nothing: the trade may be paid', (subCode) => {
    expect(reportOfClose(openTrade, failure(subCode))).toMatchObject({ status: 'unknown', code: subCode });
  });

  test.each(noEvidence)('%s proves nothing', (_, reply) => {
    expect(reportOfClose(openTrade, reply).status).toBe('unknown');
  });
});

describe('what a create sends', () => {
  const order = anOrder({ orderNo: 'A'.repeat(24), subject: '绿茶', totalFen: 1_280 });

  test('is this and nothing else', () => {
    expect(createParams(trade, order, '2021000000000001')).toEqual({
      outTradeNo,
      totalAmount: '12.80',
      subject: '绿茶',
      productCode: 'JSAPI_PAY',
      opAppId: '2021000000000001',
      buyerId: order.buyer.id,
      timeExpire: '2026-01-02 11:19:05',
    });
  });

  test('names a buyer known by open_id as such', () => {
    const params = createParams(trade, { ...order, buyer: { kind: 'open_id', id: '0abc' } }, 'app');
    expect(params).toMatchObject({ buyerOpenId: '0abc' });
    expect(params).not.toHaveProperty('buyerId');
  });

  test.each([
    ['what the gateway forbids', 'a/b=c&d', 'a b c d'],
    ['quotes, percent and plus', '100% "绿茶" + 1', '100% "绿茶" + 1'],
    ['300 characters', '茶'.repeat(300), '茶'.repeat(256)],
    ['300 characters outside the basic plane, none cut in half', '🍵'.repeat(300), '🍵'.repeat(256)],
    ['halves of characters', '茶\ud83c 🍵\udf75', '茶  🍵 '],
  ])('a subject with %s', (_, subject, sent) => {
    expect(createParams(trade, { ...order, subject }, 'app').subject).toBe(sent);
  });

  test('the same trade is sent the same way every time', () => {
    expect(createParams(trade, order, 'app')).toEqual(createParams({ ...trade, refusedCode: 'X' }, order, 'app'));
  });
});

describe('Beijing time', () => {
  test.each([
    [ORDERED_AT_MS, '2026-01-02 11:04:05'],
    [Date.UTC(2025, 11, 31, 15, 59, 59, 999), '2025-12-31 23:59:59'],
    [Date.UTC(2025, 11, 31, 16), '2026-01-01 00:00:00'],
    [Date.UTC(2024, 1, 28, 16), '2024-02-29 00:00:00'],
    [0, '1970-01-01 08:00:00'],
  ])('%d is %s, in whatever zone this runs', (epochMs, text) => {
    expect(beijingTime(epochMs)).toBe(text);
    expect(epochFromBeijing(text)).toBe(Math.floor(epochMs / 1000) * 1000);
  });

  test('fractions of a second are ignored', () => {
    expect(epochFromBeijing('2026-01-02 11:04:05.678')).toBe(ORDERED_AT_MS);
  });

  test.each([
    undefined,
    null,
    '',
    '2026-01-02',
    '2026-13-02 00:00:00',
    '2026-01-02 25:00:00',
    '2026/01/02 11:04:05',
    1_767_323_045_000,
    'now',
  ])('%j is no time', (text) => expect(epochFromBeijing(text)).toBeUndefined());
});
