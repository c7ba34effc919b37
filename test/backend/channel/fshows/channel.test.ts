import { verify } from 'node:crypto';
import fc from 'fast-check';
import { HttpClient } from 'urllib';
import type { Channel } from '../../../../cloudfunctions/backend/channel/channel';
import { fshowsChannel } from '../../../../cloudfunctions/backend/channel/fshows/channel';
import type { FshowsHttp } from '../../../../cloudfunctions/backend/channel/fshows/gateway';
import type { Refund, Trade } from '../../../../cloudfunctions/backend/order/order';
import { type GatewayStub, gatewayStub } from '../../../support/fshows-gateway-stub';
import { anFshowsNotify, FSHOWS_APP_ID, fshowsSigner } from '../../../support/fshows-signer';
import { anOrder } from '../../../support/orders';
import { anOrderWithTrade } from '../../../support/reports';

const ours = fshowsSigner();
const platform = fshowsSigner();
const tradeNo = '2017090621475402163669707685';
const order = anOrder({ orderNo: 'A'.repeat(24) });
const paid = anOrderWithTrade('paid', { orderNo: 'A'.repeat(24) });
const trade = order.trades[0] as Trade;
const paidTrade: Trade = { ...(paid.trades[0] as Trade), tradeNo };
const { outTradeNo } = trade;
const refund: Refund = {
  outRequestNo: `${outTradeNo}R1`,
  outTradeNo,
  refundFen: 1_280,
  cause: 'merchant',
  status: 'pending',
  attempts: 1,
  requestedAtMs: 0,
  nextTryAtMs: 0,
};

const options = {
  gateway: 'http://127.0.0.1:1/gateway',
  appId: FSHOWS_APP_ID,
  privateKeyPem: ours.privateKeyPem,
  platformPublicKeyPem: platform.publicKeyPem,
  subMerchantId: '20170720205421027980',
};

/** A client that gets the same answer to everything, and remembers what it sent. */
function clientThat(answer: () => unknown) {
  const sent: Record<string, string>[] = [];
  const http: FshowsHttp = {
    async request(_, { data }) {
      sent.push(Object.fromEntries(new URLSearchParams(String(data))));
      return answer() as { status: number; data: unknown };
    },
  };
  return { http, sent };
}

const answering = (envelope: unknown) => () => ({ status: 200, data: JSON.stringify(envelope) });
const accepted = (value: Record<string, unknown> = {}) => answering({ return_value: value, success: true });
const refusing = (error_code: unknown) => answering({ error_code, error_message: '…', success: false });

/** Every question that can be asked. */
function everyQuestion(channel: Channel) {
  return [
    channel.createTrade(trade, order),
    channel.queryTrade(trade),
    channel.closeTrade(trade),
    channel.refund(refund, paidTrade),
    channel.queryRefund(refund, paidTrade),
  ];
}

describe('what is no answer proves nothing, and nothing is thrown', () => {
  const answers: [string, () => unknown][] = [
    ['HTTP 500', () => ({ status: 500, data: '{"success":true,"return_value":{}}' })],
    ['HTTP 302', () => ({ status: 302, data: '' })],
    ['HTTP 204', () => ({ status: 204, data: '' })],
    ['a page for people', () => ({ status: 200, data: '<html>502</html>' })],
    ['half an answer', () => ({ status: 200, data: '{"return_value":{"out_tra' })],
    ['nothing', () => ({ status: 200, data: '' })],
    ['no body', () => ({ status: 200, data: undefined })],
    ['null', () => ({ status: 200, data: 'null' })],
    ['a list', () => ({ status: 200, data: '[]' })],
    ['a word', () => ({ status: 200, data: '"success"' })],
    ['no success', answering({ return_value: {} })],
    ['success in quotes', answering({ success: 'true', return_value: {} })],
    ['a failure without a code', answering({ success: false })],
    ['success without what was asked for', answering({ success: true, return_value: null })],
    ['success with something else', answering({ success: true, return_value: [1] })],
    [
      'a broken connection',
      () => {
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
    ],
    [
      'something that is no error',
      () => {
        throw 'no';
      },
    ],
  ];
  test.each(answers)('%s', async (title, answer) => {
    const closes = /^success (without|with something)/.test(title);
    const reports = await Promise.all(everyQuestion(fshowsChannel(clientThat(answer).http, options)));
    // A close is confirmed by success alone: what else its answer contains is not documented.
    expect(reports.map(({ status }) => status)).toEqual([
      'unknown',
      'unknown',
      closes ? 'closed' : 'unknown',
      'unknown',
      'unknown',
    ]);
    expect(reports[0]).not.toHaveProperty('refusedCode');
  });

  test('any JSON whatever: only what names this very trade moves it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom(200, 200, 200, 400, 503), async (data, status) => {
        const channel = fshowsChannel(clientThat(() => ({ status, data })).http, options);
        const [created, queried, , refunded, refundFound] = await Promise.all(everyQuestion(channel));
        expect([created, queried, refunded, refundFound].map((report) => report?.status)).toEqual(
          Array(4).fill('unknown'),
        );
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('any envelope whatever: nothing is thrown, and a success proves no refusal', async () => {
    const word = fc.oneof(fc.constantFrom(outTradeNo, tradeNo, 'TRADE_SUCCESS', '12.80'), fc.string(), fc.double());
    const names = ['out_trade_no', 'trade_no', 'prepay_id', 'trade_status', 'total_amount', 'send_pay_date'] as const;
    const value = fc.record(Object.fromEntries(names.map((name) => [name, word])), { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(value, fc.boolean(), fc.integer({ min: -310, max: 110 }), async (content, success, code) => {
        const envelope = success ? { success, return_value: content } : { success, error_code: String(code) };
        const channel = fshowsChannel(clientThat(answering(envelope)).http, options);
        const [created, queried] = await Promise.all([channel.createTrade(trade, order), channel.queryTrade(trade)]);
        expect('refusedCode' in created && success).toBe(false);
        if (queried.status === 'paid') expect(content).toMatchObject({ out_trade_no: outTradeNo });
        if (created.status === 'open' && code !== 100) expect(created.walletTradeNo).toBe(content.prepay_id);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('an answer is not waited for longer than ten seconds', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('when the client hangs', async () => {
    const channel = fshowsChannel(clientThat(() => new Promise(() => {})).http, options);
    const reports = Promise.all(everyQuestion(channel));
    await jest.advanceTimersByTimeAsync(10_000);
    for (const report of await reports) {
      expect(report).toMatchObject({ status: 'unknown', message: 'no answer within 10000 ms' });
    }
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a create that verifiably never left us', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'with %s, opens nothing',
    async (code) => {
      const bare = Object.assign(new Error('no connection'), { code });
      for (const error of [bare, new Error('no connection', { cause: bare })]) {
        const { http } = clientThat(() => {
          throw error;
        });
        const [created, ...others] = await Promise.all(everyQuestion(fshowsChannel(http, options)));
        expect(created).toEqual({ outTradeNo, status: 'absent', isNotSent: true, message: 'no connection' });
        expect(others.map(({ status }) => status)).toEqual(Array(4).fill('unknown'));
      }
    },
  );

  // An established connection can fail with these as well, after the request has gone.
  test.each(['ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_SOCKET'])('is not one with %s', async (code) => {
    const { http } = clientThat(() => {
      throw Object.assign(new Error('it broke'), { code });
    });
    const [created] = await Promise.all(everyQuestion(fshowsChannel(http, options)));
    expect(created).toMatchObject({ status: 'unknown' });
  });

  test('because it breaks a rule of the document, is refused', async () => {
    const { http, sent } = clientThat(accepted());
    const channel = fshowsChannel(http, options);
    const stranger = { ...order, buyer: { kind: 'open_id', id: '0abc' } as const };
    const instalments = { count: 3, feePayer: 'buyer' } as const;
    expect(await channel.createTrade(trade, stranger)).toMatchObject({
      status: 'absent',
      refusedCode: 'buyer_not_served',
    });
    expect(await channel.createTrade(trade, { ...order, instalments })).toMatchObject({
      status: 'absent',
      refusedCode: 'instalments_not_served',
    });
    expect(sent).toEqual([]);
  });
});

describe('refunds', () => {
  test('a part is not sent unless the switch is on', async () => {
    const { http, sent } = clientThat(accepted());
    const part = { ...refund, refundFen: 500 };
    expect(await fshowsChannel(http, options).refund(part, paidTrade)).toMatchObject({
      status: 'refused',
      code: 'partial_refund_not_served',
    });
    expect(sent).toEqual([]);
    await fshowsChannel(http, { ...options, partialRefunds: true }).refund(part, paidTrade);
    expect(JSON.parse(sent[0]?.content ?? '')).toMatchObject({ refund_fee: '5.00' });
  });

  test('a refund of everything is proven by the trade, once the refund is known there', async () => {
    const found = { out_trade_no: outTradeNo, trade_no: tradeNo, total_amount: '12.80', trade_status: 'TRADE_CLOSED' };
    const { http, sent } = clientThat(accepted(found));
    expect(await fshowsChannel(http, options).queryRefund(refund, paidTrade)).toEqual({
      outRequestNo: refund.outRequestNo,
      status: 'succeeded',
      refundFen: 1_280,
    });
    expect(sent.map(({ method }) => method)).toEqual([
      'fshows.liquidation.pay.refund.query',
      'fshows.liquidation.alipay.trade.query',
    ]);
  });

  test('one that is not known there is absent, whatever the trade is', async () => {
    const { http, sent } = clientThat(refusing('-207'));
    expect((await fshowsChannel(http, options).queryRefund(refund, paidTrade)).status).toBe('absent');
    expect(sent).toHaveLength(1);
  });
});

describe('what goes over the wire', () => {
  let stub: GatewayStub;
  beforeAll(async () => {
    stub = await gatewayStub();
  });
  afterAll(() => stub.close());
  const channelThere = () => fshowsChannel(new HttpClient(), { ...options, gateway: `${stub.url}/gateway` });

  test('by the platform’s own client, is a form of five parameters that verifies as it arrives', async () => {
    stub.answer({ return_value: { out_trade_no: outTradeNo, trade_no: tradeNo, prepay_id: '1' }, success: true });
    const subject = '明前龙井（50 克）+ "cup" 100% \'x\' <b> 🍵 a%20b';
    const opened = await channelThere().createTrade(trade, { ...order, subject });
    expect(opened).toEqual({ outTradeNo, status: 'open', tradeNo, walletTradeNo: '1' });
    const { method, path, contentType, body } = stub.requests.at(-1) ?? {};
    expect([method, path, contentType]).toEqual([
      'POST',
      '/gateway',
      'application/x-www-form-urlencoded; charset=UTF-8',
    ]);
    const { sign = '', ...params } = Object.fromEntries(new URLSearchParams(body));
    expect(Object.keys(params).sort()).toEqual(['app_id', 'content', 'method', 'version']);
    expect(params).toMatchObject({ app_id: FSHOWS_APP_ID, version: '1.0' });
    expect(JSON.parse(params.content ?? '')).toMatchObject({ out_trade_no: outTradeNo, subject });
    const text = ['app_id', 'content', 'method', 'version'].map((name) => `${name}=${params[name]}`).join('&');
    expect(verify('RSA-SHA1', Buffer.from(text), ours.publicKeyPem, Buffer.from(sign, 'base64'))).toBe(true);
  });

  test('is sent once, and never behind a redirect', async () => {
    stub.hangUp();
    const before = stub.requests.length;
    expect((await channelThere().queryTrade(trade)).status).toBe('unknown');
    expect(stub.requests.length - before).toBe(1);
    stub.redirect();
    expect((await channelThere().queryTrade(trade)).status).toBe('unknown');
    expect(stub.requests.length - before).toBe(2);
  });

  test('nothing at all, where nobody listens', async () => {
    const channel = fshowsChannel(new HttpClient(), options);
    expect(await channel.createTrade(trade, order)).toMatchObject({ status: 'absent', isNotSent: true });
    expect(await channel.queryTrade(trade)).toMatchObject({ status: 'unknown' });
  });

  test('is named by method', async () => {
    const { http, sent } = clientThat(accepted());
    for (const question of everyQuestion(fshowsChannel(http, options))) await question;
    expect([...new Set(sent.map(({ method }) => method))]).toEqual([
      'fshows.liquidation.submerchant.alipay.trade.create',
      'fshows.liquidation.alipay.trade.query',
      'fshows.liquidation.order.close',
      'fshows.liquidation.pay.refund',
      'fshows.liquidation.pay.refund.query',
    ]);
  });
});

test('neither the private key nor a signature is in any report', async () => {
  const thrower = () => {
    throw new Error('refused');
  };
  const inReports = JSON.stringify(await Promise.all(everyQuestion(fshowsChannel(clientThat(thrower).http, options))));
  expect(inReports).not.toContain('PRIVATE');
  expect(inReports).not.toMatch(/sign/);
});

test('a key that is none is found when the channel is made', () => {
  const { http } = clientThat(accepted());
  expect(() => fshowsChannel(http, { ...options, privateKeyPem: 'no key' })).toThrow();
  expect(() => fshowsChannel(http, { ...options, platformPublicKeyPem: 'no key' })).toThrow();
});

test('a notify is read with the platform’s key, and acknowledged with success alone', () => {
  const channel = fshowsChannel(clientThat(accepted()).http, options);
  const params = anFshowsNotify(outTradeNo, '12.80');
  expect(channel.readNotify(platform.body(params), {})).toMatchObject({ kind: 'report' });
  expect(channel.readNotify(ours.body(params), {})).toMatchObject({ reason: 'bad_signature' });
  expect([channel.acknowledge(true), channel.acknowledge(false)]).toEqual(['success', 'fail']);
});
