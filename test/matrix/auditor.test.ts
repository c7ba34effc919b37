/** The auditor finds what it is there to find: each rule is broken once, in books that are otherwise right. */
import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { alipayAt, appOf } from './alipay-provider';
import {
  type AuditorOptions,
  auditor,
  type Evidence,
  type ShownOrder,
  type StoredOrder,
  type ToldEvent,
} from './auditor';

const ORDER_NO = 'AUDITEDORDERAUDITEDORDER';
const TOTAL_FEN = 1_280;

let sandbox: Sandbox;
let tradeNo: string;
let buyerId: string;

beforeEach(async () => {
  sandbox = await createSandbox({ clock: sandboxClock({ frozenAtMs: Date.UTC(2026, 0, 3, 4) }) });
  buyerId = sandbox.buyers()[0]?.userId ?? '';
  tradeNo = await opened(1);
});

afterEach(() => sandbox.close());

async function opened(n: number): Promise<string> {
  const { appId } = appOf(sandbox);
  const terms = { outTradeNo: `${ORDER_NO}_${n}`, totalAmount: '12.80', subject: '绿茶', productCode: 'JSAPI_PAY' };
  const bizContent = { ...terms, opAppId: appId, buyerId, timeExpire: '2026-01-03 14:00:00' };
  const answer = await alipayAt(sandbox).exec('alipay.trade.create', { timestamp: '2026-01-03 12:00:00', bizContent });
  return String(answer.tradeNo);
}

async function refunded(outRequestNo: string, refundAmount: string): Promise<void> {
  const bizContent = { tradeNo, outRequestNo, refundAmount };
  await alipayAt(sandbox).exec('alipay.trade.refund', { timestamp: '2026-01-03 12:00:00', bizContent });
}

const pay = (number = tradeNo) => void sandbox.pay({ tradeNo: number, outcome: 'paid' });

const open = (options: Partial<AuditorOptions> = {}) =>
  auditor({ sandbox, sellerIds: [appOf(sandbox).sellerId], providerLies: false, ...options });

/** A paid order and what the page and the merchant were told of it, all as it should be. */
function paidEvidence(): { order: StoredOrder; page: ShownOrder; event: ToldEvent } {
  const outTradeNo = `${ORDER_NO}_1`;
  return {
    order: {
      orderNo: ORDER_NO,
      totalFen: TOTAL_FEN,
      status: 'paid',
      dueAtMs: null,
      buyer: { id: buyerId },
      trades: [{ outTradeNo, status: 'paid', paidFen: TOTAL_FEN }],
      refunds: [],
      outbox: [{ type: 'order.paid', delivery: { status: 'delivered' } }],
    },
    page: {
      orderNo: ORDER_NO,
      status: 'paid',
      totalFen: TOTAL_FEN,
      closing: false,
      unexpectedMoney: false,
      refundedFen: 0,
      payment: null,
    },
    event: {
      eventId: `${ORDER_NO}-1`,
      type: 'order.paid',
      sequence: 1,
      order: { orderNo: ORDER_NO, status: 'paid', paidFen: TOTAL_FEN, refundedFen: 0 },
    },
  };
}

type Books = ReturnType<typeof paidEvidence>;

function evidenceOf({ order, page, event }: Books): Evidence {
  return { stored: [order], shown: [page], told: [event] };
}

const refund = { outRequestNo: `${ORDER_NO}_1R1`, outTradeNo: `${ORDER_NO}_1`, refundFen: 500, cause: 'merchant' };

const spoilt: [string, RegExp, (books: Books) => unknown][] = [
  ['an order that is left unpaid', /left unpaid/, ({ order }) => Object.assign(order, { status: 'unpaid' })],
  ['an order that still owes something', /owes/, ({ order }) => Object.assign(order, { dueAtMs: 1 })],
  ['a trade that is left open', /left open/, ({ order }) => Object.assign(order.trades[0] ?? {}, { status: 'open' })],
  [
    'a trade that was called closed',
    /paid at Alipay and closed/,
    ({ order }) => Object.assign(order.trades[0] ?? {}, { status: 'closed' }),
  ],
  ['another amount', /1281 here, 1280 there/, ({ order }) => Object.assign(order.trades[0] ?? {}, { paidFen: 1_281 })],
  [
    'money kept of a closed order',
    /has 1280 fen of it instead of 0/,
    ({ order }) => Object.assign(order, { status: 'closed' }),
  ],
  [
    'a refund that is only claimed',
    /was not made once/,
    ({ order }) => order.refunds.push({ ...refund, status: 'succeeded' }),
  ],
  [
    'a refund that is left pending',
    /left pending/,
    ({ order }) => order.refunds.push({ ...refund, status: 'pending' }),
  ],
  ['a trade that no order knows', /no order knows/, ({ order }) => Object.assign(order, { trades: [] })],
  [
    'an event that waits',
    /event order.paid is left/,
    ({ order }) => Object.assign(order.outbox[0] ?? {}, { delivery: { status: 'waiting' } }),
  ],
  ['an event that was not sent', /heard 0 order.paid/, ({ event }) => Object.assign(event, { type: 'order.closed' })],
  ['an event out of order', /heard events 2/, ({ event }) => Object.assign(event, { sequence: 2 })],
  ['a wrong last word', /last heard of 0 fen paid/, ({ event }) => Object.assign(event.order, { paidFen: 0 })],
  ['a page that says closed', /page says closed/, ({ page }) => Object.assign(page, { status: 'closed' })],
  ['a page that offers to pay', /still offers/, ({ page }) => Object.assign(page, { payment: { state: 'preparing' } })],
  ['a page that tells of a refund', /page says 5 fen of 0/, ({ page }) => Object.assign(page, { refundedFen: 5 })],
  [
    'a page that tells of unexpected money',
    /unexpected money/,
    ({ page }) => Object.assign(page, { unexpectedMoney: true }),
  ],
];

test('books that are right have no fault', () => {
  const audit = open();
  pay();
  expect(audit.verdict(evidenceOf(paidEvidence()))).toEqual([]);
});

test.each(spoilt)('%s is found', (_, fault, spoil) => {
  const audit = open();
  pay();
  const books = paidEvidence();
  spoil(books);
  expect(audit.verdict(evidenceOf(books)).join('\n')).toMatch(fault);
});

test('an order called paid that nobody paid is found', () => {
  const audit = open();
  const faults = audit.verdict(evidenceOf(paidEvidence())).join('\n');
  expect(faults).toMatch(/paid here and not at Alipay/);
  expect(faults).toMatch(/can still be paid/);
  expect(faults).toMatch(/the account has gained 0 fen, the orders say 1280/);
});

test('a refund that nobody here knows of is found', async () => {
  const audit = open();
  pay();
  await refunded('SOMEBODYS_REFUND', '5.00');
  const faults = audit.verdict(evidenceOf(paidEvidence())).join('\n');
  expect(faults).toMatch(/SOMEBODYS_REFUND of 500 fen was made and is not known here/);
});

test('a second payment that is kept is found', async () => {
  const audit = open();
  pay();
  pay(await opened(2));
  const books = paidEvidence();
  books.order.trades.push({ outTradeNo: `${ORDER_NO}_2`, status: 'paid', paidFen: TOTAL_FEN });
  expect(audit.verdict(evidenceOf(books)).join('\n')).toMatch(/2 payments were kept where 1 was due/);
});

const shownOpen = (): ShownOrder => ({
  ...paidEvidence().page,
  status: 'unpaid',
  payment: { state: 'ready', walletTradeNo: tradeNo },
});

const lies: [string, RegExp, () => ShownOrder][] = [
  ['paid', /nobody has paid/, () => paidEvidence().page],
  ['closed', /it can be paid/, () => ({ ...paidEvidence().page, status: 'closed' })],
  [
    'a trade of nobody',
    /not this order's/,
    () => ({ ...shownOpen(), payment: { state: 'ready', walletTradeNo: '1' } }),
  ],
  ['another amount', /another amount/, () => ({ ...shownOpen(), totalFen: 1 })],
];

test.each(lies)('a page that was shown %s when it was not so is remembered', (_, lie, shown) => {
  const audit = open();
  audit.saw(shown(), buyerId);
  pay();
  expect(audit.verdict(evidenceOf(paidEvidence())).join('\n')).toMatch(lie);
});

test("a page that was offered another buyer's trade is remembered", () => {
  const audit = open();
  audit.saw(shownOpen(), sandbox.buyers()[1]?.userId ?? '');
  pay();
  expect(audit.verdict(evidenceOf(paidEvidence()))).toEqual(["page: offers another buyer's trade"]);
});

test('a payment that was acknowledged before it was stored is remembered', () => {
  const audit = open();
  pay();
  const notify = new URLSearchParams({ trade_status: 'TRADE_SUCCESS', out_trade_no: `${ORDER_NO}_1` });
  const unheard = { ...paidEvidence().order, trades: [{ outTradeNo: `${ORDER_NO}_1`, status: 'open' }] };
  audit.sawAcknowledged(notify, unheard);
  expect(audit.verdict(evidenceOf(paidEvidence()))).toEqual(['a payment was acknowledged that is not stored']);
});
