import type { FshowsReply } from '../../../../cloudfunctions/backend/channel/fshows/gateway';
import {
  brokenRefundRule,
  refundContent,
  refundQueryContent,
  reportOfBrokenRefundRule,
  reportOfEmptiedTrade,
  reportOfRefund,
  reportOfRefundQuery,
} from '../../../../cloudfunctions/backend/channel/fshows/refund-wire';
import type { Refund, Trade } from '../../../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../../../cloudfunctions/backend/order/report';

const outTradeNo = `${'A'.repeat(24)}_1`;
const outRequestNo = `${outTradeNo}R1`;
const trade: Trade = { outTradeNo, channel: 'fshows', status: 'paid', tradeNo: '1', paidFen: 1_280 };
const refund: Refund = {
  outRequestNo,
  outTradeNo,
  refundFen: 1_280,
  cause: 'merchant',
  status: 'pending',
  attempts: 1,
  requestedAtMs: 0,
  nextTryAtMs: 0,
};
const part: Refund = { ...refund, refundFen: 500 };

const success = (value: Record<string, unknown> = {}): FshowsReply => ({ success: true, value });
const failure = (code: string): FshowsReply => ({ success: false, code, message: '…' });

describe('what a refund sends', () => {
  test('names no amount when everything goes back, as all known calls do', () => {
    expect(refundContent(refund, trade)).toEqual({ out_trade_no: outTradeNo, out_refund_no: outRequestNo });
    expect(refundQueryContent(refund)).toEqual({ out_trade_no: outTradeNo, out_refund_no: outRequestNo });
  });

  test('names the amount of a part', () => {
    expect(refundContent(part, trade)).toEqual({
      out_trade_no: outTradeNo,
      out_refund_no: outRequestNo,
      refund_fee: '5.00',
    });
  });

  test('is the same on every try', () => {
    expect(refundContent({ ...refund, attempts: 7, isDoubtful: true }, trade)).toEqual(refundContent(refund, trade));
  });
});

describe('a refund is not sent', () => {
  test.each<[string | null, Partial<Refund>, Partial<Trade>, boolean]>([
    [null, {}, {}, false],
    [null, {}, {}, true],
    [null, { refundFen: 500 }, {}, true],
    ['partial_refund_not_served', { refundFen: 500 }, {}, false],
    ['refund_exceeds_paid', { refundFen: 1_281 }, {}, true],
    ['trade_not_paid', {}, { paidFen: undefined }, true],
    ['invalid_out_refund_no', { outRequestNo: 'a'.repeat(33) }, {}, true],
    ['invalid_out_refund_no', { outRequestNo: '' }, {}, true],
    [null, { outRequestNo: `${'A'.repeat(24)}_999R999` }, {}, false],
  ])('for %s: %j of %j', (rule, more, moreTrade, partialRefunds) => {
    expect(brokenRefundRule({ ...refund, ...more }, { ...trade, ...moreTrade }, partialRefunds)).toBe(rule);
  });

  test('and is told as a refusal, which a query must confirm', () => {
    expect(reportOfBrokenRefundRule(refund, 'partial_refund_not_served')).toEqual({
      outRequestNo,
      status: 'refused',
      code: 'partial_refund_not_served',
      message: 'not sent',
    });
  });
});

describe('the answer to a refund', () => {
  test('accepts it, which moves no money yet', () => {
    const report = { outRequestNo, status: 'unknown', code: 'refund_accepted' };
    expect(reportOfRefund(refund, success({ out_refund_no: outRequestNo, status: 'SUCCESS' }))).toEqual(report);
  });

  test.each([
    ...['-101', '-207', '-220'].map((code) => [code, 'refused']),
    ...['-100', '-102', '-201', '-202', '-203', '-204', '-205', '-208', '-222', '-223', '-224'].map((code) => [
      code,
      'postponed',
    ]),
    ...['-103', '-200', '-206', '-221', '-300', '-301', '-302', '-999', '100', ''].map((code) => [code, 'unknown']),
  ] as [string, string][])('%s is %s', (code, status) => {
    expect(reportOfRefund(refund, failure(code))).toEqual({ outRequestNo, status, code, message: '…' });
  });
});

describe('the answer to a refund query', () => {
  test('-207 is absence', () => {
    expect(reportOfRefundQuery(refund, trade, failure('-207'))).toMatchObject({ status: 'absent', code: '-207' });
  });

  const found = (more: Record<string, unknown> = {}) =>
    success({
      out_trade_no: outTradeNo,
      trade_no: '1',
      out_refund_no: outRequestNo,
      refund_fee: '5.00',
      refund_status: 'REFUND_SUCCESS',
      ...more,
    });

  test('proves a part with our number and its amount', () => {
    const report = { outRequestNo, status: 'succeeded', refundFen: 500 };
    expect(reportOfRefundQuery(part, trade, found())).toEqual(report);
    expect(reportOfRefundQuery(part, trade, found({ refund_fee: 5 }))).toEqual(report);
  });

  test('proves nothing about everything: the trade must show it', () => {
    expect(reportOfRefundQuery(refund, trade, found({ refund_fee: '12.80' }))).toEqual({
      outRequestNo,
      status: 'unknown',
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['another number', { out_refund_no: `${outTradeNo}R2` }],
    ['no number', { out_refund_no: undefined }],
    ['another trade', { out_trade_no: 'x' }],
    ['another trade_no', { trade_no: '2' }],
    ['another amount', { refund_fee: '5.01' }],
    ['no amount', { refund_fee: undefined }],
    ['money on its way', { refund_status: 'REFUNDING' }],
    ['a status nobody knows', { refund_status: 'DONE' }],
    ['no status', { refund_status: undefined }],
  ])('with %s proves nothing about a part', (_, more) => {
    expect(reportOfRefundQuery(part, trade, found(more)).status).toBe('unknown');
  });

  test('says that it failed: none was carried out, and sending it again is turned down', () => {
    const failed = found({ refund_status: 'REFUND_FAILED' });
    for (const asked of [refund, part]) {
      expect(reportOfRefundQuery(asked, trade, failed)).toMatchObject({ status: 'absent', code: 'REFUND_FAILED' });
      expect(reportOfRefund(asked, failed)).toMatchObject({ status: 'refused', code: 'REFUND_FAILED' });
    }
    const ofAnother = found({ refund_status: 'REFUND_FAILED', out_refund_no: 'x' });
    expect(reportOfRefundQuery(refund, trade, ofAnother).status).toBe('unknown');
    expect(reportOfRefund(refund, ofAnother).status).toBe('unknown');
  });

  test.each(['-101', '-200', '-220', '-300', '-302', '-999', '100'])('%s proves nothing', (code) => {
    expect(reportOfRefundQuery(refund, trade, failure(code))).toEqual({
      outRequestNo,
      status: 'unknown',
      code,
      message: '…',
    });
  });
});

describe('a paid trade that is closed', () => {
  const emptied: TradeReport = { outTradeNo, status: 'closed', totalFen: 1_280 };

  test('has given everything back', () => {
    const report = { outRequestNo, status: 'succeeded', refundFen: 1_280 };
    expect(reportOfEmptiedTrade(refund, trade, emptied)).toEqual(report);
  });

  test.each<[string, Partial<TradeReport>]>([
    ['still paid', { status: 'paid' }],
    ['unknown', { status: 'unknown' }],
    ['absent', { status: 'absent' }],
    ['of another amount', { totalFen: 1_281 }],
    ['of no amount', { totalFen: undefined }],
  ])('%s proves nothing', (_, more) => {
    expect(reportOfEmptiedTrade(refund, trade, { ...emptied, ...more })).toEqual({ outRequestNo, status: 'unknown' });
  });

  test('proves nothing about a part', () => {
    expect(reportOfEmptiedTrade(part, trade, emptied).status).toBe('unknown');
  });
});
