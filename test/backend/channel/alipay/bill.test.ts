import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { alipayChannel } from '../../../../cloudfunctions/backend/channel/alipay/channel';
import type { AlipayCloud, OpenApiReply } from '../../../../cloudfunctions/backend/channel/alipay/cloud';
import type { BillReading, BillRow, Channel } from '../../../../cloudfunctions/backend/channel/channel';
import { APP_ID, alipaySigner } from '../../../support/alipay-signer';

const DAY = '2026-01-02';
const { publicKeyPem: somePublicKey } = alipaySigner();
const HEADER = '支付宝交易号,商户订单号,业务类型,商品名称,订单金额（元）,退款批次号/请求号,一列新的';
const success: OpenApiReply = { code: '10000', billDownloadUrl: 'http://bills.example/a.zip?token=a%2Fb' };

interface Shape {
  rows: string[];
  payments?: number | null;
  refunds?: number;
  header?: string;
}

function zipOf({ rows, payments = 0, refunds = 0, header = HEADER }: Shape): Buffer {
  const counts = [`#交易合计：${payments}笔，共0.00元`, `#退款合计：${refunds}笔，共0.00元`];
  const detail = ['#支付宝业务明细查询', header, ...rows, ...(payments === null ? [] : counts), ''].join('\r\n');
  const summary = ['#支付宝业务汇总查询', '门店编号,门店名称', '1,2', ''].join('\r\n');
  return archiveOf({ summary, detail });
}

/** The library knows byte arrays by their class, of which a test has another than Node.js. */
function archiveOf(files: Record<string, string>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => [name, Uint8Array.from(iconv.encode(text, 'gbk'))]);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

/** The call for the address is answered so, and so is the address. */
function billOf(reply: OpenApiReply, file: Buffer | string, status = 200) {
  const asked: unknown[] = [];
  const fetched: string[] = [];
  const execute = async (...call: unknown[]) => {
    asked.push(call);
    return reply;
  };
  const http = {
    async request(url: string) {
      fetched.push(url);
      return { status, data: file };
    },
  };
  const cloud = { payment: { common: {} }, util: { generic: { execute } } } as unknown as AlipayCloud;
  const options = { appId: APP_ID, opAppId: APP_ID, alipayPublicKeyPem: somePublicKey, appAuthToken: 'a-token', http };
  return { bill: () => read(alipayChannel(cloud, options)), asked, fetched };
}

const read = (channel: Channel, day = DAY) => channel.fetchBill?.(day) as Promise<BillReading>;

async function rowsOf(reading: BillReading): Promise<BillRow[]> {
  if (reading.kind !== 'bill') throw new Error(`no bill: ${JSON.stringify(reading)}`);
  const rows: BillRow[] = [];
  for await (const row of reading.rows) rows.push(row);
  return rows;
}

describe('a bill', () => {
  const payment: BillRow = { kind: 'payment', outTradeNo: 'A_1', walletTradeNo: '2026', amountFen: 1_280 };
  const refund: BillRow = { ...payment, kind: 'refund', amountFen: 500, outRequestNo: 'A_1R1' };

  test.each([
    ['as Alipay writes it', '2026\t,A_1\t,退款\t,茶,-5.00,A_1R1,\t'],
    ['without its minus, as was seen', '2026\t,A_1\t,退款\t,茶,5.00,A_1R1,'],
    ['with a comma and quotes in the title', '2026\t,A_1\t,退款\t,"茶, ""新""",-5.00,A_1R1,'],
    ['with ids in quotes', '"2026\t","A_1\t",退款,茶,-5.00,"A_1R1",x'],
  ])('has payments and refunds, %s', async (_, line) => {
    const file = zipOf({ rows: ['2026\t,A_1\t,交易\t,茶,12.80,\t,x', line], payments: 1, refunds: 1 });
    const { bill, asked, fetched } = billOf(success, file);
    expect(await rowsOf(await bill())).toEqual([payment, refund]);
    const params = { billType: 'trade', billDate: DAY };
    const method = 'alipay.data.dataservice.bill.downloadurl.query';
    expect(asked).toEqual([[method, params, { appAuthToken: 'a-token' }]]);
    expect(fetched).toEqual([success.billDownloadUrl]);
  });

  test('may be empty', async () => {
    expect(await rowsOf(await billOf(success, zipOf({ rows: [] })).bill())).toEqual([]);
  });
});

describe('there is no bill', () => {
  test.each(['BILL_NOT_EXIST', 'isp.bill_not_exist', 'NO_BILL_DATA'])('with %s', async (subCode) => {
    const { bill, fetched } = billOf({ code: '40004', subCode, subMsg: '…' }, '');
    expect(await bill()).toEqual({ kind: 'missing', code: subCode, message: '…' });
    expect(fetched).toEqual([]);
  });

  const row = '2026\t,A_1\t,交易\t,茶,12.80,\t,';
  const whole = zipOf({ rows: [row], payments: 1 });
  test.each<[string, OpenApiReply, Buffer | string]>([
    ['an error', { code: '40004', subCode: 'SYSTEM_RATE_LIMIT' }, whole],
    ['an absence nobody vouches for', { code: '40004', subCode: 'BILL_NOT_EXIST', unverified: true }, whole],
    ['an address that is none', { code: '10000', billDownloadUrl: 'file:///etc/passwd' }, whole],
    ['a page for people', success, '<html></html>'],
    ['a file that is no archive', success, Buffer.from('<html></html>')],
    ['an archive cut short', success, whole.subarray(0, -30)],
    ['an archive without single payments', success, archiveOf({ a: 'x' })],
    ['fewer rows than it says', success, zipOf({ rows: [row], payments: 2 })],
    ['more rows than it says', success, zipOf({ rows: [row, row], payments: 1 })],
    ['no counts at its end', success, zipOf({ rows: [row], payments: null })],
    ['a row with a cell too many', success, zipOf({ rows: [`${row},`], payments: 1 })],
    ['a kind of row nobody knows', success, zipOf({ rows: [row.replace('交易', '转账')], payments: 1 })],
    ['an amount nobody can read', success, zipOf({ rows: [row.replace('12.80', '12元')], payments: 1 })],
    ['a column gone', success, zipOf({ rows: [row], payments: 1, header: HEADER.replace('订单金额', '金额') })],
  ])('that can be trusted, with %s', async (_, reply, file) => {
    expect(await billOf(reply, file).bill()).toMatchObject({ kind: 'failed', message: expect.any(String) });
  });

  test('that can be trusted, with an address whose time is over', async () => {
    expect(await billOf(success, whole, 403).bill()).toMatchObject({ kind: 'failed' });
  });

  test('to go to where nobody vouches for the address', async () => {
    const { bill, fetched } = billOf({ ...success, unverified: true }, whole);
    expect(await bill()).toMatchObject({ kind: 'failed' });
    expect(fetched).toEqual([]);
  });

  test('without a way to fetch it', () => {
    const cloud = { payment: { common: {} } } as AlipayCloud;
    const channel = alipayChannel(cloud, { appId: APP_ID, opAppId: APP_ID, alipayPublicKeyPem: somePublicKey });
    expect(channel).not.toHaveProperty('fetchBill');
  });
});
