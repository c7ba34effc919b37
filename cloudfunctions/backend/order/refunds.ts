/** How money goes back: planned and saved first, sent under one number until the result is known. Pure. */
import { sumFen } from '../../../contract/money';
import { nextTry, withDue } from './due';
import { outRequestNoOf } from './numbers';
import type { Fact, Order, Refund, RefundCause, Source, Trade } from './order';
import { withEvents } from './outbox';
import type { Policy } from './policy';
import type { RefundReport } from './report';

/** Two refunds of one trade are at least this far apart (reference alipay-trade 2.5). */
export const REFUND_GAP_MS = 3_000;
/** A refund is asked about no sooner than this after it was sent (reference alipay-trade 2.6). */
export const REFUND_QUERY_AFTER_MS = 10_000;
/** Most refunds of one order: more is a fault, and each stays in the aggregate for ever. */
export const MOST_REFUNDS = 50;
/** Longer than a channel may take to answer: after it, another node goes on. */
const LEASE_MS = 15_000;
const LATEST_RETRY_MS = 3_600_000;

/** A refund to be made. Request id, name and reason come from operators; money that should not have come has none. */
export interface RefundPlan {
  outTradeNo: string;
  refundFen: number;
  cause: RefundCause;
  requestId?: string;
  requestedBy?: string;
  reason?: string;
}

/** What of a trade's money is neither given back nor on its way back, in fen. */
export function refundableFen(order: Order, trade: Trade): number {
  const taken = order.refunds.filter((refund) => refund.outTradeNo === trade.outTradeNo && refund.status !== 'failed');
  return (trade.paidFen ?? 0) - sumFen(taken.map((refund) => refund.refundFen));
}

/** Adds a refund with the next number of its trade, due at once. Throws on more than the trade holds: that is a bug. */
export function withRefund(order: Order, plan: RefundPlan, nowMs: number): Order {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === plan.outTradeNo);
  if (!trade || plan.refundFen < 1 || plan.refundFen > refundableFen(order, trade)) {
    throw new RangeError(`${plan.outTradeNo} does not hold ${plan.refundFen} fen to give back`);
  }
  const n = order.refunds.filter((refund) => refund.outTradeNo === plan.outTradeNo).length + 1;
  const outRequestNo = outRequestNoOf(plan.outTradeNo, n);
  const refund: Refund = {
    outRequestNo,
    ...plan,
    status: 'pending',
    attempts: 0,
    requestedAtMs: nowMs,
    nextTryAtMs: nowMs,
  };
  return withDue({ ...order, refunds: [...order.refunds, refund] }, nowMs);
}

/** A refund that an operator asks for: a fact of its own, and the answer to the buyer's wish. */
export function requestRefund(order: Order, plan: RefundPlan, nowMs: number): Order {
  const { refundAsk: _, ...planned } = withRefund(order, plan, nowMs);
  const { outRequestNo, refundFen, cause } = planned.refunds.at(-1) as Refund;
  const fact: Fact = { kind: 'refund_requested', outRequestNo, refundFen, cause };
  return { ...planned, history: [...order.history, { ...fact, atMs: nowMs, source: 'operator' }] };
}

/** Keeps a buyer's wish for a refund; asked again, the new words replace the old. */
export function askRefund(order: Order, reason: string, nowMs: number): Order {
  const entry = { kind: 'refund_asked', atMs: nowMs, source: 'buyer' } as const;
  const history = order.refundAsk ? order.history : [...order.history, entry];
  return { ...order, history, refundAsk: { reason, atMs: nowMs } };
}

/** The refund to go on with, when the time of one has come. */
export function dueRefund(order: Order, nowMs: number): Refund | null {
  return order.refunds.find(({ nextTryAtMs }) => nextTryAtMs !== null && nextTryAtMs <= nowMs) ?? null;
}

/** What may be done about a refund now. The order has to be saved before it is done. */
export type RefundClaim =
  /** The right to send it, or to ask about it, is taken. */
  | { step: 'send' | 'ask'; order: Order; refund: Refund }
  /** Another refund of the trade was sent just now; this one waits for its turn. */
  | { step: 'wait'; order: Order };

/** Takes the right to go on with a refund. Sending leaves it in doubt, so that a crash is followed by a question. */
export function claimRefund(order: Order, due: Refund, nowMs: number): RefundClaim {
  if (due.isDoubtful) return claimed('ask', order, { ...due, nextTryAtMs: nowMs + LEASE_MS }, nowMs);
  const freeAtMs = lastSentAtMs(order, due, nowMs) + REFUND_GAP_MS;
  if (nowMs < freeAtMs) {
    const waiting = withChanged(order, { ...due, nextTryAtMs: freeAtMs }, nowMs);
    return { step: 'wait', order: withoutFuture(waiting, due, nowMs) };
  }
  const attempts = due.attempts + 1;
  return claimed(
    'send',
    order,
    { ...due, attempts, sentAtMs: nowMs, isDoubtful: true, nextTryAtMs: nowMs + LEASE_MS },
    nowMs,
  );
}

/** When a refund of the same trade was last sent. One that seems to be yet to come was sent before the clock was set back: just now. */
function lastSentAtMs(order: Order, { outTradeNo }: Refund, nowMs: number): number {
  const sent = order.refunds.filter((other) => other.outTradeNo === outTradeNo).map((other) => other.sentAtMs ?? 0);
  return Math.min(Math.max(...sent), nowMs);
}

/** The order with no sending in the future, so that nothing waits longer for it than once. */
function withoutFuture(order: Order, { outTradeNo }: Refund, nowMs: number): Order {
  const refunds = order.refunds.map((refund) =>
    refund.outTradeNo === outTradeNo && (refund.sentAtMs ?? 0) > nowMs ? { ...refund, sentAtMs: nowMs } : refund,
  );
  return { ...order, refunds };
}

function claimed(step: 'send' | 'ask', order: Order, refund: Refund, nowMs: number): RefundClaim {
  return { step, order: withChanged(order, refund, nowMs), refund };
}

/** What a report makes of a refund. `refused`: it contradicts what is known and must not become fact. */
export type RefundResult =
  | { kind: 'changed'; order: Order; facts: Fact[] }
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: 'unknown_refund' | 'amount_missing' | 'amount_differs' };

/** Applies news about a refund to its order. The caller saves the result; nothing is changed in place. */
export function applyRefundReport(
  order: Order,
  report: RefundReport,
  source: Source,
  nowMs: number,
  policy: Policy,
): RefundResult {
  const refund = order.refunds.find((candidate) => candidate.outRequestNo === report.outRequestNo);
  if (!refund) return { kind: 'refused', reason: 'unknown_refund' };
  if (refund.status === 'succeeded') return { kind: 'unchanged' };
  if (report.status === 'succeeded') {
    if (report.refundFen === undefined) return { kind: 'refused', reason: 'amount_missing' };
    if (report.refundFen !== refund.refundFen) return { kind: 'refused', reason: 'amount_differs' };
  } else if (refund.status === 'failed') return { kind: 'unchanged' };
  const next = nextRefund(order, refund, report, nowMs);
  return settled(order, refund, next, source, nowMs, policy);
}

/** What the evidence makes of a refund. Only a query that knows nothing of a refused one proves that it failed. */
function nextRefund(order: Order, refund: Refund, report: RefundReport, nowMs: number): Refund {
  const laterMs = (soonestMs: number) =>
    nextTry(order.orderNo, refund.requestedAtMs, nowMs, soonestMs, LATEST_RETRY_MS);
  const told = report.code === undefined ? {} : { lastCode: report.code };
  switch (report.status) {
    case 'succeeded': {
      const { isDoubtful: _, refusedCode: __, lastCode: ___, ...rest } = refund;
      return { ...rest, status: 'succeeded', nextTryAtMs: null, endedAtMs: nowMs };
    }
    case 'postponed':
      return { ...refund, ...told, isDoubtful: false, nextTryAtMs: laterMs(REFUND_QUERY_AFTER_MS * 3) };
    case 'refused': {
      const refusedCode = report.code ?? 'refused';
      return { ...refund, ...told, isDoubtful: true, refusedCode, nextTryAtMs: nowMs + REFUND_QUERY_AFTER_MS };
    }
    case 'absent':
      if (refund.refusedCode)
        return { ...refund, status: 'failed', isDoubtful: false, nextTryAtMs: null, endedAtMs: nowMs };
      return { ...refund, isDoubtful: false, nextTryAtMs: refund.attempts > 1 ? laterMs(0) : nowMs };
    case 'unknown':
      return { ...refund, ...told, isDoubtful: true, nextTryAtMs: laterMs(REFUND_QUERY_AFTER_MS) };
  }
}

function settled(
  order: Order,
  before: Refund,
  after: Refund,
  source: Source,
  nowMs: number,
  policy: Policy,
): RefundResult {
  const facts = factsOf(before, after);
  const history = [...order.history, ...facts.map((fact) => ({ ...fact, atMs: nowMs, source }))];
  const changed = { ...order, refunds: replaced(order, after), history };
  const { outRequestNo, outTradeNo, refundFen, cause } = after;
  const refund = { outRequestNo, outTradeNo, refundFen, cause };
  const told = after.status === 'succeeded' ? [{ type: 'order.refunded' as const, refund }] : [];
  return { kind: 'changed', order: withDue(withEvents(changed, told, nowMs, policy), nowMs), facts };
}

function factsOf(before: Refund, after: Refund): Fact[] {
  const { outRequestNo, refundFen, cause, lastCode: code } = after;
  if (after.status === 'succeeded') return [{ kind: 'refund_succeeded', outRequestNo, refundFen, cause }];
  if (after.status === 'failed') return [{ kind: 'refund_failed', outRequestNo, code: after.refusedCode }];
  return code === before.lastCode ? [] : [{ kind: 'refund_delayed', outRequestNo, code }];
}

function withChanged(order: Order, refund: Refund, nowMs: number): Order {
  return withDue({ ...order, refunds: replaced(order, refund) }, nowMs);
}

function replaced(order: Order, refund: Refund): Refund[] {
  return order.refunds.map((old) => (old.outRequestNo === refund.outRequestNo ? refund : old));
}
