import { cloudLog } from '../../cloud/log';
import { noteOrder, onTrail } from '../../cloud/trail';
import { anOrder, anOrderNo } from '../support/orders';

const [ONE, OTHER] = [anOrderNo(1), anOrderNo(2)];

function order(orderNo: string, tradeNo?: string) {
  const trades = [{ outTradeNo: `${orderNo}_1`, channel: 'alipay' as const, status: 'open' as const, tradeNo }];
  return anOrder({ orderNo, trades });
}

/** The lines that `work` logs on the trail of one call. */
async function linesOf(work: (log: ReturnType<typeof cloudLog>) => unknown): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const log = cloudLog('trace', { write: (line: string) => void lines.push(line) });
  await onTrail({ 'request-id': 'r1', function: 'f' }, async () => work(log));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a log line of a call', () => {
  test('says whose it is, however deep below and however late it is written', async () => {
    const [line] = await linesOf(async (log) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await Promise.resolve().then(() => log.info('deep'));
    });
    expect(line).toMatchObject({ 'request-id': 'r1', function: 'f', msg: 'deep' });
  });

  test('carries the numbers of the only order the call has to do with', async () => {
    const [line] = await linesOf((log) => {
      noteOrder(order(ONE, '2026'));
      log.info('paid');
    });
    expect(line).toMatchObject({ order_no: ONE, out_trade_no: `${ONE}_1`, trade_no: '2026' });
  });

  test('gets the other numbers of the order it names, among many', async () => {
    const lines = await linesOf((log) => {
      noteOrder(order(ONE, '2026'));
      noteOrder(order(OTHER, '2027'));
      log.info('a sweep');
      log.info({ order_no: OTHER }, 'by order');
      log.info({ out_trade_no: `${ONE}_1` }, 'by trade');
      log.info({ out_trade_no: `${ONE}_2` }, 'by another trade of the order');
    });
    expect(lines[0]).not.toHaveProperty('order_no');
    expect(lines[1]).toMatchObject({ order_no: OTHER, out_trade_no: `${OTHER}_1`, trade_no: '2027' });
    expect(lines[2]).toMatchObject({ order_no: ONE, out_trade_no: `${ONE}_1`, trade_no: '2026' });
    expect(lines[3]).toMatchObject({ order_no: ONE, out_trade_no: `${ONE}_2` });
    expect(lines[3]).not.toHaveProperty('trade_no');
  });

  test('knows an order that was never read by the number of its trade', async () => {
    const [line] = await linesOf((log) => log.warn({ out_trade_no: `${ONE}_3` }, 'no evidence'));
    expect(line).toMatchObject({ order_no: ONE, out_trade_no: `${ONE}_3` });
  });

  test('is not mixed up with the lines of a call beside it', async () => {
    const [mine, theirs] = await Promise.all(
      [ONE, OTHER].map((orderNo) =>
        linesOf(async (log) => {
          noteOrder(order(orderNo));
          await new Promise((resolve) => setTimeout(resolve, 1));
          log.info('after a wait');
        }),
      ),
    );
    expect([mine?.[0]?.order_no, theirs?.[0]?.order_no]).toEqual([ONE, OTHER]);
  });

  test('says of an error what it was and never what was in it', async () => {
    const [line] = await linesOf((log) => {
      const cause = Object.assign(new Error('refused'), { code: '23514', detail: 'Failing row contains (2088…)' });
      const error = Object.assign(new Error('not saved', { cause }), { parameters: ['2088000000000001'] });
      log.error({ err: error }, 'a function failed');
    });
    expect(line?.err).toMatchObject({ message: 'not saved', cause: { code: '23514', message: 'refused' } });
    expect(JSON.stringify(line)).not.toContain('2088');
  });
});
