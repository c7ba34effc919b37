import fc from 'fast-check';
import { applyTradeReport } from '../../../cloudfunctions/backend/order/lifecycle';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import type { Order } from '../../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import { anOrder, ORDERED_AT_MS } from '../../support/orders';
import { aReport } from '../../support/reports';

fc.configureGlobal({ seed: 20_260_102 });

const order = anOrder({ totalFen: 1_280 });
type Status = TradeReport['status'];

/** Applies reports one after the other; those refused or without effect leave the order as it is. */
function fold(reports: readonly TradeReport[], startMs = ORDERED_AT_MS): Order {
  return reports.reduce((current, report, index) => {
    const result = applyTradeReport(current, report, 'query', startMs + index);
    return result.kind === 'changed' ? result.order : current;
  }, order);
}

/** What remains of an order when the moments and the order of its history are left out. */
function end({ status, trades, history }: Order) {
  const [trade] = trades;
  const money = history
    .filter(({ kind }) => kind === 'trade_paid' || kind === 'unexpected_money')
    .map(({ kind }) => kind);
  return { status, trade: trade?.status, paidFen: trade?.paidFen, tradeNo: trade?.tradeNo, money };
}

function shuffled(...statuses: Status[]): fc.Arbitrary<Status[]> {
  const some = fc.array(fc.constantFrom(...statuses), { maxLength: 8 });
  return some.chain((extra) =>
    fc.shuffledSubarray([...statuses, ...extra], { minLength: statuses.length + extra.length }),
  );
}

const reportsOf = (statuses: readonly Status[]) => statuses.map((status) => aReport(order, status));

describe('news in any order and any number of copies', () => {
  test('of a trade that was paid always ends in one paid order', () => {
    fc.assert(
      fc.property(shuffled('paid', 'open', 'unknown', 'absent'), (statuses) => {
        expect(end(fold(reportsOf(statuses)))).toMatchObject({ status: 'paid', trade: 'paid', money: ['trade_paid'] });
      }),
    );
  });

  test('of a trade that was closed always ends without money, in an order that is closed once it has expired', () => {
    fc.assert(
      fc.property(shuffled('closed', 'open', 'unknown', 'absent'), (statuses) => {
        const reports = reportsOf(statuses);
        expect(end(fold(reports))).toMatchObject({ status: 'unpaid', trade: 'closed', money: [] });
        const expired = end(fold(reports, order.expiresAtMs));
        expect(expired).toMatchObject({ status: 'closed', trade: 'closed', money: [] });
      }),
    );
  });

  test('that contradicts itself never loses money: a payment is settled or recorded as unexpected, once', () => {
    fc.assert(
      fc.property(shuffled('paid', 'closed', 'open', 'unknown', 'absent'), (statuses) => {
        const { status, trade, money } = end(fold(reportsOf(statuses), order.expiresAtMs));
        expect(trade).toBe('paid');
        expect(money).toEqual(status === 'paid' ? ['trade_paid'] : ['trade_paid', 'unexpected_money']);
      }),
    );
  });

  test('never takes a paid order back', () => {
    const any = fc.array(fc.constantFrom<Status>('paid', 'closed', 'open', 'unknown', 'absent'), { maxLength: 12 });
    fc.assert(
      fc.property(any, any, (before, later) => {
        const paid = fold(reportsOf(before));
        const still = fold(reportsOf([...before, ...later]));
        return paid.status !== 'paid' || still.status === 'paid';
      }),
    );
  });

  test('about whatever amounts and numbers leaves an order due as long as it is unpaid or owes money, and no longer', () => {
    const report = fc.record({
      status: fc.constantFrom<Status>('paid', 'closed', 'open', 'unknown', 'absent'),
      totalFen: fc.constantFrom(undefined, 1_280, 1),
      tradeNo: fc.constantFrom(undefined, 'one', 'two'),
      refusedCode: fc.constantFrom(undefined, 'ACQ.X', 'ACQ.Y'),
    });
    fc.assert(
      fc.property(fc.array(report, { maxLength: 12 }), (reports) => {
        const end = fold(reports.map((more) => aReport(order, more.status, more)));
        const { status, dueAtMs, trades, totalFen, refunds } = end;
        expect(dueAtMs === null).toBe(status !== 'unpaid' && refunds.length === 0);
        expect(moneyFaults(end)).toEqual([]);
        const paidFen = trades.map((trade) => trade.paidFen);
        if (status === 'paid') expect(paidFen).toEqual([totalFen]);
      }),
    );
  });
});
