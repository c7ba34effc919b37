import fc from 'fast-check';
import { accountBook } from '../../../sandbox/accounts/account-book';
import { type Ledger, ledger as openLedger } from '../../../sandbox/accounts/ledger';
import { feeSplit } from '../../../sandbox/fshows/fees';
import { refundedFen } from '../../../sandbox/fshows/refund';
import { ASSUMED_FSHOWS_RULES, type FshowsRules } from '../../../sandbox/fshows/rules';
import type { FshowsTrade } from '../../../sandbox/fshows/trade';
import { type FshowsOutcome, type FshowsTradeBook, fshowsTradeBook } from '../../../sandbox/fshows/trade-book';

const BUYERS = ['2088622000000011', '2088622000000022'];
const SHOPS = ['99990101000000000001', '99990101000000000002'];
const APP = '99990101000000001';
const OPENING_FEN = 1_000_000;
const HOUR_MS = 3_600_000;
const RATES = { payPlatform: 200, bank: 50, liquidator: 350 };

type Act =
  | { act: 'open'; outTradeNo: string; shop: number; buyer: number | undefined; totalFen: number }
  | { act: 'pay'; trade: number; buyer: number }
  | { act: 'close' | 'reverse' | 'visit' | 'look'; trade: number }
  | { act: 'refund'; trade: number; requestNo: string; amountFen: number | undefined }
  | { act: 'wait'; durationMs: number };

const tradeIndex = fc.nat({ max: 7 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('open' as const),
    outTradeNo: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'),
    shop: fc.nat({ max: 1 }),
    buyer: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
    totalFen: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 600_000 })),
  }),
  fc.record({ act: fc.constant('pay' as const), trade: tradeIndex, buyer: fc.nat({ max: 1 }) }),
  fc.record({
    act: fc.constantFrom('close' as const, 'reverse' as const, 'visit' as const, 'look' as const),
    trade: tradeIndex,
  }),
  fc.record({
    act: fc.constant('refund' as const),
    trade: tradeIndex,
    requestNo: fc.constantFrom('R1', 'R2', 'R3'),
    amountFen: fc.option(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 600_000 })), {
      nil: undefined,
    }),
  }),
  fc.record({ act: fc.constant('wait' as const), durationMs: fc.constantFrom(1, HOUR_MS, 24 * HOUR_MS) }),
);

interface World {
  book: FshowsTradeBook;
  ledger: Ledger;
  nowMs: number;
  nextNumber: number;
}

function world(rules: Partial<FshowsRules>): World {
  const ledger = openLedger(BUYERS.map((account) => ({ account, fen: OPENING_FEN })));
  const book = fshowsTradeBook({ ...ASSUMED_FSHOWS_RULES, ...rules }, { ledger, accounts: accountBook() });
  return { book, ledger, nowMs: 0, nextNumber: 1 };
}

function done(it: World, step: Act): FshowsOutcome | undefined {
  const { book, nowMs } = it;
  if (step.act === 'wait') {
    it.nowMs += step.durationMs;
    return undefined;
  }
  it.nextNumber += 1;
  const number = String(it.nextNumber);
  if (step.act === 'open') {
    const terms = {
      outTradeNo: step.outTradeNo,
      appId: APP,
      subMerchantId: SHOPS[step.shop] ?? '',
      totalFen: step.totalFen,
      subject: '茶',
      buyerUserId: step.buyer === undefined ? undefined : BUYERS[step.buyer],
      rates: RATES,
      expiresAtMs: nowMs + 2 * HOUR_MS,
    };
    return book.open(terms, { tradeNo: `T${number}`, prepayId: `P${number}` }, nowMs);
  }
  const { outTradeNo = 'NONE', prepayId = 'NONE' } = [...book.all()][step.trade] ?? {};
  const ref = { outTradeNo };
  switch (step.act) {
    case 'pay':
      return book.pay(prepayId, BUYERS[step.buyer] ?? '', nowMs);
    case 'visit':
      return book.visit(prepayId, nowMs);
    case 'close':
      return book.close(APP, ref, nowMs);
    case 'reverse':
      return book.reverse(APP, ref, `N${number}`, nowMs);
    case 'refund':
      return book.refund(APP, ref, { requestNo: step.requestNo, amountFen: step.amountFen }, `N${number}`, nowMs);
    case 'look':
      return book.look(APP, ref, nowMs);
  }
}

/** What everybody has must be what the trades say, and nobody may owe. */
function audit({ book, ledger }: World): void {
  const trades = [...book.all()].filter(({ paidAtMs }) => paidAtMs !== undefined);
  for (const buyer of BUYERS) {
    const spentFen = sum(trades.filter(({ payerUserId }) => payerUserId === buyer).map(keptFen));
    expect(ledger.balanceFen(buyer)).toBe(OPENING_FEN - spentFen);
  }
  for (const shop of SHOPS) {
    const nets = trades
      .filter(({ subMerchantId }) => subMerchantId === shop)
      .map((trade) => feeSplit(keptFen(trade), RATES));
    expect(ledger.balanceFen(shop)).toBe(sum(nets.map(({ netFen }) => netFen)));
  }
  const commissions = trades.map((trade) => feeSplit(keptFen(trade), RATES).liquidatorFen);
  expect(ledger.balanceFen(APP)).toBe(sum(commissions));
  for (const account of [...BUYERS, ...SHOPS, APP]) expect(ledger.balanceFen(account)).toBeGreaterThanOrEqual(0);
}

const keptFen = ({ totalFen, refunds }: FshowsTrade) => totalFen - refundedFen(refunds);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('the trade book of Fshows', () => {
  test.each([0, HOUR_MS])(
    'keeps every fen where it belongs, whatever is done, with refunds %i ms on their way',
    (refundLagMs) => {
      fc.assert(
        fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
          const it = world({ refundLagMs, refundFee: 'taken', refundWindowMs: 36 * HOUR_MS });
          for (const step of acts) {
            done(it, step);
            audit(it);
          }
        }),
        { numRuns: 300, seed: 20_261_122 },
      );
    },
  );

  test('says the same again when the same is done again, and remembers by its trades alone', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const [one, two] = [world({}), world({})];
        for (const step of acts) expect(done(one, step)).toEqual(done(two, step));
        const restored = world({});
        for (const trade of one.book.all()) restored.book.restore(trade);
        expect([...restored.book.all()]).toEqual([...two.book.all()]);
      }),
      { numRuns: 200, seed: 20_261_122 },
    );
  });

  test('never lets a refused request change a trade', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const it = world({ refundFee: 'taken' });
        for (const step of acts) {
          for (const { prepayId } of it.book.all()) it.book.age(prepayId, it.nowMs);
          const before = [...it.book.all()];
          const outcome = done(it, step);
          if (outcome?.kind === 'refused') expect([...it.book.all()]).toEqual(before);
        }
      }),
      { numRuns: 200, seed: 20_261_122 },
    );
  });

  test('does not give a number out twice', () => {
    const { book } = world({});
    const terms = {
      outTradeNo: 'A',
      appId: APP,
      subMerchantId: SHOPS[0] ?? '',
      totalFen: 1,
      subject: 's',
      rates: RATES,
      expiresAtMs: 1,
    };
    book.open(terms, { tradeNo: 'T', prepayId: 'P' }, 0);
    expect(() => book.open({ ...terms, outTradeNo: 'B' }, { tradeNo: 'T', prepayId: 'Q' }, 0)).toThrow('taken');
    expect(() => book.open({ ...terms, outTradeNo: 'B' }, { tradeNo: 'U', prepayId: 'P' }, 0)).toThrow('taken');
  });
});
