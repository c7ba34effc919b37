import type { Mutant } from './mutant';

const FSHOWS = 'cloudfunctions/backend/channel/fshows';
const WIRE = `${FSHOWS}/wire.ts`;
const REFUND_WIRE = `${FSHOWS}/refund-wire.ts`;
const NOTIFY = `${FSHOWS}/notify.ts`;
const FLOW = 'cloudfunctions/backend/flow';

const CHANNEL_TESTS = ['test/backend/channel/fshows'];
const FLOW_TESTS = ['test/backend/flow'];

/** Bugs that integrators of a second channel make, who take it for the first. */
export const fshowsMutants: readonly Mutant[] = [
  {
    name: 'Fshows: the platform’s trade_no goes into the wallet',
    pain: 'trade_no and prepay_id mixed up: 4000 at the cashier',
    file: WIRE,
    find: '[numberOf(reply.value.trade_no), numberOf(reply.value.prepay_id)]',
    replace: '[numberOf(reply.value.prepay_id), numberOf(reply.value.trade_no)]',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a number that is taken counts as refused',
    pain: 'a lost reply, then a repeated order number: the trade is there and can be paid',
    file: WIRE,
    find: 'return { ...base, isNumberTaken: true };',
    replace: "return { ...base, status: 'absent', refusedCode: reply.code };",
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a fault of the platform counts as refused',
    pain: 'an unknown result mapped to failed (-200)',
    file: WIRE,
    find: "new Set(\n  ['-100', ",
    replace: "new Set(\n  ['-200', '-100', ",
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: any number of the right order will do',
    pain: 'an answer for another trade',
    file: WIRE,
    find: 'const isKnownNumber = trade.tradeNo === undefined || tradeNo === trade.tradeNo;',
    replace: 'const isKnownNumber = true;',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: numbers of trades are read from JSON numbers',
    pain: 'digits of a trade number lost',
    file: WIRE,
    find: "return typeof value === 'string' && /^\\S{1,64}$/.test(value) ? value : undefined;",
    replace: 'return value === undefined || value === null ? undefined : String(value);',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: an error page with an envelope in it is read',
    pain: 'an unknown result mapped to failed (a proxy’s answer)',
    file: `${FSHOWS}/gateway.ts`,
    find: 'if (answer.status !== 200) throw new Error(`the gateway answered HTTP ${answer.status}`);',
    replace: '',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: sign_type is signed along',
    pain: 'notify signature fails',
    file: `${FSHOWS}/signature.ts`,
    find: "const { sign: signature = '', sign_type: _, ...signed } = params;",
    replace: "const { sign: signature = '', ...signed } = params;",
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: blank values are always signed along',
    pain: 'notify signature fails (empty values)',
    file: `${FSHOWS}/signature.ts`,
    find: "return textOf(params, (name) => params[name] !== '');",
    replace: 'return textOf(params, () => true);',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a message for another app is believed',
    pain: 'correctly signed notify for another app accepted',
    file: NOTIFY,
    find: "return params.app_id && params.app_id !== trust.appId ? 'other_app' : null;",
    replace: 'return null;',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a message says whom it is meant for',
    pain: 'correctly signed notify of another provider accepted',
    file: NOTIFY,
    find: ', isUnaddressed: true }',
    replace: ' }',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a message of another provider is believed by our own number alone',
    pain: 'correctly signed notify of another provider accepted',
    file: `${FLOW}/receive-notify.ts`,
    find: 'if (reading.isUnaddressed && !isNamed(order, reading.report)) {',
    replace: 'if (reading.isUnaddressed && order.trades.length === 0) {',
    tests: FLOW_TESTS,
  },
  {
    name: 'Fshows: an accepted refund counts as money that moved',
    pain: 'refund stuck, told as done',
    file: REFUND_WIRE,
    find: "{ ...base, code: 'refund_accepted' }",
    replace: "{ ...base, status: 'succeeded', refundFen: refund.refundFen }",
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a part of a refund is asked for without its amount',
    pain: 'all goes back where a part was meant',
    file: REFUND_WIRE,
    find: 'const part = isFull(refund, trade) ? {} : ',
    replace: 'const part = refund.refundFen > 0 ? {} : ',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: an open_id is sent as a user id',
    pain: '`buyer_id` → `buyer_open_id` migration',
    file: `${FSHOWS}/create-content.ts`,
    find: "if (buyer.kind === 'user_id') return { buyer_id: buyer.id };",
    replace: 'return { buyer_id: buyer.id };',
    tests: CHANNEL_TESTS,
  },
  {
    name: 'Fshows: a trade that a second create opened is closed by the first',
    pain: 'double tap: the trade under the buyer’s finger is closed',
    file: `${FLOW}/advance-order.ts`,
    find: "if (outTradeNo !== taken.outTradeNo || status !== 'creating') return order;",
    replace: 'if (outTradeNo !== taken.outTradeNo) return order;',
    tests: FLOW_TESTS,
  },
];
