import { channelContract } from '../../../contract/channel';
import { alipayBench } from '../../../support/alipay-bench';
import { anOrder } from '../../../support/orders';

describe('the Alipay channel, over the official SDK, against the sandbox', () => {
  describe.each(['user_id', 'open_id'] as const)('with buyers known by %s', (kind) => {
    channelContract(() => alipayBench(kind));
  });

  test('a trade is closed by Alipay itself when its time is over, and one whose time is over already is refused', async () => {
    const bench = await alipayBench('user_id');
    try {
      const { channel, buyer, nowMs, advance } = bench;
      const order = anOrder({ buyer, expiresAtMs: nowMs() + 60_000 });
      const [trade] = order.trades;
      if (!trade) throw new Error('an order without a trade');
      expect((await channel.createTrade(trade, order)).status).toBe('open');
      await advance(61_000);
      expect((await channel.queryTrade(trade)).status).toBe('closed');
      const other = { ...trade, outTradeNo: `${trade.outTradeNo}1` };
      expect(await channel.createTrade(other, order)).toMatchObject({
        status: 'absent',
        refusedCode: 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR',
      });
    } finally {
      await bench.close();
    }
  });
});
