import { LOOK_AGAIN_MS, nextLook } from '../../../cloudfunctions/backend/order/due';
import { requestClose, shouldClose } from '../../../cloudfunctions/backend/order/ending';
import { applyTradeReport } from '../../../cloudfunctions/backend/order/lifecycle';
import type { Order } from '../../../cloudfunctions/backend/order/order';
import { ASK_GAP_MS, claimed, mayAsk } from '../../../cloudfunctions/backend/order/turns';
import { anOrder, anOrderNo, ORDERED_AT_MS } from '../../support/orders';
import { anOrderWithTrade, aReport } from '../../support/reports';

const expiresAtMs = ORDERED_AT_MS + 900_000;
const HOUR_MS = 3_600_000;
const orderNo = anOrderNo(1);

describe('when the sweep must look next', () => {
  test.each([
    ['soon, while the order can be paid', 0, LOOK_AGAIN_MS],
    ['at expiry, when that comes first', 900_000 - 1, 900_000],
    ['soon again just after expiry', 900_000, 900_000 + LOOK_AGAIN_MS],
  ])('%s', (_, nowMs, nextMs) => {
    expect(nextLook({ orderNo, expiresAtMs }, ORDERED_AT_MS + nowMs)).toBe(ORDERED_AT_MS + nextMs);
  });

  const numbers = Array.from({ length: 200 }, (_, n) => anOrderNo(n));
  const gapsAt = (nowMs: number) => numbers.map((number) => nextLook({ orderNo: number, expiresAtMs }, nowMs) - nowMs);

  test('less often the longer the channel gives no evidence, each order in a rhythm of its own', () => {
    const gapsMs = gapsAt(expiresAtMs + 800_000);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(LOOK_AGAIN_MS + 100_000);
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(LOOK_AGAIN_MS + 125_000);
    expect(new Set(gapsMs).size).toBeGreaterThan(100);
    expect(gapsAt(expiresAtMs + 800_000)).toEqual(gapsMs);
  });

  test('at least once an hour, for ever, and never all at once', () => {
    const gapsMs = gapsAt(expiresAtMs + 1_000 * HOUR_MS);
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(HOUR_MS);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(0.75 * HOUR_MS);
    expect(new Set(gapsMs).size).toBeGreaterThan(100);
  });

  test('it is always later than now, so that a claim keeps other nodes away', () => {
    for (let nowMs = expiresAtMs - 30_000; nowMs < expiresAtMs + 30_000; nowMs += 500) {
      expect(nextLook({ orderNo, expiresAtMs }, nowMs)).toBeGreaterThan(nowMs);
    }
  });

  test.each([
    ['open', expect.any(Number)],
    ['paid', null],
    ['closed', null],
  ] as const)('a trade reported %s leaves the order due at %p', (status, dueAtMs) => {
    const order = anOrder({ dueAtMs: 1 });
    const result = applyTradeReport(order, aReport(order, status), 'query', expiresAtMs) as { order: Order };
    expect(result.order.dueAtMs).toEqual(dueAtMs);
  });
});

describe('the right to ask the channel', () => {
  const order = anOrder({ askedAtMs: ORDERED_AT_MS });

  test.each([
    ['at the same moment', 0, false],
    ['a moment before the gap is over', ASK_GAP_MS - 1, false],
    ['when the gap is over', ASK_GAP_MS, true],
    ['when the clock was set back a little', -1, false],
    ['when the clock was set back by ten minutes', -600_000, true],
  ])('%s', (_, laterMs, may) => {
    expect(mayAsk(order, ORDERED_AT_MS + laterMs)).toBe(may);
  });

  test('is there at once when nobody has asked yet', () => {
    expect(mayAsk(anOrder({ askedAtMs: null }), ORDERED_AT_MS)).toBe(true);
  });

  test.each(['paid', 'closed'] as const)('is never given for an order that is %s', (status) => {
    expect(mayAsk(anOrderWithTrade(status), ORDERED_AT_MS + HOUR_MS)).toBe(false);
  });

  test('taken, moves the next question and the sweep ahead and changes nothing else', () => {
    const nowMs = ORDERED_AT_MS + 5_000;
    expect(claimed(order, nowMs)).toEqual({ ...order, askedAtMs: nowMs, dueAtMs: nowMs + LOOK_AGAIN_MS });
    expect(mayAsk(claimed(order, nowMs), nowMs)).toBe(false);
  });
});

describe('closing', () => {
  test.each([
    ['an order that can still be paid', {}, ORDERED_AT_MS, false],
    ['an order a moment before expiry', {}, expiresAtMs - 1, false],
    ['an order at expiry', {}, expiresAtMs, true],
    ['an order its buyer no longer wants', { closeRequestedAtMs: ORDERED_AT_MS }, ORDERED_AT_MS, true],
    ['a paid order', { status: 'paid', closeRequestedAtMs: ORDERED_AT_MS }, expiresAtMs, false],
    ['a closed order', { status: 'closed' }, expiresAtMs, false],
  ] as [string, Partial<Order>, number, boolean][])('%s', (_, overrides, nowMs, should) => {
    expect(shouldClose(anOrder(overrides), nowMs)).toBe(should);
  });

  test('the wish is a fact with its time, claims the order, and closes nothing by itself', () => {
    const order = anOrder();
    const nowMs = ORDERED_AT_MS + 1_000;
    const wished = requestClose(order, nowMs);
    expect(wished).toMatchObject({
      status: 'unpaid',
      closeRequestedAtMs: nowMs,
      askedAtMs: nowMs,
      trades: order.trades,
    });
    expect(wished.history.at(-1)).toEqual({ kind: 'close_requested', atMs: nowMs, source: 'buyer' });
  });
});
