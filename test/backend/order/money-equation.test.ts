import fc from 'fast-check';
import { isOver } from '../../../cloudfunctions/backend/order/due';
import {
  addTrade,
  countCreate,
  mayAddTrade,
  mayCreateAgain,
} from '../../../cloudfunctions/backend/order/further-trades';
import { applyTradeReport } from '../../../cloudfunctions/backend/order/lifecycle';
import { moneyFaults, moneyOf } from '../../../cloudfunctions/backend/order/money-equation';
import { outTradeNoOf } from '../../../cloudfunctions/backend/order/numbers';
import type { ChannelName, Order, Refund } from '../../../cloudfunctions/backend/order/order';
import type { Policy } from '../../../cloudfunctions/backend/order/policy';
import {
  applyRefundReport,
  claimRefund,
  dueRefund,
  refundableFen,
  requestRefund,
} from '../../../cloudfunctions/backend/order/refunds';
import type { RefundEvidence, TradeReport } from '../../../cloudfunctions/backend/order/report';
import { anOrder, ORDERED_AT_MS } from '../../support/orders';
import { anOrderWithTrade, aReport } from '../../support/reports';

const TOTAL_FEN = 1_280;

/** Anything that can happen to the money of one order, as the core hears it. */
type Happening =
  | { kind: 'trade'; n: number; status: TradeReport['status']; totalFen: number | undefined }
  /** The answer to a create. */
  | { kind: 'refusal'; n: number; why: Pick<TradeReport, 'refusedCode' | 'isNotSent'> }
  | { kind: 'further_trade' | 'create_again' }
  | { kind: 'operator_refund'; n: number; refundFen: number }
  | { kind: 'refund'; n: number; status: RefundEvidence; amountOff: number }
  | { kind: 'drive' }
  | { kind: 'wait'; durationMs: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('trade' as const),
    n: fc.constantFrom(1, 1, 2, 3),
    status: fc.constantFrom<TradeReport['status']>('paid', 'paid', 'open', 'closed', 'absent', 'unknown'),
    totalFen: fc.constantFrom(TOTAL_FEN, TOTAL_FEN, TOTAL_FEN, 1, 9_999, undefined),
  }),
  fc.record({
    kind: fc.constant('refusal' as const),
    n: fc.constantFrom(1, 2, 3),
    why: fc.constantFrom({ refusedCode: 'ACQ.X' }, { isNotSent: true as const }),
  }),
  fc.record({ kind: fc.constantFrom('further_trade' as const, 'create_again' as const) }),
  fc.record({
    kind: fc.constant('operator_refund' as const),
    n: fc.constantFrom(1, 1, 2, 3),
    refundFen: fc.integer({ min: 1, max: TOTAL_FEN }),
  }),
  fc.record({
    kind: fc.constant('refund' as const),
    n: fc.nat(2),
    status: fc.constantFrom<RefundEvidence>('succeeded', 'succeeded', 'postponed', 'refused', 'absent', 'unknown'),
    amountOff: fc.constantFrom(0, 0, 0, 1, -1),
  }),
  fc.constant({ kind: 'drive' as const }),
  fc.record({ kind: fc.constant('wait' as const), durationMs: fc.constantFrom(1_000, 15_000, 31_000, 900_000) }),
);

const policy = fc.record({
  sendsEvents: fc.boolean(),
  honourLateMs: fc.constantFrom(0, 600_000),
  channels: fc.constantFrom<ChannelName[]>(['alipay'], ['alipay', 'fshows']),
});

function after(order: Order, what: Happening, nowMs: number, rules: Policy): Order {
  switch (what.kind) {
    case 'trade': {
      const outTradeNo = outTradeNoOf(order.orderNo, what.n);
      const report = aReport(order, what.status, { outTradeNo, totalFen: what.totalFen, tradeNo: `P${what.n}` });
      const result = applyTradeReport(order, report, 'query', nowMs, rules);
      return result.kind === 'changed' ? result.order : order;
    }
    case 'refusal': {
      const outTradeNo = outTradeNoOf(order.orderNo, what.n);
      const result = applyTradeReport(order, { outTradeNo, status: 'absent', ...what.why }, 'create', nowMs, rules);
      return result.kind === 'changed' ? result.order : order;
    }
    case 'create_again':
      return mayCreateAgain(order, nowMs, rules) ? countCreate(order, nowMs) : order;
    case 'further_trade':
      return mayAddTrade(order, nowMs) ? addTrade(order, 'query', nowMs, rules) : order;
    case 'operator_refund': {
      const trade = order.trades.find(({ outTradeNo }) => outTradeNo === outTradeNoOf(order.orderNo, what.n));
      const isSettling = order.status === 'paid' && trade?.paidFen === TOTAL_FEN;
      const isUnexpected = order.refunds.some(
        ({ outTradeNo, cause }) => outTradeNo === trade?.outTradeNo && cause !== 'merchant',
      );
      if (!trade || !isSettling || isUnexpected || refundableFen(order, trade) < what.refundFen) return order;
      const { outTradeNo } = trade;
      return requestRefund(order, { outTradeNo, refundFen: what.refundFen, cause: 'merchant' }, nowMs);
    }
    case 'refund': {
      const refund = order.refunds[what.n];
      if (!refund) return order;
      const told = what.status === 'succeeded' ? { refundFen: refund.refundFen + what.amountOff } : { code: 'ACQ.X' };
      const report = { outRequestNo: refund.outRequestNo, status: what.status, ...told };
      const result = applyRefundReport(order, report, 'refund', nowMs, rules);
      return result.kind === 'changed' ? result.order : order;
    }
    case 'drive': {
      const due = dueRefund(order, nowMs);
      return due ? claimRefund(order, due, nowMs).order : order;
    }
    case 'wait':
      return order;
  }
}

const NEXT: Record<Refund['status'], Refund['status'][]> = {
  pending: ['pending', 'succeeded', 'failed'],
  failed: ['failed', 'succeeded'],
  succeeded: ['succeeded'],
};

describe('whatever is reported of trades and refunds, in whatever order', () => {
  test('the money equation holds after every step, paid is never left, and no state is invented', () => {
    const seen = { paid: 0, closed: 0, unpaid: 0, unexpected: 0, refunded: 0, wentOn: 0 };
    fc.assert(
      fc.property(fc.array(happening, { minLength: 10, maxLength: 30 }), policy, (happenings, rules) => {
        let order = anOrder({ totalFen: TOTAL_FEN });
        let nowMs = ORDERED_AT_MS;
        for (const what of happenings) {
          nowMs += what.kind === 'wait' ? what.durationMs : 1;
          const next = after(order, what, nowMs, rules);
          const faults = faultsBetween(order, next);
          if (faults.length > 0) throw new Error(`${JSON.stringify(what)}: ${faults.join('; ')}`);
          order = next;
        }
        seen[order.status] += 1;
        if (order.history.some(({ kind }) => kind === 'unexpected_money')) seen.unexpected += 1;
        if (moneyOf(order).refundedFen > 0) seen.refunded += 1;
        if (order.trades.some(({ channel }) => channel === 'fshows')) seen.wentOn += 1;
      }),
      { seed: 20_260_104, numRuns: 2_000 },
    );
    // The sequences reach every corner often enough to mean something.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(30);
  });
});

/** What a step did that no step may do. Plain comparisons: this runs tens of thousands of times. */
function faultsBetween(order: Order, next: Order): string[] {
  const owes = next.refunds.some(({ status }) => status === 'pending');
  const waits = next.outbox.some(({ delivery }) => delivery.status === 'waiting');
  const checks: [string, boolean][] = [
    [moneyFaults(next).join(', '), hasSucceededAfterFailing(next) || moneyFaults(next).length === 0],
    ['paid was left', order.status !== 'paid' || next.status === 'paid'],
    ['two trades may be open', next.trades.slice(0, -1).every(isOver)],
    ['a state was invented', ['unpaid', 'paid', 'closed'].includes(next.status)],
    [
      'a payment was lost',
      order.trades.every(({ status }, n) => status !== 'paid' || next.trades[n]?.status === 'paid'),
    ],
    ['a refund was changed', order.refunds.every((refund, n) => isSuccessor(refund, next.refunds[n]))],
    [
      'an event was changed',
      JSON.stringify(next.outbox.slice(0, order.outbox.length)) === JSON.stringify(order.outbox),
    ],
    ['events are not counted', next.outbox.every(({ sequence }, n) => sequence === n + 1)],
    ['nobody will look', next.dueAtMs !== null || !(owes || waits || next.status === 'unpaid')],
  ];
  return checks.filter(([, holds]) => !holds).map(([fault]) => fault);
}

function isSuccessor(before: Refund, after: Refund | undefined): boolean {
  const isSame = after?.outRequestNo === before.outRequestNo && after.refundFen === before.refundFen;
  return isSame && NEXT[before.status].includes(after.status);
}

/** A refund declared failed on a refusal and a query that agreed, which the channel then says was carried out after all. */
function hasSucceededAfterFailing(order: Order): boolean {
  return order.refunds.some(
    ({ outRequestNo, status }) =>
      status === 'succeeded' &&
      order.history.some((entry) => entry.kind === 'refund_failed' && entry.outRequestNo === outRequestNo),
  );
}

describe('the equation names what breaks it', () => {
  const paid = anOrderWithTrade('paid', { totalFen: TOTAL_FEN });
  const outTradeNo = paid.trades[0]?.outTradeNo ?? '';
  const aRefund = (more: Partial<Refund>): Refund => ({
    outRequestNo: `${outTradeNo}R1`,
    outTradeNo,
    refundFen: 1,
    cause: 'merchant',
    status: 'succeeded',
    attempts: 1,
    requestedAtMs: 0,
    nextTryAtMs: null,
    ...more,
  });
  const broken: [string, Order, RegExp][] = [
    ['a paid order without its money', { ...paid, trades: [] }, /kept 0 fen instead of 1280/],
    ['a closed order that kept money', { ...paid, status: 'closed' }, /kept 1280 fen instead of 0/],
    ['an unpaid order with money', { ...paid, status: 'unpaid' }, /kept 1280 fen/],
    ['two payments kept', { ...paid, trades: [...paid.trades, ...paid.trades] }, /kept 2560 fen/],
    ['refunds of more than was paid', { ...paid, refunds: [aRefund({ refundFen: 1_281 })] }, /come to 1281 of 1280/],
    ['a return of money that was expected', { ...paid, refunds: [aRefund({ cause: 'late' })] }, /1 fen more went back/],
    [
      'unexpected money that nothing returns',
      {
        ...paid,
        status: 'closed',
        history: [
          { kind: 'unexpected_money', outTradeNo, paidFen: TOTAL_FEN, cause: 'late', atMs: 0, source: 'query' },
        ],
      },
      /nothing returns/,
    ],
  ];
  test.each(broken)('%s', (_, order, fault) => {
    expect(moneyFaults(order).join('; ')).toMatch(fault);
  });

  test('and is silent on orders in order', () => {
    expect(moneyFaults(paid)).toEqual([]);
    expect(moneyFaults(anOrder())).toEqual([]);
    expect(moneyFaults(anOrderWithTrade('closed'))).toEqual([]);
    expect(moneyFaults({ ...paid, refunds: [aRefund({ refundFen: TOTAL_FEN })] })).toEqual([]);
  });
});
