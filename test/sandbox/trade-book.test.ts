import fc from 'fast-check';
import { accountBook } from '../../sandbox/accounts/account-book';
import { ledger } from '../../sandbox/accounts/ledger';
import { ASSUMED_RULES } from '../../sandbox/alipay/rules';
import { NEXT_STATUSES, type Trade, type TradeEvent, type TradeTerms } from '../../sandbox/alipay/trade';
import { type TradeBook, type TradeBookRules, type TradeOutcome, tradeBook } from '../../sandbox/alipay/trade-book';

const RULES: TradeBookRules = {
  ...ASSUMED_RULES,
  refundWindowMs: 50,
  refundGapMs: 3,
  cancelWindowMs: 40,
};
const SELLERS = ['2088721000000001', '2088721000000002'];
const BUYERS = ['2088622000000011', '2088622000000022'];

/** Buyers begin with a hundred yuan each. */
function newBook(): TradeBook {
  const openings = BUYERS.map((account) => ({ account, fen: 10_000 }));
  return tradeBook(RULES, { ledger: ledger(openings), accounts: accountBook() });
}

function termsWith(change: Partial<TradeTerms> = {}): TradeTerms {
  return {
    outTradeNo: 'A',
    appId: '9021000100000001',
    authAppId: '9021000100000001',
    sellerId: '2088721000000001',
    buyerUserId: '2088622000000011',
    productCode: 'JSAPI_PAY',
    totalFen: 100,
    subject: '茶',
    isRefundable: true,
    expiresAtMs: 100,
    ...change,
  };
}

describe('the trade book', () => {
  let book: TradeBook;
  beforeEach(() => {
    book = newBook();
  });

  const open = (change: Partial<TradeTerms> = {}, nowMs = 0) => book.open(termsWith(change), `T${nowMs}`, nowMs);

  test('opens a trade that waits for its buyer', () => {
    expect(open()).toMatchObject({
      kind: 'done',
      trade: { tradeNo: 'T0', status: 'WAIT_BUYER_PAY', createdAtMs: 0 },
      events: [{ kind: 'trade_created', tradeNo: 'T0', atMs: 0 }],
    });
  });

  test('opens nothing for a seller who buys from himself, or for a moment already past', () => {
    expect(open({ buyerUserId: SELLERS[0] })).toMatchObject({ kind: 'refused', reason: 'buyer_is_seller' });
    expect(open({}, 100)).toMatchObject({ kind: 'refused', reason: 'already_expired' });
    expect([...book.all()]).toEqual([]);
  });

  test('keeps the same number of two sellers apart', () => {
    open();
    expect(open({ sellerId: '2088721000000002', totalFen: 7 }, 1)).toMatchObject({
      kind: 'done',
      trade: { tradeNo: 'T1' },
    });
  });

  test('a trade is finished at once when its product cannot be refunded', () => {
    open({ isRefundable: false });
    expect(book.pay('T0', '2088622000000011', 5)).toMatchObject({ trade: { status: 'TRADE_FINISHED', paidAtMs: 5 } });
  });

  test('expiry is told at its own moment, however late it is noticed', () => {
    open();
    expect(book.look('2088721000000001', { outTradeNo: 'A' }, 99_999)).toMatchObject({
      kind: 'done',
      trade: { status: 'TRADE_CLOSED', closedAtMs: 100 },
      events: [{ kind: 'trade_expired', atMs: 100 }],
    });
    expect(book.look('2088721000000001', { outTradeNo: 'A' }, 99_999).events).toEqual([]);
  });

  test('a payment at the moment of expiry is refused, one before is taken', () => {
    open();
    expect(book.pay('T0', '2088622000000011', 100)).toMatchObject({
      kind: 'refused',
      reason: 'trade_not_payable',
      events: [{ kind: 'trade_expired' }],
    });
    open({ outTradeNo: 'B' }, 1);
    expect(book.pay('T1', '2088622000000011', 99)).toMatchObject({ kind: 'done', trade: { status: 'TRADE_SUCCESS' } });
  });

  test.each`
    state         | reach                                                                      | repeated               | paid                   | closed
    ${'unpaid'}   | ${() => {}}                                                                | ${'done'}              | ${'done'}              | ${'done'}
    ${'paid'}     | ${(b: TradeBook) => b.pay('T0', '2088622000000011', 1)}                    | ${'trade_has_success'} | ${'trade_not_payable'} | ${'trade_not_closable'}
    ${'closed'}   | ${(b: TradeBook) => b.close('2088721000000001', { tradeNo: 'T0' }, 1)}     | ${'trade_has_close'}   | ${'trade_not_payable'} | ${'trade_not_closable'}
    ${'expired'}  | ${(b: TradeBook) => b.age('T0', 100)}                                      | ${'trade_has_close'}   | ${'trade_not_payable'} | ${'trade_not_closable'}
    ${'finished'} | ${(b: TradeBook) => [b.pay('T0', '2088622000000011', 1), b.age('T0', 51)]} | ${'trade_has_success'} | ${'trade_not_payable'} | ${'trade_not_closable'}
  `('a trade that is $state answers create with $repeated, pay with $paid, close with $closed', (row) => {
    const verdicts = [
      (b: TradeBook) => b.open(termsWith(), 'NEW', 60),
      (b: TradeBook) => b.pay('T0', '2088622000000011', 60),
      (b: TradeBook) => b.close('2088721000000001', { tradeNo: 'T0' }, 60),
    ].map((act) => {
      const fresh = newBook();
      fresh.open(termsWith(), 'T0', 0);
      row.reach(fresh);
      return verdict(act(fresh));
    });
    expect(verdicts).toEqual([row.repeated, row.paid, row.closed]);
  });

  test('a paid trade cannot be taken for closed by any change of status', () => {
    expect(NEXT_STATUSES.TRADE_CLOSED).toEqual([]);
    expect(NEXT_STATUSES.TRADE_FINISHED).toEqual([]);
  });
});

type Act = { kind: 'open' | 'pay' | 'close' | 'look' | 'age'; out: number; party: number; fen: number; waitMs: number };

/** The same cases in every run; a failure shrinks to the fewest acts. */
const RUNS = { seed: 20261122, numRuns: 300 };

const acts = fc.array(
  fc.record<Act>({
    kind: fc.constantFrom('open', 'pay', 'close', 'look', 'age'),
    out: fc.nat({ max: 2 }),
    party: fc.nat({ max: 1 }),
    fen: fc.constantFrom(100, 200),
    waitMs: fc.nat({ max: 30 }),
  }),
  { maxLength: 60 },
);

describe('whatever is asked of the trade book, in any order', () => {
  test('every trade moves only as Alipay documents, time never turns back, and money moves once', () => {
    fc.assert(
      fc.property(acts, (asked) => {
        const seen = new Map<string, Trade>();
        const told: TradeEvent[] = [];
        play(asked, ({ trade, events }) => {
          told.push(...events);
          if (!trade) return;
          expectAllowed(seen.get(trade.tradeNo), trade, events);
          seen.set(trade.tradeNo, trade);
        });
        for (const trade of seen.values()) {
          const own = told.filter(({ tradeNo }) => tradeNo === trade.tradeNo);
          expect(own[0]?.kind).toBe('trade_created');
          expect(own.filter(({ kind }) => kind === 'trade_paid')).toHaveLength(trade.paidAtMs === undefined ? 0 : 1);
          expect(own.map(({ atMs }) => atMs)).toEqual(own.map(({ atMs }) => atMs).sort((a, b) => a - b));
        }
      }),
      RUNS,
    );
  });

  test('no two trades of a seller have the same out_trade_no, and terms never change', () => {
    fc.assert(
      fc.property(acts, (asked) => {
        const terms = new Map<string, string>();
        const book = play(asked, ({ trade }) => {
          if (!trade) return;
          const now = JSON.stringify([
            trade.outTradeNo,
            trade.sellerId,
            trade.buyerUserId,
            trade.totalFen,
            trade.expiresAtMs,
          ]);
          expect(terms.get(trade.tradeNo) ?? now).toBe(now);
          terms.set(trade.tradeNo, now);
        });
        const numbers = [...book.all()].map(({ sellerId, outTradeNo }) => `${sellerId}/${outTradeNo}`);
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      RUNS,
    );
  });

  test('a book that was kept record by record and taken back is the same book', () => {
    fc.assert(
      fc.property(acts, acts, (before, after) => {
        const kept = new Map<string, Trade>();
        const original = play(before, ({ trade, events }) => {
          if (trade && events.length > 0) kept.set(trade.tradeNo, structuredClone(trade));
        });
        const restored = newBook();
        for (const trade of kept.values()) restored.restore(trade);
        const verdictsOf = (book: TradeBook) => {
          const verdicts: unknown[] = [];
          play(after, (outcome) => verdicts.push(verdict(outcome), outcome.events), book, 2000);
          return verdicts;
        };
        expect(verdictsOf(restored)).toEqual(verdictsOf(original));
      }),
      RUNS,
    );
  });
});

/** Runs the acts at growing moments; each open draws a number of its own. */
function play(asked: Act[], watch: (outcome: TradeOutcome) => void, book = newBook(), startMs = 0): TradeBook {
  let nowMs = startMs;
  asked.forEach((act, index) => {
    nowMs += act.waitMs;
    const sellerId = SELLERS[act.party] ?? '';
    const buyerUserId = BUYERS[act.party] ?? '';
    const outTradeNo = `O${act.out}`;
    const known = [...book.all()].at(act.out);
    const terms = termsWith({ outTradeNo, sellerId, buyerUserId, totalFen: act.fen, expiresAtMs: nowMs + 40 });
    const outcomes = {
      open: () => book.open(terms, `T${startMs + index}`, nowMs),
      pay: () => book.pay(known?.tradeNo ?? 'none', buyerUserId, nowMs),
      close: () => book.close(sellerId, { outTradeNo }, nowMs),
      look: () => book.look(sellerId, { tradeNo: known?.tradeNo, outTradeNo }, nowMs),
      age: () => book.age(known?.tradeNo ?? 'none', nowMs),
    };
    watch(outcomes[act.kind]());
  });
  return book;
}

function verdict(outcome: TradeOutcome): string {
  return outcome.kind === 'refused' ? outcome.reason : 'done';
}

/** A change needs an event, an event a change, and every step must be one of the table's. */
function expectAllowed(before: Trade | undefined, after: Trade, events: readonly TradeEvent[]): void {
  if (!before) {
    expect(events[0]?.kind).toBe('trade_created');
    return;
  }
  if (events.length === 0) {
    expect(after).toEqual(before);
    return;
  }
  // Ageing and the act itself may both have happened; no path from one end to the other exists.
  const reachable = NEXT_STATUSES[before.status].flatMap((next) => [next, ...NEXT_STATUSES[next]]);
  expect(reachable).toContain(after.status);
  if (before.paidAtMs !== undefined) expect(after.paidAtMs).toBe(before.paidAtMs);
}
