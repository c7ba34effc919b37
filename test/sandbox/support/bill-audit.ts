import { unzipSync } from 'fflate';
import iconv from 'iconv-lite';

/** A bill as a merchant's accountant reads it, written apart from what makes it. */
export interface AuditedBill {
  /** By the names of the columns; cells without the TAB that keeps spreadsheets from calculating. */
  rows: Record<string, string>[];
  payments: { count: number; fen: number };
  refunds: { count: number; fen: number };
}

/** Reads the zip of a trade bill. Throws when it is not laid out as captured (reference alipay-trade 6). */
export function auditedBill(zip: Buffer): AuditedBill {
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => ({
    name: iconv.decode(Buffer.from(name, 'latin1'), 'gbk'),
    text: iconv.decode(Buffer.from(bytes), 'gbk'),
  }));
  const detail = files.find(({ name }) => name.endsWith('_业务明细.csv'));
  if (!detail || files.length !== 2) throw new Error(`the bill holds ${files.map(({ name }) => name).join(', ')}`);
  const records = csvRecords(detail.text).filter(([first = '']) => !first.startsWith('#'));
  const [header = [], ...cells] = records;
  return {
    rows: cells.map((row) => Object.fromEntries(header.map((column, index) => [column, (row[index] ?? '').trim()]))),
    payments: total(detail.text, /#交易合计：(\d+)笔，商家实收共(-?[\d.]+)元/),
    refunds: total(detail.text, /#退款合计：(\d+)笔，商家实收退款共(-?[\d.]+)元/),
  };
}

export function fenOf(yuan: string): number {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)\.(\d\d)$/.exec(yuan) ?? [];
  if (whole === '') throw new Error(`${yuan} is no amount with two decimals`);
  return Number(`${sign}${whole}${decimals}`);
}

function total(text: string, pattern: RegExp): { count: number; fen: number } {
  const [, count = '', yuan = ''] = pattern.exec(text) ?? [];
  return { count: Number(count), fen: fenOf(yuan) };
}

/** Cells in quotes may hold commas, line ends and doubled quotes. */
function csvRecords(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/g)) {
    records.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',' && end !== '') records.push([]);
    if (end === '') break;
  }
  return records.filter((record) => record.length > 1 || record[0] !== '');
}
