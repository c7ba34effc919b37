import type { AlipayRules } from '../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const HOUR_MS = 3_600_000;

describe('alipay.trade.cancel', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;

  async function start(rules: Partial<AlipayRules> = {}): Promise<void> {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock, rules });
    shop = await merchant(sandbox.url);
  }
  beforeEach(() => start());
  afterEach(() => sandbox.close());

  const cancel = (bizContent: Record<string, unknown>) => shop.exec('alipay.trade.cancel', { bizContent });

  async function paid(): Promise<string> {
    const tradeNo = await shop.trade({ outTradeNo: 'PAID' });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    return tradeNo;
  }
  const balanceOf = (accountId: string) =>
    sandbox.accounts().find((account) => account.accountId === accountId)?.balance;

  test('closes an unpaid trade', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'OPEN' });
    const expected = { code: '10000', tradeNo, outTradeNo: 'OPEN', retryFlag: 'N', action: 'close' };
    expect(await cancel({ outTradeNo: 'OPEN' })).toMatchObject(expected);
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    expect(await cancel({ tradeNo })).toMatchObject(expected);
  });

  test('gives the money of a paid trade back, once', async () => {
    const tradeNo = await paid();
    expect(balanceOf(shop.app.sellerId)).toBe('12.30');
    for (let times = 0; times < 2; times++) {
      expect(await cancel({ tradeNo })).toMatchObject({ code: '10000', retryFlag: 'N', action: 'refund' });
    }
    expect(balanceOf(shop.app.sellerId)).toBe('0.00');
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    const bizContent = { tradeNo, outRequestNo: 'PAID' };
    expect(await shop.exec('alipay.trade.fastpay.refund.query', { bizContent })).toMatchObject({
      refundAmount: '12.30',
    });
  });

  test('of an out_trade_no that no trade bears is a success without an action', async () => {
    const reply = await cancel({ outTradeNo: 'NEVER' });
    expect(reply).toMatchObject({ code: '10000', outTradeNo: 'NEVER', retryFlag: 'N' });
    expect(reply).not.toHaveProperty('action');
    expect(reply).not.toHaveProperty('tradeNo');
    expect(await cancel({ tradeNo: '2026112222001000' })).toMatchObject({
      code: '40004',
      subCode: 'ACQ.TRADE_NOT_EXIST',
    });
    expect(await cancel({})).toMatchObject({ subCode: 'ACQ.INVALID_PARAMETER' });
  });

  test.each`
    state                          | reach                                                | rules                                       | subCode
    ${'partly refunded'}           | ${async (act: Acts) => act.refund('1.00')}           | ${{}}                                       | ${'ACQ.REASON_TRADE_REFUND_FEE_ERR'}
    ${'fully refunded'}            | ${async (act: Acts) => act.refund('12.30')}          | ${{}}                                       | ${'ACQ.REASON_TRADE_REFUND_FEE_ERR'}
    ${'older than a day'}          | ${async (act: Acts) => act.wait(24 * HOUR_MS + 1)}   | ${{}}                                       | ${'ACQ.TRADE_CANCEL_TIME_OUT'}
    ${'finished'}                  | ${async (act: Acts) => act.wait(366 * 24 * HOUR_MS)} | ${{}}                                       | ${'ACQ.TRADE_HAS_FINISHED'}
    ${'frozen'}                    | ${async (act: Acts) => act.freeze()}                 | ${{}}                                       | ${'ACQ.REASON_TRADE_BEEN_FREEZEN'}
    ${'of a seller without money'} | ${async (act: Acts) => act.empty()}                  | ${{}}                                       | ${'ACQ.SELLER_BALANCE_NOT_ENOUGH'}
    ${'of a product without it'}   | ${async () => {}}                                    | ${{ uncancellableProducts: ['JSAPI_PAY'] }} | ${'ACQ.CANCEL_NOT_ALLOWED'}
  `('of a trade that is $state is refused as $subCode', async ({ reach, rules, subCode }) => {
    await sandbox.close();
    await start(rules);
    const tradeNo = await paid();
    await reach({
      wait: (durationMs: number) => clock.advance(durationMs),
      freeze: () => sandbox.freezeTrade({ tradeNo, isFrozen: true }),
      empty: () => sandbox.setBalance({ accountId: shop.app.sellerId, balance: '0.00' }),
      refund: (refundAmount: string) =>
        shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount, outRequestNo: 'R1' } }),
    });
    const before = sandbox.trade(tradeNo);
    expect(await cancel({ tradeNo })).toMatchObject({ code: '40004', subCode });
    expect(sandbox.trade(tradeNo)).toEqual(before);
  });
});

interface Acts {
  wait(durationMs: number): Promise<void>;
  freeze(): unknown;
  empty(): unknown;
  refund(refundAmount: string): Promise<unknown>;
}
