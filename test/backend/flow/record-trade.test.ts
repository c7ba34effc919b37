import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import { aBackend } from '../../support/backend';
import { ordered, tradeOf } from '../../support/purchases';

const PAID_FEN = 1_280;

function paid(outTradeNo: string, more: Partial<TradeReport> = {}): TradeReport {
  return { outTradeNo, status: 'paid', totalFen: PAID_FEN, ...more };
}

describe('the one writer', () => {
  test('makes one fact of fifty copies of the same news that come at once', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    const seen = await backend.stored(order.orderNo);
    const copies = Array.from({ length: 50 }, () => recordTrade(backend.ports, seen, paid(tradeOf(order)), 'notify'));
    for (const recorded of await Promise.all(copies)) {
      expect(recorded).toMatchObject({ kind: 'recorded', order: { status: 'paid' } });
    }
    const { history, version } = await backend.stored(order.orderNo);
    expect(history.filter(({ kind }) => kind === 'trade_paid')).toHaveLength(1);
    expect(version).toBe(seen.version + 1);
    expect(backend.logged.filter(({ fields }) => fields.fact === 'trade_paid')).toHaveLength(1);
  });

  test('applies news to the order as it is now, not as it was last seen', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    const seen = await backend.stored(order.orderNo);
    backend.clock.set(order.expiresAtMs);
    await recordTrade(backend.ports, seen, { outTradeNo: tradeOf(order), status: 'closed' }, 'close');
    await recordTrade(backend.ports, seen, paid(tradeOf(order)), 'notify');
    const { status, history } = await backend.stored(order.orderNo);
    expect(status).toBe('closed');
    expect(history.map(({ kind }) => kind).slice(-3)).toEqual(['trade_closed', 'trade_paid', 'unexpected_money']);
  });

  test('does not report as recorded what the store could not keep', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.store.crash('save', 'before');
    const recording = recordTrade(backend.ports, await backend.stored(order.orderNo), paid(tradeOf(order)), 'notify');
    await expect(recording).rejects.toThrow('connection lost');
    expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'unpaid' });
  });

  test.each([
    ['unknown_trade', { outTradeNo: 'ANOTHER_1' }],
    ['trade_no_differs', { tradeNo: 'another' }],
    ['amount_missing', { totalFen: undefined }],
    ['amount_differs', { status: 'open', totalFen: 1 }],
  ] as [string, Partial<TradeReport>][])(
    'refuses a report as %s, says so in the log, and changes nothing',
    async (reason, more) => {
      const backend = aBackend();
      const order = await ordered(backend);
      const before = await backend.stored(order.orderNo);
      const recorded = await recordTrade(backend.ports, before, paid(tradeOf(order), more), 'query');
      expect(recorded).toEqual({ kind: 'refused', reason });
      expect(await backend.stored(order.orderNo)).toEqual(before);
      expect(backend.logged.at(-1)).toMatchObject({ level: 'warn', fields: { reason } });
    },
  );

  test('refuses news of an order that is not in the store', async () => {
    const backend = aBackend();
    const elsewhere = aBackend();
    const order = await ordered(elsewhere);
    const stranger = await elsewhere.stored(order.orderNo);
    expect(await recordTrade(backend.ports, stranger, paid(tradeOf(order)), 'notify')).toEqual({
      kind: 'refused',
      reason: 'unknown_order',
    });
  });

  test('gives up loudly on an order that changes under every attempt', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    const seen = await backend.stored(order.orderNo);
    backend.ports.store = { ...backend.store, save: async () => ({ kind: 'conflict' }) };
    const recording = recordTrade(backend.ports, seen, paid(tradeOf(order)), 'notify');
    await expect(recording).rejects.toThrow('kept changing');
  });
});
