import iconv from 'iconv-lite';
import type { BillReading, BillRow } from '../../../../cloudfunctions/backend/channel/channel';
import { fshowsChannel } from '../../../../cloudfunctions/backend/channel/fshows/channel';
import type { FshowsHttp } from '../../../../cloudfunctions/backend/channel/fshows/gateway';
import { FSHOWS_APP_ID, fshowsSigner } from '../../../support/fshows-signer';

const DAY = '2026-01-02';
const HEADER = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const ours = fshowsSigner();

/** The cells of a line, as far as they are read; the rest is filled up. */
const line = (outTradeNo: string, amount: string, paidAt = '2026-01-02 11:00:00') => [
  'n',
  `wallet-of-${outTradeNo}`,
  outTradeNo,
  '茶馆，"总店"',
  '2026-01-02 10:00:00',
  paidAt,
  amount,
  '0',
  '0',
  '0',
  '0',
];

const fileOf = (...lines: string[][]) =>
  iconv.encode(
    [HEADER, ...lines]
      .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`)
      .join(''),
    'gbk',
  );

interface Files {
  /** What each of the two kinds of file is: its bytes, or the answer to the call for it. */
  all: Buffer | object;
  payments: Buffer | object;
}

/** A gateway with two files; remembers the addresses that were asked for. */
function gatewayWith(files: Files, status = 200) {
  const fetched: string[] = [];
  const http: FshowsHttp = {
    async request(url, { data }) {
      if (data === undefined) {
        fetched.push(url);
        return { status, data: url.endsWith('all') ? files.all : files.payments };
      }
      const { file_type } = JSON.parse(new URLSearchParams(String(data)).get('content') ?? '');
      const name = file_type === '0' ? 'all' : 'payments';
      const file = files[name];
      const address = { download_url: `http://bills.example/finance/账单 ${name}.csv?token=a%2Fb&${name}` };
      const envelope = Buffer.isBuffer(file) ? { success: true, return_value: address } : file;
      return { status: 200, data: JSON.stringify(envelope) };
    },
  };
  const channel = fshowsChannel(http, {
    gateway: 'http://gateway.example/gateway',
    appId: FSHOWS_APP_ID,
    privateKeyPem: ours.privateKeyPem,
    platformPublicKeyPem: ours.publicKeyPem,
    subMerchantId: '1',
  });
  return { fetchBill: () => channel.fetchBill?.(DAY) as Promise<BillReading>, fetched };
}

async function rowsOf(reading: BillReading): Promise<BillRow[]> {
  if (reading.kind !== 'bill') throw new Error(`no bill: ${JSON.stringify(reading)}`);
  const rows: BillRow[] = [];
  for await (const row of reading.rows) rows.push(row);
  return rows;
}

const row = (kind: BillRow['kind'], outTradeNo: string, amountFen: number): BillRow => ({
  kind,
  outTradeNo,
  walletTradeNo: `wallet-of-${outTradeNo}`,
  amountFen,
});

describe('a bill', () => {
  test.each([
    ['with a minus', '-5.00'],
    ['without one', '5.00'],
  ])('has payments and refunds, these written %s', async (_, refunded) => {
    const payments = [line('A', '12.80'), line('B', '5.00')];
    const all = fileOf(...payments, line('B', refunded, '2026-01-02 12:00:00'));
    const { fetchBill } = gatewayWith({ all, payments: fileOf(...payments) });
    expect(await rowsOf(await fetchBill())).toEqual([
      row('payment', 'A', 1_280),
      row('payment', 'B', 500),
      row('refund', 'B', 500),
    ]);
  });

  test('has a payment and its refund in the same second, alike in both', async () => {
    const { fetchBill } = gatewayWith({
      all: fileOf(line('A', '1.00'), line('A', '1.00')),
      payments: fileOf(line('A', '1.00')),
    });
    expect(await rowsOf(await fetchBill())).toEqual([row('payment', 'A', 100), row('refund', 'A', 100)]);
  });

  test('is fetched from an address whose file name is encoded, and whose query is left as it is', async () => {
    const file = fileOf(line('A', '1.00'));
    const { fetchBill, fetched } = gatewayWith({ all: file, payments: file });
    await fetchBill();
    const name = encodeURIComponent('账单');
    expect(fetched).toEqual(
      ['all', 'payments'].map((kind) => `http://bills.example/finance/${name}%20${kind}.csv?token=a%2Fb&${kind}`),
    );
  });

  test('of a day with refunds alone has no file of payments', async () => {
    const none = { success: false, error_code: '-209', error_message: '文件未生成' };
    const { fetchBill } = gatewayWith({ all: fileOf(line('A', '-1.00')), payments: none });
    expect(await rowsOf(await fetchBill())).toEqual([row('refund', 'A', 100)]);
  });
});

describe('there is no bill', () => {
  const file = fileOf(line('A', '1.00'));
  const missing: [string, Files][] = [
    ['-209', { all: { success: false, error_code: '-209' }, payments: file }],
    ['success with a blank address', { all: { success: true, return_value: { download_url: '' } }, payments: file }],
    ['success without an address', { all: { success: true, return_value: {} }, payments: file }],
    ['only one file of two', { all: file, payments: { success: false, error_code: '-209' } }],
  ];
  test.each(missing)('with %s', async (_, files) => {
    expect(await gatewayWith(files).fetchBill()).toMatchObject({ kind: 'missing' });
  });

  const failed: [string, Files][] = [
    ['an error', { all: { success: false, error_code: '-200' }, payments: file }],
    ['an error for the second file', { all: file, payments: { success: false, error_code: '-221' } }],
    ['an address that is none', { all: { success: true, return_value: { download_url: 'ftp://x' } }, payments: file }],
    ['an amount nobody can read', { all: fileOf(line('A', '1,00')), payments: file }],
    ['a payment that is in one file only', { all: file, payments: fileOf(line('A', '1.00'), line('B', '1.00')) }],
    ['a file cut short', { all: file.subarray(0, -9), payments: file }],
    ['a line with too few cells', { all: Buffer.from('"1","2"\r\n'), payments: file }],
    ['a page for people', { all: Buffer.from('<html></html>'), payments: file }],
  ];
  test.each(failed)('that can be read, with %s', async (_, files) => {
    expect(await gatewayWith(files).fetchBill()).toMatchObject({ kind: 'failed', message: expect.any(String) });
  });

  test('that can be read, when the file is refused', async () => {
    expect(await gatewayWith({ all: file, payments: file }, 403).fetchBill()).toMatchObject({ kind: 'failed' });
  });
});
