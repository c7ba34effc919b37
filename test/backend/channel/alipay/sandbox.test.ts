import { channelContract } from '../../../contract/channel';
import { aPurchase, LIFETIME_MS, openedPurchase, paidPurchase } from '../../../contract/channel-bench';
import { type AlipayBench, alipayBench } from '../../../support/alipay-bench';

describe('the Alipay channel, over the official SDK, against the sandbox', () => {
  describe.each(['user_id', 'open_id'] as const)('with buyers known by %s', (kind) => {
    channelContract(() => alipayBench(kind));
  });

  describe('as Alipay alone does it', () => {
    let bench: AlipayBench;
    beforeAll(async () => {
      bench = await alipayBench('user_id');
    });
    afterAll(() => bench.close());

    test('the same number again is the same trade, with its number for the wallet', async () => {
      const { order, trade, opened } = await openedPurchase(bench);
      expect(await bench.channel.createTrade(trade, order)).toEqual(opened);
      expect((await bench.channel.queryTrade(trade)).walletTradeNo).toBe(opened.walletTradeNo);
    });

    test('a refund says at once that money has moved', async () => {
      const { trade, refund } = await paidPurchase(bench, 500);
      expect(await bench.channel.refund(refund, trade)).toMatchObject({ status: 'succeeded', refundFen: 500 });
      await bench.advance(3_000);
      expect((await bench.channel.refund(refund, trade)).status).toBe('unknown');
      await bench.advance(3_000);
      expect((await bench.channel.refund({ ...refund, refundFen: 501 }, trade)).status).toBe('refused');
    });

    test('a trade is closed by itself when its time is over, and one whose time is over already is refused', async () => {
      const { order, trade } = await openedPurchase(bench);
      await bench.advance(LIFETIME_MS + 1_000);
      expect((await bench.channel.queryTrade(trade)).status).toBe('closed');
      const other = { ...trade, outTradeNo: `${trade.outTradeNo}1` };
      expect(await bench.channel.createTrade(other, order)).toMatchObject({
        status: 'absent',
        refusedCode: 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR',
      });
    });

    describe('where the risk control wants the address of the buyer', () => {
      beforeAll(() => bench.setRules({ requiresBuyerIp: true }));
      afterAll(() => bench.setRules({ requiresBuyerIp: false }));

      test('a create without it is refused, and made with it', async () => {
        const { order, trade } = aPurchase(bench);
        const refusedCode = 'ACQ.RISK_MERCHANT_IP_NOT_EXIST';
        expect(await bench.channel.createTrade(trade, order)).toMatchObject({ status: 'absent', refusedCode });
        expect((await bench.channel.createTrade(trade, order, '203.0.113.7')).status).toBe('open');
      });

      test('the same number from another address is the same trade', async () => {
        const { order, trade } = aPurchase(bench);
        const opened = await bench.channel.createTrade(trade, order, '203.0.113.7');
        expect(opened.status).toBe('open');
        expect(await bench.channel.createTrade(trade, order, '2001:db8::7')).toEqual(opened);
      });
    });
  });
});
