import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { aBackend, BUYER, LIFETIME_MS, STRANGER, type TestBackend } from '../../support/backend';
import { ordered, shown, tradeOf } from '../../support/purchases';

async function poll(backend: TestBackend, order: { orderNo: string }) {
  return shown(await queryOrder(backend.ports, BUYER, { orderNo: order.orderNo }));
}

describe('a page that polls its order', () => {
  test('sees it paid when the notify is lost', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    const paidAtMs = backend.clock.nowMs();
    backend.clock.advance(2_000);
    expect(await poll(backend, order)).toMatchObject({ status: 'paid', paidAtMs, payment: null });
  });

  test('sees it unpaid, whatever the phone believes, until the channel says otherwise', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.clock.advance(2_000);
    expect(await poll(backend, order)).toMatchObject({ status: 'unpaid', payment: { state: 'ready' } });
  });

  test.each(['reply_lost', 'request_lost', { report: { status: 'unknown', code: '20000' } }] as const)(
    'learns nothing from a query that goes wrong (%j), and keeps what is known',
    async (fault) => {
      const backend = aBackend();
      const order = await ordered(backend);
      backend.clock.advance(2_000);
      backend.channel.fail('query', fault);
      expect(await poll(backend, order)).toMatchObject({ status: 'unpaid', payment: order.payment });
      expect(backend.logged.at(-1)).toMatchObject({ level: 'warn', message: 'the channel gave no evidence' });
    },
  );

  test('opens the trade again when the channel never heard of it', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'request_lost');
    const order = await ordered(backend);
    backend.clock.advance(2_000);
    expect((await poll(backend, order)).payment).toMatchObject({ state: 'ready' });
    expect(backend.channel.calls.map((call) => call.split(' ')[0])).toEqual(['create', 'query', 'create']);
  });

  test('does not open it again while it is unknown whether it is there', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'reply_lost');
    const order = await ordered(backend);
    backend.channel.fail('query', 'reply_lost');
    backend.clock.advance(2_000);
    expect((await poll(backend, order)).payment).toEqual({ state: 'preparing' });
    expect(backend.channel.callsOf('create')).toBe(1);
  });

  test('does not open it again after expiry', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'request_lost');
    const order = await ordered(backend);
    backend.clock.advance(LIFETIME_MS);
    expect(await poll(backend, order)).toMatchObject({ status: 'unpaid', closing: true });
    expect(backend.channel.callsOf('create')).toBe(1);
  });

  test('gives the number for the cashier when only the query found the trade', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'reply_lost');
    const order = await ordered(backend);
    backend.clock.advance(2_000);
    expect((await poll(backend, order)).payment).toEqual({ state: 'ready', walletTradeNo: `P${tradeOf(order)}` });
    expect(backend.channel.callsOf('create')).toBe(1);
  });
});

describe('however many pages poll', () => {
  test('fifty at once are one question to the channel', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.clock.advance(2_000);
    await Promise.all(Array.from({ length: 50 }, () => poll(backend, order)));
    expect(backend.channel.callsOf('query')).toBe(1);
  });

  test('one minute of polling is at most thirty questions', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    for (let pollNo = 0; pollNo < 600; pollNo += 1) {
      backend.clock.advance(100);
      await poll(backend, order);
    }
    expect(backend.channel.callsOf('query')).toBe(30);
  });

  test.each(['paid', 'closed'])('none is asked about an order that is %s', async (status) => {
    const backend = aBackend();
    const order = await ordered(backend);
    if (status === 'paid') backend.channel.pay(tradeOf(order));
    backend.clock.advance(LIFETIME_MS);
    expect((await poll(backend, order)).status).toBe(status);
    const calls = backend.channel.calls.length;
    backend.clock.advance(60_000);
    await poll(backend, order);
    expect(backend.channel.calls).toHaveLength(calls);
  });
});

describe('a trade of another amount under the order’s number', () => {
  test('is never offered for payment, and is closed at the channel before a further one is opened', async () => {
    const backend = aBackend();
    backend.channel.fail('create', { report: { code: 'ACQ.CONTEXT_INCONSISTENT' } });
    const order = await ordered(backend);
    const number = tradeOf(order);
    const foreign = { number, providerNumber: 'another', amountFen: 1, state: 'waiting' as const, refunds: new Map() };
    backend.channel.book.set(number, { ...foreign, expiresAtMs: order.expiresAtMs });
    backend.clock.advance(2_000);
    let before: string | undefined;
    backend.channel.meanwhile('create', 'before', () => {
      before = backend.channel.book.get(number)?.state;
    });
    const payment = { state: 'ready', walletTradeNo: `P${order.orderNo}_2` };
    expect(await poll(backend, order)).toMatchObject({ status: 'unpaid', payment });
    expect(before).toBe('over');
  });

  test('that was paid is recorded as money to be returned and logged as an error', async () => {
    const backend = aBackend();
    backend.channel.fail('create', { report: { code: 'ACQ.TRADE_HAS_SUCCESS' } });
    const order = await ordered(backend);
    const number = tradeOf(order);
    const foreign = { number, providerNumber: 'another', amountFen: 1, state: 'paid' as const, refunds: new Map() };
    backend.channel.book.set(number, { ...foreign, expiresAtMs: order.expiresAtMs });
    backend.clock.advance(2_000);
    expect(await poll(backend, order)).toMatchObject({ status: 'closed', paidAtMs: null, unexpectedMoney: true });
    expect(backend.logged.at(-1)).toMatchObject({ level: 'error', fields: { cause: 'mismatch', paidFen: 1 } });
  });
});

describe('an order that is not the buyer’s', () => {
  test('does not exist, and is not asked about', async () => {
    const backend = aBackend();
    const { orderNo } = await ordered(backend);
    backend.clock.advance(2_000);
    const before = await backend.stored(orderNo);
    const theirs = await queryOrder(backend.ports, STRANGER, { orderNo });
    const nobodys = await queryOrder(backend.ports, STRANGER, { orderNo: 'A'.repeat(24) });
    expect(theirs).toMatchObject({ ok: false, reason: 'order_not_found' });
    expect(theirs).toEqual(nobodys);
    expect(backend.channel.callsOf('query')).toBe(0);
    expect(await backend.stored(orderNo)).toEqual(before);
  });
});

test('an order at a channel that is no longer configured is a fault to be seen, not an order to be dropped', async () => {
  const backend = aBackend();
  const order = await ordered(backend);
  backend.clock.advance(2_000);
  backend.ports.merchants[0].channels = {};
  await expect(poll(backend, order)).rejects.toThrow('channel alipay is not configured');
  expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
});
