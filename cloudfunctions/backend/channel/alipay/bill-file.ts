/** Reading Alipay's bill: CSV in GBK within a zip file, columns by their names, counts at the end (reference alipay-trade 6). */
import { fenFromYuan } from '../../../../contract/money';
import type { BillReading, BillRow } from '../channel';

const KINDS: Record<string, BillRow['kind']> = { 交易: 'payment', 退款: 'refund' };
const COUNTS: Record<BillRow['kind'], RegExp> = {
  payment: /^#交易合计：(\d+)笔/m,
  refund: /^#退款合计：(\d+)笔/m,
};
const COLUMNS = {
  walletTradeNo: '支付宝交易号',
  outTradeNo: '商户订单号',
  kind: '业务类型',
  amount: '订单金额（元）',
  outRequestNo: '退款批次号/请求号',
} as const;

/** The rows of the detail file, if they are all there: a file that is not whole proves nothing. */
export async function readBillFile(zip: Buffer): Promise<BillReading> {
  // Loaded only here: it prepares tables when it is, and every function that has a channel would wait for them.
  const { unzipSync } = await import('./unzip');
  const texts = Object.values(unzipSync(zip)).map((bytes) => new TextDecoder('gbk').decode(bytes));
  const tables = texts.map((text) => ({ text, lines: text.split(/\r?\n/).filter((line) => !/^(#|$)/.test(line)) }));
  const detail = tables.find(({ lines: [header = ''] }) => header.includes(COLUMNS.walletTradeNo));
  if (!detail) return { kind: 'failed', message: 'the archive has no file of single payments' };
  const [header = '', ...lines] = detail.lines;
  const names = cellsOf(header);
  const rows = lines.map((line) => rowOf(names, cellsOf(line)));
  const odd = rows.indexOf(null);
  if (odd >= 0) return { kind: 'failed', message: `row ${odd + 1} is no row of a bill` };
  const whole = rows.filter((row) => row !== null);
  const short = Object.entries(COUNTS).find(([kind, count]) => {
    const told = count.exec(detail.text)?.[1];
    return told === undefined || Number(told) !== whole.filter((row) => row.kind === kind).length;
  });
  return short
    ? { kind: 'failed', message: `the file does not have as many rows (${short[0]}) as it says` }
    : { kind: 'bill', rows: oneByOne(whole) };
}

function rowOf(names: readonly string[], cells: readonly string[]): BillRow | null {
  const cell = (column: keyof typeof COLUMNS) => cells[names.indexOf(COLUMNS[column])] ?? '';
  const kind = KINDS[cell('kind')];
  // Refunds are written with a minus, and have been seen without.
  const amountFen = fenFromYuan(cell('amount').replace(/^-/, ''));
  if (cells.length !== names.length || !kind || amountFen === null) return null;
  const outRequestNo = kind === 'refund' ? { outRequestNo: cell('outRequestNo') } : {};
  return { kind, outTradeNo: cell('outTradeNo'), walletTradeNo: cell('walletTradeNo'), amountFen, ...outRequestNo };
}

/** One line of CSV. Numbers are followed by a tab, so that spreadsheets leave them as they are. */
function cellsOf(line: string): string[] {
  const cells = line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return cells.map((cell) =>
    cell
      .replace(/^,/, '')
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replace(/""/g, '"')
      .trim(),
  );
}

async function* oneByOne(rows: readonly BillRow[]): AsyncGenerator<BillRow> {
  yield* rows;
}
