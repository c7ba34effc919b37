import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { readBill } from './support/bill-reader';
import { type Merchant, merchant } from './support/merchant';
import { granted } from './support/shop-acts';

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const HOUR_MS = 3_600_000;
/** From ten in the morning to nine the next. */
const UNTIL_READY_MS = 23 * HOUR_MS;
const ACCOUNT = '20887210000000010156';

describe('bill format: GBK, zip, tail rows; the bill of a day equals the ledger', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeEach(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  afterEach(() => sandbox.close());

  const ask = (billDate = '2026-11-22', change: Record<string, unknown> = {}, of = shop) =>
    of.exec(METHOD, { bizContent: { billType: 'trade', billDate, ...change } });
  const fetchBill = async (billDate?: string) => readBill(String((await ask(billDate)).billDownloadUrl));
  const refund = (tradeNo: string, refundAmount: string, outRequestNo?: string) =>
    shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount, ...(outRequestNo && { outRequestNo }) } });
  async function paid(change: Record<string, unknown> = {}): Promise<string> {
    const tradeNo = await shop.trade(change);
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    return tradeNo;
  }

  test('is laid out to the letter as captured', async () => {
    const tradeNo = await paid({
      outTradeNo: 'A1',
      totalAmount: '12.30',
      storeId: 'S1',
      operatorId: 'O1',
      body: '热的',
    });
    await clock.advance(60_000);
    await refund(tradeNo, '2.30', 'R1');
    await clock.advance(UNTIL_READY_MS);
    const bill = await fetchBill();
    expect(bill.names).toEqual([`${ACCOUNT}_20261122_业务明细.csv`, `${ACCOUNT}_20261122_业务明细(汇总).csv`]);
    expect(bill.detail).toEqual([
      '#支付宝业务明细查询',
      `#账号：[${ACCOUNT}]`,
      '#起始日期：[2026年11月22日 00:00:00]   终止日期：[2026年11月23日 00:00:00]',
      '#-----------------------------------------业务明细列表----------------------------------------',
      '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注',
      `${tradeNo}\t,A1\t,交易\t,一杯茶,2026-11-22 10:00:00,2026-11-22 10:00:00,S1\t,\t,O1\t,\t,*小明(138****0011)\t,12.30,12.30,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,0.00,0.00,热的`,
      `${tradeNo}\t,A1\t,退款\t,一杯茶,2026-11-22 10:00:00,2026-11-22 10:01:00,S1\t,\t,O1\t,\t,*小明(138****0011)\t,-2.30,-2.30,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,R1,0.00,0.00,热的`,
      '#-----------------------------------------业务明细列表结束------------------------------------',
      '#交易合计：1笔，商家实收共12.30元，商家优惠共0.00元',
      '#退款合计：1笔，商家实收退款共-2.30元，商家优惠退款共0.00元',
      '#导出时间：[2026年11月23日 09:01:00]',
    ]);
    expect(bill.summary[5]).toBe('合计\t,\t,1,1,10.00,10.00,0.00,0.00,0.00,0.00,0.00,10.00');
  });

  test('comes as a zip whose names are GBK and not marked as UTF-8', async () => {
    await paid();
    await clock.advance(UNTIL_READY_MS);
    const reply = await fetch(String((await ask()).billDownloadUrl));
    expect(reply.headers.get('content-disposition')).toBe(`attachment; filename="${ACCOUNT}_20261122.csv.zip"`);
    const zip = Buffer.from(await reply.arrayBuffer());
    const gbkDetail = Buffer.from('d2b5cef1c3f7cfb8', 'hex');
    expect(zip.indexOf(gbkDetail)).toBeGreaterThan(0);
    expect(zip.readUInt16LE(6) & 0x0800).toBe(0);
  });

  test('shows what a program can read back: commas and quotes in a subject, characters of its language', async () => {
    const subject = '茶,"热",绿';
    await paid({ subject, body: '一,二' });
    await clock.advance(UNTIL_READY_MS);
    expect((await fetchBill()).rows).toEqual([expect.objectContaining({ 商品名称: subject, 备注: '一,二' })]);
  });

  test('has a payment on its day and a refund on its own, and unpaid trades never', async () => {
    const tradeNo = await paid({ outTradeNo: 'OLD' });
    await shop.trade({ outTradeNo: 'UNPAID' });
    await clock.advance(24 * HOUR_MS);
    await refund(tradeNo, '12.30');
    await clock.advance(UNTIL_READY_MS);
    const rowsOf = async (day: string) =>
      (await fetchBill(day)).rows.map((row) => [row.商户订单号, row.业务类型, row['退款批次号/请求号']]);
    expect(await rowsOf('2026-11-22')).toEqual([['OLD', '交易', '']]);
    expect(await rowsOf('2026-11-23')).toEqual([['OLD', '退款', 'OLD']]);
    await clock.advance(20 * 24 * HOUR_MS);
    expect(await rowsOf('2026-11')).toHaveLength(2);
  });

  test('holds the trades of one merchant only', async () => {
    const cafe = await merchant(sandbox.url, 1);
    const provider = await merchant(sandbox.url, 2);
    const token = provider.app.appAuthTokens.find(({ authAppId }) => authAppId === cafe.app.appId)?.appAuthToken;
    await paid({ outTradeNo: 'SHOP' });
    const tradeNo = await provider.trade({ outTradeNo: 'CAFE' }, { appAuthToken: token });
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    await clock.advance(UNTIL_READY_MS);
    expect((await fetchBill()).rows.map((row) => row.商户订单号)).toEqual(['SHOP']);
    const bizContent = { billType: 'trade', billDate: '2026-11-22' };
    const reply = await provider.exec(METHOD, { appAuthToken: token, bizContent });
    expect((await readBill(String(reply.billDownloadUrl))).rows.map((row) => row.商户订单号)).toEqual(['CAFE']);
    expect(await ask('2026-11-22', {}, provider)).toMatchObject({ subCode: 'NO_BILL_DATA' });
  });

  test('can be fetched for thirty seconds', async () => {
    await paid();
    await clock.advance(UNTIL_READY_MS);
    const url = String((await ask()).billDownloadUrl);
    expect(url).toContain(`${sandbox.url}/downloadBillFile.resource?bizType=trade&userId=${ACCOUNT}&`);
    await clock.advance(29_999);
    expect((await fetch(url)).status).toBe(200);
    await clock.advance(1);
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url.replace(/token=.*/, 'token=guessed'))).status).toBe(403);
    expect((await fetch(`${sandbox.url}/downloadBillFile.resource`)).status).toBe(403);
  });

  test.each`
    asked                      | waitMs                                    | change                          | billDate        | subCode
    ${'today'}                 | ${0}                                      | ${{}}                           | ${'2026-11-22'} | ${'INVAILID_ARGUMENTS'}
    ${'tomorrow'}              | ${0}                                      | ${{}}                           | ${'2026-11-23'} | ${'INVAILID_ARGUMENTS'}
    ${'this month'}            | ${0}                                      | ${{}}                           | ${'2026-11'}    | ${'INVAILID_ARGUMENTS'}
    ${'a day that is none'}    | ${UNTIL_READY_MS}                         | ${{}}                           | ${'2026-02-30'} | ${'INVAILID_ARGUMENTS'}
    ${'a day written tight'}   | ${UNTIL_READY_MS}                         | ${{}}                           | ${'20261122'}   | ${'INVAILID_ARGUMENTS'}
    ${'no day'}                | ${UNTIL_READY_MS}                         | ${{ billDate: undefined }}      | ${''}           | ${'INVAILID_ARGUMENTS'}
    ${'yesterday before nine'} | ${UNTIL_READY_MS - 1}                     | ${{}}                           | ${'2026-11-22'} | ${'BILL_NOT_EXIST'}
    ${'a day without trades'}  | ${UNTIL_READY_MS}                         | ${{}}                           | ${'2026-11-21'} | ${'NO_BILL_DATA'}
    ${'long ago'}              | ${UNTIL_READY_MS}                         | ${{}}                           | ${'2015-12-31'} | ${'BILL_DATE_BEFORE_REGISTRATION'}
    ${'another kind'}          | ${UNTIL_READY_MS}                         | ${{ billType: 'signcustomer' }} | ${'2026-11-22'} | ${'TYPE_NOT_SUPPORTED'}
    ${'last month on the 3rd'} | ${10 * 24 * HOUR_MS + UNTIL_READY_MS - 1} | ${{}}                           | ${'2026-11'}    | ${'BILL_NOT_EXIST'}
  `('of $asked is refused as $subCode', async ({ waitMs, change, billDate, subCode }) => {
    await paid();
    await clock.advance(waitMs);
    expect(await ask(billDate, change)).toMatchObject({ code: '40004', subCode });
  });

  test.each`
    preset                    | difference
    ${'bill-row-missing'}     | ${{ rows: [] }}
    ${'bill-footer-mismatch'} | ${{ footer: '#交易合计：2笔，商家实收共12.31元，商家优惠共0.00元' }}
  `('is wrong on command: $preset', async ({ preset, difference }) => {
    await paid();
    await clock.advance(UNTIL_READY_MS);
    sandbox.faults.use(preset);
    const { rows, detail } = await fetchBill();
    if (difference.rows) expect(rows).toEqual(difference.rows);
    if (difference.footer) expect(detail).toContain(difference.footer);
  });

  test('is the same each time it is fetched', async () => {
    await paid();
    await clock.advance(UNTIL_READY_MS);
    const [first, second] = [await fetchBill(), await fetchBill()];
    expect(second).toEqual(first);
  });
});
