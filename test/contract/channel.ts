import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import type { Trade } from '../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../cloudfunctions/backend/order/report';
import type { ReceivedNotify } from '../support/notify-receiver';
import {
  aPurchase,
  aRefund,
  type ChannelBench,
  LIFETIME_MS,
  openedPurchase,
  type Purchase,
  type Rule,
} from './channel-bench';
import { billing, refunding } from './channel-money';

/** What every channel must do, shown against its provider. Call it inside a `describe`. */
export function channelContract(openBench: () => Promise<ChannelBench>): void {
  let bench: ChannelBench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench.close());

  for (const [title, holds] of Object.entries(rules)) test(title, () => holds(bench));
  test('when nobody answers, nothing is known, and nothing is thrown', async () => {
    const lonely = await openBench();
    try {
      const purchase = aPurchase(lonely);
      await lonely.channel.createTrade(purchase.trade, purchase.order);
      await lonely.cutOff();
      await expectNoEvidence(lonely.channel, purchase);
    } finally {
      await lonely.close();
    }
  });
}

const opening: Record<string, Rule> = {
  'a new trade is open, with a number for matching and one for the wallet': async (bench) => {
    const { opened, trade } = await openedPurchase(bench);
    expect(opened).toMatchObject({ outTradeNo: trade.outTradeNo, status: 'open' });
    expect(opened.tradeNo).toMatch(/^\S{8,64}$/);
    expect(opened.walletTradeNo).toMatch(/^\S{8,64}$/);
  },

  'the same number twice makes no second trade: it is the same one, or taken': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    expectSameOrTaken(await bench.channel.createTrade(trade, order), opened);
    expect(await bench.channel.queryTrade(trade)).toMatchObject({ status: 'open', tradeNo: opened.tradeNo });
  },

  'the same number ten times at once is one trade': async (bench) => {
    const { trade, order } = aPurchase(bench);
    const attempts = Array.from({ length: 10 }, () => bench.channel.createTrade(trade, order));
    const reports = await Promise.all(attempts);
    const opened = reports.find(({ status }) => status === 'open');
    if (!opened) throw new Error(`none was opened: ${JSON.stringify(reports)}`);
    for (const report of reports) expectSameOrTaken(report, opened);
    expect(await bench.channel.queryTrade(trade)).toMatchObject({ status: 'open', tradeNo: opened.tradeNo });
  },

  'the same number for another amount opens nothing, and the first trade stays as it is': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    const again = await bench.channel.createTrade(trade, { ...order, totalFen: order.totalFen + 1 });
    expect(again).toMatchObject({ status: 'unknown', code: expect.any(String) });
    expect(again).not.toHaveProperty('refusedCode');
    expectFound(await bench.channel.queryTrade(trade), opened, order.totalFen);
  },

  'the same number for another buyer opens nothing': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    const again = await bench.channel.createTrade(trade, { ...order, buyer: bench.otherBuyer });
    expect(again.status).toBe('unknown');
    expectFound(await bench.channel.queryTrade(trade), opened, order.totalFen);
  },

  'a buyer who cannot pay there is refused with a code, and there is no trade': async (bench) => {
    const { trade, order } = aPurchase(bench, { buyer: bench.nobody });
    const refused = await bench.channel.createTrade(trade, order);
    expect(refused).toMatchObject({ status: 'absent', refusedCode: expect.stringMatching(/./) });
    expect((await bench.channel.queryTrade(trade)).status).toBe('absent');
  },

  'the smallest and the largest amount there is arrive exactly': async (bench) => {
    for (const totalFen of [1, 10_000_000_000]) {
      const { trade } = await openedPurchase(bench, { totalFen });
      expect(await bench.channel.queryTrade(trade)).toMatchObject({ status: 'open', totalFen });
    }
  },
};

const querying: Record<string, Rule> = {
  'a number that was never used is absent, and that is no refusal': async (bench) => {
    const report = await bench.channel.queryTrade(aPurchase(bench).trade);
    expect(report.status).toBe('absent');
    expect(report).not.toHaveProperty('refusedCode');
  },

  'an open trade is found with its number and its amount': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    expectFound(await bench.channel.queryTrade(trade), opened, order.totalFen);
  },

  'a paid trade is found with amount and time': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    const paidAtMs = bench.nowMs();
    bench.pay(opened);
    const report = await bench.channel.queryTrade(trade);
    expect(report).toMatchObject({ status: 'paid', totalFen: order.totalFen, tradeNo: opened.tradeNo });
    expect(Math.abs((report.paidAtMs ?? 0) - paidAtMs)).toBeLessThan(60_000);
  },

  'a paid trade cannot be opened again': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    bench.pay(opened);
    const again = await bench.channel.createTrade(trade, order);
    expect(['unknown', 'paid']).toContain(again.status);
    expect(again).not.toHaveProperty('refusedCode');
  },

  'a trade whose time is over is closed, by the provider or by us': async (bench) => {
    const { opened, trade } = await openedPurchase(bench);
    await bench.advance(LIFETIME_MS + 1_000);
    const { status } = await bench.channel.queryTrade(trade);
    expect(['closed', 'open']).toContain(status);
    if (status === 'open') expect((await bench.channel.closeTrade(trade)).status).toBe('closed');
    expect(() => bench.pay(opened)).toThrow();
    expect((await bench.channel.queryTrade(trade)).status).toBe('closed');
  },
};

const closing: Record<string, Rule> = {
  'an open trade is closed, can be paid no more, and stays closed': async (bench) => {
    const { opened, trade, order } = await openedPurchase(bench);
    expect((await bench.channel.closeTrade(trade)).status).toBe('closed');
    expect(() => bench.pay(opened)).toThrow();
    expect((await bench.channel.queryTrade(trade)).status).toBe('closed');
    const again = await bench.channel.createTrade(trade, order);
    expect(again).toMatchObject({ status: 'unknown' });
    expect(again).not.toHaveProperty('refusedCode');
  },

  'closing twice says closed or nothing, and a query tells': async (bench) => {
    const { trade } = await openedPurchase(bench);
    await bench.channel.closeTrade(trade);
    expect(['closed', 'unknown']).toContain((await bench.channel.closeTrade(trade)).status);
    expect((await bench.channel.queryTrade(trade)).status).toBe('closed');
  },

  'a number that was never used cannot be closed: it is absent': async (bench) => {
    expect((await bench.channel.closeTrade(aPurchase(bench).trade)).status).toBe('absent');
  },

  'a paid trade is not closed, and a query finds it paid': async (bench) => {
    const { opened, trade } = await openedPurchase(bench);
    bench.pay(opened);
    expect((await bench.channel.closeTrade(trade)).status).toBe('unknown');
    expect((await bench.channel.queryTrade(trade)).status).toBe('paid');
  },
};

const notifying: Record<string, Rule> = {
  'a payment is told by a message that says what a query says': async (bench) => {
    const { opened, trade } = await openedPurchase(bench);
    bench.pay(opened);
    const reading = bench.channel.readNotify(...messageOf(await bench.notifyOf(trade)));
    const { status, totalFen, tradeNo, paidAtMs } = await bench.channel.queryTrade(trade);
    expect(reading).toMatchObject({
      kind: 'report',
      report: { outTradeNo: trade.outTradeNo, status, totalFen, tradeNo, paidAtMs },
    });
  },

  'a subject full of signs that break signatures breaks none': async (bench) => {
    const subject = '明前龙井（50 克）+ "cup" 100% \'x\' <b> 🍵 a%20b &amp; c/d = e';
    const { opened, trade } = await openedPurchase(bench, { subject });
    bench.pay(opened);
    const reading = bench.channel.readNotify(...messageOf(await bench.notifyOf(trade)));
    expect(reading).toMatchObject({ kind: 'report', report: { outTradeNo: trade.outTradeNo, status: 'paid' } });
  },

  'a message changed on its way is refused': async (bench) => {
    const { opened, trade } = await openedPurchase(bench, { totalFen: 1_280 });
    bench.pay(opened);
    const { body, headers } = await bench.notifyOf(trade);
    expect(body).toContain('12.80');
    const changed = bench.channel.readNotify(body.replaceAll('12.80', '12.81'), headers);
    expect(changed).toMatchObject({ kind: 'refused', reason: 'bad_signature', outTradeNo: trade.outTradeNo });
  },

  'a message from somebody else is refused': async (bench) => {
    const { opened, trade } = await openedPurchase(bench);
    bench.pay(opened);
    const message = messageOf(await bench.notifyOf(trade));
    expect(bench.mistrustful.readNotify(...message)).toMatchObject({ kind: 'refused', reason: 'bad_signature' });
  },
};

const mistrusting: Record<string, Rule> = {
  'answers that cannot be verified prove nothing, though the trade is there': async (bench) => {
    const purchase = aPurchase(bench);
    await expectNoEvidence(bench.mistrustful, purchase);
    expect((await bench.channel.queryTrade(purchase.trade)).status).not.toBe('unknown');
  },
};

const rules: Record<string, Rule> = {
  ...opening,
  ...querying,
  ...closing,
  ...notifying,
  ...refunding,
  ...billing,
  ...mistrusting,
};

// --- Helpers of the rules ---

function expectSameOrTaken(report: TradeReport, opened: TradeReport): void {
  const taken = { outTradeNo: opened.outTradeNo, status: 'unknown', isNumberTaken: true };
  if (report.status === 'open') expect(report).toEqual(opened);
  else expect(report).toMatchObject(taken);
}

function expectFound(found: TradeReport, { outTradeNo, tradeNo, walletTradeNo }: TradeReport, totalFen: number): void {
  expect(found).toMatchObject({ outTradeNo, status: 'open', tradeNo, totalFen });
  expect([walletTradeNo, undefined]).toContain(found.walletTradeNo);
}

async function expectNoEvidence(channel: Channel, { trade, order }: Purchase): Promise<void> {
  const created = await channel.createTrade(trade, order);
  // That a create never left us is proof of its own.
  if (!created.isNotSent) expect(created).toMatchObject({ outTradeNo: trade.outTradeNo, status: 'unknown' });
  for (const report of [await channel.queryTrade(trade), await channel.closeTrade(trade)]) {
    expect(report).toMatchObject({ outTradeNo: trade.outTradeNo, status: 'unknown' });
  }
  const paidTrade: Trade = { ...trade, status: 'paid', paidFen: order.totalFen };
  const refund = aRefund(trade, order.totalFen);
  for (const report of [await channel.refund(refund, paidTrade), await channel.queryRefund(refund, paidTrade)]) {
    expect(report).toMatchObject({ outRequestNo: refund.outRequestNo, status: 'unknown' });
  }
}

function messageOf({ body, headers }: ReceivedNotify): [string, Record<string, string>] {
  return [body, headers];
}
