import fc from 'fast-check';
import { type AccountBook, accountBook } from '../../sandbox/accounts/account-book';
import { type Ledger, type LedgerEntry, ledger, OUTSIDE } from '../../sandbox/accounts/ledger';
import { ASSUMED_RULES } from '../../sandbox/alipay/rules';
import type { Trade, TradeTerms } from '../../sandbox/alipay/trade';
import { type TradeBook, type TradeBookRules, type TradeOutcome, tradeBook } from '../../sandbox/alipay/trade-book';

const SELLERS = ['2088721000000001', '2088721000000002'];
const BUYERS = ['2088622000000011', '2088622000000022'];
const OPENING_FEN = 150;
const RULES: TradeBookRules = {
  ...ASSUMED_RULES,
  refundWindowMs: 120,
  refundGapMs: 8,
  cancelWindowMs: 60,
};

/** The same cases in every run; a failure shrinks to the fewest acts. */
const RUNS = { seed: 20261122, numRuns: 200 };

interface Act {
  kind: 'open' | 'charge' | 'pay' | 'close' | 'refund' | 'cancel' | 'freeze' | 'block' | 'withdraw';
  out: number;
  party: number;
  fen: number;
  /** The number of a refund; 0 is none. */
  request: number;
  yes: boolean;
  waitMs: number;
}

const acts = fc.array(
  fc.record<Act>({
    kind: fc.constantFrom(
      'open',
      'charge',
      'pay',
      'pay',
      'close',
      'refund',
      'refund',
      'refund',
      'cancel',
      'freeze',
      'block',
      'withdraw',
    ),
    out: fc.nat({ max: 3 }),
    party: fc.nat({ max: 1 }),
    fen: fc.constantFrom(1, 30, 70, 100),
    request: fc.nat({ max: 3 }),
    yes: fc.boolean(),
    waitMs: fc.nat({ max: 9 }),
  }),
  // Long enough that much can happen to one trade; the library would rather have them short.
  { minLength: 50, maxLength: 100, size: 'max' },
);

interface World {
  book: TradeBook;
  books: { ledger: Ledger; accounts: AccountBook };
  nowMs: number;
  /** Numbers drawn so far. */
  drawn: number;
}

function newWorld(): World {
  const books = {
    ledger: ledger(BUYERS.map((account) => ({ account, fen: OPENING_FEN }))),
    accounts: accountBook(),
  };
  return { book: tradeBook(RULES, books), books, nowMs: 0, drawn: 0 };
}

/** Every trade is of 100 fen, half of them paid from outside; what it did is undefined for acts beside the book. */
function act(world: World, { kind, out, party, fen, request, yes, waitMs }: Act): TradeOutcome | undefined {
  world.nowMs += waitMs;
  const { book, books, nowMs } = world;
  const [sellerId = '', buyerUserId = ''] = [SELLERS[party], BUYERS[out % 2]];
  const ref = { outTradeNo: `O${out}` };
  const tradeNo = [...book.all()].find((trade) => trade.outTradeNo === ref.outTradeNo)?.tradeNo ?? 'none';
  const terms: TradeTerms = {
    ...ref,
    appId: '9021000100000001',
    authAppId: '9021000100000001',
    sellerId,
    buyerUserId,
    productCode: 'JSAPI_PAY',
    totalFen: 100,
    subject: '茶',
    disabledChannels: party === 1 ? 'balance' : undefined,
    isRefundable: out !== 3,
    expiresAtMs: nowMs + 40,
  };
  const newTradeNo = `T${world.drawn++}`;
  switch (kind) {
    case 'open':
      return book.open(terms, newTradeNo, nowMs);
    case 'charge':
      return book.charge(terms, newTradeNo, yes, nowMs);
    case 'pay':
      return book.pay(tradeNo, buyerUserId, nowMs);
    case 'close':
      return book.close(sellerId, ref, nowMs);
    case 'refund':
      return book.refund(
        sellerId,
        ref,
        { requestNo: request === 0 ? undefined : `R${request}`, amountFen: fen },
        nowMs,
      );
    case 'cancel':
      return book.cancel(sellerId, ref, nowMs);
    case 'freeze':
      return book.freeze(tradeNo, yes, nowMs);
    case 'block':
      books.accounts.set({ partyId: buyerUserId, status: yes ? 'blocked' : 'normal' });
      return undefined;
    case 'withdraw':
      withdraw(world, sellerId);
      return undefined;
  }
}

/** The seller takes half of his money out. */
function withdraw({ books, nowMs, drawn }: World, account: string): void {
  const fen = Math.floor(books.ledger.balanceFen(account) / 2);
  const postings = [
    { account, fen: -fen },
    { account: OUTSIDE, fen },
  ];
  books.ledger.post({ entryNo: `W${drawn}`, kind: 'withdrawal', atMs: nowMs, postings });
}

/** The sum of an account's postings, computed apart from the ledger's own balances. */
function postedFen(entries: Iterable<LedgerEntry>, account: string): number {
  return [...entries]
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.account === account)
    .reduce((sum, { fen }) => sum + fen, 0);
}

const refundedOf = ({ refunds }: Trade) => refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);

describe('whatever is paid, refunded, cancelled, frozen and withdrawn, in any order', () => {
  /** Looks at the world after every act; `faults` says what is wrong with it. */
  function everyStep(faults: (world: World, outcome: TradeOutcome | undefined) => string[]): void {
    fc.assert(
      fc.property(acts, (asked) => {
        const world = newWorld();
        expect(asked.flatMap((one) => faults(world, act(world, one)))).toEqual([]);
      }),
      RUNS,
    );
  }

  test('no money is made and none is lost, and nobody has less than nothing', () => {
    everyStep(({ books }) => {
      const balances = [...SELLERS, ...BUYERS].map((account) => books.ledger.balanceFen(account));
      const sumFen = balances.reduce((sum, fen) => sum + fen, books.ledger.balanceFen(OUTSIDE));
      return [...(sumFen === 0 ? [] : [`the sum is ${sumFen}`]), ...balances.filter((fen) => fen < 0).map(String)];
    });
  });

  test('every balance is what was there at the beginning and all that was posted since', () => {
    everyStep(({ books }) =>
      [...SELLERS, ...BUYERS].filter((account) => {
        const openingFen = BUYERS.includes(account) ? OPENING_FEN : 0;
        return books.ledger.balanceFen(account) !== openingFen + postedFen(books.ledger.entries(), account);
      }),
    );
  });

  test('a trade gives back no more than was paid, ends with the last of it, and its entries say the same', () => {
    everyStep(({ book, books }) =>
      [...book.all()].flatMap((trade) => {
        const paidFen = trade.paidAtMs === undefined ? 0 : trade.totalFen;
        const leftFen = paidFen - refundedOf(trade);
        const mine = [...books.ledger.entries()].filter(({ tradeNo }) => tradeNo === trade.tradeNo);
        const isRight =
          leftFen >= 0 &&
          (paidFen === 0 || leftFen > 0 || trade.status === 'TRADE_CLOSED') &&
          postedFen(mine, trade.sellerId) === leftFen &&
          new Set(trade.refunds.map(({ requestNo }) => requestNo)).size === trade.refunds.length;
        return isRight ? [] : [JSON.stringify(trade)];
      }),
    );
  });

  test('money moves only in what is done, and every entry of it is told', () => {
    fc.assert(
      fc.property(acts, (asked) => {
        const world = newWorld();
        const told: LedgerEntry[] = [];
        for (const one of asked) {
          const outcome = act(world, one);
          if (outcome?.kind === 'done') told.push(...outcome.entries);
        }
        const posted = [...world.books.ledger.entries()].filter(({ kind }) => kind !== 'withdrawal');
        expect(told).toEqual(posted);
      }),
      RUNS,
    );
  });

  test('the same refund asked twice is done twice and moves money once', () => {
    fc.assert(
      fc.property(acts, (asked) => {
        const world = newWorld();
        for (const one of asked) {
          const first = act(world, one);
          if (one.kind !== 'refund' || first?.kind !== 'done') continue;
          const balances = SELLERS.map((account) => world.books.ledger.balanceFen(account));
          expect(act(world, one)).toMatchObject({ kind: 'done', entries: [], trade: { refunds: first.trade.refunds } });
          expect(SELLERS.map((account) => world.books.ledger.balanceFen(account))).toEqual(balances);
        }
      }),
      RUNS,
    );
  });

  test('every act was taken and every act refused at some time', () => {
    const seen = new Set<string>();
    everyStep((_, outcome) => {
      if (outcome?.kind === 'refused') seen.add(outcome.reason);
      for (const { kind } of outcome?.events ?? []) seen.add(kind);
      return [];
    });
    const expected = [
      'buyer_balance_short',
      'buyer_cannot_receive',
      'cancel_too_late',
      'refund_discordant',
      'refund_exceeds_total',
      'refund_not_full',
      'refund_too_soon',
      'seller_balance_short',
      'trade_finished',
      'trade_frozen',
      'trade_fully_refunded',
      'trade_has_refunds',
      'trade_not_refundable',
      'trade_partly_refunded',
    ];
    expect(expected.filter((one) => !seen.has(one))).toEqual([]);
  });
});

describe('the ledger', () => {
  test('takes no entry that does not sum to zero, and none twice', () => {
    const book = ledger();
    const entry = (entryNo: string, fen: number): LedgerEntry => ({
      entryNo,
      kind: 'deposit',
      atMs: 0,
      postings: [
        { account: 'A', fen: 5 },
        { account: OUTSIDE, fen },
      ],
    });
    expect(() => book.post(entry('1', -4))).toThrow('off balance by 1 fen');
    book.post(entry('2', -5));
    expect(() => book.post(entry('2', -5))).toThrow('has been posted');
    expect(book.balanceFen('A')).toBe(5);
  });
});
