import type { FshowsReply } from '../../../../cloudfunctions/backend/channel/fshows/gateway';
import {
  epochFromBeijing,
  fenOf,
  reportOfBrokenRule,
  reportOfClose,
  reportOfCreate,
  reportOfQuery,
  statusOf,
  tradeContent,
} from '../../../../cloudfunctions/backend/channel/fshows/wire';
import type { Trade } from '../../../../cloudfunctions/backend/order/order';

const outTradeNo = `${'A'.repeat(24)}_1`;
const tradeNo = '2017090621475402163669707685';
const prepayId = '2017090621001004540200311644';
const trade: Trade = { outTradeNo, channel: 'fshows', status: 'creating' };
const openTrade: Trade = { ...trade, status: 'open', tradeNo, walletTradeNo: prepayId };

const success = (value: Record<string, unknown>): FshowsReply => ({ success: true, value });
const failure = (code: string): FshowsReply => ({ success: false, code, message: '…' });

/** Codes that say nothing of what became of a call. */
const noEvidence = ['-103', '-104', '-200', '-209', '-210', '-211', '-213', '-219', '-221', '-300', '-301', '-302']
  .concat(['-999', '0', '', 'x', '200'])
  .map((code): [string, FshowsReply] => [`code ${JSON.stringify(code)}`, failure(code)]);

describe('the answer to a create', () => {
  const value = { out_trade_no: outTradeNo, trade_no: tradeNo, prepay_id: prepayId };

  test('opens the trade: the platform’s number is for matching, prepay_id for the wallet', () => {
    const report = { outTradeNo, status: 'open', tradeNo, walletTradeNo: prepayId };
    expect(reportOfCreate(trade, success(value))).toEqual(report);
  });

  test.each([
    ['another order', { ...value, out_trade_no: `${'B'.repeat(24)}_1` }],
    ['no order', { ...value, out_trade_no: undefined }],
    ['no trade_no', { ...value, trade_no: undefined }],
    ['a trade_no that has lost digits as a number', { ...value, trade_no: Number(tradeNo) }],
    ['no prepay_id', { ...value, prepay_id: undefined }],
    ['an empty prepay_id', { ...value, prepay_id: '' }],
    ['a prepay_id longer than the document allows', { ...value, prepay_id: '1'.repeat(65) }],
    ['nothing', {}],
  ])('with %s proves nothing', (_, content) => {
    expect(reportOfCreate(trade, success(content))).toEqual({ outTradeNo, status: 'unknown' });
  });

  test('another trade_no than the one that is known proves nothing', () => {
    expect(reportOfCreate({ ...trade, tradeNo: '1' }, success(value)).status).toBe('unknown');
  });

  test.each([...['-100', '-101', '-102', '-201', '-202', '-203', '-204', '-205', '-208', '-222', '-223', '-224']])(
    '%s turned it away: no trade was made',
    (code) => {
      const report = { outTradeNo, status: 'absent', code, refusedCode: code, message: '…' };
      expect(reportOfCreate(trade, failure(code))).toEqual(report);
    },
  );

  test('-206 says that the number is in use: only a query tells by what', () => {
    const report = { outTradeNo, status: 'unknown', code: '-206', message: '…', isNumberTaken: true };
    expect(reportOfCreate(trade, failure('-206'))).toEqual(report);
  });

  test('100 says that somebody is paying it', () => {
    expect(reportOfCreate(trade, failure('100'))).toEqual({ outTradeNo, status: 'open', code: '100', message: '…' });
  });

  test.each([...noEvidence, ['-207', failure('-207')], ['-220', failure('-220')]] as [string, FshowsReply][])(
    '%s proves nothing',
    (_, reply) => {
      const report = reportOfCreate(trade, reply);
      expect(report.status).toBe('unknown');
      expect(report).not.toHaveProperty('refusedCode');
      expect(report).not.toHaveProperty('isNumberTaken');
    },
  );

  test('a rule that was broken before it was sent is a refusal for good', () => {
    expect(reportOfBrokenRule(trade, 'invalid_subject')).toEqual({
      outTradeNo,
      status: 'absent',
      code: 'invalid_subject',
      refusedCode: 'invalid_subject',
      message: 'not sent',
    });
  });
});

describe('the answer to a query', () => {
  const found = (trade_status: unknown, more: Record<string, unknown> = {}) =>
    success({ out_trade_no: outTradeNo, trade_no: tradeNo, total_amount: '12.80', trade_status, ...more });

  test.each([
    ['WAIT_BUYER_PAY', 'open'],
    ['TRADE_SUCCESS', 'paid'],
    ['TRADE_FINISHED', 'paid'],
    ['TRADE_CLOSED', 'closed'],
    ['USERPAYING', 'unknown'],
    ['SUCCESS', 'unknown'],
    ['trade_success', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    [1, 'unknown'],
  ])('%s is %s', (tradeStatus, status) => {
    expect(reportOfQuery(trade, found(tradeStatus))).toMatchObject({ status, totalFen: 1_280, tradeNo });
    expect(statusOf(tradeStatus)).toBe(status);
  });

  test('a payment carries amount and time; what the merchant receives is no measure of it', () => {
    const reply = found('TRADE_SUCCESS', { receipt_amount: '0.00', send_pay_date: '2026-01-02 11:04:58' });
    expect(reportOfQuery(openTrade, reply)).toEqual({
      outTradeNo,
      status: 'paid',
      tradeNo,
      totalFen: 1_280,
      paidAtMs: Date.parse('2026-01-02T11:04:58+08:00'),
    });
  });

  test('an open trade is found without the number for the wallet, which nobody can ask for again', () => {
    expect(reportOfQuery(trade, found('WAIT_BUYER_PAY'))).not.toHaveProperty('walletTradeNo');
  });

  test('-207 is absence, and no refusal', () => {
    expect(reportOfQuery(trade, failure('-207'))).toEqual({ outTradeNo, status: 'absent', code: '-207', message: '…' });
  });

  test('100 says that somebody is paying it', () => {
    expect(reportOfQuery(trade, failure('100'))).toMatchObject({ status: 'open' });
  });

  test.each([
    ...['-100', '-101', '-102', '-201', '-203', '-206', '-220'].map((code) => [code, failure(code)]),
    ...noEvidence,
    ['another order', found('TRADE_SUCCESS', { out_trade_no: 'x' })],
    ['no order', found('TRADE_SUCCESS', { out_trade_no: undefined })],
    ['no trade_no', found('TRADE_SUCCESS', { trade_no: undefined })],
    ['no amount', found('TRADE_SUCCESS', { total_amount: undefined })],
    ['an amount nobody can read', found('TRADE_SUCCESS', { total_amount: '12.80元' })],
    ['nothing', success({})],
  ] as [string, FshowsReply][])('%s proves nothing', (_, reply) => {
    expect(reportOfQuery(trade, reply).status).toBe('unknown');
  });

  test('about another trade_no than the one that is known proves nothing', () => {
    expect(reportOfQuery(openTrade, found('TRADE_SUCCESS', { trade_no: '1' })).status).toBe('unknown');
  });

  test('names the trade by our number alone', () => {
    expect(tradeContent(openTrade)).toEqual({ out_trade_no: outTradeNo });
  });
});

describe('the answer to a close', () => {
  test.each([
    ['says nothing', {}],
    ['names the trade', { out_trade_no: outTradeNo, trade_no: tradeNo }],
  ])('that %s closes the trade', (_, value) => {
    expect(reportOfClose(openTrade, success(value))).toEqual({ outTradeNo, status: 'closed' });
  });

  test.each([{ out_trade_no: 'x' }, { trade_no: '1' }])('that names another trade, by %j, proves nothing', (value) => {
    expect(reportOfClose(openTrade, success(value)).status).toBe('unknown');
  });

  test('-207 is absence', () => {
    expect(reportOfClose(openTrade, failure('-207'))).toMatchObject({ status: 'absent', code: '-207' });
  });

  test.each([...noEvidence, ['-220', failure('-220')], ['100', failure('100')]] as [string, FshowsReply][])(
    '%s proves nothing: the trade may be paid',
    (_, reply) => expect(reportOfClose(openTrade, reply).status).toBe('unknown'),
  );
});

describe('amounts', () => {
  test.each([
    ['12.80', 1_280],
    ['12.8', 1_280],
    ['12', 1_200],
    ['12.80000', 1_280],
    ['0.0100', 1],
    [12.8, 1_280],
    [0.01, 1],
    [100_000_000, 10_000_000_000],
    [0, 0],
  ])('%j is %d fen', (yuan, fen) => expect(fenOf(yuan)).toBe(fen));

  test.each(['12.801', '-1.00', '1,000.00', '', ' 1', '1e3', 12.801, 0.1 + 0.2, -1, 1e21, Number.NaN, null, undefined])(
    '%j is none',
    (yuan) => expect(fenOf(yuan)).toBeNull(),
  );

  test.each(['12.801', '12.8010', '12.00001'])('%s is none: zeros are cut off, and nothing else', (yuan) => {
    expect(fenOf(yuan)).toBeNull();
  });
});

test.each([
  ['2026-01-02 11:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02 11:04:05.678', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-13-02 00:00:00', undefined],
  ['2026/01/02 11:04:05', undefined],
  ['', undefined],
  [1_767_323_045_000, undefined],
  [undefined, undefined],
])('%j in Beijing is %s', (text, epochMs) => expect(epochFromBeijing(text)).toBe(epochMs));
