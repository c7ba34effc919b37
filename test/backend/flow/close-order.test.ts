import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { aBackend, BUYER, STRANGER, type TestBackend } from '../../support/backend';
import { aPurchase, ordered, shown, tradeOf } from '../../support/purchases';

const close = (backend: TestBackend, { orderNo }: { orderNo: string }, buyer = BUYER) =>
  closeOrder(backend.ports, buyer, { orderNo });
const verbs = (backend: TestBackend) => backend.channel.calls.map((call) => call.split(' ')[0]);

describe('closing an unpaid order', () => {
  test('asks the channel, closes there, and only then here', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    let hereWhenClosedThere: string | undefined;
    backend.channel.meanwhile('close', 'after', async () => {
      hereWhenClosedThere = (await backend.stored(order.orderNo)).status;
    });
    const closed = shown(await close(backend, order));
    expect(closed).toMatchObject({
      status: 'closed',
      closing: false,
      closedAtMs: backend.clock.nowMs(),
      payment: null,
    });
    expect(verbs(backend)).toEqual(['create', 'query', 'close']);
    expect(hereWhenClosedThere).toBe('unpaid');
    expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
  });

  test('again, or by two devices at once, is one closing', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    const replies = await Promise.all([close(backend, order), close(backend, order)]);
    expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
    expect(replies.filter((reply) => !reply.ok)).toMatchObject([{ reason: 'close_unconfirmed' }]);
    expect(shown(await close(backend, order)).status).toBe('closed');
    expect(backend.channel.callsOf('close')).toBe(1);
    const { history } = await backend.stored(order.orderNo);
    expect(history.filter(({ kind }) => kind === 'close_requested')).toHaveLength(1);
  });

  test('a repeated request shows it closed and opens nothing', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    const order = await ordered(backend, purchase);
    await close(backend, order);
    backend.clock.advance(60_000);
    expect(await ordered(backend, purchase)).toMatchObject({ orderNo: order.orderNo, status: 'closed' });
    expect(backend.channel.callsOf('create')).toBe(1);
  });
});

describe('an order that was paid', () => {
  test('cannot be closed', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    expect(await close(backend, order)).toMatchObject({ ok: false, reason: 'order_already_paid' });
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
    expect(backend.channel.callsOf('close')).toBe(0);
  });

  test('between the question and the closing is paid, not closed', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.meanwhile('close', 'before', () => backend.channel.pay(tradeOf(order)));
    expect(await close(backend, order)).toMatchObject({ ok: false, reason: 'order_already_paid' });
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', paidAtMs: backend.clock.nowMs() });
  });
});

describe('a closing that the channel does not confirm', () => {
  test.each([
    ['the question gets no answer', 'query', 'request_lost'],
    ['the closing is lost on the way', 'close', 'request_lost'],
    ['the channel says something nobody knows', 'close', { report: { code: 'ACQ.SYSTEM_ERROR' } }],
  ] as const)('because %s keeps the wish, takes no payment, and the sweep finishes it', async (_, verb, fault) => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.fail(verb, fault);
    expect(await close(backend, order)).toMatchObject({ ok: false, reason: 'close_unconfirmed' });
    const waiting = shown(await queryOrder(backend.ports, BUYER, order));
    expect(waiting).toMatchObject({ status: 'unpaid', closing: true, payment: null });
    backend.clock.advance(60_000);
    expect(await sweepOrders(backend.ports)).toMatchObject({ looked: 1, closed: 1 });
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
    expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
  });

  test('because its answer is lost is found out by a query at once', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.fail('close', 'reply_lost');
    expect(shown(await close(backend, order)).status).toBe('closed');
    expect(verbs(backend)).toEqual(['create', 'query', 'close', 'query']);
  });

  test('can be asked for again', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.fail('close', 'request_lost');
    await close(backend, order);
    expect(await close(backend, order)).toMatchObject({ reason: 'close_unconfirmed' });
    backend.clock.advance(2_000);
    expect(shown(await close(backend, order)).status).toBe('closed');
  });
});

describe('an order whose trade may never have been created', () => {
  test('is opened and closed at the channel, so that a create on its way can no longer make it payable', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'request_lost');
    const order = await ordered(backend);
    expect(shown(await close(backend, order)).status).toBe('closed');
    expect(verbs(backend)).toEqual(['create', 'query', 'create', 'close']);
    expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
  });

  test('and that the channel refused for good is closed at once: no create is on its way', async () => {
    const backend = aBackend();
    backend.channel.fail('create', { refusedWith: 'ACQ.X' });
    const order = await ordered(backend);
    backend.clock.advance(3_000);
    expect(shown(await close(backend, order)).status).toBe('closed');
    expect(verbs(backend)).toEqual(['create', 'query']);
  });

  test('and that the channel refuses after an unknown answer stays unconfirmed, for the first might still land', async () => {
    const backend = aBackend();
    backend.channel.fail('create', 'request_lost', { refusedWith: 'ACQ.X' }, { refusedWith: 'ACQ.X' });
    const order = await ordered(backend);
    backend.clock.advance(3_000);
    await queryOrder(backend.ports, BUYER, order);
    expect(await close(backend, order)).toMatchObject({ ok: false, reason: 'close_unconfirmed' });
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid', trades: [{ status: 'creating' }] });
  });

  test('closed while its first create is on the way leaves no open trade behind', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    let reply: unknown;
    backend.channel.meanwhile('create', 'before', async () => {
      const [order] = (await backend.store.listByBuyer(BUYER.id, 1)).orders;
      if (order) reply = await close(backend, order);
    });
    const order = await ordered(backend, purchase);
    expect(reply).toMatchObject({ ok: true, order: { status: 'closed' } });
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
    expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
  });
});

test('another buyer’s order does not exist and stays open', async () => {
  const backend = aBackend();
  const order = await ordered(backend);
  const before = await backend.stored(order.orderNo);
  expect(await close(backend, order, STRANGER)).toMatchObject({ ok: false, reason: 'order_not_found' });
  expect(await backend.stored(order.orderNo)).toEqual(before);
  expect(backend.channel.callsOf('close')).toBe(0);
});
