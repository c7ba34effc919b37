import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { resendEvent } from '../../../cloudfunctions/backend/flow/resend-event';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { aBackend, BUYER, type TestBackend } from '../../support/backend';
import { merchantReceiver, quiet } from '../../support/merchant-receiver';
import { ordered, paidOrder, tradeOf } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';

const DAY_MS = 86_400_000;

function listening() {
  const backend = aBackend();
  return { backend, merchant: merchantReceiver(backend) };
}

const refundAll = (backend: TestBackend, { orderNo }: { orderNo: string }) =>
  refundOrder(backend.ports, 'operator', { orderNo, requestId: 'refund-of-an-event' });
const statusesOf = async (backend: TestBackend, { orderNo }: { orderNo: string }) =>
  (await backend.stored(orderNo)).outbox.map(({ delivery }) => delivery.status);

describe('the merchant is told', () => {
  test('of a payment, at once, with what it needs to fulfil the order and nothing about the person', async () => {
    const { backend, merchant } = listening();
    const order = await paidOrder(backend);
    await quiet();
    expect(merchant.received).toEqual([
      {
        eventId: `${order.orderNo}-1`,
        type: 'order.paid',
        sequence: 1,
        atMs: backend.clock.nowMs(),
        merchantId: 'tea-house',
        order: {
          orderNo: order.orderNo,
          status: 'paid',
          totalFen: 1_280,
          paidFen: 1_280,
          refundedFen: 0,
          paidAtMs: order.paidAtMs,
          closedAtMs: null,
        },
        payment: { outTradeNo: tradeOf(order), tradeNo: `P${tradeOf(order)}`, paidFen: 1_280 },
      },
    ]);
    expect(JSON.stringify(merchant.received)).not.toContain(BUYER.id);
    expect(await backend.stored(order.orderNo)).toMatchObject({ dueAtMs: null });
  });

  test('of a closing', async () => {
    const { backend, merchant } = listening();
    const order = await ordered(backend);
    await closeOrder(backend.ports, BUYER, order);
    await quiet();
    expect(merchant.received).toMatchObject([{ type: 'order.closed', order: { status: 'closed', paidFen: 0 } }]);
  });

  test('of an order that ends after its trade was closed', async () => {
    const { backend, merchant } = listening();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { state: 'over' });
    await sweepFor(backend, 20 * MINUTE_MS);
    expect(merchant.types()).toEqual(['order.closed']);
  });

  test('of a refund, when it is proven and not before', async () => {
    const { backend, merchant } = listening();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', 'reply_lost');
    await refundAll(backend, order);
    await quiet();
    expect(merchant.types()).toEqual(['order.paid']);
    await sweepFor(backend, MINUTE_MS);
    const refund = {
      outRequestNo: `${tradeOf(order)}R1`,
      outTradeNo: tradeOf(order),
      refundFen: 1_280,
      cause: 'merchant',
    };
    expect(merchant.received.at(-1)).toMatchObject({ type: 'order.refunded', refund, order: { refundedFen: 1_280 } });
  });

  test('of money that should not have come, and of its way back', async () => {
    const { backend, merchant } = listening();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { state: 'paid', amountFen: 1 });
    await sweepFor(backend, MINUTE_MS);
    await sweepFor(backend, MINUTE_MS);
    expect(merchant.types()).toEqual(['money.unexpected', 'order.closed', 'order.refunded']);
    expect(merchant.received).toMatchObject([
      { payment: { paidFen: 1, cause: 'mismatch' } },
      { order: { status: 'closed' } },
      { refund: { refundFen: 1, cause: 'mismatch' }, order: { paidFen: 1, refundedFen: 1 } },
    ]);
  });

  test('once of fifty notifies that come at once', async () => {
    const { backend, merchant } = listening();
    const order = await ordered(backend);
    const seen = await backend.stored(order.orderNo);
    const news = { outTradeNo: tradeOf(order), status: 'paid', totalFen: 1_280 } as const;
    await Promise.all(Array.from({ length: 50 }, () => recordTrade(backend.ports, seen, news, 'notify')));
    await quiet();
    await sweepFor(backend, MINUTE_MS);
    expect(merchant.types()).toEqual(['order.paid']);
  });
});

describe('a receiver that does not answer', () => {
  test('gets the same event, id and text, again until it confirms', async () => {
    const { backend, merchant } = listening();
    merchant.loseConfirmation();
    merchant.fail('HTTP 500', 'ECONNREFUSED');
    const order = await paidOrder(backend);
    await quiet();
    await sweepFor(backend, 5 * MINUTE_MS);
    expect(merchant.types()).toEqual(['order.paid', 'order.paid']);
    expect(merchant.received[1]).toEqual(merchant.received[0]);
    expect(await backend.stored(order.orderNo)).toMatchObject({
      outbox: [{ delivery: { status: 'delivered', attempts: 4, nextTryAtMs: null } }],
      dueAtMs: null,
    });
  });

  test('gets the events of one order in their order: the second waits for the first', async () => {
    const { backend, merchant } = listening();
    merchant.fail(...Array(5).fill('HTTP 503'));
    const order = await paidOrder(backend);
    await refundAll(backend, order);
    await quiet();
    expect(merchant.received).toEqual([]);
    await sweepFor(backend, 10 * MINUTE_MS);
    expect(merchant.received.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  test('is tried ever more seldom for three days; then the event is parked, reported, and those behind it go on', async () => {
    const { backend, merchant } = listening();
    merchant.fail(...Array(10_000).fill('HTTP 500'));
    const order = await paidOrder(backend);
    await refundAll(backend, order);
    await sweepFor(backend, 3 * DAY_MS - MINUTE_MS);
    expect(await statusesOf(backend, order)).toEqual(['waiting', 'waiting']);
    const { attempts } = (await backend.stored(order.orderNo)).outbox[0]?.delivery ?? {};
    expect(attempts).toBeGreaterThan(30);
    expect(attempts).toBeLessThan(150);
    await sweepFor(backend, DAY_MS);
    expect((await statusesOf(backend, order))[0]).toBe('parked');
    const parked = 'an event could not be delivered for three days and is parked';
    expect(backend.logged).toContainEqual(expect.objectContaining({ level: 'error', message: parked }));
    // The second begins its own three days when its turn has come.
    expect((await statusesOf(backend, order))[1]).toBe('waiting');
    await sweepFor(backend, 3 * DAY_MS);
    expect(await statusesOf(backend, order)).toEqual(['parked', 'parked']);
    expect(await backend.stored(order.orderNo)).toMatchObject({ dueAtMs: null });
  });

  test('of one order keeps no other order waiting', async () => {
    const { backend, merchant } = listening();
    merchant.fail('HTTP 500');
    const first = await paidOrder(backend);
    await quiet();
    const second = await paidOrder(backend);
    await quiet();
    expect(merchant.received).toMatchObject([{ order: { orderNo: second.orderNo } }]);
    await sweepFor(backend, MINUTE_MS);
    expect(merchant.received.at(-1)).toMatchObject({ order: { orderNo: first.orderNo } });
  });

  test('is not told twice at once by nodes that sweep at once', async () => {
    const { backend, merchant } = listening();
    merchant.fail('HTTP 500');
    await paidOrder(backend);
    await quiet();
    backend.clock.advance(MINUTE_MS);
    await Promise.all(Array.from({ length: 5 }, () => sweepOrders(backend.ports)));
    expect(merchant.received).toHaveLength(1);
  });
});

describe('a process that dies', () => {
  test.each(['before', 'after'] as const)('%s the payment was saved loses no event', async (when) => {
    const { backend, merchant } = listening();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    backend.store.crash('save', when, 1);
    await sweepOrders(backend.ports);
    await sweepFor(backend, 2 * MINUTE_MS);
    expect(merchant.types()).toEqual(['order.paid']);
  });

  test('after the event was sent, before that was saved, sends it again under the same id', async () => {
    const { backend, merchant } = listening();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(MINUTE_MS);
    // Saves of the sweep: claim, payment, claim of the event, its delivery.
    backend.store.crash('save', 'before', 3);
    await sweepOrders(backend.ports);
    await quiet();
    await sweepFor(backend, 2 * MINUTE_MS);
    expect(merchant.received.map(({ eventId }) => eventId)).toEqual([`${order.orderNo}-1`, `${order.orderNo}-1`]);
  });
});

describe('an event sent again by an operator', () => {
  test('is the same event, also when it was delivered long ago', async () => {
    const { backend, merchant } = listening();
    const order = await paidOrder(backend);
    await quiet();
    backend.clock.advance(30 * DAY_MS);
    const reply = await resendEvent(backend.ports, 'operator', { orderNo: order.orderNo });
    expect(reply).toMatchObject({ ok: true, order: { events: [{ status: 'delivered', attempts: 1 }] } });
    expect(merchant.received[1]).toEqual(merchant.received[0]);
  });

  test('may be one that happened while nobody was to be told', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    expect(await statusesOf(backend, order)).toEqual(['kept']);
    expect(await backend.stored(order.orderNo)).toMatchObject({ dueAtMs: null });
    const merchant = merchantReceiver(backend);
    await resendEvent(backend.ports, 'operator', { orderNo: order.orderNo, eventId: `${order.orderNo}-1` });
    expect(merchant.types()).toEqual(['order.paid']);
  });

  test.each([
    ['of an order that is not there', { orderNo: 'A'.repeat(24) }, 'order_not_found'],
    ['that is not there', { eventId: 'another' }, 'event_not_found'],
    ['with an id that is no text', { eventId: 1 }, 'bad_request'],
  ])('%s is refused', async (_, more, reason) => {
    const { backend } = listening();
    const order = await paidOrder(backend);
    const request = { orderNo: order.orderNo, ...more };
    expect(await resendEvent(backend.ports, 'operator', request)).toMatchObject({ ok: false, reason });
  });

  test('where no address is configured is refused', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    expect(await resendEvent(backend.ports, 'operator', { orderNo: order.orderNo })).toMatchObject({
      reason: 'events_not_configured',
    });
  });
});

test('events that wait while the address is taken away are kept, and the order owes nothing', async () => {
  const { backend, merchant } = listening();
  merchant.fail('HTTP 500');
  const order = await paidOrder(backend);
  await quiet();
  backend.ports.events = undefined;
  await sweepFor(backend, MINUTE_MS);
  expect(await statusesOf(backend, order)).toEqual(['kept']);
  expect(await backend.stored(order.orderNo)).toMatchObject({ dueAtMs: null });
});
