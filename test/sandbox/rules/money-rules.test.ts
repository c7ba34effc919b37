import { RULES } from '../../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { readBill } from '../support/bill-reader';
import { type Merchant, merchant } from '../support/merchant';
import { granted } from '../support/shop-acts';

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const DAY_MS = 86_400_000;
const SUBJECT = '茶,"热",绿\n续杯';

describe('a rule of money and bills', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  beforeEach(() => clock.jump(START_MS));
  afterEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  const balance = () => sandbox.accounts().find(({ accountId }) => accountId === shop.app.sellerId)?.balance;
  const refund = (tradeNo: string, refundAmount: string, outRequestNo = refundAmount.replace('.', '_')) =>
    shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount, outRequestNo } });
  async function paid(change: Record<string, unknown> = {}): Promise<string> {
    const tradeNo = await shop.trade(change);
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    return tradeNo;
  }
  async function billUrl(billDate = '2026-11-22'): Promise<string> {
    await clock.jump(Date.parse(`${billDate}T10:00:00+08:00`) + DAY_MS);
    return String((await shop.exec(METHOD, { bizContent: { billType: 'trade', billDate } })).billDownloadUrl);
  }

  test.each`
    feeRatePpm   | totalAmount  | fee           | left
    ${0}         | ${'12.30'}   | ${'0.00'}     | ${'12.30'}
    ${6000}      | ${'12.30'}   | ${'-0.07'}    | ${'12.23'}
    ${6000}      | ${'0.83'}    | ${'0.00'}     | ${'0.83'}
    ${6000}      | ${'0.84'}    | ${'-0.01'}    | ${'0.83'}
    ${1_000_000} | ${'9999.99'} | ${'-9999.99'} | ${'0.00'}
  `('feeRatePpm $feeRatePpm takes $fee of $totalAmount', async ({ feeRatePpm, totalAmount, fee, left }) => {
    sandbox.setRules({ feeRatePpm });
    const tradeNo = await paid({ totalAmount });
    expect(balance()).toBe(left);
    expect(await shop.query({ tradeNo })).toMatchObject({ receiptAmount: totalAmount });
    const { rows, summary } = await readBill(await billUrl());
    expect(rows).toMatchObject([{ '服务费（元）': fee, '商家实收（元）': totalAmount, '订单金额（元）': totalAmount }]);
    const table = columns(summary);
    expect(table).toMatchObject({ '服务费（元）': fee, '商家实收（元）': totalAmount, '实收净额（元）': left });
  });

  test.each`
    returnsFees | left      | fees
    ${true}     | ${'0.00'} | ${['-1.00', '0.33', '0.67']}
    ${false}    | ${'1.00'} | ${['-1.00', '0.00', '0.00']}
  `(
    'returnsFees $returnsFees bills fees of $fees for a payment and two refunds',
    async ({ returnsFees, left, fees }) => {
      sandbox.setRules({ feeRatePpm: 10_000, returnsFees, refundGapMs: 0 });
      const tradeNo = await paid({ totalAmount: '100.00' });
      expect(balance()).toBe('99.00');
      if (!returnsFees) granted(sandbox.setBalance({ accountId: shop.app.sellerId, balance: '101.00' }));
      expect(await refund(tradeNo, '33.33')).toMatchObject({ fundChange: 'Y' });
      expect(await refund(tradeNo, '66.67')).toMatchObject({ fundChange: 'Y', refundFee: '100.00' });
      expect(balance()).toBe(left);
      const { rows } = await readBill(await billUrl());
      expect(rows.map((row) => row['服务费（元）'])).toEqual(fees);
    },
  );

  test('returnsFees lets a seller pay a whole refund from what one payment left him, and not without', async () => {
    sandbox.setRules({ feeRatePpm: 6000, returnsFees: false });
    const tradeNo = await paid({ totalAmount: '100.00' });
    expect(await refund(tradeNo, '100.00')).toMatchObject({ subCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' });
    sandbox.setRules({ returnsFees: true });
    expect(await refund(tradeNo, '100.00')).toMatchObject({ fundChange: 'Y' });
    expect(balance()).toBe('0.00');
  });

  test('feeRatePpm and returnsFees hold for a cancel too', async () => {
    sandbox.setRules({ feeRatePpm: 6000 });
    const tradeNo = await paid({ totalAmount: '100.00' });
    expect(await shop.exec('alipay.trade.cancel', { bizContent: { tradeNo } })).toMatchObject({ action: 'refund' });
    expect(balance()).toBe('0.00');
  });

  test.each`
    allowsPartialRefund | outcome
    ${true}             | ${{ fundChange: 'Y', refundFee: '2.30' }}
    ${false}            | ${{ subCode: 'ACQ.NOT_ALLOW_PARTIAL_REFUND' }}
  `(
    'allowsPartialRefund $allowsPartialRefund answers a part with $outcome, and the whole all the same',
    async (rule) => {
      sandbox.setRules({ allowsPartialRefund: rule.allowsPartialRefund });
      expect(await refund(await paid(), '2.30')).toMatchObject(rule.outcome);
      expect(await refund(await paid(), '12.30')).toMatchObject({ fundChange: 'Y' });
    },
  );

  test.each(RULES.emptyBillSubCode.choices)(
    'emptyBillSubCode %s is what a day without movements is told',
    async (subCode) => {
      sandbox.setRules({ emptyBillSubCode: subCode });
      const bizContent = { billType: 'trade', billDate: '2026-11-20' };
      expect(await shop.exec(METHOD, { bizContent })).toMatchObject({ code: '40004', subCode });
    },
  );

  test.each`
    billDay      | first                                   | second
    ${'moved'}   | ${['EVE 交易']}                         | ${['EVE 退款', 'DAY 交易']}
    ${'created'} | ${['EVE 交易', 'EVE 退款', 'DAY 交易']} | ${'NO_BILL_DATA'}
  `('billDay $billDay bills $first and $second', async ({ billDay, first, second }) => {
    sandbox.setRules({ billDay });
    const tradeNo = await paid({ outTradeNo: 'EVE' });
    const late = await shop.trade({ outTradeNo: 'DAY' });
    await clock.jump(START_MS + DAY_MS);
    await refund(tradeNo, '12.30');
    granted(sandbox.pay({ tradeNo: late, outcome: 'paid' }));
    const billed = async (day: string) => {
      const { rows } = await readBill(await billUrl(day));
      return rows.map((row) => `${row.商户订单号} ${row.业务类型}`);
    };
    expect(await billed('2026-11-22')).toEqual(first);
    if (Array.isArray(second)) expect(await billed('2026-11-23')).toEqual(second);
    else expect(await billUrl('2026-11-23')).toBe('undefined');
  });

  test.each`
    billReadyHour | early         | late
    ${9}          | ${'08:59:59'} | ${'09:00:00'}
    ${12}         | ${'11:59:59'} | ${'12:00:00'}
    ${0}          | ${undefined}  | ${'00:00:00'}
  `('billReadyHour $billReadyHour gives a bill from that hour on', async ({ billReadyHour, early, late }) => {
    sandbox.setRules({ billReadyHour });
    await paid();
    const askedAt = async (time: string) => {
      await clock.jump(Date.parse(`2026-11-23T${time}+08:00`));
      return shop.exec(METHOD, { bizContent: { billType: 'trade', billDate: '2026-11-22' } });
    };
    if (early) expect(await askedAt(early)).toMatchObject({ subCode: 'BILL_NOT_EXIST' });
    expect(await askedAt(late)).toMatchObject({ code: '10000', billDownloadUrl: expect.any(String) });
  });

  test.each`
    billSummary | files | columnCount
    ${'full'}   | ${2}  | ${12}
    ${'short'}  | ${2}  | ${4}
    ${'absent'} | ${1}  | ${0}
  `(
    'billSummary $billSummary gives $files files, $columnCount columns',
    async ({ billSummary, files, columnCount }) => {
      sandbox.setRules({ billSummary });
      await refund(await paid(), '2.30');
      const { names, summary } = await readBill(await billUrl());
      expect(names).toHaveLength(files);
      const table = columns(summary);
      expect(Object.keys(table)).toHaveLength(columnCount);
      if (columnCount > 0)
        expect(table).toMatchObject({ 交易订单总笔数: '1', 退款订单总笔数: '1', '商家实收（元）': '10.00' });
    },
  );

  test.each`
    billQuoting      | start                   | subject
    ${'when_needed'} | ${/^\d{28}\t,A\t,/}     | ${',"茶,""热"",绿\n续杯",'}
    ${'always'}      | ${/^"\d{28}\t","A\t",/} | ${',"茶,""热"",绿\n续杯",'}
    ${'never'}       | ${/^\d{28}\t,A\t,/}     | ${',茶,"热",绿 续杯,'}
  `('billQuoting $billQuoting writes a subject as $subject', async ({ billQuoting, start, subject }) => {
    sandbox.setRules({ billQuoting });
    await paid({ outTradeNo: 'A', subject: SUBJECT });
    const { detailText } = await readBill(await billUrl());
    const row = detailText.slice(detailText.search(/"?\d{28}\t/)).split('\n#')[0] ?? '';
    expect(row).toMatch(start);
    expect(row).toContain(subject);
  });

  test.each`
    billLineEnd | isWindows
    ${'crlf'}   | ${true}
    ${'lf'}     | ${false}
  `('billLineEnd $billLineEnd ends lines with a carriage return: $isWindows', async ({ billLineEnd, isWindows }) => {
    sandbox.setRules({ billLineEnd });
    await paid();
    const { detailText, rows } = await readBill(await billUrl());
    const lines = detailText.split('\n').slice(0, -1);
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line.endsWith('\r')).toBe(isWindows);
    expect(rows).toMatchObject([{ '订单金额（元）': '12.30' }]);
  });

  test.each`
    expiredBillStatus | type
    ${403}            | ${'text/plain'}
    ${404}            | ${'text/plain'}
    ${200}            | ${'text/html'}
  `('expiredBillStatus $expiredBillStatus answers an old address with $type', async ({ expiredBillStatus, type }) => {
    sandbox.setRules({ expiredBillStatus });
    await paid();
    const url = await billUrl();
    await clock.advance(30_000);
    const reply = await fetch(url);
    expect(reply.status).toBe(expiredBillStatus);
    expect(reply.headers.get('content-type')).toContain(type);
    expect(await reply.text()).toContain('已过期');
  });
});

/** The one row of a summary, by the names of its columns. */
function columns(summary: readonly string[]): Record<string, string> {
  const [header = '', row = ''] = summary.filter((line) => !line.startsWith('#'));
  if (header === '') return {};
  const cells = row.split(',').map((cell) => cell.trim());
  return Object.fromEntries(header.split(',').map((name, at) => [name, cells[at] ?? '']));
}
