import type { FaultRuleInput } from './fault-rule';
import type { Preset } from './preset';

const create = 'fshows.liquidation.submerchant.alipay.trade.create';
const query = 'fshows.liquidation.alipay.trade.query';
const close = 'fshows.liquidation.order.close';
const refund = 'fshows.liquidation.pay.refund';
const refundQuery = 'fshows.liquidation.pay.refund.query';
const gateway = 'fshows';

/** An error of the platform's own, behind which everything may have happened. */
const unsure = (method: string): FaultRuleInput => ({
  kind: 'error_code',
  method,
  phase: 'after',
  code: '-200',
  times: 1,
});
const lost = (method: string): FaultRuleInput => ({ kind: 'hang_up', method, times: 1 });

const genuineBut = (fields: Record<string, string | null>): readonly FaultRuleInput[] => [
  { kind: 'notify_change', gateway, fields },
];

/** Presets of Fshows: its calls, its notifies, its bills. */
export const FSHOWS_PRESETS = {
  'fshows-create-reply-lost': { title: 'Fshows creates the trade, its reply is lost', rules: [lost(create)] },
  'fshows-create-request-lost': {
    title: 'The create call is lost before it reaches Fshows',
    rules: [{ kind: 'hang_up', method: create, phase: 'before', times: 1 }],
  },
  'fshows-create-hangs': {
    title: 'Fshows creates the trade and never replies',
    rules: [{ kind: 'hang', method: create, times: 1 }],
  },
  'fshows-create-reset': {
    title: 'Fshows creates the trade, the connection is reset',
    rules: [{ kind: 'reset', method: create, times: 1 }],
  },
  'fshows-create-truncated': {
    title: 'Fshows’ reply to the create call breaks off in the middle',
    rules: [{ kind: 'truncate', method: create, times: 1 }],
  },
  'fshows-create-slow': {
    title: 'Fshows’ reply takes eleven seconds, a second more than its clients wait',
    rules: [{ kind: 'delay', method: create, delayMs: 11_000 }],
  },
  'fshows-create-unknown': { title: 'Fshows creates the trade and answers -200', rules: [unsure(create)] },
  'fshows-create-failed': {
    title: 'Fshows answers -200 and creates nothing, once',
    rules: [{ kind: 'error_code', method: create, code: '-200', times: 1 }],
  },
  'fshows-create-upstream-error': {
    title: 'Alipay refuses Fshows behind the scenes: -300',
    rules: [{ kind: 'error_code', method: create, code: '-300', message: '平台方错误 >> 系统繁忙', times: 1 }],
  },
  'fshows-create-paying': {
    title: 'The create call is told that the buyer is paying (100), then all is well',
    rules: [{ kind: 'error_code', method: create, phase: 'after', code: '100', times: 1 }],
  },
  'fshows-create-html': {
    title: 'A page comes instead of Fshows’ JSON',
    rules: [{ kind: 'html', method: create, phase: 'after', times: 1 }],
  },
  'fshows-create-http-500': {
    title: 'Fshows creates the trade, HTTP 500 comes back',
    rules: [{ kind: 'http_status', method: create, phase: 'after', status: 500, times: 1 }],
  },
  'fshows-create-other-order': {
    title: 'Fshows’ reply is about another order',
    rules: [{ kind: 'change', method: create, fields: { out_trade_no: 'SOMEBODY_ELSES_ORDER' }, times: 1 }],
  },
  'fshows-create-without-prepay-id': {
    title: 'Fshows’ reply lacks the prepay_id',
    rules: [{ kind: 'change', method: create, fields: { prepay_id: null }, times: 1 }],
  },
  'fshows-paid-at-once': {
    title: 'The buyer has paid at Fshows before the create call is answered',
    rules: [{ kind: 'buyer_pays', method: create, phase: 'after' }],
  },
  'fshows-throttled': {
    title: 'Fshows takes no calls for being asked too often, until the fault is removed',
    rules: [{ kind: 'error_code', method: 'fshows.*', code: '-221' }],
  },
  'fshows-not-permitted': {
    title: 'The provider may not create trades',
    rules: [{ kind: 'error_code', method: create, code: '-102' }],
  },
  'fshows-down': {
    title: 'Fshows does not answer at all: every connection is reset before anything is done',
    rules: [{ kind: 'reset', method: 'fshows.*', phase: 'before' }],
  },
  'fshows-unknown-to-all': {
    title: 'Fshows does everything and answers -200 to all of it',
    rules: [{ kind: 'error_code', method: 'fshows.*', phase: 'after', code: '-200' }],
  },
  'fshows-numbers': {
    title: 'Fshows writes money and rates as JSON numbers',
    rules: [{ kind: 'numbers', method: 'fshows.*' }],
  },
  'fshows-query-unknown': { title: 'Fshows answers a query with -200', rules: [unsure(query)] },
  'fshows-query-not-exist': {
    title: 'Fshows does not find a trade that is there, for ten seconds',
    rules: [{ kind: 'error_code', method: query, code: '-207', lastsMs: 10_000 }],
  },
  'fshows-query-other-amount': {
    title: 'A query at Fshows tells of another amount',
    rules: [{ kind: 'change', method: query, fields: { total_amount: '0.01' } }],
  },
  'fshows-query-unknown-status': {
    title: 'A query at Fshows tells a status that no source knows',
    rules: [{ kind: 'change', method: query, fields: { trade_status: 'TRADE_PENDING' } }],
  },
  'fshows-close-unknown': { title: 'Fshows closes the trade and answers -200', rules: [unsure(close)] },
  'fshows-close-too-late': {
    title: 'The buyer pays at Fshows at the very moment of the close',
    rules: [{ kind: 'buyer_pays', method: close, times: 1 }],
  },
  'fshows-refund-reply-lost': { title: 'Fshows refunds, its reply is lost', rules: [lost(refund)] },
  'fshows-refund-unknown': { title: 'Fshows refunds and answers -200', rules: [unsure(refund)] },
  'fshows-refund-failed': {
    title: 'Fshows refuses a refund once: -302',
    rules: [{ kind: 'error_code', method: refund, code: '-302', times: 1 }],
  },
  'fshows-refund-not-seen': {
    title: 'Fshows does not know of a refund for ten seconds',
    rules: [{ kind: 'error_code', method: refundQuery, code: '-207', lastsMs: 10_000 }],
  },
  'fshows-page-return-lost': {
    title: 'The buyer pays on Fshows’ page and never comes back from it',
    rules: [{ kind: 'hang_up', method: 'cashier.page' }],
  },
  'fshows-notify-never': {
    title: 'No notify of Fshows ever arrives',
    rules: [{ kind: 'notify_drop', gateway }],
  },
  'fshows-notify-first-lost': {
    title: 'The first delivery of each of Fshows’ notifies is lost',
    rules: [{ kind: 'notify_drop', gateway, first: 1, countedBy: 'trade' }],
  },
  'fshows-notify-late': {
    title: 'Fshows’ notifies come a minute late',
    rules: [{ kind: 'notify_delay', gateway, delayMs: 60_000 }],
  },
  'fshows-notify-twice': {
    title: 'Every notify of Fshows comes twice at once',
    rules: [{ kind: 'notify_duplicate', gateway, copies: 2 }],
  },
  'fshows-notify-out-of-order': {
    title: 'Fshows’ notify of the payment comes after the next one of the same trade',
    rules: [{ kind: 'notify_reorder', gateway, cause: 'paid', delayMs: 86_400_000 }],
  },
  'fshows-notify-corrupted': {
    title: 'The amount in Fshows’ notify was altered after signing',
    rules: [{ kind: 'notify_corrupt', gateway }],
  },
  'fshows-notify-wrong-key': {
    title: 'Fshows’ notifies are signed by somebody else',
    rules: [{ kind: 'notify_forge', gateway }],
  },
  'fshows-notify-unsigned': {
    title: 'Fshows’ notifies carry no signature',
    rules: [{ kind: 'notify_unsigned', gateway }],
  },
  'fshows-notify-sha256': {
    title: 'Fshows’ notifies are signed with SHA-256, sign_type RSA2',
    rules: [{ kind: 'notify_sign_type', gateway, signType: 'RSA2' }],
  },
  'fshows-notify-other-amount': {
    title: 'Genuinely signed by Fshows, of another amount',
    rules: genuineBut({ total_amount: '0.01' }),
  },
  'fshows-notify-other-trade': {
    title: 'Genuinely signed by Fshows for another provider’s trade with the same out_trade_no',
    rules: genuineBut({ trade_no: '2024010100000001000000000001' }),
  },
  'fshows-notify-without-amount': {
    title: 'Genuinely signed by Fshows, without total_amount',
    rules: genuineBut({ total_amount: null }),
  },
  'fshows-notify-blank-parameters': {
    title: 'Fshows’ notifies carry blank parameters, which their signature leaves out',
    rules: genuineBut({ attach: '' }),
  },
  'fshows-bill-row-missing': {
    title: 'The first row of Fshows’ bill is missing',
    rules: [{ kind: 'bill_row_missing', gateway }],
  },
  'fshows-bill-amount-altered': {
    title: 'The first row of Fshows’ bill is one fen too high',
    rules: [{ kind: 'bill_amount_altered', gateway, byFen: 1 }],
  },
  'fshows-bill-late': {
    title: 'Fshows’ bill is not there yet: -209',
    rules: [{ kind: 'error_code', method: 'fshows.liquidation.finance.downloadbill', code: '-209', times: 1 }],
  },
} as const satisfies Record<string, Preset>;
