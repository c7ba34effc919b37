import iconv from 'iconv-lite';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { BILL, type Content, type Provider, provider } from './support/provider';

const START_MS = Date.parse('2026-11-22T22:00:00+08:00');
const HOUR_MS = 3_600_000;

let clock: SandboxClock;
let sandbox: Sandbox;
let shop: Provider;

beforeEach(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  sandbox = await createSandbox({ clock });
  shop = await provider(sandbox.url);
});
afterEach(() => sandbox.close());

const bill = (content: Content = {}) => shop.call(BILL, { bill_date: '20261122', pay_platform: '1', ...content });

async function paid(change?: Content) {
  const trade = await shop.trade(change);
  sandbox.pay({ tradeNo: trade.prepayId, outcome: 'paid' });
  return trade;
}

const morning = () => clock.advance(11 * HOUR_MS);

/** The cells of a bill that must be there, as a client reads them: by position, every one in quotes. */
async function cells(content: Content = {}): Promise<string[][]> {
  const { return_value: told } = await bill(content);
  const reply = await fetch(String(told?.download_url));
  const text = iconv.decode(Buffer.from(await reply.arrayBuffer()), 'gbk');
  expect([reply.status, text.endsWith('\r\n')]).toEqual([200, true]);
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"')));
}

describe('a bill of Fshows', () => {
  test('has the payments of a day in eleven columns, in GBK, behind an address with a name in Chinese', async () => {
    const { tradeNo, outTradeNo, prepayId } = await paid({ total_amount: '123.45' });
    await shop.trade();
    await morning();
    const { return_value: told } = await bill();
    expect(told?.download_url).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/finance\/支付宝对账单_\d{17}_20261122\.csv\?token=/,
    );
    const [header, row, ...rest] = await cells();
    expect(header).toHaveLength(11);
    expect(row).toEqual([
      tradeNo,
      prepayId,
      outTradeNo,
      '沙箱小店（清算）',
      '2026-11-22 22:00:00',
      '2026-11-22 22:00:00',
      '123.45',
      '0.25',
      '0.06',
      '0.43',
      '122.71',
    ]);
    expect(rest).toEqual([]);
  });

  test('billRefundsNegative: has refunds too when asked, with a minus or without', async () => {
    sandbox.setFshowsRules({ refundFee: 'taken' });
    const { tradeNo } = await paid({ total_amount: '100.00' });
    await shop.refund({ trade_no: tradeNo, out_refund_no: 'R1', refund_fee: '40.00' });
    await morning();
    const amounts = async (content: Content) => (await cells(content)).slice(1).map((row) => row.slice(6));
    const payment = ['100.00', '0.20', '0.05', '0.35', '99.40'];
    expect(await amounts({ file_type: 1 })).toEqual([payment]);
    expect(await amounts({ file_type: '0' })).toEqual([payment, ['-40.00', '-0.08', '-0.02', '-0.14', '-39.76']]);
    sandbox.setFshowsRules({ billRefundsNegative: false });
    expect(await amounts({ file_type: '0' })).toEqual([payment, ['40.00', '0.08', '0.02', '0.14', '39.76']]);
  });

  test('billReadyAfterMs: is ready at nine in the morning, or as soon as it says; before it is -209', async () => {
    await paid();
    expect(await bill()).toEqual({ error_code: '-209', error_message: '文件未生成', success: false });
    await clock.advance(11 * HOUR_MS - 1);
    expect(await bill()).toMatchObject({ error_code: '-209' });
    await clock.advance(1);
    expect(await bill()).toMatchObject({ success: true });
    expect(await bill({ bill_date: '20261123' })).toMatchObject({ error_code: '-209' });
    sandbox.setFshowsRules({ billReadyAfterMs: 0 });
    await paid();
    await clock.advance(15 * HOUR_MS);
    expect(await bill({ bill_date: '20261123' })).toMatchObject({ success: true });
  });

  test('emptyBill: without rows it is -209, or has no address', async () => {
    await morning();
    expect(await bill()).toMatchObject({ error_code: '-209' });
    sandbox.setFshowsRules({ emptyBill: 'blank_url' });
    expect(await bill()).toEqual({ return_value: { download_url: '' }, success: true });
    expect(await bill({ pay_platform: '2' })).toMatchObject({ success: true });
  });

  test('billFirstColumn: begins with the platform’s trade_no, or with a number of the row', async () => {
    const { tradeNo } = await paid();
    await morning();
    expect((await cells())[1]?.[0]).toBe(tradeNo);
    sandbox.setFshowsRules({ billFirstColumn: 'row_number' });
    expect((await cells())[1]?.[0]).toBe('1');
  });

  test('billUrlLifeMs: can be downloaded for ten minutes, or as long as it says', async () => {
    await paid();
    await morning();
    sandbox.setFshowsRules({ billUrlLifeMs: 30_000 });
    const { return_value: told } = await bill();
    await clock.advance(29_999);
    expect((await fetch(String(told?.download_url))).status).toBe(200);
    await clock.advance(1);
    expect((await fetch(String(told?.download_url))).status).toBe(403);
    expect((await fetch(String(told?.download_url).split('?')[0] ?? '')).status).toBe(403);
  });

  test.each<[Content, string]>([
    [{ bill_date: '2026-11-22' }, '-101'],
    [{ bill_date: '20261131' }, '-101'],
    [{ bill_date: undefined }, '-101'],
    [{ pay_platform: undefined }, '-101'],
    [{ pay_platform: '6' }, '-208'],
    [{ pay_platform: 'toString' }, '-208'],
    [{ file_type: '3' }, '-210'],
    [{ file_type: '2' }, '-210'],
    [{ pay_platform: '5', file_type: '1' }, '-210'],
    [{ pay_platform: '5', file_type: '2' }, '-209'],
    [{ pay_platform: '2' }, '-209'],
  ])('asked for with %j is %s', async (content, code) => {
    await paid();
    await morning();
    expect(await bill(content)).toMatchObject({ error_code: code });
  });

  test('is of the provider who asks, and quotes what a name has', async () => {
    const subMerchants = [{ subMerchantId: '99990101000000000009', name: '老"字号",茶' }];
    const second = await createSandbox({
      clock,
      fshows: { apps: [{ appId: '99990101000000007', name: '甲', subMerchants }] },
    });
    const quoted = await provider(second.url);
    const { prepayId } = await quoted.trade();
    second.pay({ tradeNo: prepayId, outcome: 'paid' });
    await paid();
    await morning();
    expect(await cells()).toHaveLength(2);
    const { return_value: told } = await quoted.call(BILL, { bill_date: '20261122', pay_platform: '1' });
    const text = iconv.decode(Buffer.from(await (await fetch(String(told?.download_url))).arrayBuffer()), 'gbk');
    expect(text).toContain(',"老""字号"",茶",');
    await second.close();
  });

  test('can be wrong by a fault, and be late', async () => {
    await paid();
    const { outTradeNo } = await paid();
    await morning();
    sandbox.faults.use('fshows-bill-late');
    expect(await bill()).toMatchObject({ error_code: '-209' });
    sandbox.faults.use('fshows-bill-row-missing', { times: 1 });
    expect((await cells()).slice(1).map((row) => row[2])).toEqual([outTradeNo]);
    sandbox.faults.clear();
    sandbox.faults.use('fshows-bill-amount-altered');
    expect((await cells()).slice(1).map((row) => row[6])).toEqual(['12.31', '12.30']);
  });
});
