import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { moneyFaults, moneyOf } from '../../../cloudfunctions/backend/order/money-equation';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import type { OrderView } from '../../../contract/views';
import { aBackend, BUYER, LIFETIME_MS, type TestBackend } from '../../support/backend';
import { givenBackFen } from '../../support/fake-refunds';
import { ordered, paidOrder, shown, tradeOf } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';

const TOTAL_FEN = 1_280;

/** The provider takes the money although it should not, and says so by a notify. */
async function takes(backend: TestBackend, { orderNo }: OrderView, amountFen = TOTAL_FEN, n = 1): Promise<void> {
  const outTradeNo = `${orderNo}_${n}`;
  const trade = backend.channel.book.get(outTradeNo);
  if (!trade) throw new Error(`no trade ${outTradeNo}`);
  Object.assign(trade, { state: 'paid', amountFen, paidAtMs: backend.clock.nowMs() });
  const report: TradeReport = { outTradeNo, status: 'paid', totalFen: amountFen, tradeNo: trade.providerNumber };
  await recordTrade(backend.ports, await backend.stored(orderNo), report, 'notify');
}

async function expired(backend: TestBackend): Promise<OrderView> {
  const order = await ordered(backend);
  backend.clock.advance(LIFETIME_MS);
  await sweepOrders(backend.ports);
  expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed' });
  return order;
}

/** An order whose first trade the provider ended, so that the buyer went on with a second one. */
async function withSecondTrade(backend: TestBackend): Promise<OrderView> {
  const order = await ordered(backend);
  Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { state: 'over' });
  backend.clock.advance(2_000);
  const again = shown(await queryOrder(backend.ports, BUYER, order));
  expect(again.payment).toEqual({ state: 'ready', walletTradeNo: `P${order.orderNo}_2` });
  return again;
}

const causes: [string, (backend: TestBackend) => Promise<{ orderNo: string; paidFen: number; n: number }>][] = [
  [
    'late',
    async (backend) => {
      const order = await expired(backend);
      await takes(backend, order);
      return { orderNo: order.orderNo, paidFen: TOTAL_FEN, n: 1 };
    },
  ],
  [
    'double',
    async (backend) => {
      const order = await withSecondTrade(backend);
      await takes(backend, order, TOTAL_FEN, 2);
      await takes(backend, order, TOTAL_FEN, 1);
      return { orderNo: order.orderNo, paidFen: TOTAL_FEN, n: 1 };
    },
  ],
  [
    'mismatch',
    async (backend) => {
      const order = await ordered(backend);
      await takes(backend, order, 1_281);
      return { orderNo: order.orderNo, paidFen: 1_281, n: 1 };
    },
  ],
];

describe.each(causes)('money that is %s', (cause, arrives) => {
  test('is recorded with its refund in one save, and goes back in full', async () => {
    const backend = aBackend();
    const { orderNo, paidFen, n } = await arrives(backend);
    const outRequestNo = `${orderNo}_${n}R1`;
    const owing = await backend.stored(orderNo);
    expect(owing.refunds).toMatchObject([{ outRequestNo, refundFen: paidFen, cause, status: 'pending', attempts: 0 }]);
    expect(moneyOf(owing)).toMatchObject({ owedFen: paidFen });
    expect(moneyFaults(owing)).toEqual([]);
    await sweepFor(backend, MINUTE_MS);
    const settled = await backend.stored(orderNo);
    expect(settled.refunds).toMatchObject([{ outRequestNo, status: 'succeeded' }]);
    expect(moneyOf(settled)).toMatchObject({ owedFen: 0, keptFen: settled.status === 'paid' ? TOTAL_FEN : 0 });
    expect(settled.dueAtMs).toBeNull();
    expect(givenBackFen(backend.channel.book.get(`${orderNo}_${n}`))).toBe(paidFen);
  });

  test('goes back once, however often it is told and however many nodes sweep', async () => {
    const backend = aBackend();
    const { orderNo, paidFen, n } = await arrives(backend);
    const order = await backend.stored(orderNo);
    const trade = order.trades[n - 1];
    const news: TradeReport = {
      outTradeNo: `${orderNo}_${n}`,
      status: 'paid',
      totalFen: paidFen,
      tradeNo: trade?.tradeNo,
    };
    await Promise.all(Array.from({ length: 20 }, () => recordTrade(backend.ports, order, news, 'notify')));
    backend.clock.advance(MINUTE_MS);
    await Promise.all(Array.from({ length: 5 }, () => sweepOrders(backend.ports)));
    await sweepFor(backend, 5 * MINUTE_MS);
    expect((await backend.stored(orderNo)).refunds).toHaveLength(1);
    expect(backend.channel.callsOf('refund')).toBe(1);
  });

  test.each([
    'reply_lost',
    'request_lost',
    { refusedWith: 'ACQ.SYSTEM_OF_NOBODY' },
    { report: { code: '20000' } },
  ] as const)('goes back though the first answer is %j', async (fault) => {
    const backend = aBackend();
    const { orderNo, paidFen, n } = await arrives(backend);
    if (typeof fault === 'object' && 'refusedWith' in fault) {
      backend.channel.fail('refund', { report: { status: 'postponed', code: fault.refusedWith } });
    } else backend.channel.fail('refund', fault);
    await sweepFor(backend, 10 * MINUTE_MS);
    expect(givenBackFen(backend.channel.book.get(`${orderNo}_${n}`))).toBe(paidFen);
    expect((await backend.stored(orderNo)).refunds).toMatchObject([{ status: 'succeeded' }]);
  });

  test('is shown to the buyer as being returned, then as refunded', async () => {
    const backend = aBackend();
    const { orderNo, paidFen } = await arrives(backend);
    const look = async () => shown(await queryOrder(backend.ports, BUYER, { orderNo }));
    expect(await look()).toMatchObject({
      unexpectedMoney: true,
      refundedFen: 0,
      refunds: [{ refundFen: paidFen, cause, status: 'pending' }],
    });
    await sweepFor(backend, MINUTE_MS);
    expect(await look()).toMatchObject({ refundedFen: paidFen, refunds: [{ status: 'succeeded' }] });
  });

  test('that the channel will not take back is told, and an operator can send it anew under the same cause', async () => {
    const backend = aBackend();
    const { orderNo, paidFen, n } = await arrives(backend);
    backend.channel.fail('refund', { refusedWith: 'ACQ.TRADE_HAS_FINISHED' });
    await sweepFor(backend, 2 * MINUTE_MS);
    expect((await backend.stored(orderNo)).refunds).toMatchObject([{ status: 'failed' }]);
    expect(backend.logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'a refund cannot be carried out' }),
    );
    const outTradeNo = `${orderNo}_${n}`;
    const reply = await refundOrder(backend.ports, 'operator', { orderNo, outTradeNo, requestId: 'refund-by-hand-1' });
    expect(reply).toMatchObject({
      ok: true,
      order: { refunds: [{}, { cause, refundFen: paidFen, status: 'succeeded' }] },
    });
    expect(moneyFaults(await backend.stored(orderNo))).toEqual([]);
  });
});

describe('a merchant that honours late payments', () => {
  const honouring = () => {
    const backend = aBackend();
    backend.ports.merchants[0].honourLateMs = 600_000;
    return backend;
  };

  test('takes a full payment that comes soon after expiry: the order is paid, and nothing goes back', async () => {
    const backend = honouring();
    const order = await expired(backend);
    backend.clock.advance(600_000);
    await takes(backend, order);
    const stored = await backend.stored(order.orderNo);
    expect(stored).toMatchObject({ status: 'paid', closedAtMs: null, refunds: [], dueAtMs: null });
    expect(stored.history.at(-1)).toMatchObject({ kind: 'late_payment_honoured' });
    expect(moneyFaults(stored)).toEqual([]);
    expect(shown(await queryOrder(backend.ports, BUYER, order))).toMatchObject({
      status: 'paid',
      unexpectedMoney: false,
    });
  });

  test.each([
    ['comes too late', 600_001, TOTAL_FEN, false],
    ['is not the full amount', 0, 1_279, false],
    ['is for an order that its buyer closed', 0, TOTAL_FEN, true],
  ])('returns a payment that %s', async (_, laterMs, amountFen, isUnwanted) => {
    const backend = honouring();
    const order = await expired(backend);
    if (isUnwanted) {
      const stored = await backend.stored(order.orderNo);
      await backend.store.save({ ...stored, closeRequestedAtMs: stored.createdAtMs }, stored.version);
    }
    backend.clock.advance(laterMs);
    await takes(backend, order, amountFen);
    await sweepFor(backend, MINUTE_MS);
    const stored = await backend.stored(order.orderNo);
    expect(stored).toMatchObject({ status: 'closed', refunds: [{ status: 'succeeded', refundFen: amountFen }] });
  });

  test('returns the second of two late payments', async () => {
    const backend = honouring();
    const order = await withSecondTrade(backend);
    backend.clock.advance(LIFETIME_MS);
    await sweepOrders(backend.ports);
    await takes(backend, order, TOTAL_FEN, 1);
    await takes(backend, order, TOTAL_FEN, 2);
    await sweepFor(backend, MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({
      status: 'paid',
      refunds: [{ cause: 'double', outTradeNo: `${order.orderNo}_2`, status: 'succeeded' }],
    });
  });
});

describe('a further trade', () => {
  test('is opened only for a buyer who is there: the sweep opens none, and the order ends at expiry', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    Object.assign(backend.channel.book.get(tradeOf(order)) ?? {}, { state: 'over' });
    await sweepFor(backend, 5 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid', trades: [{ status: 'closed' }] });
    expect(backend.channel.callsOf('create')).toBe(1);
    await sweepFor(backend, 11 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'closed', dueAtMs: null });
  });

  test('pays the order', async () => {
    const backend = aBackend();
    const order = await withSecondTrade(backend);
    backend.channel.pay(`${order.orderNo}_2`);
    backend.clock.advance(2_000);
    expect(shown(await queryOrder(backend.ports, BUYER, order))).toMatchObject({ status: 'paid' });
    expect(moneyFaults(await backend.stored(order.orderNo))).toEqual([]);
  });

  test('still open when the first turns out to be paid is closed at the channel', async () => {
    const backend = aBackend();
    const order = await withSecondTrade(backend);
    await takes(backend, order, TOTAL_FEN, 1);
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', trades: [{}, { status: 'open' }] });
    await sweepFor(backend, MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ trades: [{}, { status: 'closed' }], dueAtMs: null });
    expect(backend.channel.book.get(`${order.orderNo}_2`)?.state).toBe('over');
  });

  test('is not opened without end', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    for (let n = 1; n <= 30; n += 1) {
      for (const trade of backend.channel.book.values()) trade.state = 'over';
      backend.clock.advance(2_000);
      await queryOrder(backend.ports, BUYER, order);
    }
    expect(backend.channel.book.size).toBe(20);
    const { payment } = shown(await queryOrder(backend.ports, BUYER, order));
    expect(payment).toEqual({ state: 'unavailable', code: 'TRADE_CLOSED' });
  });
});

test('a paid order’s other events do not break the payment it has', async () => {
  const backend = aBackend();
  const order = await paidOrder(backend);
  await sweepFor(backend, MINUTE_MS);
  expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid', dueAtMs: null, refunds: [] });
});
