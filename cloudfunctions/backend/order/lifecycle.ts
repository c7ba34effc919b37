/**
 * How news becomes fact. Pure: the clock and every answer of the outside are arguments. Status of a payment changes in
 * `applyTradeReport` and nowhere else.
 */
import type { EventPayment } from '../../../contract/events';
import { isOver, withDue } from './due';
import { shouldClose } from './ending';
import { createSentAtMs, isMovable } from './further-trades';
import type { Fact, Order, Source, Trade, TradeStatus } from './order';
import { type EventDraft, withEvents } from './outbox';
import { PLAIN_POLICY, type Policy } from './policy';
import { withRefund } from './refunds';
import type { TradeReport } from './report';

/**
 * How long after expiry a trade that the channel does not know counts as never created. Until then a create that is still
 * under way might land; afterwards the channel refuses it, because its own expiry has passed: by its own clock, so this is
 * ten minutes by which clocks may differ (quality.md, clock) and one for a create on its way.
 */
export const ABSENCE_GRACE_MS = 660_000;
/**
 * How long after the last create a trade that the channel does not know counts as never created, where the order can be paid at another
 * channel: three times as long as any of our calls may take. Should the create land all the same, nobody was ever given its number.
 */
export const ABSENCE_SETTLES_MS = 30_000;

/** Where a trade goes on a report. What is not listed changes nothing: late and reordered news is harmless. */
const TRANSITIONS: Record<TradeStatus, Partial<Record<TradeReport['status'], TradeStatus>>> = {
  creating: { open: 'open', paid: 'paid', closed: 'closed' },
  open: { paid: 'paid', closed: 'closed' },
  // A closed trade that turns out to be paid is late money, and must not be lost.
  closed: { paid: 'paid' },
  // TRADE_CLOSED also means "fully refunded" (reference alipay-trade 3): paid stays paid.
  paid: {},
};

/** What a report makes of an order. `refused`: it contradicts what is known and must not become fact. */
export type ApplyResult =
  | { kind: 'changed'; order: Order; facts: Fact[] }
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: 'unknown_trade' | 'trade_no_differs' | 'amount_missing' | 'amount_differs' };

/** Applies one report to an order. The caller saves the result; nothing is changed in place. */
export function applyTradeReport(
  order: Order,
  report: TradeReport,
  source: Source,
  nowMs: number,
  policy: Policy = PLAIN_POLICY,
): ApplyResult {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === report.outTradeNo);
  if (!trade) return { kind: 'refused', reason: 'unknown_trade' };
  if (trade.tradeNo && report.tradeNo && trade.tradeNo !== report.tradeNo) {
    return { kind: 'refused', reason: 'trade_no_differs' };
  }
  // Nothing is no amount either: nobody pays it, and it could not be given back.
  if (report.status === 'paid' && !report.totalFen) return { kind: 'refused', reason: 'amount_missing' };
  // Money that has come is recorded whatever it is; a trade that would bring another amount must not be offered for payment.
  if (report.status === 'open' && amountDiffers(order, report)) return { kind: 'refused', reason: 'amount_differs' };
  const next = nextTrade(order, trade, report, nowMs, policy);
  if (!next) return { kind: 'unchanged' };
  const facts = factsOf(order, trade, next, nowMs, policy);
  return { kind: 'changed', order: settle(order, next, facts, source, nowMs, policy), facts };
}

/** Whether the channel states another amount than the order's. One it does not state differs from nothing. */
export function amountDiffers(order: Order, report: TradeReport): boolean {
  return report.totalFen !== undefined && report.totalFen !== order.totalFen;
}

function nextTrade(order: Order, trade: Trade, report: TradeReport, nowMs: number, policy: Policy): Trade | null {
  const told = isRefusal(trade, report) ? refusedTrade(trade, report) : trade;
  const status = TRANSITIONS[trade.status][evidence(order, told, report, nowMs, policy)];
  if (status) return movedTrade(told, report, status, nowMs);
  if (told !== trade) return told;
  const learned = numbersOf(trade, report);
  return trade.status === 'open' && Object.keys(learned).length > 0 ? { ...trade, ...learned } : null;
}

/**
 * Absence becomes proof that nothing can be paid once the channel itself would refuse to create the trade; or at once, where nobody
 * wants it any more, or another channel can carry the order, and every create that was ever sent has been refused.
 */
function evidence(
  order: Order,
  trade: Trade,
  report: TradeReport,
  nowMs: number,
  policy: Policy,
): TradeReport['status'] {
  if (report.status !== 'absent' || trade.status !== 'creating') return report.status;
  const isUnwanted = order.status !== 'unpaid' || shouldClose(order, nowMs);
  const mayMoveOn = isMovable(order, trade, nowMs, policy);
  const isVoid = isRefusedForGood(trade) && (isUnwanted || mayMoveOn);
  const hasSettled = mayMoveOn && nowMs - createSentAtMs(order, trade) >= ABSENCE_SETTLES_MS;
  const dead = nowMs >= order.expiresAtMs + ABSENCE_GRACE_MS || isVoid || hasSettled;
  return dead ? 'closed' : 'absent';
}

/** Whether every create of this trade was answered, each time with a refusal: none is on its way that could still land. */
function isRefusedForGood(trade: Trade): boolean {
  return trade.status === 'creating' && trade.createsRefused === (trade.createsSent ?? 1);
}

function isRefusal(trade: Trade, report: TradeReport): boolean {
  if (trade.status !== 'creating') return false;
  const isNews = report.refusedCode !== undefined && report.refusedCode !== trade.refusedCode;
  return isNews || (isProvenRefusal(report) && !isRefusedForGood(trade));
}

function refusedTrade(trade: Trade, report: TradeReport): Trade {
  const createsRefused = Math.min((trade.createsRefused ?? 0) + 1, trade.createsSent ?? 1);
  const { refusedCode = trade.refusedCode } = report;
  return {
    ...trade,
    ...(refusedCode === undefined ? {} : { refusedCode }),
    ...(isProvenRefusal(report) ? { createsRefused } : {}),
  };
}

function isProvenRefusal(report: TradeReport): boolean {
  return report.status === 'absent' && (report.refusedCode !== undefined || report.isNotSent === true);
}

function movedTrade(trade: Trade, report: TradeReport, status: TradeStatus, nowMs: number): Trade {
  const { refusedCode, createsRefused: _, ...rest } = trade;
  // Why nothing came of it is worth keeping; that a trade was refused before it opened is not.
  const kept = status === 'closed' && refusedCode !== undefined ? { refusedCode } : {};
  const moved: Trade = { ...rest, ...kept, ...numbersOf(trade, report), status };
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

function factsOf(order: Order, before: Trade, after: Trade, nowMs: number, policy: Policy): Fact[] {
  const { outTradeNo, refusedCode: code } = after;
  const refused: Fact[] =
    code === undefined || code === before.refusedCode ? [] : [{ kind: 'trade_refused', outTradeNo, code }];
  if (after.status === before.status) return refused;
  if (after.status === 'open') return [{ kind: 'trade_opened', outTradeNo }];
  if (after.status === 'closed') return [...refused, { kind: 'trade_closed', outTradeNo }];
  const paidFen = after.paidFen ?? 0;
  const paid: Fact = { kind: 'trade_paid', outTradeNo, paidFen };
  const cause = unexpectedCause(order, paidFen);
  if (!cause) return [paid];
  const isHonoured = cause === 'late' && mayHonour(order, after.paidAtMs ?? nowMs, nowMs, policy);
  return [
    paid,
    isHonoured
      ? { kind: 'late_payment_honoured', outTradeNo }
      : { kind: 'unexpected_money', outTradeNo, paidFen, cause },
  ];
}

function unexpectedCause(order: Order, paidFen: number): 'late' | 'double' | 'mismatch' | null {
  if (paidFen !== order.totalFen) return 'mismatch';
  if (order.status === 'paid') return 'double';
  return order.status === 'closed' ? 'late' : null;
}

/** Only an order that expired, never one its buyer closed, and only within the merchant's time, by whichever clock is later. */
function mayHonour(order: Order, paidAtMs: number, nowMs: number, { honourLateMs }: Policy): boolean {
  if (honourLateMs <= 0 || order.closeRequestedAtMs !== null || order.closedAtMs === null) return false;
  const wasWrong = order.history.some((entry) => entry.kind === 'unexpected_money');
  return !wasWrong && Math.max(paidAtMs, nowMs) - order.closedAtMs <= honourLateMs;
}

function settle(order: Order, trade: Trade, facts: Fact[], source: Source, nowMs: number, policy: Policy): Order {
  const trades = order.trades.map((old) => (old.outTradeNo === trade.outTradeNo ? trade : old));
  const history = [...order.history, ...facts.map((fact) => ({ ...fact, atMs: nowMs, source }))];
  const moved = withStatus({ ...order, trades, history }, trade, facts, nowMs);
  const unexpected = facts.find((fact) => fact.kind === 'unexpected_money');
  const returning = unexpected
    ? withRefund(moved, { outTradeNo: trade.outTradeNo, refundFen: unexpected.paidFen, cause: unexpected.cause }, nowMs)
    : moved;
  return withDue(withEvents(returning, eventsOf(order, moved, trade, facts), nowMs, policy), nowMs);
}

/** Paid by the right amount; else closed once none of its trades can be paid any more and nobody will open another. */
function withStatus(order: Order, trade: Trade, facts: Fact[], nowMs: number): Order {
  const kinds = facts.map((fact) => fact.kind);
  const isWrong = kinds.includes('unexpected_money');
  const isHonoured = kinds.includes('late_payment_honoured');
  if (isHonoured || (order.status === 'unpaid' && kinds.includes('trade_paid') && !isWrong)) {
    return { ...order, status: 'paid', paidAtMs: trade.paidAtMs ?? nowMs, closedAtMs: null };
  }
  const ends = order.status === 'unpaid' && order.trades.every(isOver) && (isWrong || shouldClose(order, nowMs));
  return ends ? { ...order, status: 'closed', closedAtMs: nowMs } : order;
}

/** What the merchant is to be told, in the order in which it happened. */
function eventsOf(before: Order, after: Order, trade: Trade, facts: Fact[]): EventDraft[] {
  const { outTradeNo, tradeNo, paidFen = 0 } = trade;
  const payment: EventPayment = { outTradeNo, ...(tradeNo ? { tradeNo } : {}), paidFen };
  const unexpected = facts.find((fact) => fact.kind === 'unexpected_money');
  const hasEnded = after.status !== before.status;
  return [
    ...(unexpected ? [{ type: 'money.unexpected' as const, payment: { ...payment, cause: unexpected.cause } }] : []),
    ...(hasEnded && after.status === 'paid' ? [{ type: 'order.paid' as const, payment }] : []),
    ...(hasEnded && after.status === 'closed' ? [{ type: 'order.closed' as const }] : []),
  ];
}
