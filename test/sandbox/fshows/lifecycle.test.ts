import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { FshowsRules } from '../../../sandbox/fshows/rules';
import { type Content, type Provider, provider, REVERSE } from './support/provider';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let clock: SandboxClock;
let sandbox: Sandbox;
let shop: Provider;

beforeAll(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  sandbox = await createSandbox({ clock });
  shop = await provider(sandbox.url);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const under = (rules: Partial<FshowsRules>) => sandbox.setFshowsRules(rules);
const reverse = (content: Content) => shop.call(REVERSE, content);
const statusOf = async (tradeNo: string) => (await shop.query({ trade_no: tradeNo })).return_value?.trade_status;

async function paid(change?: Content) {
  const trade = await shop.trade(change);
  sandbox.pay({ tradeNo: trade.prepayId, outcome: 'paid' });
  return trade;
}

function shopBalance(): string | null | undefined {
  const [first] = shop.app.subMerchants;
  return sandbox.accounts().find(({ accountId }) => accountId === first?.subMerchantId)?.balance;
}

describe('an unpaid trade', () => {
  test('unpaidLifeMs: closes by itself after fifteen days, or as soon as it says', async () => {
    const long = await shop.trade();
    under({ unpaidLifeMs: 30 * MINUTE_MS });
    const short = await shop.trade();
    await clock.advance(30 * MINUTE_MS - 1);
    expect(await statusOf(short.tradeNo)).toBe('WAIT_BUYER_PAY');
    await clock.advance(1);
    expect([await statusOf(short.tradeNo), await statusOf(long.tradeNo)]).toEqual(['TRADE_CLOSED', 'WAIT_BUYER_PAY']);
    await clock.advance(15 * DAY_MS);
    expect(await statusOf(long.tradeNo)).toBe('TRADE_CLOSED');
    expect(sandbox.pay({ tradeNo: long.prepayId, outcome: 'paid' })).toMatchObject({ reason: 'trade_not_payable' });
  });

  test('hidesUnopened: is found at once, or when its buyer has opened it', async () => {
    const { outTradeNo, prepayId } = await shop.trade();
    expect(await shop.query({ out_trade_no: outTradeNo })).toMatchObject({ success: true });
    under({ hidesUnopened: true });
    expect(await shop.query({ out_trade_no: outTradeNo })).toMatchObject({ error_code: '-207' });
    sandbox.pay({ tradeNo: prepayId, outcome: 'cancelled' });
    expect(await shop.query({ out_trade_no: outTradeNo })).toMatchObject({ success: true });
  });

  test('is closed by either number, and then by neither', async () => {
    const { outTradeNo, tradeNo } = await shop.trade();
    expect(await shop.close({ out_trade_no: outTradeNo })).toEqual({
      return_value: { out_trade_no: outTradeNo, trade_no: tradeNo },
      success: true,
    });
    expect(await shop.close({ trade_no: tradeNo })).toMatchObject({ error_code: '-220' });
    expect(await shop.close({ out_trade_no: 'NEVER' })).toMatchObject({ error_code: '-207' });
    expect(await shop.close({})).toMatchObject({ error_code: '-101' });
  });

  test('closesClosed: closed once more is -220, or stays as it is', async () => {
    const { tradeNo } = await shop.trade();
    const closed = await shop.close({ trade_no: tradeNo });
    expect(await shop.close({ trade_no: tradeNo })).toMatchObject({ error_code: '-220' });
    under({ closesClosed: true });
    expect(await shop.close({ trade_no: tradeNo })).toEqual(closed);
  });

  test('is another provider’s business to nobody else', async () => {
    const other = await provider(sandbox.url, 1);
    const { outTradeNo, tradeNo } = await shop.trade();
    for (const ref of [{ out_trade_no: outTradeNo }, { trade_no: tradeNo }]) {
      expect(await other.query(ref)).toMatchObject({ error_code: '-207' });
      expect(await other.close(ref)).toMatchObject({ error_code: '-207' });
    }
  });
});

describe('a trade', () => {
  test('is found by its trade_no when both numbers are given', async () => {
    const [one, two] = [await shop.trade(), await shop.trade()];
    const found = await shop.query({ trade_no: two.tradeNo, out_trade_no: one.outTradeNo });
    expect(found.return_value?.out_trade_no).toBe(two.outTradeNo);
    expect(await shop.query({ trade_no: two.prepayId, out_trade_no: one.outTradeNo })).toMatchObject({
      error_code: '-207',
    });
  });

  test('that is paid tells what clients read', async () => {
    const { outTradeNo, tradeNo } = await paid({ total_amount: '123.45' });
    expect(await shop.query({ out_trade_no: outTradeNo })).toEqual({
      return_value: {
        trade_no: tradeNo,
        out_trade_no: outTradeNo,
        trade_status: 'TRADE_SUCCESS',
        total_amount: '123.45',
        receipt_amount: '123.45',
        buyer_pay_amount: '123.45',
        point_amount: '0.00',
        invoice_amount: '123.45',
        send_pay_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
        buyer_logon_id: '138****0011',
        buyer_user_id: '2088622000000011',
        fund_bill_list: [{ amount: '123.45', fund_channel: 'ALIPAYACCOUNT' }],
        store_id: '99990101000000000001',
        store_name: '沙箱小店（清算）',
        net_receipt_amount: '122.71',
        pay_platform_rate: '0.00200',
        bank_commission_rate: '0.00050',
        liquidator_commission_rate: '0.00350',
        pay_platform_fee: '0.25000',
        bank_commission_fee: '0.06000',
        liquidator_commission_fee: '0.43000',
      },
      success: true,
    });
  });

  test('numbersInReplies: money and rates come as text, or as JSON numbers', async () => {
    const { tradeNo } = await paid({ total_amount: '12.30' });
    const told = async () => (await shop.query({ trade_no: tradeNo })).return_value;
    expect(await told()).toMatchObject({ total_amount: '12.30', pay_platform_rate: '0.00200' });
    under({ numbersInReplies: true });
    expect(await told()).toMatchObject({ total_amount: 12.3, pay_platform_rate: 0.002, trade_no: tradeNo });
  });

  test('wrongStateCode: a close of a paid one, and a refund of an unpaid one, are -220 or -300', async () => {
    const [unpaid, done] = [await shop.trade(), await paid()];
    const codes = async () => [
      (await shop.close({ trade_no: done.tradeNo })).error_code,
      (await shop.refund({ trade_no: unpaid.tradeNo, out_refund_no: 'R1' })).error_code,
    ];
    expect(await codes()).toEqual(['-220', '-220']);
    under({ wrongStateCode: '-300' });
    expect(await codes()).toEqual(['-300', '-300']);
    expect(await statusOf(done.tradeNo)).toBe('TRADE_SUCCESS');
  });

  test('reversesPrecreated: order.reverse closes an unpaid one and refunds a paid one, or does neither', async () => {
    under({ reversesPrecreated: false });
    const [unpaid, done] = [await shop.trade(), await paid()];
    for (const { tradeNo } of [unpaid, done]) {
      expect(await reverse({ trade_no: tradeNo })).toMatchObject({ error_code: '-220' });
    }
    under({ reversesPrecreated: true });
    for (const { tradeNo, outTradeNo } of [unpaid, done]) {
      const reversed = await reverse({ trade_no: tradeNo });
      expect(reversed.return_value).toEqual({ out_trade_no: outTradeNo, trade_no: tradeNo });
      expect(await reverse({ trade_no: tradeNo })).toEqual(reversed);
      expect(await statusOf(tradeNo)).toBe('TRADE_CLOSED');
    }
    expect(shopBalance()).toBe('0.00');
  });

  test('emptyReplies: close, reverse and refunds tell their numbers, or nothing', async () => {
    under({ emptyReplies: true });
    const [one, two, three] = [await shop.trade(), await shop.trade(), await paid()];
    const replies = [
      await shop.close({ trade_no: one.tradeNo }),
      await reverse({ trade_no: two.tradeNo }),
      await shop.refund({ trade_no: three.tradeNo, out_refund_no: 'R1' }),
      await shop.refundQuery({ trade_no: three.tradeNo, out_refund_no: 'R1' }),
    ];
    expect(replies).toEqual(replies.map(() => ({ return_value: {}, success: true })));
    expect(await statusOf(three.tradeNo)).toBe('TRADE_CLOSED');
    under({ emptyReplies: false });
    expect(await shop.refundQuery({ trade_no: three.tradeNo })).toMatchObject({
      return_value: { out_refund_no: 'R1' },
    });
  });
});

describe('a refund', () => {
  const refund = (tradeNo: string, content: Content = {}) =>
    shop.refund({ trade_no: tradeNo, out_refund_no: 'R1', ...content });

  test('refundFee: less than the whole is refused, not read, or a partial refund', async () => {
    const trades = [await paid(), await paid(), await paid()];
    const part = { refund_fee: '2.30' };
    const told: unknown[] = [];
    for (const [index, refundFee] of (['refused', 'ignored', 'taken'] as const).entries()) {
      under({ refundFee });
      const { tradeNo = '' } = trades[index] ?? {};
      const reply = await refund(tradeNo, part);
      told.push([reply.error_code ?? reply.return_value?.refund_fee, await statusOf(tradeNo)]);
    }
    expect(told).toEqual([
      ['-101', 'TRADE_SUCCESS'],
      ['12.30', 'TRADE_CLOSED'],
      ['2.30', 'TRADE_SUCCESS'],
    ]);
    const { tradeNo = '' } = trades[2] ?? {};
    expect(await refund(tradeNo, { out_refund_no: 'R2', refund_fee: '10.01' })).toMatchObject({ error_code: '-302' });
    expect(await refund(tradeNo, { out_refund_no: 'R2' })).toMatchObject({ return_value: { refund_fee: '10.00' } });
    expect([await statusOf(tradeNo), shopBalance()]).toEqual(['TRADE_CLOSED', '12.23']);
    under({ refundFee: 'refused' });
    expect(await refund(trades[0]?.tradeNo ?? '', { refund_fee: '12.30' })).toMatchObject({ success: true });
  });

  test('repeatedRefund: the same out_refund_no again gives the first result, or is refused', async () => {
    const { tradeNo } = await paid();
    const first = await refund(tradeNo);
    expect(await refund(tradeNo)).toEqual(first);
    under({ repeatedRefund: 'refused' });
    expect(await refund(tradeNo)).toMatchObject({ error_code: '-302' });
    expect(shopBalance()).toBe('0.00');
  });

  test('overRefundCode: of more than is left is -302 or -220', async () => {
    const { tradeNo } = await paid();
    await refund(tradeNo);
    expect(await refund(tradeNo, { out_refund_no: 'R2' })).toMatchObject({ error_code: '-302' });
    under({ overRefundCode: '-220' });
    expect(await refund(tradeNo, { out_refund_no: 'R2' })).toMatchObject({ error_code: '-220' });
  });

  test('shortBalanceCode: without money of the sub-merchant it is -302 or -103, and nothing moves', async () => {
    const { tradeNo } = await paid();
    const [subMerchant] = shop.app.subMerchants;
    sandbox.setBalance({ accountId: subMerchant?.subMerchantId ?? '', balance: '12.22' });
    expect(await refund(tradeNo)).toMatchObject({ error_code: '-302' });
    under({ shortBalanceCode: '-103' });
    expect(await refund(tradeNo)).toMatchObject({ error_code: '-103' });
    expect([await statusOf(tradeNo), shopBalance()]).toEqual(['TRADE_SUCCESS', '12.22']);
    sandbox.setBalance({ accountId: subMerchant?.subMerchantId ?? '', balance: '12.23' });
    expect(await refund(tradeNo)).toMatchObject({ success: true });
  });

  test('unknownRefundCode: its query is -207 or -302 when nobody asked for it', async () => {
    const { tradeNo } = await paid();
    const asked = { trade_no: tradeNo, out_refund_no: 'R1' };
    expect(await shop.refundQuery(asked)).toMatchObject({ error_code: '-207' });
    under({ unknownRefundCode: '-302' });
    expect(await shop.refundQuery(asked)).toMatchObject({ error_code: '-302' });
    expect(await shop.refundQuery({ trade_no: 'NONE', out_refund_no: 'R1' })).toMatchObject({ error_code: '-207' });
  });

  test('refundWindowMs: is possible for a year, or as long as it says; then the trade is finished', async () => {
    const [early, late] = [await paid(), await paid()];
    under({ refundWindowMs: 90 * DAY_MS });
    await clock.advance(90 * DAY_MS - 1);
    expect(await refund(early.tradeNo)).toMatchObject({ success: true });
    await clock.advance(1);
    expect(await refund(late.tradeNo)).toMatchObject({ error_code: '-220' });
    expect(await statusOf(late.tradeNo)).toBe('TRADE_FINISHED');
  });

  test('refundLagMs: arrives at once, or as late as it says, if the money is still there', async () => {
    under({ refundLagMs: 10_000 });
    const [one, two] = [await paid(), await paid()];
    for (const { tradeNo } of [one, two]) {
      expect(await refund(tradeNo)).toMatchObject({ return_value: { refund_status: 'REFUNDING' } });
      expect(await statusOf(tradeNo)).toBe('TRADE_SUCCESS');
    }
    expect(await refund(one.tradeNo, { out_refund_no: 'R2' })).toMatchObject({ error_code: '-302' });
    const [subMerchant] = shop.app.subMerchants;
    sandbox.setBalance({ accountId: subMerchant?.subMerchantId ?? '', balance: '15.00' });
    await clock.advance(10_000);
    const results = [];
    for (const { tradeNo } of [one, two]) {
      const told = await shop.refundQuery({ trade_no: tradeNo, out_refund_no: 'R1' });
      results.push([told.return_value?.refund_status, await statusOf(tradeNo)]);
    }
    expect(results).toEqual([
      ['REFUND_SUCCESS', 'TRADE_CLOSED'],
      ['REFUND_FAILED', 'TRADE_SUCCESS'],
    ]);
  });

  test('is found by either of its numbers, and the latest by none', async () => {
    under({ refundFee: 'taken' });
    const { tradeNo, outTradeNo } = await paid();
    const first = await refund(tradeNo, { refund_fee: '1.00' });
    const second = await refund(tradeNo, { out_refund_no: 'R2', refund_fee: '1.00' });
    expect(first.return_value?.refund_no).toMatch(/^\d{28}$/);
    expect(await shop.refundQuery({ out_trade_no: outTradeNo, refund_no: first.return_value?.refund_no })).toEqual(
      first,
    );
    expect(await shop.refundQuery({ out_trade_no: outTradeNo, out_refund_no: 'R2' })).toEqual(second);
    expect(await shop.refundQuery({ out_trade_no: outTradeNo })).toEqual(second);
  });

  test.each([
    [{ out_refund_no: '' }],
    [{ out_refund_no: 'x'.repeat(33) }],
    [{ refund_fee: '0' }],
    [{ refund_fee: 'all' }],
  ])('with %j is -101', async (content) => {
    const { tradeNo } = await paid();
    expect(await refund(tradeNo, content)).toMatchObject({ error_code: '-101' });
  });
});
