import type { BillRow, Channel } from '../../cloudfunctions/backend/channel/channel';
import type { Trade } from '../../cloudfunctions/backend/order/order';
import { aRefund, openedPurchase, paidPurchase, type Rule } from './channel-bench';

/** Money that goes back, and what the provider's books say of a day. */
export const refunding: Record<string, Rule> = {
  'a paid trade gives its money back, and a query proves it after a while': async (bench) => {
    const { trade, refund } = await paidPurchase(bench);
    const { outRequestNo, refundFen } = refund;
    expect(['succeeded', 'unknown']).toContain((await bench.channel.refund(refund, trade)).status);
    await bench.advance(10_000);
    const proof = { outRequestNo, status: 'succeeded', refundFen };
    expect(await bench.channel.queryRefund(refund, trade)).toEqual(proof);
  },

  'the same number again moves no money, and is no proof': async (bench) => {
    const { trade, refund } = await paidPurchase(bench);
    await bench.channel.refund(refund, trade);
    await bench.advance(3_000);
    expect(['refused', 'unknown']).toContain((await bench.channel.refund(refund, trade)).status);
    await bench.advance(10_000);
    const report = await bench.channel.queryRefund(refund, trade);
    expect(report).toMatchObject({ status: 'succeeded', refundFen: refund.refundFen });
  },

  'the same number for another amount gives nothing, and the first stays': async (bench) => {
    const { trade, refund } = await paidPurchase(bench, 500);
    await bench.channel.refund(refund, trade);
    await bench.advance(3_000);
    const again = await bench.channel.refund({ ...refund, refundFen: 501 }, trade);
    expect(['refused', 'unknown']).toContain(again.status);
    await bench.advance(10_000);
    expect(await bench.channel.queryRefund(refund, trade)).toMatchObject({ status: 'succeeded', refundFen: 500 });
    expect((await bench.channel.queryTrade(trade)).status).toBe('paid');
  },

  'parts go back one after the other, and never more than was paid': async (bench) => {
    const { trade, refund } = await paidPurchase(bench, 500);
    for (const [n, refundFen, wanted] of [
      [1, 500, 'succeeded'],
      [2, 780, 'succeeded'],
      [3, 1, 'absent'],
    ] as const) {
      const part = { ...refund, outRequestNo: `${trade.outTradeNo}R${n}`, refundFen };
      const { status } = await bench.channel.refund(part, trade);
      expect(wanted === 'absent' ? ['refused', 'unknown'] : ['succeeded', 'unknown']).toContain(status);
      await bench.advance(10_000);
      expect(await bench.channel.queryRefund(part, trade)).toMatchObject({ status: wanted });
    }
  },

  'an unpaid trade gives nothing back': async (bench) => {
    const { trade, order } = await openedPurchase(bench);
    const believedPaid: Trade = { ...trade, status: 'paid', paidFen: order.totalFen };
    const refund = aRefund(trade, order.totalFen);
    expect(['refused', 'unknown']).toContain((await bench.channel.refund(refund, believedPaid)).status);
    await bench.advance(10_000);
    expect((await bench.channel.queryRefund(refund, believedPaid)).status).toBe('absent');
  },

  'a number that was never used for a refund is absent': async (bench) => {
    const { trade, refund } = await paidPurchase(bench);
    expect((await bench.channel.queryRefund(refund, trade)).status).toBe('absent');
  },

  'a trade that has given everything back was still paid: it is closed, not absent and not open': async (bench) => {
    const { trade, refund } = await paidPurchase(bench);
    await bench.channel.refund(refund, trade);
    expect((await bench.channel.queryTrade(trade)).status).toBe('closed');
  },
};

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

export const billing: Record<string, Rule> = {
  'the bill of a day has what was paid and given back, once the day is over': async (bench) => {
    const day = new Date(bench.nowMs() + BEIJING_MS).toISOString().slice(0, 10);
    const { trade, refund, order } = await paidPurchase(bench, 300);
    await bench.channel.refund(refund, trade);
    expect((await bench.channel.fetchBill?.(day))?.kind).not.toBe('bill');
    await bench.advance(DAY_MS + DAY_MS / 2);
    const rows = (await billedRows(bench.channel, day)).filter(({ outTradeNo }) => outTradeNo === trade.outTradeNo);
    const { outTradeNo, walletTradeNo } = trade;
    expect(rows).toEqual([
      { kind: 'payment', outTradeNo, walletTradeNo, amountFen: order.totalFen },
      { kind: 'refund', outTradeNo, walletTradeNo, amountFen: 300, outRequestNo: rows[1]?.outRequestNo },
    ]);
    expect([refund.outRequestNo, undefined]).toContain(rows[1]?.outRequestNo);
  },

  'a day on which nothing happened has no rows': async (bench) => {
    const day = new Date(bench.nowMs() + BEIJING_MS - 400 * DAY_MS).toISOString().slice(0, 10);
    const reading = await bench.channel.fetchBill?.(day);
    if (reading?.kind === 'bill') expect(await billedRows(bench.channel, day)).toEqual([]);
    else expect(reading?.kind).toBe('missing');
  },
};

async function billedRows(channel: Channel, day: string): Promise<BillRow[]> {
  const reading = await channel.fetchBill?.(day);
  if (reading?.kind !== 'bill') throw new Error(`no bill of ${day}: ${JSON.stringify(reading)}`);
  const rows: BillRow[] = [];
  for await (const row of reading.rows) rows.push(row);
  return rows;
}
