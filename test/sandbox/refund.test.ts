import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';
import { type NotifyReceiver, notifyReceiver } from './support/notify-receiver';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const DAY_MS = 86_400_000;
const GAP_MS = 3000;

describe('alipay.trade.refund', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;
  let receiver: NotifyReceiver;

  beforeEach(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    receiver = await notifyReceiver();
    sandbox = await createSandbox({ clock, rules: { notifyCauses: ['partly_refunded', 'fully_refunded'] } });
    shop = await merchant(sandbox.url);
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  const refund = (bizContent: Record<string, unknown>) => shop.exec('alipay.trade.refund', { bizContent });
  const refundQuery = (bizContent: Record<string, unknown>) =>
    shop.exec('alipay.trade.fastpay.refund.query', { bizContent });

  /** A trade of 12.30 yuan that has been paid. */
  async function paid(outTradeNo: string): Promise<string> {
    const tradeNo = await shop.trade({ outTradeNo }, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    return tradeNo;
  }

  test('gives a part back and leaves the trade successful', async () => {
    const tradeNo = await paid('PART');
    expect(
      await refund({ outTradeNo: 'PART', refundAmount: '2.30', outRequestNo: 'R1', refundReason: '凉了' }),
    ).toEqual({
      code: '10000',
      msg: 'Success',
      tradeNo,
      outTradeNo: 'PART',
      buyerLogonId: '138****0011',
      buyerUserId: '2088622000000011',
      fundChange: 'Y',
      refundFee: '2.30',
      sendBackFee: '0.00',
      gmtRefundPay: '2026-11-22 10:00:00',
      traceId: expect.any(String),
    });
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS', totalAmount: '12.30' });
    expect(sandbox.trade(tradeNo)).toMatchObject({ refundedFen: 230, refunds: [{ requestNo: 'R1', amountFen: 230 }] });
  });

  test('tells what was really sent back to a caller who asks for it', async () => {
    const tradeNo = await paid('DETAILS');
    const options = { queryOptions: ['refund_detail_item_list'] };
    expect(await refund({ tradeNo, refundAmount: '1', outRequestNo: 'R1', ...options })).toMatchObject({
      sendBackFee: '1.00',
      refundDetailItemList: [{ fundChannel: 'ALIPAYACCOUNT', amount: '1.00' }],
    });
  });

  test('sums up what was refunded, and closes the trade with the last of it', async () => {
    const tradeNo = await paid('WHOLE');
    const fees: unknown[] = [];
    for (const [outRequestNo, refundAmount] of [
      ['R1', '2.30'],
      ['R2', '0.01'],
      ['R3', '9.99'],
    ]) {
      fees.push((await refund({ tradeNo, refundAmount, outRequestNo })).refundFee);
      await clock.advance(GAP_MS);
    }
    expect(fees).toEqual(['2.30', '2.31', '12.30']);
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
  });

  test('moves money once for one out_request_no, however often it is asked', async () => {
    const tradeNo = await paid('AGAIN');
    const request = { tradeNo, refundAmount: '2.30', outRequestNo: 'R1' };
    const first = await refund(request);
    expect(await refund({ ...request, refundAmount: '2.3' })).toEqual({
      ...first,
      fundChange: 'N',
      traceId: expect.any(String),
    });
    await clock.advance(GAP_MS);
    await refund({ tradeNo, refundAmount: '10.00', outRequestNo: 'R2' });
    expect(await refund(request)).toMatchObject({ code: '10000', fundChange: 'N', refundFee: '12.30' });
    await clock.advance(400 * DAY_MS);
    expect(await refund(request)).toMatchObject({ code: '10000', fundChange: 'N', refundFee: '12.30' });
    expect(sandbox.trade(tradeNo)).toMatchObject({ refundedFen: 1230, refunds: [{}, {}] });
  });

  test('without a number of its own is a refund of the whole trade, found by the out_trade_no', async () => {
    const tradeNo = await paid('NO_NUMBER');
    expect(await refund({ tradeNo, refundAmount: '12.30' })).toMatchObject({ fundChange: 'Y', refundFee: '12.30' });
    expect(await refund({ tradeNo, refundAmount: '12.30' })).toMatchObject({ fundChange: 'N', refundFee: '12.30' });
    expect(await refundQuery({ tradeNo, outRequestNo: 'NO_NUMBER' })).toMatchObject({ refundAmount: '12.30' });
  });

  test.each`
    state                | reach                                                             | subCode
    ${'unpaid'}          | ${async () => {}}                                                 | ${'ACQ.TRADE_STATUS_ERROR'}
    ${'closed unpaid'}   | ${async (act: Acts) => act.close()}                               | ${'ACQ.TRADE_HAS_CLOSE'}
    ${'expired'}         | ${async (act: Acts) => act.wait(20 * DAY_MS)}                     | ${'ACQ.TRADE_HAS_CLOSE'}
    ${'fully refunded'}  | ${async (act: Acts) => [act.pay(), await act.refund('12.30')]}    | ${'ACQ.TRADE_HAS_CLOSE'}
    ${'out of its time'} | ${async (act: Acts) => [act.pay(), await act.wait(366 * DAY_MS)]} | ${'ACQ.TRADE_HAS_FINISHED'}
    ${'just refunded'}   | ${async (act: Acts) => [act.pay(), await act.refund('0.10')]}     | ${'ACQ.REFUND_CHARGE_ERROR'}
  `('of a trade that is $state is refused as $subCode', async ({ reach, subCode }) => {
    const tradeNo = await shop.trade({ outTradeNo: 'STATE' });
    await reach({
      pay: () => sandbox.pay({ tradeNo, outcome: 'paid' }),
      close: () => shop.close({ tradeNo }),
      wait: (durationMs: number) => clock.advance(durationMs),
      refund: (refundAmount: string) => refund({ tradeNo, refundAmount, outRequestNo: 'EARLIER' }),
    });
    const before = sandbox.trade(tradeNo);
    expect(await refund({ tradeNo, refundAmount: '1.00', outRequestNo: 'R1' })).toMatchObject({
      code: '40004',
      subCode,
      refundFee: '0.00',
      sendBackFee: '0.00',
    });
    expect(sandbox.trade(tradeNo)).toEqual(before);
  });

  test.each`
    fault                                     | change                                         | subCode
    ${'more than was paid'}                   | ${{ refundAmount: '12.31' }}                   | ${'ACQ.REASON_TRADE_REFUND_FEE_ERR'}
    ${'more than is left'}                    | ${{ refundAmount: '10.01' }}                   | ${'ACQ.REASON_TRADE_REFUND_FEE_ERR'}
    ${'nothing'}                              | ${{ refundAmount: '0.00' }}                    | ${'ACQ.REFUND_FEE_ERROR'}
    ${'less than nothing'}                    | ${{ refundAmount: '-1.00' }}                   | ${'ACQ.REFUND_FEE_ERROR'}
    ${'a part without a number'}              | ${{ outRequestNo: undefined }}                 | ${'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'}
    ${'another amount under the same number'} | ${{ outRequestNo: 'EARLIER' }}                 | ${'ACQ.DISCORDANT_REPEAT_REQUEST'}
    ${'three decimals'}                       | ${{ refundAmount: '1.001' }}                   | ${'ACQ.INVALID_PARAMETER'}
    ${'no amount'}                            | ${{ refundAmount: undefined }}                 | ${'ACQ.INVALID_PARAMETER'}
    ${'no trade'}                             | ${{ outTradeNo: undefined }}                   | ${'ACQ.INVALID_PARAMETER'}
    ${'a trade nobody knows'}                 | ${{ outTradeNo: 'NEVER_CREATED' }}             | ${'ACQ.TRADE_NOT_EXIST'}
    ${'65 characters of out_request_no'}      | ${{ outRequestNo: 'R'.repeat(65) }}            | ${'ACQ.INVALID_PARAMETER'}
    ${'257 characters of reason'}             | ${{ refundReason: '凉'.repeat(257) }}          | ${'ACQ.INVALID_PARAMETER'}
    ${'an option that is no list'}            | ${{ queryOptions: 'refund_detail_item_list' }} | ${'ACQ.INVALID_PARAMETER'}
  `('of $fault is refused as $subCode', async ({ change, subCode }) => {
    const tradeNo = await paid('FAULT');
    await refund({ tradeNo, refundAmount: '2.30', outRequestNo: 'EARLIER' });
    await clock.advance(GAP_MS);
    const asked = { outTradeNo: 'FAULT', refundAmount: '1.00', outRequestNo: 'R1', ...change };
    expect(await refund(asked)).toMatchObject({ code: '40004', subCode, refundFee: '0.00' });
    expect(sandbox.trade(tradeNo)).toMatchObject({ refundedFen: 230 });
  });

  test('of a trade of another merchant does not happen', async () => {
    const tradeNo = await paid('MINE');
    const cafe = await merchant(sandbox.url, 1);
    const bizContent = { tradeNo, refundAmount: '1.00', outRequestNo: 'R1' };
    expect(await cafe.exec('alipay.trade.refund', { bizContent })).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  describe('is told to the merchant', () => {
    test('in part as another TRADE_SUCCESS, in whole as TRADE_CLOSED, each with a notify_id of its own', async () => {
      const tradeNo = await paid('TOLD');
      await refund({ tradeNo, refundAmount: '2.30', outRequestNo: 'R1' });
      await clock.advance(GAP_MS);
      await refund({ tradeNo, refundAmount: '10.00', outRequestNo: 'R2' });
      await clock.advance(0);
      const [part, whole] = receiver.received.map(({ parameters }) => parameters);
      expect(part).toMatchObject({
        trade_status: 'TRADE_SUCCESS',
        total_amount: '12.30',
        gmt_refund: '2026-11-22 10:00:00.000',
        refund_fee: '2.30',
        out_biz_no: 'R1',
      });
      expect(part).not.toHaveProperty('gmt_close');
      expect(whole).toMatchObject({
        trade_status: 'TRADE_CLOSED',
        gmt_refund: '2026-11-22 10:00:03.000',
        gmt_close: '2026-11-22 10:00:03',
        refund_fee: '12.30',
        out_biz_no: 'R2',
      });
      expect(whole?.notify_id).not.toBe(part?.notify_id);
      expect(shop.sdk.checkNotifySignV2(whole)).toBe(true);
    });

    test('once, however often the refund is asked for', async () => {
      const tradeNo = await paid('ONCE');
      for (let times = 0; times < 3; times++) await refund({ tradeNo, refundAmount: '1.00', outRequestNo: 'R1' });
      await clock.advance(0);
      expect(receiver.received).toHaveLength(1);
    });
  });

  describe('is seen by alipay.trade.fastpay.refund.query', () => {
    test('with its own amount, and the rest for who asks', async () => {
      const tradeNo = await paid('SEEN');
      await refund({ tradeNo, refundAmount: '2.30', outRequestNo: 'R1', refundReason: '凉了' });
      const plain = {
        code: '10000',
        msg: 'Success',
        tradeNo,
        outTradeNo: 'SEEN',
        outRequestNo: 'R1',
        totalAmount: '12.30',
        refundAmount: '2.30',
        refundStatus: 'REFUND_SUCCESS',
        refundReason: '凉了',
        traceId: expect.any(String),
      };
      expect(await refundQuery({ tradeNo, outRequestNo: 'R1' })).toEqual(plain);
      const queryOptions = ['gmt_refund_pay', 'refund_detail_item_list'];
      expect(await refundQuery({ tradeNo, outRequestNo: 'R1', queryOptions })).toEqual({
        ...plain,
        gmtRefundPay: '2026-11-22 10:00:00',
        sendBackFee: '2.30',
        refundDetailItemList: [{ fundChannel: 'ALIPAYACCOUNT', amount: '2.30' }],
      });
    });

    test('as a success without data when there is no such refund', async () => {
      const tradeNo = await paid('UNSEEN');
      expect(await refundQuery({ tradeNo, outRequestNo: 'NEVER' })).toEqual({
        code: '10000',
        msg: 'Success',
        traceId: expect.any(String),
      });
      expect(await refundQuery({ tradeNo })).toMatchObject({ subCode: 'ACQ.INVALID_PARAMETER' });
      expect(await refundQuery({ outTradeNo: 'NEVER', outRequestNo: 'R1' })).toMatchObject({
        subCode: 'ACQ.TRADE_NOT_EXIST',
      });
    });
  });
});

interface Acts {
  pay(): unknown;
  close(): unknown;
  wait(durationMs: number): Promise<void>;
  refund(refundAmount: string): Promise<unknown>;
}

describe('the switches of refunds', () => {
  test.each`
    rule                                                       | asked                                            | reply
    ${{ refundGapMs: 0 }}                                      | ${{ refundAmount: '1.00', outRequestNo: 'R2' }}  | ${{ fundChange: 'Y' }}
    ${{ overRefundSubCode: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL' }} | ${{ refundAmount: '99.00', outRequestNo: 'R2' }} | ${{ subCode: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL' }}
  `('$rule answers a second refund of $asked with $reply', async ({ rule, asked, reply }) => {
    const sandbox = await createSandbox({ clock: sandboxClock({ frozenAtMs: START_MS }), rules: rule });
    const shop = await merchant(sandbox.url);
    const tradeNo = await shop.trade();
    sandbox.pay({ tradeNo, outcome: 'paid' });
    const refund = (bizContent: object) => shop.exec('alipay.trade.refund', { bizContent: { tradeNo, ...bizContent } });
    await refund({ refundAmount: '1.00', outRequestNo: 'R1' });
    expect(await refund(asked)).toMatchObject(reply);
    await sandbox.close();
  });

  test('a refund can be made invisible to its query for a while', async () => {
    const clock = sandboxClock({ frozenAtMs: START_MS });
    const sandbox = await createSandbox({ clock, rules: { refundQueryLagMs: 10_000 } });
    const shop = await merchant(sandbox.url);
    const tradeNo = await shop.trade();
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount: '1.00', outRequestNo: 'R1' } });
    const status = async () => {
      const bizContent = { tradeNo, outRequestNo: 'R1' };
      return (await shop.exec('alipay.trade.fastpay.refund.query', { bizContent })).refundStatus;
    };
    const before = await status();
    await clock.advance(10_000);
    expect([before, await status()]).toEqual([undefined, 'REFUND_SUCCESS']);
    await sandbox.close();
  });
});
