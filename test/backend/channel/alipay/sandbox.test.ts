import { channelContract } from '../../../contract/channel';
import { type ChannelBench, LIFETIME_MS, openedPurchase, paidPurchase } from '../../../contract/channel-bench';
import { alipayBench } from '../../../support/alipay-bench';

describe('the Alipay channel, over the official SDK, against the sandbox', () => {
  describe.each(['user_id', 'open_id'] as const)('with buyers known by %s', (kind) => {
    channelContract(() => alipayBench(kind));
  });

  describe('as Alipay alone does it', () => {
    let bench: ChannelBench;
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
  });
});
