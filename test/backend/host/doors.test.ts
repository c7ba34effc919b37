import type { Trade } from '../../../cloudfunctions/backend/order/order';
import catalogList from '../../../cloudfunctions/catalog-list/index';
import orderClose from '../../../cloudfunctions/order-close/index';
import orderCreate from '../../../cloudfunctions/order-create/index';
import orderList from '../../../cloudfunctions/order-list/index';
import orderQuery from '../../../cloudfunctions/order-query/index';
import orderSweep from '../../../cloudfunctions/order-sweep/index';
import tradeNotify from '../../../cloudfunctions/trade-notify/index';
import { aBackend, BUYER, STRANGER } from '../../support/backend';
import { aContext } from '../../support/function-context';
import { aPurchase, ordered, tradeOf } from '../../support/purchases';

const doors = { catalogList, orderCreate, orderQuery, orderList, orderClose, orderSweep, tradeNotify };

test.each(Object.entries(doors))(
  '%s is a function, as the platform wants it, and has .main, as its successor does',
  (_, door) => {
    expect(door).toBeInstanceOf(Function);
    expect(door.main).toBe(door);
  },
);

describe('the way of an order through the doors', () => {
  test('catalog, create, query, list, close', async () => {
    const backend = aBackend();
    const catalog = await catalogList(aContext(backend));
    expect(catalog).toMatchObject({ ok: true, goods: [{ goodsId: 'tea' }, {}, {}, {}] });
    const created = (await orderCreate(aContext(backend, { args: aPurchase() }))) as { order: { orderNo: string } };
    const { orderNo } = created.order;
    const shown = { ok: true, order: { orderNo, status: 'unpaid' }, serverNowMs: backend.clock.nowMs() };
    expect(created).toMatchObject(shown);
    expect(await orderQuery(aContext(backend, { args: { orderNo } }))).toMatchObject(shown);
    expect(await orderList(aContext(backend))).toMatchObject({ ok: true, orders: [{ orderNo }] });
    const closed = await orderClose(aContext(backend, { args: { orderNo } }));
    expect(closed).toMatchObject({ ok: true, order: { orderNo, status: 'closed' } });
  });

  test('what a door answers is JSON, as the platform demands', async () => {
    const backend = aBackend();
    const created = await orderCreate(aContext(backend, { args: aPurchase() }));
    expect(JSON.parse(JSON.stringify(created))).toEqual(created);
  });
});

test.each(['http', 'server', 'timing'])(
  'a call from %s has no person behind it, and none is asked for',
  async (source) => {
    const context = aContext(aBackend(), { args: aPurchase(), source });
    context.mpserverless.user.getInfo = () => Promise.reject(new Error('no session'));
    expect(await orderCreate(context)).toMatchObject({ ok: false, reason: 'not_signed_in' });
  },
);

describe('who is calling', () => {
  test.each([
    ['as the server-side SDK wraps it', { user: { oAuthUserId: BUYER.id } }],
    ['as the client-side SDK wraps it', { result: { user: { oAuthUserId: BUYER.id } } }],
  ])('is read from the session, %s', async (_, profile) => {
    const backend = aBackend();
    await orderCreate(aContext(backend, { args: aPurchase(), profile }));
    expect((await backend.store.listByBuyer(BUYER.id, 1)).orders).toMatchObject([{ buyer: BUYER }]);
  });

  test.each([
    ['2088000000000001', 'user_id'],
    ['208800000000000', 'open_id'],
    ['20880000000000012', 'open_id'],
    ['2089000000000001', 'open_id'],
    ['074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5', 'open_id'],
  ])('%s is a buyer known by %s', async (id, kind) => {
    const backend = aBackend();
    await orderCreate(aContext(backend, { args: aPurchase(), profile: { user: { oAuthUserId: id } } }));
    expect((await backend.store.listByBuyer(id, 1)).orders).toMatchObject([{ buyer: { kind, id } }]);
  });

  test('is never read from the arguments', async () => {
    const backend = aBackend();
    const { orderNo } = await ordered(backend);
    const profile = { user: { oAuthUserId: STRANGER.id } };
    const args = { orderNo, buyer: BUYER, buyerId: BUYER.id, userId: BUYER.id, oAuthUserId: BUYER.id };
    for (const door of [orderQuery, orderClose]) {
      expect(await door(aContext(backend, { args, profile }))).toMatchObject({ ok: false, reason: 'order_not_found' });
    }
    expect(await orderList(aContext(backend, { args, profile }))).toMatchObject({ orders: [] });
  });

  const nobody = [
    { user: { userId: 'anonymous' } },
    { user: { oAuthUserId: '' } },
    { user: { oAuthUserId: 42 } },
    {},
    null,
    'x',
  ];
  test.each(nobody)('nobody known to Alipay (%j) is not signed in', async (profile) => {
    const backend = aBackend();
    for (const door of [orderCreate, orderQuery, orderList, orderClose]) {
      const reply = await door(aContext(backend, { args: aPurchase(), profile }));
      expect(reply).toMatchObject({ ok: false, reason: 'not_signed_in' });
    }
    expect(backend.channel.calls).toEqual([]);
  });
});

describe('the address that a buyer calls from', () => {
  const IP = '203.0.113.7';
  const FAR_AHEAD_MS = 60_000;

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['fe80::7%eth0', 'fe80::7'],
    ['127.0.0.1', '127.0.0.1'],
    ['10.1.2.3', '10.1.2.3'],
    ['203.0.113.7:4711', undefined],
    ['203.0.113.7, 198.51.100.1', undefined],
    ['unknown', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('told as %s, goes to the channel as %s', async (clientIp, buyerIp) => {
    const backend = aBackend();
    await orderCreate(aContext(backend, { args: aPurchase(), clientIp }));
    expect(backend.channel.buyerIps).toEqual([buyerIp]);
  });

  test('is never read from the arguments', async () => {
    const backend = aBackend();
    await orderCreate(aContext(backend, { args: { ...aPurchase(), buyerIp: IP, MP_CLIENT_IP: IP } }));
    expect(backend.channel.buyerIps).toEqual([undefined]);
  });

  test('goes with every create that a buyer causes, as it is at that moment, and with none of the sweep’s', async () => {
    const backend = aBackend();
    const args = aPurchase();
    backend.channel.fail('create', 'request_lost', 'request_lost', 'request_lost', 'request_lost');
    const created = (await orderCreate(aContext(backend, { args, clientIp: IP }))) as { order: { orderNo: string } };
    const { orderNo } = created.order;
    const calls = [
      () => orderCreate(aContext(backend, { args, clientIp: '198.51.100.1' })),
      () => orderQuery(aContext(backend, { args: { orderNo }, clientIp: '198.51.100.2' })),
      () => orderSweep(aContext(backend, { source: 'timing', clientIp: IP })),
      () => orderQuery(aContext(backend, { args: { orderNo }, clientIp: '198.51.100.3' })),
    ];
    for (const call of calls) {
      backend.clock.advance(FAR_AHEAD_MS);
      await call();
    }
    expect(backend.channel.buyerIps).toEqual([IP, '198.51.100.1', '198.51.100.2', undefined, '198.51.100.3']);
    expect(backend.channel.book.size).toBe(1);
  });

  test('goes with a further trade as well', async () => {
    const backend = aBackend();
    const { orderNo } = await ordered(backend);
    await backend.channel.closeTrade((await backend.stored(orderNo)).trades[0] as Trade);
    backend.clock.advance(FAR_AHEAD_MS);
    await orderQuery(aContext(backend, { args: { orderNo }, clientIp: IP }));
    expect(backend.channel.book.has(`${orderNo}_2`)).toBe(true);
    expect(backend.channel.buyerIps).toEqual([undefined, IP]);
  });

  test('is neither stored nor logged', async () => {
    const backend = aBackend();
    backend.channel.fail('create', { report: { status: 'absent', refusedCode: 'X', remedy: 'do this' } }, 'reply_lost');
    const args = aPurchase();
    const created = (await orderCreate(aContext(backend, { args, clientIp: IP }))) as { order: { orderNo: string } };
    backend.clock.advance(FAR_AHEAD_MS);
    await orderCreate(aContext(backend, { args, clientIp: IP }));
    expect(backend.channel.buyerIps).toEqual([IP, IP]);
    expect(backend.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ remedy: 'do this' }) }),
    );
    expect(JSON.stringify([backend.logged, await backend.stored(created.order.orderNo)])).not.toContain(IP);
  });
});

describe('bad arguments are refused, change nothing and ask nobody', () => {
  const anything: unknown[] = [undefined, null, '', 'text', 42, Number.NaN, true, [], [[]], () => {}, Symbol.iterator];
  const number = 'A'.repeat(24);
  const goods = (goodsId: unknown, quantity: unknown) => ({
    requestId: 'request-of-a-test',
    items: [{ goodsId, quantity }],
  });
  const manyGoods = Array.from({ length: 51 }, (_, index) => ({ goodsId: `goods-${index}`, quantity: 1 }));

  const orderNumbers = [
    ...[{}, { orderNo: null }, { orderNo: 1 }, { orderNo: '' }, { orderNo: [number] }, { orderNo: { $ne: null } }],
    ...[{ orderno: number }, { orderNo: number.toLowerCase() }, { orderNo: `${number} ` }, { orderNo: `${number}_1` }],
    ...[{ orderNo: "' or 1=1 --" }, { orderNo: 'A'.repeat(1_000_000) }],
  ];
  const purchases = [
    {},
    { requestId: 'request-of-a-test' },
    { items: [{ goodsId: 'tea', quantity: 1 }] },
    ...[
      'short',
      'a'.repeat(65),
      'with spaces in it.',
      '请求请求请求请求请求请求请求请求',
      `${'a'.repeat(20)}\n`,
      1,
      null,
      ['a'],
    ].map((requestId) => ({ ...goods('tea', 1), requestId })),
    ...[[], {}, null, 'tea', [null], ['tea'], [{}], manyGoods].map((items) => ({ ...goods('tea', 1), items })),
    ...[0, -1, 1.5, 100, '1', null, Number.NaN, Number.POSITIVE_INFINITY, 1e21].map((quantity) =>
      goods('tea', quantity),
    ),
    ...['', 'x'.repeat(65), 1, null, {}, ['tea'], 'tea\u0000', 'tea\ud83c', '\udf75tea', 'tea\u001b[31m'].map(
      (goodsId) => goods(goodsId, 1),
    ),
    {
      ...goods('tea', 1),
      items: [
        { goodsId: 'tea', quantity: 1 },
        { goodsId: 'tea', quantity: 2 },
      ],
    },
  ];
  const cursors = [1, null, {}, ['a'], true, 'x'.repeat(257), 'a\u0000', '\ud800'].map((cursor) => ({ cursor }));

  const table = [
    ...[...anything, ...orderNumbers].map((args) => ({ door: 'orderQuery' as const, args })),
    ...[...anything, ...orderNumbers].map((args) => ({ door: 'orderClose' as const, args })),
    ...[...anything, ...purchases].map((args) => ({ door: 'orderCreate' as const, args })),
    // A list needs no arguments, so an empty array is as good as none.
    ...[...anything.filter((args) => typeof args !== 'object' || args === null), ...cursors].map((args) => ({
      door: 'orderList' as const,
      args,
    })),
  ].map((row) => ({ ...row, text: describeArgs(row.args) }));

  test.each(table)('$door $text', async ({ door, args }) => {
    const backend = aBackend();
    const { orderNo } = await ordered(backend);
    backend.clock.advance(5_000);
    const [before, calls] = [await backend.stored(orderNo), backend.channel.calls.length];
    const reply = await doors[door](aContext(backend, { args }));
    expect(reply).toEqual({ ok: false, reason: 'bad_request', message: expect.any(String) });
    expect(await backend.stored(orderNo)).toEqual(before);
    expect((await backend.store.listByBuyer(BUYER.id, 10)).orders).toHaveLength(1);
    expect(backend.channel.calls).toHaveLength(calls);
  });

  test('the refusal names the field at fault', async () => {
    const reply = await orderCreate(aContext(aBackend(), { args: goods('tea', 0) }));
    expect(reply).toMatchObject({ message: expect.stringContaining('items.0.quantity') });
  });

  test.each(anything.map((args) => [describeArgs(args), args]))(
    'the catalog shows itself whatever comes (%s)',
    async (_, args) => {
      expect(await catalogList(aContext(aBackend(), { args }))).toMatchObject({ ok: true });
    },
  );
});

describe('the sweep', () => {
  test.each(['timing', 'server', 'function'])('runs when it is called by %s', async (source) => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(60_000);
    const args = { userPayload: '', triggerTime: '2026-01-02T03:05:00Z' };
    expect(await orderSweep(aContext(backend, { args, source }))).toMatchObject({ looked: 1, paid: 1 });
  });

  test.each(['client', 'http'])('cannot be started by %s', async (source) => {
    const backend = aBackend();
    await ordered(backend);
    backend.clock.advance(60_000);
    expect(await orderSweep(aContext(backend, { source }))).toMatchObject({ ok: false, reason: 'bad_request' });
    expect(backend.channel.callsOf('query')).toBe(0);
  });
});

test('a host that hands over no ports is told what to do', async () => {
  const context = { ...aContext(aBackend(), { args: aPurchase() }), ports: undefined };
  await expect(orderCreate(context)).rejects.toThrow('npm run serve');
});

function describeArgs(args: unknown): string {
  const text = typeof args === 'object' ? JSON.stringify(args) : String(args);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
