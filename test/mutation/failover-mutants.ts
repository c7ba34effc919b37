import type { Mutant } from './mutant';

const BACKEND = 'cloudfunctions/backend';
const LIFECYCLE = `${BACKEND}/order/lifecycle.ts`;
const DOUBTS = `${BACKEND}/order/doubts.ts`;
const ADVANCE = `${BACKEND}/flow/advance-order.ts`;
const PAIN = 'the second payment from two channels';

/** Bugs of going from one channel to another. */
export const failoverMutants: readonly Mutant[] = [
  {
    name: 'absence counts at once where there is another channel',
    pain: PAIN,
    file: LIFECYCLE,
    find: 'export const ABSENCE_SETTLES_MS = 30_000;',
    replace: 'export const ABSENCE_SETTLES_MS = 0;',
    tests: [`test/backend/flow/failover`, 'test/backend/order'],
  },
  {
    name: 'one refusal is enough to leave a channel that was asked twice',
    pain: PAIN,
    file: LIFECYCLE,
    find: "return trade.status === 'creating' && trade.createsRefused === (trade.createsSent ?? 1);",
    replace: "return trade.status === 'creating' && (trade.createsRefused ?? 0) > 0;",
    tests: ['test/backend/flow', 'test/backend/order'],
  },
  {
    name: 'another trade is opened while the first is unknown',
    pain: PAIN,
    file: LIFECYCLE,
    find: "return report.status === 'absent' && (report.refusedCode !== undefined || report.isNotSent === true);",
    replace: "return report.status !== 'open' && report.status !== 'paid';",
    tests: ['test/backend/flow', 'test/backend/order'],
  },
  {
    name: 'a sweep opens trades for buyers who are not there',
    pain: PAIN,
    file: ADVANCE,
    find: "return source === 'create' || source === 'query';",
    replace: 'return source !== undefined;',
    tests: ['test/backend/flow'],
  },
  {
    name: 'a retried connection failure counts as unsent',
    pain: 'an unknown result mapped to failed',
    file: 'cloud/alipay/not-sent.ts',
    find: 'cause?.res?.socketErrorRetries === 0',
    replace: '(cause?.res?.socketErrorRetries as number) >= 0',
    tests: ['test/cloud/alipay-cloud'],
  },
  {
    name: 'a doubt about a closed trade ends with a question that was not answered',
    pain: 'paid, but the money is in no book',
    file: `${BACKEND}/flow/ask-doubts.ts`,
    find: "if (report.status === 'unknown') return told;",
    replace: '',
    tests: ['test/backend/flow/doubts'],
  },
  {
    name: 'a doubt is asked about once and never due again',
    pain: 'paid, but the money is in no book',
    file: DOUBTS,
    find: 'const nextAskAtMs = nextTry(order.orderNo, sinceMs, nowMs, SOONEST_MS, LATEST_MS);',
    replace: 'const nextAskAtMs = Number.MAX_SAFE_INTEGER;',
    tests: ['test/backend/flow/doubts'],
  },
  {
    name: 'a message meant for nobody in particular is believed',
    pain: 'correctly signed notify for another order accepted',
    file: `${BACKEND}/flow/receive-notify.ts`,
    find: 'if (reading.isUnaddressed && !isNamed(order, reading.report)) {',
    replace: 'if (reading.isUnaddressed && order.trades.length === 0) {',
    tests: ['test/backend/flow/receive-notify', 'test/backend/flow/doubts'],
  },
  {
    name: 'a refund goes to the channel of the first trade',
    pain: 'refund stuck',
    file: `${BACKEND}/flow/drive-refunds.ts`,
    find: 'channelOf(ports, order, trade.channel)',
    replace: "channelOf(ports, order, order.trades[0]?.channel ?? 'alipay')",
    tests: ['test/backend/flow'],
  },
];
