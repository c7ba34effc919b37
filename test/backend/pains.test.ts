/**
 * The pains of the field that a backend can cause, by the names they have in the list of what is owed. Each is shown through the doors or
 * the flows; the rooms have their own, finer tests.
 */
import fc from 'fast-check';
import { alipayChannel } from '../../cloudfunctions/backend/channel/alipay/channel';
import type { AlipayCloud, OpenApiReply } from '../../cloudfunctions/backend/channel/alipay/cloud';
import { createOrder } from '../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../cloudfunctions/backend/flow/query-order';
import { receiveNotify } from '../../cloudfunctions/backend/flow/receive-notify';
import { refundOrder } from '../../cloudfunctions/backend/flow/refund-order';
import { resendEvent } from '../../cloudfunctions/backend/flow/resend-event';
import { sweepOrders } from '../../cloudfunctions/backend/flow/sweep-orders';
import { moneyFaults } from '../../cloudfunctions/backend/order/money-equation';
import orderQuery from '../../cloudfunctions/order-query/index';
import tradeNotify from '../../cloudfunctions/trade-notify/index';
import { fenFromYuan, yuanFromFen } from '../../contract/money';
import { APP_ID, alipaySigner, aNotify, type NotifyParams, SELLER_ID } from '../support/alipay-signer';
import { aBackend, BUYER, LIFETIME_MS, type TestBackend } from '../support/backend';
import { givenBackFen } from '../support/fake-refunds';
import { aContext } from '../support/function-context';
import { merchantReceiver, quiet } from '../support/merchant-receiver';
import { anOrder } from '../support/orders';
import { aPurchase, ordered, paidOrder, shown, tradeOf } from '../support/purchases';
import { MINUTE_MS, sweepFor } from '../support/sweeping';

const signer = alipaySigner();
const trust = { appId: APP_ID, opAppId: APP_ID, sellerId: SELLER_ID, alipayPublicKeyPem: signer.publicKeyPem };
const { readNotify, acknowledge } = alipayChannel({ payment: { common: {} } } as AlipayCloud, trust);
const backendWithNotify = () => aBackend({ readNotify, acknowledge });

function send(backend: TestBackend, params: NotifyParams): Promise<string> {
  return receiveNotify(backend.ports, { channel: 'alipay' }, { body: signer.body(params), headers: {} });
}

/** An Alipay that answers every call in this way, and notes how it was called. */
function alipayThat(answer: () => Promise<OpenApiReply>, appAuthToken?: string) {
  const options: unknown[] = [];
  const call = (_: unknown, given: unknown) => {
    options.push(given);
    return answer();
  };
  const cloud = {
    payment: { common: { create: call, query: call, close: call, refund: call } },
    util: { generic: { execute: (_: string, params: unknown, given: unknown) => call(params, given) } },
  } as unknown as AlipayCloud;
  const channel = alipayChannel(cloud, { ...trust, ...(appAuthToken ? { appAuthToken } : {}) });
  const order = anOrder();
  const trade = order.trades[0] ?? { outTradeNo: '', channel: 'alipay' as const, status: 'creating' as const };
  const number = { outRequestNo: `${trade.outTradeNo}R1`, outTradeNo: trade.outTradeNo, refundFen: 1 };
  const refund = {
    ...number,
    cause: 'merchant',
    status: 'pending',
    attempts: 1,
    requestedAtMs: 0,
    nextTryAtMs: 0,
  } as const;
  const verbs = {
    create: () => channel.createTrade(trade, order),
    query: () => channel.queryTrade(trade),
    close: () => channel.closeTrade(trade),
    refund: () => channel.refund(refund, trade),
    queryRefund: () => channel.queryRefund(refund, trade),
  };
  return { verbs, options };
}

describe('notify signature fails with `+ & " %`, Chinese, HTML entities, empty values, floats', () => {
  const corpus = [
    '+',
    '&',
    '"',
    '%',
    '%20',
    '100%',
    '绿茶',
    '&quot;',
    '&amp;',
    '<b>',
    '',
    '0.1',
    '1e3',
    'a=b',
    '🍵',
    '\\',
    '  ',
    '\n',
  ];

  test.each(corpus)('a subject of %j verifies', async (subject) => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    expect(await send(backend, aNotify(tradeOf(order), '12.80', { subject, passback_params: subject }))).toBe(
      'success',
    );
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });

  test('any text whatever verifies', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
    const property = fc.asyncProperty(texts, texts, async (subject, body) => {
      expect(await send(backend, aNotify(tradeOf(order), '12.80', { subject, body }))).toBe('success');
    });
    await fc.assert(property, { seed: 20_260_105, numRuns: 200 });
  });
});

test('duplicate or concurrent notify delivers twice: 50 parallel copies have one effect', async () => {
  const backend = backendWithNotify();
  const merchant = merchantReceiver(backend);
  const order = await ordered(backend);
  const copies = Array.from({ length: 50 }, () => send(backend, aNotify(tradeOf(order), '12.80')));
  expect(await Promise.all(copies)).toEqual(Array(50).fill('success'));
  await quiet();
  expect(merchant.types()).toEqual(['order.paid']);
});

describe('correctly signed notify for another order, amount, app accepted', () => {
  test.each([
    ['order', {}, `${'Z'.repeat(24)}_1`],
    ['amount', { total_amount: '0.01' }, null],
    ['app', { app_id: '2021000000000009' }, null],
    ['seller', { seller_id: '2088000000000098' }, null],
  ])('one for another %s is refused and pays nothing', async (_, more, number) => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    expect(await send(backend, aNotify(number ?? tradeOf(order), '12.80', more))).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
  });
});

test('double payment from two tabs or two channels: the second is refunded by itself', async () => {
  const backend = aBackend();
  const order = await ordered(backend);
  Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { state: 'over' });
  backend.clock.advance(2_000);
  await queryOrder(backend.ports, BUYER, order);
  backend.channel.pay(`${order.orderNo}_2`);
  await sweepFor(backend, MINUTE_MS);
  // The first trade, which its channel had called closed, is paid as well.
  Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { state: 'paid' });
  const news = { outTradeNo: tradeOf(order), status: 'paid', totalFen: 1_280, tradeNo: `P${tradeOf(order)}` } as const;
  backend.ports.merchants[0].channels.alipay = {
    ...backend.channel,
    readNotify: () => ({ kind: 'report', report: news, notifyId: 'one' }),
  };
  await receiveNotify(backend.ports, { channel: 'alipay' }, { body: '', headers: {} });
  await sweepFor(backend, MINUTE_MS);
  const stored = await backend.stored(order.orderNo);
  expect(stored).toMatchObject({
    status: 'paid',
    refunds: [{ cause: 'double', refundFen: 1_280, status: 'succeeded' }],
  });
  expect(moneyFaults(stored)).toEqual([]);
});

describe('expiry races with payment; order closed locally but paid', () => {
  test.each(['before', 'after'] as const)('a payment %s the channel closes is never lost', async (when) => {
    const backend = aBackend();
    const order = await ordered(backend);
    const trade = backend.channel.book.get(tradeOf(order));
    Object.assign(trade ?? {}, { expiresAtMs: Number.MAX_SAFE_INTEGER });
    backend.channel.meanwhile('close', when, () => Object.assign(trade ?? {}, { state: 'paid', paidAtMs: 1 }));
    backend.clock.advance(LIFETIME_MS);
    await sweepOrders(backend.ports);
    const news = {
      outTradeNo: tradeOf(order),
      status: 'paid',
      totalFen: 1_280,
      tradeNo: `P${tradeOf(order)}`,
    } as const;
    backend.ports.merchants[0].channels.alipay = {
      ...backend.channel,
      readNotify: () => ({ kind: 'report', report: news, notifyId: 'one' }),
    };
    await receiveNotify(backend.ports, { channel: 'alipay' }, { body: '', headers: {} });
    await sweepFor(backend, MINUTE_MS);
    const stored = await backend.stored(order.orderNo);
    const isHonest = stored.status === 'paid' ? givenBackFen(trade) === 0 : givenBackFen(trade) === 1_280;
    expect(isHonest).toBe(true);
    expect(moneyFaults(stored)).toEqual([]);
  });
});

describe('paid, but the order stays unpaid (notify lost, URL blocked)', () => {
  test('is healed by a query within 30 s', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(3_000);
    expect(shown(await queryOrder(backend.ports, BUYER, order)).status).toBe('paid');
  });

  test('is healed by the sweep within 2 minutes', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    await sweepFor(backend, 2 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });
});

describe('notify body empty in a cloud function (content type, base64)', () => {
  const types = [
    undefined,
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/json',
    'multipart/form-data',
  ];
  test.each(types.flatMap((type) => [false, true].map((isBase64Encoded) => ({ type, isBase64Encoded }))))(
    'content type $type, base64 $isBase64Encoded, is parsed',
    async ({ type, isBase64Encoded }) => {
      const backend = backendWithNotify();
      const order = await ordered(backend);
      const text = signer.body(aNotify(tradeOf(order), '12.80'));
      const body = isBase64Encoded ? Buffer.from(text).toString('base64') : text;
      const args = {
        path: '/',
        httpMethod: 'POST',
        headers: type ? { 'content-type': type } : {},
        body,
        isBase64Encoded,
      };
      expect(await tradeNotify(aContext(backend, { args, source: 'http' }))).toBe('success');
    },
  );
});

describe('TRADE_CLOSED / TRADE_FINISHED misread', () => {
  const table: [string, NotifyParams, 'unpaid' | 'paid', string][] = [
    ['TRADE_CLOSED', { gmt_payment: '' }, 'unpaid', 'unpaid'],
    ['TRADE_CLOSED', { gmt_refund: '2026-01-02 12:00:00', refund_fee: '12.80' }, 'unpaid', 'unpaid'],
    ['TRADE_CLOSED', { gmt_refund: '2026-01-02 12:00:00', refund_fee: '12.80' }, 'paid', 'paid'],
    ['TRADE_CLOSED', { gmt_payment: '' }, 'paid', 'paid'],
    ['TRADE_FINISHED', {}, 'unpaid', 'paid'],
    ['TRADE_FINISHED', {}, 'paid', 'paid'],
    ['TRADE_SUCCESS', {}, 'unpaid', 'paid'],
    ['TRADE_SUCCESS', { gmt_refund: '2026-01-02 12:00:00', refund_fee: '1.00' }, 'paid', 'paid'],
    ['WAIT_BUYER_PAY', { gmt_payment: '' }, 'unpaid', 'unpaid'],
    ['WAIT_BUYER_PAY', { gmt_payment: '' }, 'paid', 'paid'],
  ];
  test.each(table)('%s with %j leaves an order that is %s %s', async (trade_status, more, before, after) => {
    const backend = backendWithNotify();
    const order = before === 'paid' ? await paidOrder(backend) : await ordered(backend);
    await send(backend, aNotify(tradeOf(order), '12.80', { trade_status, ...more }));
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: after });
  });
});

test('9000 taken as paid: whatever the app claims, only the channel makes an order paid', async () => {
  const backend = aBackend();
  const order = await ordered(backend);
  const claims = { resultCode: '9000', status: 'paid', paid: true, paidFen: 1_280, trades: [{ status: 'paid' }] };
  backend.clock.advance(3_000);
  const reply = await orderQuery(aContext(backend, { args: { orderNo: order.orderNo, ...claims } }));
  expect(reply).toMatchObject({ ok: true, order: { status: 'unpaid' } });
});

test('refund stuck, cannot be tried again; `out_request_no` missing: the same number is driven until it is known', async () => {
  const backend = aBackend();
  const order = await paidOrder(backend);
  backend.channel.fail('refund', 'request_lost', 'reply_lost');
  backend.channel.fail('queryRefund', 'request_lost');
  await refundOrder(backend.ports, 'operator', { orderNo: order.orderNo, requestId: 'refund-that-was-stuck' });
  await sweepFor(backend, 30 * MINUTE_MS);
  const numbers = backend.channel.calls.filter((call) => call.includes('efund')).map((call) => call.split(' ')[1]);
  expect(new Set(numbers)).toEqual(new Set([`${tradeOf(order)}R1`]));
  expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'succeeded' }] });
  expect(givenBackFen(backend.channel.book.get(tradeOf(order)))).toBe(1_280);
});

test.each([
  ['user_id', BUYER.id],
  ['open_id', '074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5'],
] as const)(
  '`buyer_id` → `buyer_open_id` migration: a buyer known by %s orders, pays and is refunded',
  async (kind, id) => {
    const backend = aBackend();
    const buyer = { kind, id };
    const order = shown(await createOrder(backend.ports, buyer, aPurchase()));
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(3_000);
    expect(shown(await queryOrder(backend.ports, buyer, order)).status).toBe('paid');
    const reply = await refundOrder(backend.ports, 'operator', {
      orderNo: order.orderNo,
      requestId: 'refund-of-either-kind',
    });
    expect(reply).toMatchObject({ ok: true, order: { refundedFen: 1_280 } });
  },
);

test('a failed signature check hides the business error: the original sub_code is always shown', async () => {
  const failure = { code: '40004', subCode: 'ACQ.ACCESS_FORBIDDEN', subMsg: '…', unverified: true };
  const { verbs } = alipayThat(async () => failure);
  for (const report of [await verbs.create(), await verbs.query(), await verbs.close(), await verbs.refund()]) {
    expect(report).toMatchObject({ status: 'unknown', code: 'ACQ.ACCESS_FORBIDDEN' });
  }
});

test('`app_auth_token` forgotten on query or refund: it goes with every call', async () => {
  const { verbs, options } = alipayThat(async () => ({}), 'token-of-a-merchant');
  for (const verb of Object.values(verbs)) await verb();
  expect(options).toHaveLength(5);
  for (const given of options) expect(given).toMatchObject({ appAuthToken: 'token-of-a-merchant' });
});

test('float money, wrong decimals: every amount goes to yuan and back as the same integer fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (fen) => fenFromYuan(yuanFromFen(fen)) === fen),
    { seed: 20_260_106 },
  );
  expect([0.1 + 0.2, 12.8, '12.801', '1e3', ' 1', '-1'].map(fenFromYuan)).toEqual(Array(6).fill(null));
});

test('webhook events missed and not sent again: outbox, replay, backfill', async () => {
  const backend = aBackend();
  // Backfill: it happened before anybody listened.
  const early = await paidOrder(backend);
  const merchant = merchantReceiver(backend);
  await resendEvent(backend.ports, 'operator', { orderNo: early.orderNo });
  // Outbox: the receiver was down when it happened.
  merchant.fail('ECONNREFUSED', 'HTTP 500');
  const later = await paidOrder(backend);
  await quiet();
  await sweepFor(backend, 5 * MINUTE_MS);
  // Replay: the receiver lost what it had confirmed.
  await resendEvent(backend.ports, 'operator', { orderNo: later.orderNo, eventId: `${later.orderNo}-1` });
  const ids = merchant.received.map(({ eventId }) => eventId);
  expect(ids).toEqual([`${early.orderNo}-1`, `${later.orderNo}-1`, `${later.orderNo}-1`]);
});

describe('an unknown result mapped to failed (code 20000, timeouts, no channel id)', () => {
  const unknowns: [string, () => Promise<OpenApiReply>][] = [
    ['code 20000', async () => ({ code: '20000', subCode: 'isp.unknow-error' })],
    ['ACQ.SYSTEM_ERROR', async () => ({ code: '40004', subCode: 'ACQ.SYSTEM_ERROR' })],
    ['AQC.SYSTEM_ERROR', async () => ({ code: '40004', subCode: 'AQC.SYSTEM_ERROR' })],
    ['a code nobody knows', async () => ({ code: '40004', subCode: 'ACQ.WHO_KNOWS' })],
    ['a call that is limited', async () => ({ code: '40005', subCode: 'isv.app-call-limited', unverified: true })],
    ['a timeout', async () => Promise.reject(new Error('timeout'))],
    ['an answer without the channel’s number', async () => ({ code: '10000' })],
    [
      'an answer about another trade',
      async () => ({ code: '10000', outTradeNo: 'x', tradeNo: 'y', tradeStatus: 'TRADE_CLOSED' }),
    ],
    ['an answer that is empty', async () => ({})],
    ['an answer nobody signed', async () => ({ code: '10000', unverified: true })],
  ];
  test.each(unknowns)('%s proves nothing, at every verb', async (_, answer) => {
    const { verbs } = alipayThat(answer);
    for (const verb of ['create', 'query', 'close', 'refund'] as const) {
      expect(await verbs[verb]()).toMatchObject({ status: 'unknown' });
    }
    // An accepted refund query that is empty means that there is no such refund, or not yet: the same number is sent again.
    expect(['unknown', 'absent']).toContain((await verbs.queryRefund()).status);
  });
});
