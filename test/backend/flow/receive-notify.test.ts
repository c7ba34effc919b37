import { generateKeyPairSync } from 'node:crypto';
import { alipayChannel } from '../../../cloudfunctions/backend/channel/alipay/channel';
import type { AlipayCloud } from '../../../cloudfunctions/backend/channel/alipay/cloud';
import type { Channel } from '../../../cloudfunctions/backend/channel/channel';
import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { receiveNotify } from '../../../cloudfunctions/backend/flow/receive-notify';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import {
  APP_ID,
  alipaySigner,
  aNotify,
  type NotifyParams,
  SELLER_ID,
  type SignOptions,
} from '../../support/alipay-signer';
import { aBackend, BUYER, LIFETIME_MS, type TestBackend } from '../../support/backend';
import { ordered, paidOrder, tradeOf } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';

const signer = alipaySigner();
const forger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const PAID_AT_MS = Date.parse('2026-01-02T11:04:58+08:00');

/** Reading and acknowledging as the Alipay channel does it; everything else of the channel is the scripted one. */
const { readNotify, acknowledge } = alipayChannel({ payment: { common: {} } } as AlipayCloud, {
  appId: APP_ID,
  opAppId: APP_ID,
  sellerId: SELLER_ID,
  alipayPublicKeyPem: signer.publicKeyPem,
});

const backendWithNotify = () => aBackend({ readNotify, acknowledge });

function send(backend: TestBackend, params: NotifyParams, options: SignOptions = {}): Promise<string> {
  return receiveNotify(backend.ports, { channel: 'alipay' }, { body: signer.body(params, options), headers: {} });
}

describe('a notice of payment', () => {
  test('pays the order and is acknowledged', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    expect(await send(backend, aNotify(tradeOf(order), '12.80'))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', paidAtMs: PAID_AT_MS });
    expect((await backend.stored(order.orderNo)).history.at(-1)).toMatchObject({
      kind: 'trade_paid',
      source: 'notify',
    });
    expect(backend.channel.callsOf('query')).toBe(0);
  });

  test('is not acknowledged before it is stored, and counts when it comes again', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.store.crash('save', 'before');
    await expect(send(backend, aNotify(tradeOf(order), '12.80'))).rejects.toThrow('connection lost');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
    expect(await send(backend, aNotify(tradeOf(order), '12.80'))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });

  test('stored, but whose commit was not confirmed, is acknowledged when it comes again, and counts once', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.store.crash('save', 'after');
    await expect(send(backend, aNotify(tradeOf(order), '12.80'))).rejects.toThrow('connection lost');
    expect(await send(backend, aNotify(tradeOf(order), '12.80'))).toBe('success');
    const { history } = await backend.stored(order.orderNo);
    expect(history.filter(({ kind }) => kind === 'trade_paid')).toHaveLength(1);
  });

  test('fifty times at once has one effect and is acknowledged fifty times', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    const copies = Array.from({ length: 50 }, () => send(backend, aNotify(tradeOf(order), '12.80')));
    expect(await Promise.all(copies)).toEqual(Array(50).fill('success'));
    const { history, version } = await backend.stored(order.orderNo);
    expect(history.filter(({ kind }) => kind === 'trade_paid')).toHaveLength(1);
    expect(version).toBe(3);
  });

  test('that overtakes the reply to the create is believed', async () => {
    const backend = backendWithNotify();
    backend.channel.fail('create', 'reply_lost');
    const order = await ordered(backend);
    expect(await send(backend, aNotify(tradeOf(order), '12.80'))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({
      status: 'paid',
      trades: [{ tradeNo: expect.any(String) }],
    });
  });

  test('a day late, after the order was closed, is recorded as money to return and acknowledged', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    await closeOrder(backend.ports, BUYER, order);
    backend.clock.advance(86_400_000);
    expect(await send(backend, aNotify(tradeOf(order), '12.80'))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', trades: [{ status: 'paid' }] });
    expect(backend.logged.at(-1)).toMatchObject({ level: 'error', fields: { cause: 'late' } });
  });
});

describe('notices in any order', () => {
  const closedUnpaid = (outTradeNo: string) => {
    const { gmt_payment: _, ...rest } = aNotify(outTradeNo, '12.80', { trade_status: 'TRADE_CLOSED' });
    return rest;
  };
  const refunded = (outTradeNo: string) =>
    aNotify(outTradeNo, '12.80', {
      trade_status: 'TRADE_CLOSED',
      refund_fee: '12.80',
      gmt_refund: '2026-01-02 12:00:00.123',
    });

  test('a trade closed unpaid closes its order once nobody can go on with it', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.clock.set(order.expiresAtMs);
    expect(await send(backend, closedUnpaid(tradeOf(order)))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
  });

  test('a trade closed unpaid while the order is still valid is over, and the buyer may go on with a further one', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    expect(await send(backend, closedUnpaid(tradeOf(order)))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid', trades: [{ status: 'closed' }] });
  });

  test.each([
    ['a full refund, which Alipay also calls closed', refunded],
    ['a closing', closedUnpaid],
    ['the end of the refund window', (no: string) => aNotify(no, '12.80', { trade_status: 'TRADE_FINISHED' })],
    ['a trade waiting to be paid', (no: string) => aNotify(no, '12.80', { trade_status: 'WAIT_BUYER_PAY' })],
  ])('%s never takes a payment back', async (_, notice) => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    await send(backend, aNotify(tradeOf(order), '12.80'));
    expect(await send(backend, notice(tradeOf(order)))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', trades: [{ status: 'paid' }] });
  });

  test('a refund that overtakes its payment closes nothing', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    expect(await send(backend, refunded(tradeOf(order)))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid', trades: [{ status: 'open' }] });
    await send(backend, aNotify(tradeOf(order), '12.80'));
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });
});

describe('a notice of a refund', () => {
  const refundNotice = (order: { orderNo: string }, more: NotifyParams = {}) =>
    aNotify(tradeOf(order), '12.80', {
      trade_status: 'TRADE_CLOSED',
      gmt_refund: '2026-01-02 12:00:00.123',
      refund_fee: '12.80',
      out_biz_no: `${tradeOf(order)}R1`,
      ...more,
    });
  const partNotice = (order: { orderNo: string }, more: NotifyParams = {}) =>
    refundNotice(order, { trade_status: 'TRADE_SUCCESS', ...more });

  /** A paid order with a refund of which the channel's answer was lost. */
  async function inDoubt(refundFen = 1_280) {
    const backend = backendWithNotify();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', 'reply_lost');
    const request = { orderNo: order.orderNo, requestId: 'refund-of-a-notice', refundFen };
    await refundOrder(backend.ports, 'operator', request);
    return { backend, order };
  }

  test('that names the one refund in doubt proves it, and is acknowledged', async () => {
    const { backend, order } = await inDoubt();
    expect(await send(backend, refundNotice(order))).toBe('success');
    const { refunds, status, history } = await backend.stored(order.orderNo);
    expect(refunds).toMatchObject([{ status: 'succeeded' }]);
    expect(status).toBe('paid');
    expect(history.at(-1)).toMatchObject({ kind: 'refund_succeeded', source: 'notify' });
    expect(backend.channel.callsOf('queryRefund')).toBe(0);
  });

  test('of a part proves the part', async () => {
    const { backend, order } = await inDoubt(500);
    expect(await send(backend, partNotice(order, { refund_fee: '5.00' }))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'succeeded', refundFen: 500 }] });
  });

  test.each([
    ['another sum', { refund_fee: '5.01' }],
    ['another refund', { out_biz_no: 'another' }],
    ['no refund at all', { out_biz_no: '' }],
  ])('that names %s proves nothing; the next sweep asks', async (_, more) => {
    const { backend, order } = await inDoubt(500);
    expect(await send(backend, partNotice(order, { refund_fee: '5.00', ...more }))).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'pending' }] });
    await sweepFor(backend, MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'succeeded' }] });
  });

  test('fifty times at once is one refund', async () => {
    const { backend, order } = await inDoubt();
    await Promise.all(Array.from({ length: 50 }, () => send(backend, refundNotice(order))));
    const { history, outbox } = await backend.stored(order.orderNo);
    expect(history.filter(({ kind }) => kind === 'refund_succeeded')).toHaveLength(1);
    expect(outbox.map(({ type }) => type)).toEqual(['order.paid', 'order.refunded']);
  });

  test('that nobody here asked for is reported as an error, and changes nothing', async () => {
    const backend = backendWithNotify();
    const order = await paidOrder(backend);
    const before = await backend.stored(order.orderNo);
    expect(await send(backend, refundNotice(order, { out_biz_no: 'made-in-the-console' }))).toBe('success');
    expect(await backend.stored(order.orderNo)).toEqual(before);
    expect(backend.logged.at(-1)).toMatchObject({
      level: 'error',
      message: 'a refund was made that is not in our books',
    });
  });

  test('signed by somebody else proves nothing', async () => {
    const { backend, order } = await inDoubt();
    expect(await send(backend, refundNotice(order), { key: forger })).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'pending' }] });
  });

  test('of 0.00, as pay notices carry it, is none', async () => {
    const { backend, order } = await inDoubt();
    await send(backend, aNotify(tradeOf(order), '12.80', { refund_fee: '0.00', gmt_refund: '' }));
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', refunds: [{ status: 'pending' }] });
  });
});

describe('the checks of a message, in their order', () => {
  const everythingWrong: NotifyParams = { app_id: 'x', seller_id: 'x', total_amount: '0.01', trade_status: 'x' };
  const repaired: [string, NotifyParams][] = [
    ['bad_signature', {}],
    ['other_app', {}],
    ['other_seller', { app_id: APP_ID }],
    ['unknown_number', { app_id: APP_ID, seller_id: SELLER_ID }],
    ['amount_differs', { app_id: APP_ID, seller_id: SELLER_ID }],
    ['unknown_status', { app_id: APP_ID, seller_id: SELLER_ID, total_amount: '12.80' }],
  ];

  test.each(repaired)('%s is named before every later fault, is logged, and is counted', async (reason, repair) => {
    const backend = backendWithNotify();
    const counted: unknown[] = [];
    backend.ports.meter = { count: (name, labels) => void counted.push([name, labels]) };
    const order = await ordered(backend);
    counted.length = 0;
    const number = reason === 'unknown_number' ? `${'A'.repeat(24)}_1` : tradeOf(order);
    const options = reason === 'bad_signature' ? { key: forger } : {};
    expect(await send(backend, aNotify(number, '12.80', { ...everythingWrong, ...repair }), options)).toBe('fail');
    expect(backend.logged.filter(({ fields }) => 'reason' in fields).map(({ fields }) => fields.reason)).toEqual([
      reason,
    ]);
    expect(counted).toEqual([['notify_refused', { reason }]]);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
  });

  test('a message without fault is counted as accepted', async () => {
    const backend = backendWithNotify();
    const counted: string[] = [];
    backend.ports.meter = { count: (name) => void counted.push(name) };
    const order = await ordered(backend);
    counted.length = 0;
    await send(backend, aNotify(tradeOf(order), '12.80'));
    expect(counted).toEqual(['facts', 'notify_accepted']);
  });
});

describe('a message that cannot be believed', () => {
  type Forgery = [string, string, NotifyParams, SignOptions];
  const forgeries: Forgery[] = [
    ['signed with somebody else’s key', 'bad_signature', {}, { key: forger }],
    ['signed with SHA-1', 'sign_type_refused', {}, { signType: 'RSA', hash: 'RSA-SHA1' }],
    ['signed with SHA-1 under the name of SHA-256', 'bad_signature', {}, { hash: 'RSA-SHA1' }],
    ['with a sign_type nobody knows', 'sign_type_refused', {}, { signType: 'RSA9' }],
    ['for another app', 'other_app', { app_id: '2021000000000002' }, {}],
    ['for another seller', 'other_seller', { seller_id: '2088000000000098' }, {}],
    ['without a seller', 'other_seller', { seller_id: '' }, {}],
    ['for another amount', 'amount_differs', { total_amount: '12.81' }, {}],
    ['for an amount nobody can pay', 'bad_amount', { total_amount: '0.1280' }, {}],
    ['without an amount', 'bad_amount', { total_amount: '' }, {}],
    ['with a status nobody knows', 'unknown_status', { trade_status: 'TRADE_PENDING' }, {}],
    ['without a status', 'unknown_status', { trade_status: '' }, {}],
    ['with another trade_no', 'trade_no_differs', { trade_no: '2026010222001400000000000009' }, {}],
    ['without a notify_id', 'malformed', { notify_id: '' }, {}],
  ];

  test.each(forgeries)(
    '%s: is refused as %s, changes no payment, and makes us ask once',
    async (_, reason, more, options) => {
      const backend = backendWithNotify();
      const order = await ordered(backend);
      backend.clock.advance(5_000);
      expect(await send(backend, aNotify(tradeOf(order), '12.80', more), options)).toBe('fail');
      expect(await send(backend, aNotify(tradeOf(order), '12.80', more), options)).toBe('fail');
      expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid', trades: [{ status: 'open' }] });
      expect(backend.channel.calls.slice(1)).toEqual([`query ${tradeOf(order)}`]);
      const reasons = backend.logged
        .filter(({ message }) => message === 'notify refused')
        .map(({ fields }) => fields.reason);
      expect(reasons).toEqual([reason, reason]);
    },
  );

  test('is right by chance: the question it causes finds the order paid', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(5_000);
    expect(await send(backend, aNotify(tradeOf(order), '12.80'), { key: forger })).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });

  test('never makes us create a trade', async () => {
    const backend = backendWithNotify();
    backend.channel.fail('create', 'request_lost');
    const order = await ordered(backend);
    backend.clock.advance(5_000);
    await send(backend, aNotify(tradeOf(order), '12.80'), { key: forger });
    expect(backend.channel.callsOf('create')).toBe(1);
  });

  test('never makes us close a trade', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { expiresAtMs: Number.MAX_SAFE_INTEGER });
    backend.clock.advance(LIFETIME_MS);
    await send(backend, aNotify(tradeOf(order), '12.80'), { key: forger });
    expect(backend.channel.callsOf('close')).toBe(0);
  });

  test('sent every second, keeps no order from being closed when its time is over', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { expiresAtMs: Number.MAX_SAFE_INTEGER });
    backend.clock.advance(LIFETIME_MS - MINUTE_MS);
    for (let second = 0; second < 180; second += 1) {
      backend.clock.advance(1_000);
      await send(backend, aNotify(tradeOf(order), '12.80'), { key: forger });
      if (second % 60 === 59) await sweepOrders(backend.ports);
    }
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', trades: [{ status: 'closed' }] });
    expect(backend.channel.callsOf('query')).toBeLessThan(100);
  });

  test('a wrong amount that was really paid is found by the question, recorded, and closes the order', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { amountFen: 1, state: 'paid' });
    backend.clock.advance(5_000);
    expect(await send(backend, aNotify(tradeOf(order), '0.01'))).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', paidAtMs: null });
    expect(backend.logged.at(-1)).toMatchObject({ level: 'error', fields: { cause: 'mismatch', paidFen: 1 } });
  });

  test('a wrong amount paid on a trade that is closed here is found as well, and goes back', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.clock.advance(5_000);
    await closeOrder(backend.ports, BUYER, order);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { amountFen: 1, state: 'paid' });
    expect(await send(backend, aNotify(tradeOf(order), '0.01'))).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({
      status: 'closed',
      trades: [{ status: 'paid', paidFen: 1 }],
      refunds: [{ refundFen: 1, cause: 'mismatch' }],
    });
  });
});

describe('a message about no order of ours', () => {
  test.each([
    ['a number we never made', `${'A'.repeat(24)}_1`],
    ['the number of another system', '20260102-0001'],
    ['a second trade that was never opened', 'SECOND'],
    ['a number made to hurt', "'; drop table orders; --"],
    ['the name of a property every object has', '__proto__'],
  ])('%s: is refused, asks nobody, and its money is reported as an error', async (_, outTradeNo) => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.clock.advance(5_000);
    const number = outTradeNo === 'SECOND' ? `${order.orderNo}_2` : outTradeNo;
    expect(await send(backend, aNotify(number, '12.80'))).toBe('fail');
    expect(backend.channel.callsOf('query')).toBe(0);
    const error = { level: 'error', fields: { reason: 'unknown_number', out_trade_no: number, totalFen: 1_280 } };
    expect(backend.logged.at(-1)).toMatchObject(error);
  });

  test('a trade of ours, told by a channel it was not opened at, is not believed', async () => {
    const backend = backendWithNotify();
    backend.ports.merchants[0].channels.fshows = backend.channel;
    const order = await ordered(backend);
    const body = signer.body(aNotify(tradeOf(order), '12.80'));
    expect(await receiveNotify(backend.ports, { channel: 'fshows' }, { body, headers: {} })).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
  });

  test('that is forged as well leaves nothing of what it says in the log', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    backend.clock.advance(5_000);
    expect(await send(backend, aNotify('SOMETHING-FORGED', '12.80'), { key: forger })).toBe('fail');
    expect(JSON.stringify(backend.logged)).not.toContain('SOMETHING-FORGED');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
  });
});

describe('a message that does not say whom it is meant for', () => {
  /** The body is the number of the trade; the provider's own number is the one given here. */
  const told = (tradeNo: (outTradeNo: string) => string): Partial<Channel> => ({
    readNotify: (outTradeNo) => ({
      kind: 'report',
      report: { outTradeNo, status: 'paid', totalFen: 1_280, tradeNo: tradeNo(outTradeNo) },
      notifyId: 'one',
      isUnaddressed: true,
    }),
  });

  test('is believed by the number that the channel gave to the trade', async () => {
    const backend = aBackend(told((outTradeNo) => `P${outTradeNo}`));
    const order = await ordered(backend);
    const message = { body: tradeOf(order), headers: {} };
    expect(await receiveNotify(backend.ports, { channel: 'alipay' }, message)).toBe('success');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
    expect(backend.channel.callsOf('query')).toBe(0);
  });

  test('only makes us ask while that number is not known', async () => {
    const backend = aBackend(told(() => 'T-of-somebody'));
    backend.channel.fail('create', 'reply_lost');
    const order = await ordered(backend);
    backend.clock.advance(2_000);
    const message = { body: tradeOf(order), headers: {} };
    expect(await receiveNotify(backend.ports, { channel: 'alipay' }, message)).toBe('fail');
    expect(backend.channel.callsOf('query')).toBe(1);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
    const refusal = expect.objectContaining({ reason: 'unaddressed' });
    expect(backend.logged).toContainEqual(expect.objectContaining({ fields: refusal }));
  });

  test('makes us ask about a trade that is closed here and was never known by a number: money may have come', async () => {
    const backend = aBackend(told((outTradeNo) => `P${outTradeNo}`));
    backend.channel.fail('create', 'reply_lost');
    backend.channel.fail('query', 'request_lost');
    backend.channel.fail('close', { report: { status: 'closed' } });
    const order = await ordered(backend);
    await closeOrder(backend.ports, BUYER, { orderNo: order.orderNo });
    backend.clock.advance(LIFETIME_MS - 1_000);
    backend.channel.fail('query', { report: { status: 'closed' } });
    await sweepFor(backend, MINUTE_MS);
    expect((await backend.stored(order.orderNo)).trades).toMatchObject([{ status: 'closed' }]);
    expect((await backend.stored(order.orderNo)).trades[0]).not.toHaveProperty('tradeNo');
    const trade = backend.channel.book.get(tradeOf(order));
    Object.assign(trade ?? {}, { state: 'paid', paidAtMs: backend.clock.nowMs() });
    await receiveNotify(backend.ports, { channel: 'alipay' }, { body: tradeOf(order), headers: {} });
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ cause: 'late', refundFen: 1_280 }] });
  });
});

describe('a message to an address', () => {
  test.each([
    { channel: 'fshows' },
    { channel: 'nobody' },
    { channel: 'alipay', merchantId: 'nobody' },
    { channel: 'constructor' },
  ])('that is no channel of a merchant of ours is refused: %j', async (address) => {
    const backend = aBackend();
    expect(await receiveNotify(backend.ports, address, { body: '', headers: {} })).toBe('fail');
    expect(backend.logged.at(-1)).toMatchObject({ level: 'warn', fields: { reason: 'unknown_address' } });
  });

  test('of one merchant says nothing about the orders of another', async () => {
    const backend = backendWithNotify();
    const order = await ordered(backend);
    const [first] = backend.ports.merchants;
    backend.ports.merchants = [first, { ...first, merchantId: 'other' }];
    const body = signer.body(aNotify(tradeOf(order), '12.80'));
    const address = { channel: 'alipay', merchantId: 'other' };
    expect(await receiveNotify(backend.ports, address, { body, headers: {} })).toBe('fail');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
  });
});

test('a notice that comes to the address of a merchant before it was renamed is accepted', async () => {
  const backend = backendWithNotify();
  const order = await ordered(backend);
  const [merchant] = backend.ports.merchants;
  backend.ports.merchants = [{ ...merchant, merchantId: 'new-name', formerIds: [merchant.merchantId] }];
  const request = { body: signer.body(aNotify(tradeOf(order), '12.80')), headers: {} };
  const address = { channel: 'alipay', merchantId: merchant.merchantId };
  expect(await receiveNotify(backend.ports, address, request)).toBe('success');
  expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
});
