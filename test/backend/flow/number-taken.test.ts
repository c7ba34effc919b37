import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { addTrade } from '../../../cloudfunctions/backend/order/further-trades';
import { ABSENCE_GRACE_MS } from '../../../cloudfunctions/backend/order/lifecycle';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import { outTradeNoOf } from '../../../cloudfunctions/backend/order/numbers';
import { aBackend, BUYER, LIFETIME_MS, type TestBackend } from '../../support/backend';
import type { BookedTrade } from '../../support/fake-channel';
import { aPurchase, ordered, shown, tradeOf } from '../../support/purchases';

const poll = async (backend: TestBackend, order: { orderNo: string }) =>
  shown(await queryOrder(backend.ports, BUYER, { orderNo: order.orderNo }));

/** The provider says that the number is taken, by a trade of this kind that is in its books. */
function taken(backend: TestBackend, code: string, trade: Partial<BookedTrade>): void {
  backend.channel.fail('create', { report: { code, isNumberTaken: true } });
  backend.channel.meanwhile('create', 'before', async () => {
    const [order] = (await backend.store.listByBuyer(BUYER.id, 1)).orders;
    const number = outTradeNoOf(order?.orderNo ?? '', 1);
    const usual = { number, providerNumber: 'taken', amountFen: 1_280, state: 'waiting' as const, refunds: new Map() };
    backend.channel.book.set(number, { ...usual, expiresAtMs: Number.MAX_SAFE_INTEGER, ...trade });
  });
}

describe('a number that the channel says is taken', () => {
  test.each([
    ['ACQ.CONTEXT_INCONSISTENT', 'for another amount', { amountFen: 1 }],
    ['ACQ.CONTEXT_INCONSISTENT', 'for other words', {}],
    ['ACQ.TRADE_BUYER_NOT_MATCH', 'by another buyer', {}],
    ['TRADE_PAYINFO_INCONSISTEN', 'on another plan', {}],
  ])(
    '%s: one that can still be paid %s is asked about, closed, and the buyer goes on at once',
    async (code, _, trade) => {
      const backend = aBackend();
      taken(backend, code, trade);
      const order = await ordered(backend);
      expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${order.orderNo}_2` });
      expect(backend.channel.calls).toEqual([
        `create ${order.orderNo}_1`,
        `query ${order.orderNo}_1`,
        `close ${order.orderNo}_1`,
        `create ${order.orderNo}_2`,
      ]);
      expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
    },
  );

  test('-206: one that another create of the same wish has opened meanwhile is left alone', async () => {
    const backend = aBackend();
    taken(backend, '-206', {});
    backend.channel.meanwhile('create', 'after', async () => {
      const [order] = (await backend.store.listByBuyer(BUYER.id, 1)).orders;
      if (!order) throw new Error('no order');
      const outTradeNo = outTradeNoOf(order.orderNo, 1);
      const report = { outTradeNo, status: 'open', tradeNo: 'taken', walletTradeNo: 'for-the-phone' } as const;
      await recordTrade(backend.ports, order, report, 'create');
    });
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: 'for-the-phone' });
    expect(backend.channel.calls).toEqual([`create ${order.orderNo}_1`]);
  });

  test('-206: the answer comes when the order has gone on: the trade that is being opened now is left alone', async () => {
    const backend = aBackend();
    taken(backend, '-206', {});
    backend.channel.meanwhile('create', 'after', async () => {
      const [order] = (await backend.store.listByBuyer(BUYER.id, 1)).orders;
      if (!order) throw new Error('no order');
      const report = { outTradeNo: outTradeNoOf(order.orderNo, 1), status: 'closed' } as const;
      await recordTrade(backend.ports, order, report, 'query');
      const closed = await backend.stored(order.orderNo);
      await backend.store.save(addTrade(closed, 'query', backend.clock.nowMs()), closed.version);
    });
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'preparing' });
    expect(backend.channel.calls).toEqual([`create ${order.orderNo}_1`]);
  });

  test('ACQ.TRADE_HAS_CLOSE: one that is closed is recorded, and the buyer goes on', async () => {
    const backend = aBackend();
    taken(backend, 'ACQ.TRADE_HAS_CLOSE', { state: 'over' });
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${order.orderNo}_2` });
    expect(backend.channel.callsOf('close')).toBe(0);
  });

  test('ACQ.TRADE_HAS_SUCCESS: one that is paid in full pays the order', async () => {
    const backend = aBackend();
    taken(backend, 'ACQ.TRADE_HAS_SUCCESS', { state: 'paid' });
    expect(await ordered(backend)).toMatchObject({ status: 'paid', payment: null });
    expect(backend.channel.callsOf('create')).toBe(1);
  });

  test('ACQ.TRADE_HAS_SUCCESS: one that was paid another amount goes back', async () => {
    const backend = aBackend();
    taken(backend, 'ACQ.TRADE_HAS_SUCCESS', { state: 'paid', amountFen: 1 });
    const order = await ordered(backend);
    expect(order).toMatchObject({
      status: 'closed',
      unexpectedMoney: true,
      refunds: [{ refundFen: 1, cause: 'mismatch' }],
    });
    expect(moneyFaults(await backend.stored(order.orderNo))).toEqual([]);
  });

  test('of which a query learns nothing stays as it is, and no further trade is opened', async () => {
    const backend = aBackend();
    taken(backend, 'ACQ.CONTEXT_INCONSISTENT', {});
    backend.channel.fail('query', 'request_lost');
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'preparing' });
    expect(await backend.stored(order.orderNo)).toMatchObject({ trades: [{ status: 'creating' }] });
  });

  test('and that cannot be closed is not followed by another: never two that are both open', async () => {
    const backend = aBackend();
    taken(backend, 'ACQ.TRADE_BUYER_NOT_MATCH', {});
    backend.channel.fail('close', 'request_lost');
    const order = await ordered(backend);
    expect(await backend.stored(order.orderNo)).toMatchObject({ trades: [{}] });
    expect(backend.channel.callsOf('create')).toBe(1);
  });
});

describe('a create that is refused for good', () => {
  test('because time_expire is past ends the order at its expiry, without the grace for creates on their way', async () => {
    const backend = aBackend();
    const refusals = Array(40).fill({ refusedWith: 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR' });
    backend.channel.fail('create', ...refusals);
    const order = await ordered(backend, aPurchase());
    expect(order.payment).toEqual({ state: 'unavailable', code: 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR' });
    backend.clock.advance(LIFETIME_MS);
    await sweepOrders(backend.ports);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', dueAtMs: null });
  });

  test('after one whose fate is unknown waits for the grace: that one might still land', async () => {
    const backend = aBackend();
    const refusals = Array(40).fill({ refusedWith: 'ACQ.ACCESS_FORBIDDEN' });
    backend.channel.fail('create', 'request_lost', ...refusals);
    const order = await ordered(backend);
    backend.clock.advance(3_000);
    await poll(backend, order);
    backend.clock.advance(LIFETIME_MS);
    await sweepOrders(backend.ports);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
    backend.clock.advance(ABSENCE_GRACE_MS);
    await sweepOrders(backend.ports);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
  });
});

test('a repeated request goes on from a trade that is open, but by no number that the phone could be given', async () => {
  const backend = aBackend();
  backend.channel.fail('create', 'reply_lost');
  const purchase = aPurchase();
  const order = shown(await createOrder(backend.ports, BUYER, purchase));
  const report = {
    outTradeNo: tradeOf(order),
    status: 'open',
    tradeNo: `P${tradeOf(order)}`,
    totalFen: 1_280,
  } as const;
  await recordTrade(backend.ports, await backend.stored(order.orderNo), report, 'notify');
  backend.clock.advance(3_000);
  backend.channel.fail('query', { report: { ...report } });
  const { payment } = shown(await createOrder(backend.ports, BUYER, purchase));
  expect(payment).toEqual({ state: 'ready', walletTradeNo: `P${order.orderNo}_2` });
  expect(backend.channel.book.get(tradeOf(order))?.state).toBe('over');
});
