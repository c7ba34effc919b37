import type { OpenApiReply } from '../../../../cloudfunctions/backend/channel/alipay/cloud';
import {
  refundParams,
  refundQueryParams,
  reportOfRefund,
  reportOfRefundQuery,
} from '../../../../cloudfunctions/backend/channel/alipay/refund-wire';
import type { Refund, Trade } from '../../../../cloudfunctions/backend/order/order';
import { TRADE_NO } from '../../../support/reports';

const outTradeNo = `${'A'.repeat(24)}_1`;
const outRequestNo = `${outTradeNo}R1`;
const trade: Trade = { outTradeNo, channel: 'alipay', status: 'paid', tradeNo: TRADE_NO, paidFen: 1_280 };
const refund: Refund = {
  outRequestNo,
  outTradeNo,
  refundFen: 500,
  cause: 'merchant',
  status: 'pending',
  attempts: 1,
  requestedAtMs: 0,
  nextTryAtMs: 0,
};

const accepted = (more: Record<string, unknown> = {}): OpenApiReply => ({
  code: '10000',
  msg: 'Success',
  tradeNo: TRADE_NO,
  outTradeNo,
  ...more,
});
const failure = (subCode?: string, code = '40004'): OpenApiReply => ({
  code,
  msg: 'Business Failed',
  subCode,
  subMsg: '…',
});

describe('what a refund sends', () => {
  test('its own number, the amount in yuan, and the reason when there is one', () => {
    expect(refundParams(refund)).toEqual({ outTradeNo, outRequestNo, refundAmount: '5.00' });
    expect(refundParams({ ...refund, reason: '🍵'.repeat(300) })).toMatchObject({ refundReason: '🍵'.repeat(256) });
    expect(refundQueryParams(refund)).toEqual({ outTradeNo, outRequestNo });
  });

  test('is the same on every try', () => {
    expect(refundParams({ ...refund, attempts: 7, lastCode: 'X', isDoubtful: true })).toEqual(refundParams(refund));
  });

  test('leaves a reason out in which the gateway has seen an attack: without it the money goes back', () => {
    const spoken = { ...refund, reason: 'out_trade_no was wrong' };
    expect(refundParams({ ...spoken, lastCode: 'isv.suspected-attack' })).toEqual(refundParams(refund));
    expect(refundParams({ ...spoken, lastCode: 'ACQ.SYSTEM_ERROR' })).toEqual(refundParams(spoken));
  });
});

describe('the answer to a refund', () => {
  const proofs: [string, OpenApiReply, string][] = [
    ['fund_change Y', accepted({ fundChange: 'Y', refundFee: '5.00' }), 'succeeded'],
    ['fund_change Y, with earlier refunds in the sum', accepted({ fundChange: 'Y', refundFee: '12.80' }), 'succeeded'],
    ['fund_change N: it may have been carried out before', accepted({ fundChange: 'N', refundFee: '5.00' }), 'unknown'],
    ['no fund_change', accepted({ refundFee: '5.00' }), 'unknown'],
    ['a fund_change nobody knows', accepted({ fundChange: 'MAYBE' }), 'unknown'],
    ['a sum that is less than this refund', accepted({ fundChange: 'Y', refundFee: '4.99' }), 'unknown'],
    ['another trade', accepted({ fundChange: 'Y', outTradeNo: `${'B'.repeat(24)}_1` }), 'unknown'],
    ['another trade_no', accepted({ fundChange: 'Y', tradeNo: '2' }), 'unknown'],
    ['a success nobody vouches for', accepted({ fundChange: 'Y', unverified: true }), 'unknown'],
    ['a refusal nobody vouches for', { ...failure('ACQ.TRADE_HAS_FINISHED'), unverified: true }, 'unknown'],
    ['a code nobody knows', failure('ACQ.NEW_CODE'), 'unknown'],
    ['a failure without sub_code', failure(undefined), 'unknown'],
    ['code 20000', failure('isp.unknow-error', '20000'), 'unknown'],
    ['code 20000 beside a refusal', failure('ACQ.TRADE_HAS_FINISHED', '20000'), 'unknown'],
    ['ACQ.SYSTEM_ERROR', failure('ACQ.SYSTEM_ERROR'), 'unknown'],
    ['AQC.SYSTEM_ERROR, as it is also spelled', failure('AQC.SYSTEM_ERROR'), 'unknown'],
    ['nothing at all', {}, 'unknown'],
  ];
  test.each(proofs)('%s', (_, reply, status) => {
    const report = reportOfRefund(refund, trade, reply);
    expect(report).toMatchObject({ outRequestNo, status });
    expect(report.refundFen).toBe(status === 'succeeded' ? 500 : undefined);
  });

  test.each([
    ...['SELLER_BALANCE_NOT_ENOUGH', 'REFUND_CHARGE_ERROR', 'REASON_TRADE_BEEN_FREEZEN', 'REFUNDALLOC_UNAUTH_LIMIT'],
    ...['ALLOC_AMOUNT_VALIDATE_ERROR'],
  ])('ACQ.%s puts it off: the same number again', (code) => {
    expect(reportOfRefund(refund, trade, failure(`ACQ.${code}`))).toMatchObject({
      status: 'postponed',
      code: `ACQ.${code}`,
    });
  });

  test.each([
    ['40005', 'isv.app-call-limited'],
    ['40002', 'isv.invalid-signature'],
    ['40003', 'isv.missing-signature-config'],
    ['40006', 'isv.insufficient-isv-permissions'],
    ['20001', 'aop.invalid-app-auth-token'],
  ])('gateway code %s did not pass it on: the same number again', (code, subCode) => {
    expect(reportOfRefund(refund, trade, failure(subCode, code))).toMatchObject({ status: 'postponed', code: subCode });
  });

  test.each([
    ...['TRADE_HAS_FINISHED', 'TRADE_HAS_CLOSE', 'TRADE_NOT_ALLOW_REFUND', 'NOT_ALLOW_PARTIAL_REFUND'],
    ...['ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND', 'TRADE_NOT_EXIST', 'INVALID_PARAMETER', 'REFUND_FEE_ERROR'],
    ...['REASON_TRADE_REFUND_FEE_ERR', 'REFUND_AMT_NOT_EQUAL_TOTAL', 'DISCORDANT_REPEAT_REQUEST', 'TRADE_STATUS_ERROR'],
    ...['BUYER_ERROR', 'CUSTOMER_VALIDATE_ERROR'],
  ])('ACQ.%s turns it down', (code) => {
    expect(reportOfRefund(refund, trade, failure(`ACQ.${code}`))).toMatchObject({
      status: 'refused',
      code: `ACQ.${code}`,
    });
    expect(reportOfRefund(refund, trade, failure(code)).status).toBe('refused');
  });
});

describe('the answer to a refund query', () => {
  const found = { outRequestNo, refundAmount: '5.00', refundStatus: 'REFUND_SUCCESS' };
  const answers: [string, OpenApiReply, string][] = [
    ['REFUND_SUCCESS with our number and amount', accepted(found), 'succeeded'],
    ['success and nothing else: no such refund', { code: '10000', msg: 'Success' }, 'absent'],
    ['success with empty values', accepted({ outRequestNo: '', refundStatus: '', refundAmount: '' }), 'absent'],
    ['our number without status and amount: not received, or failed', accepted({ outRequestNo }), 'absent'],
    [
      'an amount without a status, as older answers have it',
      accepted({ outRequestNo, refundAmount: '5.00' }),
      'unknown',
    ],
    ['another number', accepted({ ...found, outRequestNo: `${outTradeNo}R2` }), 'unknown'],
    ['another trade', accepted({ ...found, outTradeNo: 'x' }), 'unknown'],
    ['another amount', accepted({ ...found, refundAmount: '5.01' }), 'unknown'],
    ['an amount that is none', accepted({ ...found, refundAmount: '5' + '.001' }), 'unknown'],
    ['a status nobody knows', accepted({ ...found, refundStatus: 'REFUND_PROCESSING' }), 'unknown'],
    ['a success nobody vouches for', accepted({ ...found, unverified: true }), 'unknown'],
    ['an emptiness nobody vouches for', { code: '10000', unverified: true }, 'unknown'],
    ['ACQ.TRADE_NOT_EXIST: the token was forgotten, say', failure('ACQ.TRADE_NOT_EXIST'), 'unknown'],
    ['ACQ.SYSTEM_ERROR', failure('ACQ.SYSTEM_ERROR'), 'unknown'],
    ['code 20000', failure('isp.unknow-error', '20000'), 'unknown'],
  ];
  test.each(answers)('%s', (_, reply, status) => {
    const report = reportOfRefundQuery(refund, trade, reply);
    expect(report).toMatchObject({ outRequestNo, status });
    expect(report.refundFen).toBe(status === 'succeeded' ? 500 : undefined);
  });
});
