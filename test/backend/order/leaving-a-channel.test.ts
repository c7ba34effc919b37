import fc from 'fast-check';
import { isOver } from '../../../cloudfunctions/backend/order/due';
import { requestClose } from '../../../cloudfunctions/backend/order/ending';
import {
  addTrade,
  countCreate,
  MOST_TRADES,
  mayAddTrade,
  mayCreateAgain,
} from '../../../cloudfunctions/backend/order/further-trades';
import {
  ABSENCE_GRACE_MS,
  ABSENCE_SETTLES_MS,
  applyTradeReport,
} from '../../../cloudfunctions/backend/order/lifecycle';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import { outTradeNoOf } from '../../../cloudfunctions/backend/order/numbers';
import { type ChannelName, currentTrade, type Order, type Trade } from '../../../cloudfunctions/backend/order/order';
import type { Policy } from '../../../cloudfunctions/backend/order/policy';
import type { TradeReport } from '../../../cloudfunctions/backend/order/report';
import { anOrder, ORDERED_AT_MS } from '../../support/orders';

/** What a channel answers to a create; `nothing` ever comes of a lost one. */
type Answer = 'opened' | 'opened_without_number' | 'refused' | 'not_sent' | 'nothing';

type Happening =
  | { kind: 'create_again' | 'further_trade' | 'close' }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'query'; status: 'absent' | 'open' | 'closed' | 'paid' | 'unknown' }
  | { kind: 'wait'; durationMs: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Happening>({ kind: 'create_again' }) },
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'further_trade' }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'close' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      answer: fc.constantFrom<Answer>('opened', 'opened_without_number', 'refused', 'refused', 'not_sent', 'nothing'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('query' as const),
      status: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('absent' as const, 'absent', 'absent', 'open', 'closed', 'unknown') },
        { weight: 1, arbitrary: fc.constant('paid' as const) },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      durationMs: fc.constantFrom(
        2_000,
        2_000,
        ABSENCE_SETTLES_MS - 1_000,
        ABSENCE_SETTLES_MS,
        ABSENCE_SETTLES_MS,
        300_000,
      ),
    }),
  },
);

/** What was asked of the channel about the current trade, kept apart from what the order has noted of it. */
interface Creates {
  sent: number;
  /** Of those, how many may still be answered, or land. */
  underWay: number;
  refused: number;
  lastSentMs: number;
}

interface World {
  order: Order;
  creates: Creates;
  nowMs: number;
  policy: Policy;
}

function answerOf(order: Order, answer: Answer): TradeReport {
  const { outTradeNo } = currentTrade(order);
  const tradeNo = `T-${outTradeNo}`;
  switch (answer) {
    case 'opened':
      return { outTradeNo, status: 'open', tradeNo, walletTradeNo: `P-${outTradeNo}` };
    case 'opened_without_number':
      return { outTradeNo, status: 'open', tradeNo };
    case 'refused':
      return { outTradeNo, status: 'absent', refusedCode: 'NO' };
    case 'not_sent':
      return { outTradeNo, status: 'absent', isNotSent: true };
    case 'nothing':
      return { outTradeNo, status: 'unknown' };
  }
}

function told(world: World, report: TradeReport): World {
  const { order, nowMs, policy } = world;
  const result = applyTradeReport(order, report, 'query', nowMs, policy);
  return result.kind === 'changed' ? { ...world, order: result.order } : world;
}

function after(world: World, what: Happening): World {
  const { order, creates, policy } = world;
  const nowMs = world.nowMs + (what.kind === 'wait' ? what.durationMs : 1);
  const later = { ...world, nowMs };
  const { outTradeNo } = currentTrade(order);
  switch (what.kind) {
    case 'create_again': {
      if (!mayCreateAgain(order, nowMs, policy)) return later;
      const again = { ...creates, sent: creates.sent + 1, underWay: creates.underWay + 1, lastSentMs: nowMs };
      return { ...later, order: countCreate(order, nowMs), creates: again };
    }
    case 'further_trade': {
      if (!mayAddTrade(order, nowMs)) return later;
      const first = { sent: 1, underWay: 1, refused: 0, lastSentMs: nowMs };
      return { ...later, order: addTrade(order, 'query', nowMs, policy), creates: first };
    }
    case 'close':
      return order.status === 'unpaid' ? { ...later, order: requestClose(order, nowMs) } : later;
    case 'answer': {
      if (creates.underWay === 0) return later;
      const isRefusal = what.answer === 'refused' || what.answer === 'not_sent';
      const isLost = what.answer === 'nothing';
      const answered: Creates = {
        ...creates,
        underWay: creates.underWay - (isLost ? 0 : 1),
        refused: creates.refused + (isRefusal ? 1 : 0),
      };
      return told({ ...later, creates: answered }, answerOf(order, what.answer));
    }
    case 'query': {
      const isPaid = what.status === 'paid';
      return told(later, {
        outTradeNo,
        status: what.status,
        ...(isPaid ? { totalFen: order.totalFen } : {}),
      });
    }
    case 'wait':
      return later;
  }
}

/** What a step did that no step may do. */
function faultsOf(before: World, what: Happening, { order, nowMs, policy }: World): string[] {
  const trade = currentTrade(before.order);
  const now = order.trades.find(({ outTradeNo }) => outTradeNo === trade.outTradeNo);
  const isGivenUp = trade.status === 'creating' && now?.status === 'closed' && saysAbsent(what);
  const checks: [string, boolean][] = [
    ['two trades may be open', order.trades.slice(0, -1).every(isOver)],
    ['too many trades', order.trades.length <= MOST_TRADES],
    ['a trade at a channel outside the rules', policy.channels.includes(currentTrade(order).channel)],
    ['given up without proof', !isGivenUp || mayGiveUp(before, what, nowMs)],
    ['nobody will look', order.status !== 'unpaid' || order.dueAtMs !== null],
    [moneyFaults(order).join(', '), moneyFaults(order).length === 0],
  ];
  return checks.filter(([, holds]) => !holds).map(([fault]) => fault);
}

function saysAbsent(what: Happening): boolean {
  return what.kind === 'query' ? what.status === 'absent' : what.kind === 'answer';
}

/** The proofs of the design, from what happened and not from what was noted. */
function mayGiveUp({ order, creates, policy }: World, what: Happening, nowMs: number): boolean {
  const refused = creates.refused + (what.kind === 'answer' ? 1 : 0);
  const isOverThere = nowMs >= order.expiresAtMs + ABSENCE_GRACE_MS;
  const isRefused = refused === creates.sent;
  const hasSettled = policy.channels.length > 1 && nowMs - creates.lastSentMs >= ABSENCE_SETTLES_MS;
  return isOverThere || isRefused || hasSettled;
}

test('an order leaves a channel only on proof, has never two trades open, and never more than it may', () => {
  const seen = { left: 0, paid: 0, closed: 0, many: 0 };
  const channels = fc.constantFrom<ChannelName[]>(['alipay'], ['alipay', 'fshows'], ['alipay', 'fshows']);
  fc.assert(
    fc.property(fc.array(happening, { minLength: 10, maxLength: 80 }), channels, (happenings, names) => {
      let world: World = {
        order: anOrder(),
        creates: { sent: 1, underWay: 1, refused: 0, lastSentMs: ORDERED_AT_MS },
        nowMs: ORDERED_AT_MS,
        policy: { sendsEvents: false, honourLateMs: 0, channels: names },
      };
      for (const what of happenings) {
        const next = after(world, what);
        const faults = faultsOf(world, what, next);
        if (faults.length > 0) throw new Error(`${JSON.stringify(what)}: ${faults.join('; ')}`);
        world = next;
      }
      const { trades, status } = world.order;
      if (trades.some(({ channel }) => channel === 'fshows')) seen.left += 1;
      if (trades.length > 2) seen.many += 1;
      if (status !== 'unpaid') seen[status] += 1;
    }),
    { seed: 20_260_107, numRuns: 2_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

test('the last trade an order may have is not given up for another channel', () => {
  const order = anOrder();
  const trades = Array.from({ length: MOST_TRADES }, (_, index): Trade => {
    const trade = { outTradeNo: outTradeNoOf(order.orderNo, index + 1), channel: 'alipay' as const };
    const isLast = index === MOST_TRADES - 1;
    return isLast ? { ...trade, status: 'creating' } : { ...trade, status: 'closed', tradeNo: 'T', walletTradeNo: 'P' };
  });
  const policy: Policy = { sendsEvents: false, honourLateMs: 0, channels: ['alipay', 'fshows'] };
  const report = { outTradeNo: outTradeNoOf(order.orderNo, MOST_TRADES), status: 'absent' } as const;
  const nowMs = ORDERED_AT_MS + ABSENCE_SETTLES_MS;
  expect(applyTradeReport({ ...order, trades }, report, 'query', nowMs, policy)).toEqual({ kind: 'unchanged' });
  expect(mayCreateAgain({ ...order, trades }, nowMs, policy)).toBe(true);
});
