import { ABSENCE_GRACE_MS, type ApplyResult, applyTradeReport } from '../../../cloudfunctions/backend/order/lifecycle';
import { currentTrade, type Order, type TradeStatus } from '../../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import { ORDERED_AT_MS } from '../../support/orders';
import { anOrderWithTrade, aReport, TRADE_NO } from '../../support/reports';

const NOW_MS = ORDERED_AT_MS + 60_000;

/** The order after the report; the order itself when the report changes nothing. */
function orderAfter(order: Order, report: TradeReport, nowMs = NOW_MS): Order {
  const result = applyTradeReport(order, report, 'query', nowMs);
  if (result.kind === 'refused') throw new Error(`refused: ${result.reason}`);
  return result.kind === 'changed' ? result.order : order;
}

function factsOf(result: ApplyResult): string[] {
  return result.kind === 'changed' ? result.facts.map((fact) => fact.kind) : [];
}

describe('what a report makes of a trade and its order', () => {
  const table: [TradeStatus, TradeReport['status'], string, string, string[]][] = [
    ['creating', 'open', 'open', 'unpaid', ['trade_opened']],
    ['creating', 'paid', 'paid', 'paid', ['trade_paid']],
    ['creating', 'closed', 'closed', 'unpaid', ['trade_closed']],
    ['creating', 'absent', 'creating', 'unpaid', []],
    ['creating', 'unknown', 'creating', 'unpaid', []],
    ['open', 'open', 'open', 'unpaid', []],
    ['open', 'paid', 'paid', 'paid', ['trade_paid']],
    ['open', 'closed', 'closed', 'unpaid', ['trade_closed']],
    ['open', 'absent', 'open', 'unpaid', []],
    ['open', 'unknown', 'open', 'unpaid', []],
    ['closed', 'open', 'closed', 'closed', []],
    ['closed', 'paid', 'paid', 'closed', ['trade_paid', 'unexpected_money']],
    ['closed', 'closed', 'closed', 'closed', []],
    ['closed', 'absent', 'closed', 'closed', []],
    ['closed', 'unknown', 'closed', 'closed', []],
    ['paid', 'open', 'paid', 'paid', []],
    ['paid', 'paid', 'paid', 'paid', []],
    ['paid', 'closed', 'paid', 'paid', []],
    ['paid', 'absent', 'paid', 'paid', []],
    ['paid', 'unknown', 'paid', 'paid', []],
  ];
  test.each(table)('a trade that is %s and reported %s is %s, its order %s', (from, status, trade, order, facts) => {
    const before = anOrderWithTrade(from);
    const result = applyTradeReport(before, aReport(before, status), 'query', NOW_MS);
    expect(factsOf(result)).toEqual(facts);
    expect(result.kind).toBe(facts.length > 0 ? 'changed' : 'unchanged');
    const end = result.kind === 'changed' ? result.order : before;
    expect([currentTrade(end).status, end.status]).toEqual([trade, order]);
  });

  test.each([
    ['from expiry on', {}, ORDERED_AT_MS + 900_000],
    ['when its buyer no longer wants it', { closeRequestedAtMs: NOW_MS }, NOW_MS],
  ])('a closed trade closes its order %s', (_, overrides, nowMs) => {
    const order = anOrderWithTrade('open', overrides);
    expect(orderAfter(order, aReport(order, 'closed'), nowMs)).toMatchObject({
      status: 'closed',
      closedAtMs: nowMs,
      dueAtMs: null,
    });
  });

  test('nothing is changed in place', () => {
    const before = anOrderWithTrade('creating');
    const kept = structuredClone(before);
    orderAfter(before, aReport(before, 'paid'));
    expect(before).toEqual(kept);
  });

  test('every accepted fact is kept with its source and time, oldest first', () => {
    const order = anOrderWithTrade('creating');
    const opened = applyTradeReport(order, aReport(order, 'open'), 'create', NOW_MS) as { order: Order };
    const paid = applyTradeReport(opened.order, aReport(order, 'paid'), 'notify', NOW_MS + 1) as { order: Order };
    const outTradeNo = `${order.orderNo}_1`;
    expect(paid.order.history.slice(1)).toEqual([
      { kind: 'trade_opened', outTradeNo, source: 'create', atMs: NOW_MS },
      { kind: 'trade_paid', outTradeNo, paidFen: order.totalFen, source: 'notify', atMs: NOW_MS + 1 },
    ]);
  });

  test('the time of payment is the channel’s, and ours only where the channel gives none', () => {
    const order = anOrderWithTrade('open');
    const told = orderAfter(order, aReport(order, 'paid', { paidAtMs: NOW_MS - 5_000 }));
    expect([told.paidAtMs, currentTrade(told).paidAtMs]).toEqual([NOW_MS - 5_000, NOW_MS - 5_000]);
    expect(orderAfter(order, aReport(order, 'paid')).paidAtMs).toBe(NOW_MS);
  });

  test('an order that is being closed by its buyer is paid all the same when the payment came first', () => {
    const order = anOrderWithTrade('open', { closeRequestedAtMs: NOW_MS - 1 });
    expect(orderAfter(order, aReport(order, 'paid')).status).toBe('paid');
  });

  test('a payment that came after expiry but before the closing pays the order', () => {
    const order = anOrderWithTrade('open');
    expect(orderAfter(order, aReport(order, 'paid'), order.expiresAtMs + 1_000).status).toBe('paid');
  });
});

describe('money that does not settle the order', () => {
  test('late: it is recorded, and the order stays closed', () => {
    const order = anOrderWithTrade('closed');
    const late = orderAfter(order, aReport(order, 'paid'));
    expect(late).toMatchObject({ status: 'closed', paidAtMs: null, closedAtMs: order.closedAtMs, dueAtMs: NOW_MS });
    expect(late.history.at(-1)).toMatchObject({ kind: 'unexpected_money', cause: 'late', paidFen: order.totalFen });
    expect(currentTrade(late)).toMatchObject({ status: 'paid', paidFen: order.totalFen });
  });

  test('double: a second trade is paid, and the order stays paid once', () => {
    const paid = anOrderWithTrade('paid');
    const outTradeNo = `${paid.orderNo}_2`;
    const order: Order = { ...paid, trades: [...paid.trades, { outTradeNo, channel: 'alipay', status: 'open' }] };
    const report = aReport(order, 'paid', { outTradeNo, tradeNo: 'another' });
    const doubled = orderAfter(order, report);
    expect(doubled).toMatchObject({ status: 'paid', paidAtMs: paid.paidAtMs });
    expect(doubled.history.at(-1)).toMatchObject({ kind: 'unexpected_money', cause: 'double', outTradeNo });
    expect(doubled.trades[0]).toEqual(paid.trades[0]);
  });

  test.each([1, 1_279, 1_281, 128_000])(
    'mismatch: %d fen for an order of 1280 do not pay it, and end it',
    (totalFen) => {
      const order = anOrderWithTrade('open', { totalFen: 1_280 });
      const result = applyTradeReport(order, aReport(order, 'paid', { totalFen }), 'notify', NOW_MS);
      expect(factsOf(result)).toEqual(['trade_paid', 'unexpected_money']);
      const end = orderAfter(order, aReport(order, 'paid', { totalFen }));
      // Nothing of it can be paid any more, and the money goes back at once.
      expect(end).toMatchObject({ status: 'closed', paidAtMs: null, dueAtMs: NOW_MS });
      expect(end.history.at(-1)).toMatchObject({ kind: 'unexpected_money', cause: 'mismatch', paidFen: totalFen });
      expect(currentTrade(end)).toMatchObject({ status: 'paid', paidFen: totalFen });
    },
  );

  test('is recorded once however often it is reported', () => {
    const order = anOrderWithTrade('closed');
    const late = orderAfter(order, aReport(order, 'paid'));
    expect(applyTradeReport(late, aReport(order, 'paid'), 'notify', NOW_MS)).toEqual({ kind: 'unchanged' });
  });
});

describe('reports that cannot be about this order are refused', () => {
  const order = anOrderWithTrade('open', { totalFen: 1_280 });
  const creating = anOrderWithTrade('creating', { totalFen: 1_280 });
  const table: [string, Order, TradeReport, string][] = [
    ['a trade it does not have', order, aReport(order, 'paid', { outTradeNo: `${order.orderNo}_2` }), 'unknown_trade'],
    ['the trade of another order', order, aReport(creating, 'paid'), 'unknown_trade'],
    ['another number of the channel', order, aReport(order, 'paid', { tradeNo: 'another' }), 'trade_no_differs'],
    ['another number, closed', order, aReport(order, 'closed', { tradeNo: 'another' }), 'trade_no_differs'],
    ['paid, but how much is not said', order, aReport(order, 'paid', { totalFen: undefined }), 'amount_missing'],
    ['paid with nothing', order, aReport(order, 'paid', { totalFen: 0 }), 'amount_missing'],
    ['open for less', creating, aReport(creating, 'open', { totalFen: 1 }), 'amount_differs'],
    ['open for more', order, aReport(order, 'open', { totalFen: 1_281 }), 'amount_differs'],
  ];
  test.each(table)('%s', (_, before, report, reason) => {
    expect(applyTradeReport(before, report, 'query', NOW_MS)).toEqual({ kind: 'refused', reason });
  });
});

describe('numbers of the channel', () => {
  test('are learned when a trade opens, and when it is paid before anything else was heard', () => {
    const order = anOrderWithTrade('creating');
    expect(currentTrade(orderAfter(order, aReport(order, 'open')))).toMatchObject({
      tradeNo: TRADE_NO,
      walletTradeNo: TRADE_NO,
    });
    expect(currentTrade(orderAfter(order, aReport(order, 'paid')))).toMatchObject({ tradeNo: TRADE_NO });
  });

  test('missing ones are filled in later, without any fact', () => {
    const [trade] = anOrderWithTrade('open').trades;
    const order = anOrderWithTrade('open', {
      trades: [{ ...trade, tradeNo: undefined, walletTradeNo: undefined } as never],
    });
    const report = aReport(order, 'open', { outTradeNo: trade?.outTradeNo });
    const result = applyTradeReport(order, report, 'query', NOW_MS) as { order: Order; facts: unknown[] };
    expect(result.facts).toEqual([]);
    expect(currentTrade(result.order)).toMatchObject({ tradeNo: TRADE_NO, walletTradeNo: TRADE_NO });
  });

  test('what goes to the wallet is never replaced once it is known', () => {
    const order = anOrderWithTrade('open');
    const report = aReport(order, 'open', { walletTradeNo: 'another' });
    expect(applyTradeReport(order, report, 'query', NOW_MS)).toEqual({ kind: 'unchanged' });
  });
});

describe('a trade the channel does not know', () => {
  const order = anOrderWithTrade('creating');
  const lastDoubtMs = order.expiresAtMs + ABSENCE_GRACE_MS;

  test.each([
    ['before expiry', NOW_MS, 'creating'],
    ['at expiry', order.expiresAtMs, 'creating'],
    ['when a clock ten minutes fast says it expired', order.expiresAtMs + 600_000, 'creating'],
    ['just before the grace is over', lastDoubtMs - 1, 'creating'],
    ['when the grace is over', lastDoubtMs, 'closed'],
  ])('%s it is %s', (_, nowMs, status) => {
    expect(currentTrade(orderAfter(order, aReport(order, 'absent'), nowMs)).status).toBe(status);
  });

  test('closes its order when the grace is over', () => {
    const end = orderAfter(order, aReport(order, 'absent', { code: 'TRADE_NOT_EXIST' }), lastDoubtMs);
    expect(end).toMatchObject({ status: 'closed', closedAtMs: lastDoubtMs, dueAtMs: null });
  });

  test('though known to have been open is not given up, however late it is', () => {
    const open = anOrderWithTrade('open');
    const result = applyTradeReport(open, aReport(open, 'absent'), 'query', open.expiresAtMs + 10 * ABSENCE_GRACE_MS);
    expect(result).toEqual({ kind: 'unchanged' });
  });

  test('is not given up while nobody answers', () => {
    const result = applyTradeReport(order, aReport(order, 'unknown'), 'query', lastDoubtMs * 2);
    expect(result).toEqual({ kind: 'unchanged' });
  });
});

describe('a channel that refuses to open the trade', () => {
  const order = anOrderWithTrade('creating');
  const refusal = aReport(order, 'absent', { code: 'ACQ.X', refusedCode: 'ACQ.X' });

  test('is noted with its code, once', () => {
    const refused = orderAfter(order, refusal);
    expect(currentTrade(refused)).toMatchObject({ status: 'creating', refusedCode: 'ACQ.X' });
    expect(refused.history.at(-1)).toMatchObject({ kind: 'trade_refused', code: 'ACQ.X' });
    expect(applyTradeReport(refused, refusal, 'create', NOW_MS)).toEqual({ kind: 'unchanged' });
  });

  test('is something else than a query that finds no such trade', () => {
    const report = aReport(order, 'absent', { code: 'ACQ.TRADE_NOT_EXIST' });
    expect(applyTradeReport(order, report, 'query', NOW_MS)).toEqual({ kind: 'unchanged' });
  });

  test('is forgotten when the trade opens after all', () => {
    const opened = orderAfter(orderAfter(order, refusal), aReport(order, 'open'));
    expect(currentTrade(opened)).not.toHaveProperty('refusedCode');
  });

  test('has no say over a trade that is open', () => {
    const open = anOrderWithTrade('open');
    const report = aReport(open, 'absent', { refusedCode: 'ACQ.X' });
    expect(applyTradeReport(open, report, 'create', NOW_MS)).toEqual({ kind: 'unchanged' });
  });
});
