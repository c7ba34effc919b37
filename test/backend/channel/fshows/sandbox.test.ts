import type { Refund } from '../../../../cloudfunctions/backend/order/order';
import { channelContract } from '../../../contract/channel';
import { fshowsBench } from '../../../support/fshows-bench';
import { anOrder } from '../../../support/orders';

describe('the Fshows channel, over urllib, against the sandbox', () => {
  describe('as the sandbox is set', () => {
    channelContract(() => fshowsBench());
  });

  describe('where all that no source settles is the other way', () => {
    channelContract(() =>
      fshowsBench({
        identicalRetry: 'same_trade',
        numbersInReplies: true,
        explainsErrors: true,
        wrongStateCode: '-300',
        overRefundCode: '-220',
        closesClosed: true,
        billFirstColumn: 'row_number',
        billRefundsNegative: false,
        emptyBill: 'blank_url',
        repeatedRefund: 'refused',
      }),
    );
  });

  test('where success says nothing else, a close is a close, and a refund of everything is proven by its trade', async () => {
    const bench = await fshowsBench({ emptyReplies: true });
    try {
      const { channel, buyer } = bench;
      const [left, kept] = [anOrder({ buyer }), anOrder({ buyer })];
      const [leftTrade, keptTrade] = [left.trades[0], kept.trades[0]];
      if (!leftTrade || !keptTrade) throw new Error('an order without a trade');
      await channel.createTrade(leftTrade, left);
      expect(await channel.closeTrade(leftTrade)).toMatchObject({ status: 'closed' });
      bench.pay(await channel.createTrade(keptTrade, kept));
      const { outTradeNo } = keptTrade;
      const numbers = { outRequestNo: `${outTradeNo}R1`, outTradeNo, refundFen: kept.totalFen };
      const begun = { status: 'pending', attempts: 1, requestedAtMs: 0, nextTryAtMs: 0 } as const;
      const refund: Refund = { ...numbers, ...begun, cause: 'merchant' };
      const paid = { ...keptTrade, status: 'paid', paidFen: kept.totalFen } as const;
      expect(await channel.queryRefund(refund, paid)).toMatchObject({ status: 'absent' });
      expect(await channel.refund(refund, paid)).toMatchObject({ status: 'unknown', code: 'refund_accepted' });
      expect(await channel.queryRefund(refund, paid)).toMatchObject({ status: 'succeeded', refundFen: kept.totalFen });
    } finally {
      await bench.close();
    }
  });
});
