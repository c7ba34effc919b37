import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { moneyFaults, moneyOf } from '../../../cloudfunctions/backend/order/money-equation';
import type { OperatorOrderView } from '../../../contract/operator';
import { aBackend, type TestBackend } from '../../support/backend';
import { givenBackFen } from '../../support/fake-refunds';
import { ordered, paidOrder, tradeOf } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';

const TOTAL_FEN = 1_280;
const HOUR_MS = 3_600_000;
let requests = 0;

/** A refund request under a new id; each part given replaces or adds. */
function aRefund({ orderNo }: { orderNo: string }, more: Record<string, unknown> = {}) {
  requests += 1;
  return { orderNo, requestId: `refund-of-this-test-${requests}`, ...more };
}

const refund = (backend: TestBackend, request: Record<string, unknown>) =>
  refundOrder(backend.ports, 'operator-token', request);

async function refunded(backend: TestBackend, request: Record<string, unknown>): Promise<OperatorOrderView> {
  const reply = await refund(backend, request);
  if (!reply.ok) throw new Error(`refused: ${reply.reason}`);
  return reply.order;
}

const backAtProvider = (backend: TestBackend, order: { orderNo: string }) =>
  givenBackFen(backend.channel.book.get(tradeOf(order)));

describe('a refund by an operator', () => {
  test('of everything goes back at once, and is kept with who asked, why and when', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    const view = await refunded(backend, aRefund(order, { reason: '买错了 🍵' }));
    expect(view).toMatchObject({
      status: 'paid',
      refundedFen: TOTAL_FEN,
      keptFen: 0,
      refunds: [{ refundFen: TOTAL_FEN, status: 'succeeded', cause: 'merchant', atMs: backend.clock.nowMs() }],
      refundDetails: [
        { outRequestNo: `${tradeOf(order)}R1`, requestedBy: 'operator-token', reason: '买错了 🍵', attempts: 1 },
      ],
    });
    expect(backAtProvider(backend, order)).toBe(TOTAL_FEN);
    expect(await backend.stored(order.orderNo)).toMatchObject({ dueAtMs: null });
  });

  test('of parts goes back in parts, until nothing is left', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    for (const refundFen of [1, 279, 1_000]) {
      await refunded(backend, aRefund(order, { refundFen }));
      backend.clock.advance(3_000);
    }
    expect(await refund(backend, aRefund(order))).toMatchObject({ ok: false, reason: 'nothing_to_refund' });
    expect(backAtProvider(backend, order)).toBe(TOTAL_FEN);
    const stored = await backend.stored(order.orderNo);
    expect(stored.refunds.map(({ outRequestNo }) => outRequestNo.slice(-2))).toEqual(['R1', 'R2', 'R3']);
    expect(moneyFaults(stored)).toEqual([]);
  });

  test.each([TOTAL_FEN + 1, Number.MAX_SAFE_INTEGER])(
    'of %d fen, more than was paid, is refused',
    async (refundFen) => {
      const backend = aBackend();
      const order = await paidOrder(backend);
      expect(await refund(backend, aRefund(order, { refundFen }))).toMatchObject({ reason: 'refund_exceeds_paid' });
      expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [] });
      expect(backend.channel.callsOf('refund')).toBe(0);
    },
  );

  test('counts what is still on its way as gone', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', 'request_lost');
    await refunded(backend, aRefund(order, { refundFen: 1_000 }));
    expect(await refund(backend, aRefund(order, { refundFen: 281 }))).toMatchObject({ reason: 'refund_exceeds_paid' });
  });

  test('by fifty operators at once never come to more than was paid', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => refund(backend, aRefund(order, { refundFen: 500 }))),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(2);
    await sweepFor(backend, 5 * MINUTE_MS);
    expect(backAtProvider(backend, order)).toBe(1_000);
    expect(moneyFaults(await backend.stored(order.orderNo))).toEqual([]);
  });

  test('of an order that was not paid is refused', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    expect(await refund(backend, aRefund(order))).toMatchObject({ ok: false, reason: 'order_not_paid' });
  });

  test('more than fifty times is refused', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    for (let n = 0; n < 50; n += 1) {
      await refunded(backend, aRefund(order, { refundFen: 1 }));
      backend.clock.advance(3_000);
    }
    expect(await refund(backend, aRefund(order, { refundFen: 1 }))).toMatchObject({ reason: 'too_many_refunds' });
  });
});

describe('the same refund request again', () => {
  test('is the same refund, however often and however parallel it comes', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    const request = aRefund(order, { refundFen: 100 });
    await Promise.all(Array.from({ length: 20 }, () => refunded(backend, request)));
    backend.clock.advance(HOUR_MS);
    await refunded(backend, request);
    expect(backend.channel.callsOf('refund')).toBe(1);
    expect(backAtProvider(backend, order)).toBe(100);
  });

  test.each([{ refundFen: 101 }, { refundFen: 1_280 }])('for another amount is a conflict: %j', async (more) => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    const request = aRefund(order, { refundFen: 100 });
    await refunded(backend, request);
    expect(await refund(backend, { ...request, ...more })).toMatchObject({ ok: false, reason: 'request_conflict' });
    expect(backAtProvider(backend, order)).toBe(100);
  });
});

describe('a refund whose result is not known', () => {
  test.each([
    ['its reply is lost', 'reply_lost', ['refund', 'queryRefund']],
    ['its request is lost', 'request_lost', ['refund', 'queryRefund', 'refund']],
    [
      'the channel says nothing of money moving',
      { report: { code: 'fund_change_N' } },
      ['refund', 'queryRefund', 'refund'],
    ],
  ] as const)('because %s keeps its number, is asked about, and moves money once', async (_, fault, verbs) => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', fault);
    const before = backend.channel.calls.length;
    const view = await refunded(backend, aRefund(order));
    expect(view).toMatchObject({ refundedFen: 0, refunds: [{ status: 'pending' }] });
    await sweepFor(backend, 2 * MINUTE_MS);
    const stored = await backend.stored(order.orderNo);
    expect(stored).toMatchObject({
      refunds: [{ status: 'succeeded', outRequestNo: `${tradeOf(order)}R1` }],
      dueAtMs: null,
    });
    expect(backend.channel.calls.slice(before)).toEqual(verbs.map((verb) => `${verb} ${tradeOf(order)}R1`));
    expect(backAtProvider(backend, order)).toBe(TOTAL_FEN);
    expect(moneyOf(stored).refundedFen).toBe(TOTAL_FEN);
  });

  test('is not asked about before ten seconds have passed: the channel would not know it yet', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', 'reply_lost');
    await refunded(backend, aRefund(order));
    backend.clock.advance(9_999);
    await sweepOrders(backend.ports);
    expect(backend.channel.callsOf('queryRefund')).toBe(0);
  });

  test('is asked about ever more seldom, never given up, and known when the channel speaks again', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', 'reply_lost');
    backend.channel.fail('queryRefund', ...Array(60).fill('request_lost'));
    await refunded(backend, aRefund(order));
    await sweepFor(backend, 24 * HOUR_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'pending', attempts: 1 }] });
    expect(backend.channel.callsOf('queryRefund')).toBeLessThan(60);
    await sweepFor(backend, 60 * HOUR_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'succeeded', attempts: 1 }] });
    expect(backAtProvider(backend, order)).toBe(TOTAL_FEN);
  });
});

describe('a refund that the channel turns down', () => {
  test('because the seller has too little is kept with the reason and succeeds when the account is topped up', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.setBalance(100);
    const view = await refunded(backend, aRefund(order));
    expect(view.refundDetails).toMatchObject([{ status: 'pending', lastCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' }]);
    await sweepFor(backend, 6 * HOUR_MS);
    const tries = backend.channel.callsOf('refund');
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(60);
    expect((await backend.stored(order.orderNo)).history.filter(({ kind }) => kind === 'refund_delayed')).toHaveLength(
      1,
    );
    backend.channel.setBalance(100_000);
    await sweepFor(backend, 2 * HOUR_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'succeeded' }], dueAtMs: null });
    expect(backAtProvider(backend, order)).toBe(TOTAL_FEN);
  });

  test('for good has failed only when a query confirms that nothing went back; then an operator may try anew', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', { refusedWith: 'ACQ.TRADE_NOT_ALLOW_REFUND' });
    expect(await refunded(backend, aRefund(order))).toMatchObject({ refunds: [{ status: 'pending' }] });
    expect(await refund(backend, aRefund(order))).toMatchObject({ reason: 'nothing_to_refund' });
    await sweepFor(backend, MINUTE_MS);
    const failed = await backend.stored(order.orderNo);
    expect(failed.refunds).toMatchObject([{ status: 'failed', refusedCode: 'ACQ.TRADE_NOT_ALLOW_REFUND' }]);
    expect(failed.dueAtMs).toBeNull();
    expect(await refunded(backend, aRefund(order))).toMatchObject({ refundedFen: TOTAL_FEN });
    expect(backend.channel.calls.at(-1)).toBe(`refund ${tradeOf(order)}R2`);
  });

  test('though an earlier try of it was carried out has succeeded', async () => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    backend.channel.fail('refund', 'reply_lost', { refusedWith: 'ACQ.TRADE_HAS_CLOSE' });
    backend.channel.fail('queryRefund', { report: { status: 'absent' } });
    await refunded(backend, aRefund(order));
    await sweepFor(backend, 3 * MINUTE_MS);
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [{ status: 'succeeded', attempts: 2 }] });
    expect(backAtProvider(backend, order)).toBe(TOTAL_FEN);
  });
});

test('refunds of one trade are three seconds apart', async () => {
  const backend = aBackend();
  const order = await paidOrder(backend);
  // The provider of these tests throws when they are closer.
  for (let n = 0; n < 5; n += 1) await refunded(backend, aRefund(order, { refundFen: 100 }));
  expect(backend.channel.callsOf('refund')).toBe(1);
  for (let n = 0; n < 5; n += 1) {
    backend.clock.advance(3_000);
    await sweepOrders(backend.ports);
  }
  expect(backAtProvider(backend, order)).toBe(500);
});

test.each([-1_000, -600_000])(
  'also when the clock is set back in between, by %d ms, and none waits for long',
  async (backMs) => {
    const backend = aBackend();
    const order = await paidOrder(backend);
    await refunded(backend, aRefund(order, { refundFen: 100 }));
    const { clock } = backend;
    clock.advance(backMs);
    await refunded(backend, aRefund(order, { refundFen: 200 }));
    clock.advance(2_999);
    await sweepOrders(backend.ports);
    expect(backend.channel.callsOf('refund')).toBe(1);
    clock.advance(1_001);
    await sweepOrders(backend.ports);
    expect(await backend.stored(order.orderNo)).toMatchObject({
      refunds: [{ status: 'succeeded' }, { status: 'succeeded' }],
    });
  },
);

test('two nodes that sweep one refund send it once', async () => {
  const backend = aBackend();
  const order = await paidOrder(backend);
  backend.channel.setBalance(0);
  await refunded(backend, aRefund(order));
  backend.channel.setBalance(100_000);
  backend.clock.advance(HOUR_MS);
  await Promise.all(Array.from({ length: 5 }, () => sweepOrders(backend.ports)));
  expect(backend.channel.callsOf('refund')).toBe(2);
});
