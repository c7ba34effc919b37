import type { LedgerEntry } from '../../sandbox/accounts/ledger';
import { METHODS } from '../../sandbox/alipay/methods/methods';
import { type AuditedBill, auditedBill, fenOf } from './support/bill-audit';
import { type KnownTrade, type RandomDay, randomDay } from './support/random-day';

const OPERATIONS = 10_000;
const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-11-22T00:00:00+08:00');
/** On average half of it passes between two operations: a day and a half in all, so that midnight lies within. */
const LONGEST_PAUSE_MS = (3 * DAY_MS) / OPERATIONS;

describe.each([
  [1, 0],
  [20261122, 6000],
])(`${OPERATIONS} random operations with seed %i and a fee of %i millionths`, (seed, feeRatePpm) => {
  let day: RandomDay;
  let entries: LedgerEntry[];
  let trades: KnownTrade[];

  beforeAll(async () => {
    day = randomDay(seed, START_MS, LONGEST_PAUSE_MS, feeRatePpm);
    for (let operation = 0; operation < OPERATIONS; operation += 1) await day.step();
    entries = [...day.alipay.accounts.entries()];
    trades = [...day.known.values()];
  }, 60_000);
  afterAll(() => day.alipay.close());

  const kept = ({ tradeNo }: KnownTrade) => {
    const trade = day.alipay.trades.get(tradeNo);
    if (!trade) throw new Error(`${tradeNo} is gone`);
    return trade;
  };
  /** What a trade has cost its seller in the end: a refund takes its share of the fee along. */
  const feeFenOf = (trade: KnownTrade) => {
    const totalFen = fenOf(trade.totalAmount);
    const feeFen = trade.isPaid ? Math.round((totalFen * feeRatePpm) / 1_000_000) : 0;
    return feeFen - Math.round((feeFen * refundedFenOf(trade)) / totalFen);
  };
  const refundedFenOf = ({ refunds }: KnownTrade) => sum([...refunds.values()].map(fenOf));

  test('are worth looking at: every way a trade can go was gone often', () => {
    const seen = (told: string) => day.answers.get(told) ?? 0;
    for (const method of ['create', 'pay', 'refund', 'close', 'cancel']) {
      expect(seen(`alipay.trade.${method} 10000`)).toBeGreaterThan(50);
    }
    expect(seen('alipay.trade.refund ACQ.REASON_TRADE_REFUND_FEE_ERR')).toBeGreaterThan(5);
    expect(seen('alipay.trade.refund ACQ.SELLER_BALANCE_NOT_ENOUGH')).toBeGreaterThan(5);
    expect(trades.filter(({ refunds }) => refunds.size > 1).length).toBeGreaterThan(20);
    expect(new Set(trades.map((trade) => kept(trade).status)).size).toBe(4);
  });

  test('leave every trade as its merchant was told', () => {
    const wrong = trades.filter((trade) => {
      const { status, paidAtMs, totalFen, refunds, buyerUserId } = kept(trade);
      const isWhole = refundedFenOf(trade) === totalFen;
      const ends = trade.isPaid
        ? isWhole
          ? ['TRADE_CLOSED']
          : ['TRADE_SUCCESS', 'TRADE_FINISHED']
        : ['WAIT_BUYER_PAY', 'TRADE_CLOSED'];
      const isRight =
        ends.includes(status) &&
        (paidAtMs !== undefined) === trade.isPaid &&
        totalFen === fenOf(trade.totalAmount) &&
        sum(refunds.map(({ amountFen }) => amountFen)) === refundedFenOf(trade) &&
        refundedFenOf(trade) <= totalFen &&
        (trade.isPaid || refunds.length === 0) &&
        (!trade.isGivenUp || status === 'TRADE_CLOSED') &&
        buyerUserId.startsWith('2088');
      return !isRight;
    });
    expect(wrong).toEqual([]);
  });

  test('leave a query and a refund query that agree with it', () => {
    for (const trade of trades.filter(({ isPaid }) => isPaid).slice(0, 500)) {
      const query = day.call(trade.app, 'alipay.trade.query', { out_trade_no: trade.outTradeNo });
      expect(query.fields).toMatchObject({ trade_no: trade.tradeNo, trade_status: kept(trade).status });
      for (const [requestNo, amount] of trade.refunds) {
        const biz = { trade_no: trade.tradeNo, out_request_no: requestNo };
        const { fields } = day.call(trade.app, 'alipay.trade.fastpay.refund.query', biz);
        expect(fields).toMatchObject({ refund_status: 'REFUND_SUCCESS', refund_amount: amount });
      }
    }
  });

  test('leave a ledger in which no fen is lost, made, or on the wrong trade', () => {
    for (const { postings } of entries) expect(sum(postings.map(({ fen }) => fen))).toBe(0);
    const bySeller = new Map<string, number>();
    for (const { tradeNo = '', postings } of entries) {
      const fen = postings.find(({ account }) => account === day.alipay.trades.get(tradeNo)?.sellerId)?.fen ?? 0;
      bySeller.set(tradeNo, (bySeller.get(tradeNo) ?? 0) + fen);
    }
    const wrong = trades.filter((trade) => {
      const kept = trade.isPaid ? fenOf(trade.totalAmount) - refundedFenOf(trade) - feeFenOf(trade) : 0;
      return (bySeller.get(trade.tradeNo) ?? 0) !== kept;
    });
    expect(wrong).toEqual([]);
  });

  test('leave balances that are what went in and out, never below zero', () => {
    const { accounts, directory } = day.alipay;
    const buyers = day.alipay.buyers.all();
    expect(buyers).toHaveLength(5);
    const holders = [...buyers.map(({ userId }) => userId), ...directory.apps.map(({ sellerId }) => sellerId)];
    for (const holder of holders) {
      const moved = sum(
        entries.flatMap(({ postings }) => postings.filter(({ account }) => account === holder).map(({ fen }) => fen)),
      );
      const openingFen = buyers.some(({ userId }) => userId === holder) ? 100_000_000_00 : 0;
      expect(accounts.balanceFen(holder)).toBe(openingFen + moved);
      expect(accounts.balanceFen(holder)).toBeGreaterThanOrEqual(0);
    }
  });

  test('are told to merchants one by one, each as things stood then', () => {
    const told = new Map<string, string[]>();
    for (const { tradeNo, cause, parameters } of day.alipay.notifies.all()) {
      told.set(tradeNo, [...(told.get(tradeNo) ?? []), cause]);
      const trade = day.known.get(tradeNo) as KnownTrade;
      expect(parameters).toMatchObject({ trade_no: tradeNo, total_amount: trade.totalAmount });
      const refunded = (told.get(tradeNo) ?? []).filter((each) => each.endsWith('refunded')).length;
      const soFar = sum([...trade.refunds.values()].slice(0, refunded).map(fenOf));
      if (cause.endsWith('refunded')) expect(fenOf(parameters.refund_fee ?? '')).toBe(soFar);
    }
    const wrong = trades.filter(
      (trade) => (told.get(trade.tradeNo) ?? []).sort().join() !== expectedCauses(trade).sort().join(),
    );
    expect(wrong.map((trade) => [trade, told.get(trade.tradeNo), expectedCauses(trade)])).toEqual([]);
  });

  function expectedCauses(trade: KnownTrade): string[] {
    if (!trade.notified) return [];
    const { status, closedAtMs = Number.POSITIVE_INFINITY, expiresAtMs } = kept(trade);
    if (!trade.isPaid) return status === 'TRADE_CLOSED' ? [closedAtMs < expiresAtMs ? 'closed' : 'expired'] : [];
    const refunds = [...trade.refunds].map(() => 'partly_refunded');
    if (status === 'TRADE_CLOSED') refunds[refunds.length - 1] = 'fully_refunded';
    return ['paid', ...refunds, ...(status === 'TRADE_FINISHED' ? ['finished'] : [])];
  }

  test('are billed to the fen, each movement once, on its day', async () => {
    await day.clock.advance(4 * DAY_MS);
    const merchants = day.alipay.directory.apps.filter(({ actsForAppIds }) => actsForAppIds === undefined);
    const billed: string[] = [];
    const feesByTrade = new Map(trades.map((trade) => [trade.tradeNo, feeFenOf(trade)]));
    for (const app of merchants) {
      for (const date of ['2026-11-22', '2026-11-23']) {
        const bill = billOf(app, date);
        expect(bill.payments).toEqual(totalOf(bill, '交易'));
        expect(bill.refunds).toEqual(totalOf(bill, '退款'));
        for (const row of bill.rows) {
          expect(row.完成时间?.slice(0, 10)).toBe(date);
          billed.push(
            `${row.支付宝交易号} ${row.业务类型} ${row['退款批次号/请求号']} ${fenOf(row['订单金额（元）'] ?? '')}`,
          );
          expect(row['商家实收（元）']).toBe(row['订单金额（元）']);
          const { 支付宝交易号: tradeNo = '', '服务费（元）': fee = '' } = row;
          feesByTrade.set(tradeNo, (feesByTrade.get(tradeNo) ?? 0) + fenOf(fee));
          expect(row.商户订单号).toBe(day.known.get(row.支付宝交易号 ?? '')?.outTradeNo);
        }
      }
    }
    expect(billed.sort()).toEqual(entries.flatMap((entry) => movement(entry) ?? []).sort());
    expect([...feesByTrade].filter(([, leftFen]) => leftFen !== 0)).toEqual([]);
  });

  function billOf(app: KnownTrade['app'], date: string): AuditedBill {
    expect(METHODS.has(BILL)).toBe(true);
    const { fields } = day.call(app, BILL, { bill_type: 'trade', bill_date: date });
    const token = new URL(String(fields?.bill_download_url)).searchParams.get('token') ?? '';
    const file = day.alipay.bills.fetch(token);
    if (!file) throw new Error(`there is no bill of ${date}`);
    return auditedBill(file.bytes);
  }

  /** A ledger entry as the bill must show it; undefined for what is no trade's, and for fees, which stand in its rows. */
  function movement({ tradeNo, kind, requestNo = '', postings }: LedgerEntry): string | undefined {
    if (tradeNo === undefined || kind.startsWith('fee')) return undefined;
    const { sellerId } = kept(day.known.get(tradeNo) as KnownTrade);
    const fen = postings.find(({ account }) => account === sellerId)?.fen;
    return `${tradeNo} ${kind === 'refund' ? '退款' : '交易'} ${requestNo} ${fen}`;
  }
});

const BILL = 'alipay.data.dataservice.bill.downloadurl.query';

function totalOf({ rows }: AuditedBill, kind: string): { count: number; fen: number } {
  const mine = rows.filter((row) => row.业务类型 === kind);
  return { count: mine.length, fen: sum(mine.map((row) => fenOf(row['商家实收（元）'] ?? ''))) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
