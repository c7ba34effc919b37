import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { ABSENCE_GRACE_MS } from '../../../cloudfunctions/backend/order/lifecycle';
import { aBackend, BUYER, LIFETIME_MS, type TestBackend } from '../../support/backend';
import { ordered, tradeOf } from '../../support/purchases';

const MINUTE_MS = 60_000;
const sweep = (backend: TestBackend) => sweepOrders(backend.ports);

/** Sweeps once a minute, as the timer does. */
async function sweepFor(backend: TestBackend, durationMs: number): Promise<void> {
  const endMs = backend.clock.nowMs() + durationMs;
  while (backend.clock.nowMs() < endMs) {
    backend.clock.advance(MINUTE_MS);
    await sweep(backend);
  }
}

async function orderedMany(backend: TestBackend, count: number) {
  return Promise.all(Array.from({ length: count }, () => ordered(backend)));
}

describe('an unpaid order', () => {
  test('whose notify was lost is found paid within two minutes', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    await sweepFor(backend, 2 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', dueAtMs: null });
  });

  test('that can still be paid is looked at and left open', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.clock.advance(MINUTE_MS);
    expect(await sweep(backend)).toEqual({ looked: 1, paid: 0, closed: 0, failed: 0 });
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid', trades: [{ status: 'open' }] });
  });

  test('is closed at the channel before it is closed here, when it expires', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    // The channel's own expiry is late, so that only our closing ends the trade.
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { expiresAtMs: Number.MAX_SAFE_INTEGER });
    let here: string | undefined;
    backend.channel.meanwhile('close', 'before', async () => {
      here = (await backend.stored(order.orderNo)).status;
    });
    backend.clock.advance(LIFETIME_MS);
    expect(await sweep(backend)).toMatchObject({ closed: 1 });
    expect(here).toBe('unpaid');
    expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', closedAtMs: backend.clock.nowMs() });
  });

  test('that the channel closed by itself is closed without asking it to close', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.clock.advance(LIFETIME_MS);
    expect(await sweep(backend)).toMatchObject({ closed: 1 });
    expect(backend.channel.callsOf('close')).toBe(0);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
  });

  test('paid in the very moment it is being closed is paid', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { expiresAtMs: Number.MAX_SAFE_INTEGER });
    backend.channel.meanwhile('close', 'before', () => backend.channel.pay(tradeOf(order)));
    backend.clock.advance(LIFETIME_MS);
    expect(await sweep(backend)).toMatchObject({ paid: 1, closed: 0 });
  });

  test('whose create never reached the channel is opened by the sweep, and closed when nobody pays', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'request_lost');
    const order = await ordered(backend);
    backend.clock.advance(MINUTE_MS);
    await sweep(backend);
    expect(await backend.stored(order.orderNo)).toMatchObject({ trades: [{ status: 'open' }] });
    await sweepFor(backend, LIFETIME_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
  });

  test('that never came to be at the channel is closed only after the grace', async () => {
    const backend = aBackend();
    backend.channel.fail('create', ...Array(100).fill('request_lost'));
    const order = await ordered(backend);
    await sweepFor(backend, LIFETIME_MS + ABSENCE_GRACE_MS - MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
    await sweepFor(backend, 5 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', dueAtMs: null });
  });

  test('is never given up while the channel is silent, and is settled when it speaks again', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.channel.fail('query', ...Array(200).fill('request_lost'));
    await sweepFor(backend, 24 * 60 * MINUTE_MS);
    const waiting = await backend.stored(order.orderNo);
    expect(waiting.status).toBe('unpaid');
    expect(waiting.dueAtMs).toBeLessThanOrEqual(backend.clock.nowMs() + 60 * MINUTE_MS);
    await sweepFor(backend, 200 * 60 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });
});

describe('money that comes when the order is closed', () => {
  test('is recorded and logged as an error, and does not reopen the order', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'request_lost');
    const order = await ordered(backend);
    const number = tradeOf(order);
    backend.channel.fail('query', { report: { status: 'closed' } });
    backend.clock.advance(LIFETIME_MS);
    await sweep(backend);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
    const late = { outTradeNo: number, status: 'paid', totalFen: order.totalFen } as const;
    await recordTrade(backend.ports, await backend.stored(order.orderNo), late, 'bill');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', trades: [{ status: 'paid' }] });
    const errors = backend.logged.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ fields: { cause: 'late', paidFen: order.totalFen, source: 'bill' } }]);
  });
});

describe('many orders and many nodes', () => {
  test('two sweeps at once look at every order once', async () => {
    const backend = aBackend();
    const orders = await orderedMany(backend, 70);
    for (const order of orders) backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    const [first, second] = await Promise.all([sweep(backend), sweep(backend)]);
    expect((first?.paid ?? 0) + (second?.paid ?? 0)).toBe(70);
    expect(backend.channel.callsOf('query')).toBe(70);
  });

  test('a second sweep right after the first finds nothing to do', async () => {
    const backend = aBackend();
    await orderedMany(backend, 5);
    backend.clock.advance(MINUTE_MS);
    await sweep(backend);
    expect(await sweep(backend)).toEqual({ looked: 0, paid: 0, closed: 0, failed: 0 });
    expect(backend.logged.filter(({ message }) => message === 'sweep')).toHaveLength(1);
  });

  test('a node that dies holding a claim delays the order and loses nothing', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    backend.channel.meanwhile('query', 'before', () => {
      throw new Error('the node dies');
    });
    expect(await sweep(backend)).toMatchObject({ failed: 1 });
    await sweepFor(backend, MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });

  test('an order that cannot be saved stops no other, not even forty of them ahead of it', async () => {
    const backend = aBackend();
    const broken = await orderedMany(backend, 40);
    for (const { orderNo } of broken) backend.store.poison(orderNo);
    backend.clock.advance(1_000);
    const healthy = await orderedMany(backend, 40);
    for (const order of healthy) backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    expect(await sweep(backend)).toEqual({ looked: 40, paid: 40, closed: 0, failed: 40 });
    expect(backend.logged.filter(({ level }) => level === 'error')).toHaveLength(40);
  });

  test('an order whose channel is silent holds up no other, not even a hundred of them', async () => {
    const backend = aBackend();
    const orders = await orderedMany(backend, 101);
    for (const order of orders) backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    let speak: () => void = () => {};
    const silence = new Promise<void>((resolve) => {
      speak = resolve;
    });
    backend.channel.meanwhile('query', 'before', () => silence);
    const sweeping = sweep(backend);
    for (let turn = 0; turn < 5_000; turn += 1) await Promise.resolve();
    const stored = await Promise.all(orders.map(({ orderNo }) => backend.stored(orderNo)));
    expect(stored.filter(({ status }) => status === 'paid')).toHaveLength(100);
    speak();
    expect(await sweeping).toEqual({ looked: 101, paid: 101, closed: 0, failed: 0 });
  });

  test('a sweep that has taken long begins with no further order, and the next one goes on', async () => {
    const backend = aBackend();
    const orders = await orderedMany(backend, 60);
    for (const order of orders) backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    backend.channel.meanwhile('query', 'before', () => backend.clock.advance(45_000));
    const first = await sweep(backend);
    expect(first.looked).toBeLessThan(60);
    const second = await sweep(backend);
    expect(first.paid + second.paid).toBe(60);
    expect(backend.channel.callsOf('query')).toBe(60);
  });

  test('orders that pages have just asked about are left to them, and hide no other', async () => {
    const backend = aBackend();
    const watched = await orderedMany(backend, 40);
    backend.clock.advance(LIFETIME_MS - 1_000);
    const later = await ordered(backend);
    // Each page's question makes its order due at expiry, a second from now.
    await Promise.all(watched.map(({ orderNo }) => queryOrder(backend.ports, BUYER, { orderNo })));
    backend.channel.pay(tradeOf(later));
    const behind = await backend.stored(later.orderNo);
    await backend.store.save({ ...behind, askedAtMs: null, dueAtMs: backend.clock.nowMs() + 1_000 }, behind.version);
    backend.clock.advance(1_000);
    expect(await sweep(backend)).toMatchObject({ looked: 1, paid: 1 });
  });
});

describe('clocks that cannot be trusted', () => {
  test('a leap over expiry and back leaves no open trade behind a closed order', async () => {
    const backend = aBackend();
    backend.channel.meanwhile('create', 'before', async () => {
      const nowMs = backend.clock.nowMs();
      backend.clock.advance(LIFETIME_MS + ABSENCE_GRACE_MS);
      await sweep(backend);
      backend.clock.set(nowMs);
    });
    const order = await ordered(backend);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
    expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
  });

  test('a node ten minutes fast takes nothing from a buyer who pays in time', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(LIFETIME_MS + 10 * MINUTE_MS);
    await sweep(backend);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
  });
});
