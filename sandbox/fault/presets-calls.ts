import type { FaultRuleInput } from './fault-rule';
import type { Preset } from './preset';

/** The official SDK for Node.js sends a call again by itself when the socket breaks (reference alipay-trade 1.5). */
const WITH_THE_RESEND = 2;

const create = 'alipay.trade.create';
const query = 'alipay.trade.query';
const close = 'alipay.trade.close';
const refund = 'alipay.trade.refund';
const refundQuery = 'alipay.trade.fastpay.refund.query';
const pay = 'alipay.trade.pay';
const cancel = 'alipay.trade.cancel';

const lost = (method: string): FaultRuleInput => ({ kind: 'hang_up', method, times: WITH_THE_RESEND });
const unsure = (method: string): FaultRuleInput => ({
  kind: 'answer',
  method,
  phase: 'after',
  code: '20000',
  subCode: 'isp.unknow-error',
  subMsg: '系统繁忙',
  times: 1,
});

/** Nothing is done, this once. */
const failed = (method: string): FaultRuleInput => ({
  kind: 'answer',
  method,
  subCode: 'ACQ.SYSTEM_ERROR',
  subMsg: '系统错误',
  times: 1,
});

/** Presets of how calls and their answers get lost, spoiled or mixed up. */
export const CALL_PRESETS = {
  'create-reply-lost': { title: 'The trade is created, its reply is lost', rules: [lost(create)] },
  'create-request-lost': {
    title: 'The create call is lost before it reaches Alipay',
    rules: [{ kind: 'hang_up', method: create, phase: 'before', times: WITH_THE_RESEND }],
  },
  'create-sent-twice': {
    title: 'The first reply is lost; the client’s HTTP library sends the call again by itself',
    rules: [{ kind: 'reset', method: create, times: 1 }],
  },
  'create-hangs': {
    title: 'The trade is created, no reply ever comes',
    rules: [{ kind: 'hang', method: create, times: 1 }],
  },
  'create-truncated': {
    title: 'The reply breaks off in the middle',
    rules: [{ kind: 'truncate', method: create, times: WITH_THE_RESEND }],
  },
  'create-drips': {
    title: 'The reply comes byte by byte for minutes; a timeout between bytes never strikes',
    rules: [{ kind: 'drip', method: create, chunkBytes: 1, everyMs: 1000, times: 1 }],
  },
  'create-slow': { title: 'The reply takes three seconds', rules: [{ kind: 'delay', method: create, delayMs: 3000 }] },
  'create-unknown': { title: 'The trade is created; the reply is 20000', rules: [unsure(create)] },
  'create-system-error': {
    title: 'The trade is created; the reply is ACQ.SYSTEM_ERROR',
    rules: [
      { kind: 'answer', method: create, phase: 'after', subCode: 'ACQ.SYSTEM_ERROR', subMsg: '接口返回错误', times: 1 },
    ],
  },
  'create-unsigned': {
    title: 'The reply carries no signature',
    rules: [{ kind: 'no_signature', method: create, times: 1 }],
  },
  'create-wrongly-signed': {
    title: 'The reply is signed by somebody else',
    rules: [{ kind: 'wrong_signature', method: create, times: 1 }],
  },
  'create-reserialised': {
    title: 'The signature is over another spelling of the same JSON',
    rules: [{ kind: 'reserialised_signature', method: create, times: 1 }],
  },
  'create-other-order': {
    title: 'The reply, genuinely signed, is for another order',
    rules: [
      {
        kind: 'change',
        method: create,
        fields: { out_trade_no: 'SOMEBODY_ELSES_ORDER', trade_no: '2026010122001400000000000000' },
        times: 1,
      },
    ],
  },
  'create-html': { title: 'An HTML page comes instead of JSON', rules: [{ kind: 'html', method: create, times: 1 }] },
  'create-gateway-error': {
    title: 'The trade is created; a proxy answers HTTP 502',
    rules: [{ kind: 'http_status', method: create, phase: 'after', status: 502, times: 1 }],
  },
  'create-redirected': {
    title: 'The call is redirected to itself for ever',
    rules: [{ kind: 'redirect', method: create }],
  },
  'create-limited': {
    title: 'Twice 40005, too many calls',
    rules: [
      {
        kind: 'answer',
        method: create,
        code: '40005',
        subCode: 'isv.method-call-limited',
        subMsg: '调用频次超限',
        times: 2,
      },
    ],
  },
  'paid-before-create-reply': {
    title: 'The buyer has paid, and the notify is out, before the create reply arrives',
    rules: [
      { kind: 'buyer_pays', method: create, phase: 'after', times: 1 },
      { kind: 'delay', method: create, phase: 'after', delayMs: 500, times: 1 },
    ],
  },
  'paid-but-reply-lost': {
    title: 'The buyer has paid; whoever asked for it hears nothing, by bar code or at the cashier',
    rules: [lost(pay), { kind: 'hang_up', method: 'cashier.pay', times: 1 }],
  },
  'query-reply-lost': { title: 'One query stays without a reply', rules: [lost(query)] },
  'query-unknown': { title: 'One query is answered with 20000', rules: [unsure(query)] },
  'query-system-error': { title: 'One query is answered with ACQ.SYSTEM_ERROR', rules: [failed(query)] },
  'query-unsigned': { title: 'Queries are answered unsigned', rules: [{ kind: 'no_signature', method: query }] },
  'query-other-order': {
    title: 'One query is answered, genuinely signed, for another order',
    rules: [{ kind: 'change', method: query, fields: { out_trade_no: 'SOMEBODY_ELSES_ORDER' }, times: 1 }],
  },
  'query-other-amount': {
    title: 'Queries tell, genuinely signed, another amount',
    rules: [{ kind: 'change', method: query, fields: { total_amount: '0.01' } }],
  },
  'query-absent-at-first': {
    title: 'A trade just created is not found by its first two queries',
    rules: [
      {
        kind: 'answer',
        method: query,
        subCode: 'ACQ.TRADE_NOT_EXIST',
        subMsg: '交易不存在',
        first: 2,
        countedBy: 'trade',
      },
    ],
  },
  'close-reply-lost': { title: 'The trade is closed, the reply is lost', rules: [lost(close)] },
  'close-unknown': { title: 'The trade is closed; the reply is 20000', rules: [unsure(close)] },
  'close-system-error': {
    title: 'The trade is not closed; the reply is ACQ.SYSTEM_ERROR',
    rules: [failed(close)],
  },
  'close-request-lost': {
    title: 'The close call is lost before it reaches Alipay',
    rules: [{ kind: 'hang_up', method: close, phase: 'before', times: WITH_THE_RESEND }],
  },
  'close-not-done': {
    title: 'Close is answered with success and yet the trade stays open, so that it can be paid later',
    rules: [{ kind: 'answer', method: close, code: '10000', times: 1 }],
  },
  'pay-while-closing': {
    title: 'The buyer pays just before the close call takes effect',
    rules: [{ kind: 'buyer_pays', method: close, times: 1 }],
  },
  'closed-behind-your-back': {
    title: 'Somebody else has closed the trade just before the close call',
    rules: [{ kind: 'trade_closes', method: close, times: 1 }],
  },
  'refund-reply-lost': { title: 'The money went back, the reply is lost', rules: [lost(refund)] },
  'refund-request-lost': {
    title: 'The refund call is lost before it reaches Alipay',
    rules: [{ kind: 'hang_up', method: refund, phase: 'before', times: WITH_THE_RESEND }],
  },
  'refund-unknown': { title: 'The money went back; the reply is 20000', rules: [unsure(refund)] },
  'refund-system-error': {
    title: 'The money did not go back; the reply is ACQ.SYSTEM_ERROR',
    rules: [failed(refund)],
  },
  'refund-fund-change-n': {
    title: 'The money went back; the first reply says fund_change N',
    rules: [{ kind: 'change', method: refund, fields: { fund_change: 'N' }, first: 1, countedBy: 'trade' }],
  },
  'refund-query-empty-10s': {
    title: 'A refund is not seen by its query for ten seconds',
    rules: [{ kind: 'change', method: refundQuery, keep: [], lastsMs: 10_000, countedBy: 'trade' }],
  },
  'refund-query-unknown': { title: 'One refund query is answered with 20000', rules: [unsure(refundQuery)] },
  'refund-query-system-error': {
    title: 'One refund query is answered with ACQ.SYSTEM_ERROR',
    rules: [failed(refundQuery)],
  },
  'pay-system-error': {
    title: 'The bar code is not charged; the reply is ACQ.SYSTEM_ERROR',
    rules: [failed(pay)],
  },
  'cancel-reply-lost': { title: 'The trade is cancelled, the reply is lost', rules: [lost(cancel)] },
  'cancel-system-error': {
    title: 'The trade is not cancelled; the reply is ACQ.SYSTEM_ERROR',
    rules: [failed(cancel)],
  },
  'cancel-retry': {
    title: 'The first cancel says retry_flag Y and did nothing',
    rules: [{ kind: 'answer', method: cancel, code: '10000', fields: { retry_flag: 'Y' }, times: 1 }],
  },
  'gateway-down': { title: 'Every call is refused with HTTP 503', rules: [{ kind: 'http_status', status: 503 }] },
  'gateway-hangs': { title: 'No call is ever answered', rules: [{ kind: 'hang', phase: 'before' }] },
  'gateway-flaky': {
    title: 'Every fifth call, by chance, loses its reply',
    rules: [{ kind: 'hang_up', probability: 0.2 }],
  },
} as const satisfies Record<string, Preset>;
