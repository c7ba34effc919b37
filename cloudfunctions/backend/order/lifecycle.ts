/**
 * How news becomes fact. Pure: the clock and every answer of the outside are arguments. Status of a payment changes in
 * `applyTradeReport` and nowhere else.
 */
import type { Fact, Order, OrderStatus, Source, Trade, TradeStatus } from './order';
import type { TradeReport } from './report';

/**
 * How long after an open trade was looked at the sweep may look again. Much shorter than the time between sweeps, so that every
 * sweep sees every unpaid order, yet two nodes sweeping side by side do not both ask.
 */
export const LOOK_AGAIN_MS = 5_000;
/** Longest time an unpaid order goes without being looked at. */
const LONGEST_LOOK_GAP_MS = 3_600_000;
/** At most one question to the channel per order in this time, however many pages ask (quality.md, poll). */
export const ASK_GAP_MS = 2_000;
/**
 * How long after expiry a trade that the channel does not know counts as never created. Until then a create that is still
 * under way might land; afterwards the channel refuses it, because its own expiry has passed: by its own clock, so this is
 * ten minutes by which clocks may differ (quality.md, clock) and one for a create on its way.
 */
export const ABSENCE_GRACE_MS = 660_000;

/** Where a trade goes on a report. What is not listed changes nothing: late and reordered news is harmless. */
const TRANSITIONS: Record<TradeStatus, Partial<Record<TradeReport['status'], TradeStatus>>> = {
  creating: { open: 'open', paid: 'paid', closed: 'closed' },
  open: { paid: 'paid', closed: 'closed' },
  // A closed trade that turns out to be paid is late money, and must not be lost.
  closed: { paid: 'paid' },
  // TRADE_CLOSED also means "fully refunded" (reference alipay-trade 3): paid stays paid.
  paid: {},
};

export type ApplyResult =
  | { kind: 'changed'; order: Order; facts: Fact[] }
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: 'unknown_trade' | 'trade_no_differs' | 'amount_missing' | 'amount_differs' };

/** Applies one report to an order. The caller saves the result; nothing is changed in place. */
export function applyTradeReport(order: Order, report: TradeReport, source: Source, nowMs: number): ApplyResult {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === report.outTradeNo);
  if (!trade) return { kind: 'refused', reason: 'unknown_trade' };
  if (trade.tradeNo && report.tradeNo && trade.tradeNo !== report.tradeNo) {
    return { kind: 'refused', reason: 'trade_no_differs' };
  }
  if (report.status === 'paid' && report.totalFen === undefined) return { kind: 'refused', reason: 'amount_missing' };
  // Money that has come is recorded whatever it is; a trade that would bring another amount must not be offered for payment.
  if (report.status === 'open' && amountDiffers(order, report)) return { kind: 'refused', reason: 'amount_differs' };
  const next = nextTrade(order, trade, report, nowMs);
  if (!next) return { kind: 'unchanged' };
  const facts = factsOf(order, trade, next);
  return { kind: 'changed', order: settle(order, next, facts, source, nowMs), facts };
}

/** Whether the channel states another amount than the order's. One it does not state differs from nothing. */
export function amountDiffers(order: Order, report: TradeReport): boolean {
  return report.totalFen !== undefined && report.totalFen !== order.totalFen;
}

function nextTrade(order: Order, trade: Trade, report: TradeReport, nowMs: number): Trade | null {
  const status = TRANSITIONS[trade.status][evidence(order, trade, report, nowMs)];
  if (status) return movedTrade(trade, report, status, nowMs);
  if (refusedAnew(trade, report)) return { ...trade, refusedCode: report.refusedCode };
  const learned = numbersOf(trade, report);
  return trade.status === 'open' && Object.keys(learned).length > 0 ? { ...trade, ...learned } : null;
}

/** Absence becomes proof that nothing can be paid once the channel itself would refuse to create the trade. */
function evidence(order: Order, trade: Trade, report: TradeReport, nowMs: number): TradeReport['status'] {
  const dead = trade.status === 'creating' && nowMs >= order.expiresAtMs + ABSENCE_GRACE_MS;
  return report.status === 'absent' && dead ? 'closed' : report.status;
}

function refusedAnew(trade: Trade, report: TradeReport): boolean {
  return trade.status === 'creating' && report.refusedCode !== undefined && report.refusedCode !== trade.refusedCode;
}

function movedTrade(trade: Trade, report: TradeReport, status: TradeStatus, nowMs: number): Trade {
  const { refusedCode: _, ...rest } = trade;
  const moved: Trade = { ...rest, ...numbersOf(trade, report), status };
  if (status === 'paid') return { ...moved, paidFen: report.totalFen, paidAtMs: report.paidAtMs ?? nowMs };
  return status === 'closed' ? { ...moved, closedAtMs: nowMs } : moved;
}

/** Numbers are learned once and never replaced. */
function numbersOf(trade: Trade, report: TradeReport): Pick<Trade, 'tradeNo' | 'walletTradeNo'> {
  return {
    ...(report.tradeNo && !trade.tradeNo ? { tradeNo: report.tradeNo } : {}),
    ...(report.walletTradeNo && !trade.walletTradeNo ? { walletTradeNo: report.walletTradeNo } : {}),
  };
}

function factsOf(order: Order, before: Trade, after: Trade): Fact[] {
  const { outTradeNo } = after;
  if (after.status === before.status) {
    return after.refusedCode === before.refusedCode
      ? []
      : [{ kind: 'trade_refused', outTradeNo, code: after.refusedCode }];
  }
  if (after.status === 'open') return [{ kind: 'trade_opened', outTradeNo }];
  if (after.status === 'closed') return [{ kind: 'trade_closed', outTradeNo }];
  const paidFen = after.paidFen ?? 0;
  const paid: Fact = { kind: 'trade_paid', outTradeNo, paidFen };
  const cause = unexpectedCause(order, paidFen);
  return cause ? [paid, { kind: 'unexpected_money', outTradeNo, paidFen, cause }] : [paid];
}

function unexpectedCause(order: Order, paidFen: number): 'late' | 'double' | 'mismatch' | null {
  if (paidFen !== order.totalFen) return 'mismatch';
  if (order.status === 'paid') return 'double';
  return order.status === 'closed' ? 'late' : null;
}

function settle(order: Order, trade: Trade, facts: Fact[], source: Source, nowMs: number): Order {
  const trades = order.trades.map((old) => (old.outTradeNo === trade.outTradeNo ? trade : old));
  const status = orderStatus(order, trades, facts);
  return {
    ...order,
    trades,
    status,
    history: [...order.history, ...facts.map((fact) => ({ ...fact, atMs: nowMs, source }))],
    paidAtMs: order.paidAtMs ?? (status === 'paid' ? (trade.paidAtMs ?? nowMs) : null),
    closedAtMs: order.closedAtMs ?? (status === 'closed' ? nowMs : null),
    dueAtMs: status === 'unpaid' ? nextLook(order, nowMs) : null,
  };
}

/** Paid by the right amount; else closed once none of its trades can be paid any more, which includes one paid wrongly. */
function orderStatus(order: Order, trades: Trade[], facts: Fact[]): OrderStatus {
  if (order.status !== 'unpaid') return order.status;
  const unexpected = facts.some((fact) => fact.kind === 'unexpected_money');
  if (!unexpected && facts.some((fact) => fact.kind === 'trade_paid')) return 'paid';
  return trades.every((trade) => trade.status === 'closed' || trade.status === 'paid') ? 'closed' : 'unpaid';
}

/**
 * When the sweep must look at an unpaid order again: soon, and at expiry in any case. Long after expiry, when a channel goes
 * on giving no evidence, ever more seldom, but at least once an hour.
 */
export function nextLook(order: Pick<Order, 'expiresAtMs'>, nowMs: number): number {
  if (nowMs < order.expiresAtMs) return Math.min(nowMs + LOOK_AGAIN_MS, order.expiresAtMs);
  const gapMs = LOOK_AGAIN_MS + Math.floor((nowMs - order.expiresAtMs) / 8);
  return nowMs + Math.min(gapMs, LONGEST_LOOK_GAP_MS);
}

/** Whether the order's trade should be closed at the channel: it has expired, or the buyer asked for it. */
export function shouldClose(order: Order, nowMs: number): boolean {
  return order.status === 'unpaid' && (nowMs >= order.expiresAtMs || order.closeRequestedAtMs !== null);
}

/** Whether the channel may be asked about this order now, as far as {@link ASK_GAP_MS} goes. */
export function mayAsk(order: Order, nowMs: number): boolean {
  const due = order.askedAtMs === null || Math.abs(nowMs - order.askedAtMs) >= ASK_GAP_MS;
  return order.status === 'unpaid' && due;
}

/** Takes the right to ask the channel, by pushing the next question and the sweep's next look ahead. */
export function claimed(order: Order, nowMs: number): Order {
  return { ...order, askedAtMs: nowMs, dueAtMs: nextLook(order, nowMs) };
}

/** Notes that the buyer wants the order closed; closing goes on until the channel confirms it. Claims the order, too. */
export function requestClose(order: Order, nowMs: number): Order {
  const entry = { kind: 'close_requested', atMs: nowMs, source: 'buyer' } as const;
  return { ...claimed(order, nowMs), closeRequestedAtMs: nowMs, history: [...order.history, entry] };
}
