import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { BLOCKED_BUYER_ID, BUYER_ID, type Merchant, merchant, OTHER_BUYER_ID } from './support/merchant';
import { type NotifyReceiver, notifyReceiver } from './support/notify-receiver';
import { granted } from './support/shop-acts';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;

describe('alipay.trade.pay', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;
  let receiver: NotifyReceiver;

  beforeEach(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    receiver = await notifyReceiver();
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  const code = (buyerId = BUYER_ID) => granted(sandbox.payCode({ buyerId })).payCode;
  function pay(change: Record<string, unknown> = {}) {
    const bizContent = { outTradeNo: 'TILL', totalAmount: '88.80', subject: '一袋茶', scene: 'bar_code', ...change };
    return shop.exec('alipay.trade.pay', { notifyUrl: receiver.url, bizContent });
  }

  test('takes a small amount on the spot and tells the merchant by notify too', async () => {
    expect(await pay({ authCode: code() })).toEqual({
      code: '10000',
      msg: 'Success',
      tradeNo: expect.stringMatching(/^\d{28}$/),
      outTradeNo: 'TILL',
      buyerLogonId: '138****0011',
      buyerUserId: BUYER_ID,
      totalAmount: '88.80',
      receiptAmount: '88.80',
      buyerPayAmount: '88.80',
      invoiceAmount: '88.80',
      pointAmount: '0.00',
      gmtPayment: '2026-11-22 10:00:00',
      fundBillList: [{ fundChannel: 'ALIPAYACCOUNT', amount: '88.80' }],
      traceId: expect.any(String),
    });
    await clock.advance(0);
    expect(receiver.received[0]?.parameters).toMatchObject({ trade_status: 'TRADE_SUCCESS', out_trade_no: 'TILL' });
  });

  test('takes the code of a face', async () => {
    const { payCode } = granted(sandbox.payCode({ kind: 'face' }));
    expect(payCode).toMatch(/^fp.{33}$/);
    expect(await pay({ authCode: payCode, scene: 'security_code' })).toMatchObject({ code: '10000' });
  });

  test('waits with 10003 for the password of a large amount, which the buyer types', async () => {
    const reply = await pay({ authCode: code(), totalAmount: '1000.01' });
    expect(reply).toMatchObject({ code: '10003', outTradeNo: 'TILL', buyerPayAmount: '0.00' });
    expect(reply).not.toHaveProperty('gmtPayment');
    expect(await shop.query({ outTradeNo: 'TILL' })).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });
    granted(sandbox.pay({ tradeNo: String(reply.tradeNo), outcome: 'paid' }));
    expect(await shop.query({ outTradeNo: 'TILL' })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
  });

  test('whose password is never typed ends after three hours', async () => {
    await pay({ authCode: code(), totalAmount: '1000.01' });
    await clock.advance(180 * MINUTE_MS);
    expect(await shop.query({ outTradeNo: 'TILL' })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
  });

  test('sent twice is paid once, and the second is told so', async () => {
    const authCode = code();
    await pay({ authCode });
    expect(await pay({ authCode })).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_HAS_SUCCESS' });
    await shop.exec('alipay.trade.cancel', { bizContent: { outTradeNo: 'TILL' } });
    expect(await pay({ authCode: code() })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_CLOSE' });
  });

  test('while it waits, takes the same order again and no other', async () => {
    const waiting = await pay({ authCode: code(), totalAmount: '2000.00' });
    expect(await pay({ authCode: code(), totalAmount: '2000.00' })).toMatchObject({ tradeNo: waiting.tradeNo });
    expect(await pay({ authCode: code() })).toMatchObject({ subCode: 'ACQ.CONTEXT_INCONSISTENT' });
    expect(await pay({ authCode: code(OTHER_BUYER_ID), totalAmount: '2000.00' })).toMatchObject({
      subCode: 'ACQ.TRADE_BUYER_NOT_MATCH',
    });
  });

  test.each`
    fault                       | act                                                                                         | change                              | subCode
    ${'a code nobody shows'}    | ${() => {}}                                                                                 | ${{ authCode: '2812345678901234' }} | ${'ACQ.PAYMENT_AUTH_CODE_INVALID'}
    ${'a code of no kind'}      | ${() => {}}                                                                                 | ${{ authCode: '1234' }}             | ${'ACQ.PAYMENT_AUTH_CODE_INVALID'}
    ${'a code two minutes old'} | ${(c: SandboxClock) => c.advance(2 * MINUTE_MS)}                                            | ${{}}                               | ${'ACQ.PAYMENT_AUTH_CODE_INVALID'}
    ${'an empty wallet'}        | ${(_: SandboxClock, s: Sandbox) => s.setBalance({ accountId: BUYER_ID, balance: '88.79' })} | ${{}}                               | ${'ACQ.BUYER_BALANCE_NOT_ENOUGH'}
    ${'no way to pay'}          | ${() => {}}                                                                                 | ${{ enablePayChannels: 'voucher' }} | ${'ACQ.PAYMENT_FAIL'}
    ${'no code'}                | ${() => {}}                                                                                 | ${{ authCode: undefined }}          | ${'ACQ.INVALID_PARAMETER'}
    ${'an unknown scene'}       | ${() => {}}                                                                                 | ${{ scene: 'wave_code' }}           | ${'ACQ.INVALID_PARAMETER'}
    ${'nothing to pay'}         | ${() => {}}                                                                                 | ${{ totalAmount: '0' }}             | ${'ACQ.TOTAL_FEE_EXCEED'}
  `('with $fault is refused as $subCode and opens nothing', async ({ act, change, subCode }) => {
    const authCode = code();
    await act(clock, sandbox);
    expect(await pay({ authCode, ...change })).toMatchObject({ code: '40004', subCode });
    expect(await shop.query({ outTradeNo: 'TILL' })).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  test('of a blocked buyer is refused', async () => {
    expect(await pay({ authCode: code(BLOCKED_BUYER_ID) })).toMatchObject({
      subCode: 'ACQ.BUYER_ENABLE_STATUS_FORBID',
    });
  });
});
