import type { HistoryEntry } from '../../../cloudfunctions/backend/order/order';
import { timelineOf } from '../../../cloudfunctions/backend/order/timeline';
import { anOrder } from '../../support/orders';

const kinds = (history: HistoryEntry[], rest: Parameters<typeof anOrder>[0] = {}) =>
  timelineOf(anOrder({ history, ...rest })).map(({ kind, fen }) => (fen === undefined ? kind : `${kind} ${fen}`));

const at = (atMs: number) => ({ atMs, source: 'query' as const });

describe('the life of an order, as its buyer is told it', () => {
  test('is ordered, ready, paid, asked back, on its way, back', () => {
    const refund = { outRequestNo: 'A_1R1', refundFen: 500, cause: 'merchant' as const };
    const history: HistoryEntry[] = [
      { kind: 'ordered', ...at(1) },
      { kind: 'trade_opened', outTradeNo: 'A_1', ...at(2) },
      { kind: 'trade_paid', outTradeNo: 'A_1', paidFen: 1_280, ...at(3) },
      { kind: 'refund_asked', ...at(4) },
      { kind: 'refund_requested', ...refund, ...at(5) },
      { kind: 'refund_delayed', outRequestNo: 'A_1R1', ...at(6) },
      { kind: 'refund_succeeded', ...refund, ...at(7) },
    ];
    expect(kinds(history)).toEqual([
      'ordered',
      'payment_ready',
      'paid 1280',
      'refund_asked',
      'refund_requested 500',
      'refunded 500',
    ]);
  });

  test('tells money that does not settle the order as that, never as its payment', () => {
    const history: HistoryEntry[] = [
      { kind: 'ordered', ...at(1) },
      { kind: 'close_requested', ...at(2) },
      { kind: 'trade_closed', outTradeNo: 'A_1', ...at(3) },
      { kind: 'trade_paid', outTradeNo: 'A_1', paidFen: 1_280, ...at(9) },
      { kind: 'unexpected_money', outTradeNo: 'A_1', paidFen: 1_280, cause: 'late', ...at(9) },
    ];
    expect(kinds(history, { status: 'closed', closedAtMs: 3 })).toEqual([
      'ordered',
      'closing',
      'closed',
      'unexpected_money 1280',
    ]);
  });

  test('keeps to itself what is the business of channels', () => {
    const history: HistoryEntry[] = [
      { kind: 'ordered', ...at(1) },
      { kind: 'trade_refused', outTradeNo: 'A_1', code: 'ACQ.X', ...at(2) },
      { kind: 'trade_added', outTradeNo: 'A_2', ...at(3) },
    ];
    expect(kinds(history)).toEqual(['ordered']);
  });
});
