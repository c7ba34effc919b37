/** Reading Fshows' bill: a CSV in GBK whose columns are known by position alone (reference fshows 9). */
import type { BillReading, BillRow } from '../channel';
import { fenOf } from './wire';

/** Where clients are known to read what; the words above the columns, and what is in the first, nobody knows. */
const COLUMNS = { walletTradeNo: 1, outTradeNo: 2, amount: 6 } as const;
const FEWEST_COLUMNS = 7;

/** A file as it was read, without its header. */
export type BillFile = { kind: 'file'; lines: string[][] } | { kind: 'failed'; message: string };

/** Reads a bill file (CSV in GBK). A file that is cut off or of another shape has failed as a whole. */
export function readBillFile(bytes: Buffer): BillFile {
  const lines = linesOf(new TextDecoder('gbk').decode(bytes));
  if (!lines) return { kind: 'failed', message: 'the file is no table' };
  const odd = lines.findIndex((cells) => cells.length < FEWEST_COLUMNS);
  if (odd >= 0) return { kind: 'failed', message: `line ${odd + 1} is no line of a bill` };
  return { kind: 'file', lines: lines.slice(1) };
}

/** Every cell stands in double quotes; two of them inside mean one. Null for any other text. */
function linesOf(text: string): string[][] | null {
  const cell = /"((?:[^"]|"")*)"(,|\r?\n|$)/y;
  const lines: string[][] = [];
  let line: string[] = [];
  while (cell.lastIndex < text.length) {
    const [, content, end] = cell.exec(text) ?? [];
    if (content === undefined) return null;
    line.push(content.replace(/""/g, '"'));
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return line.length === 0 ? lines : null;
}

/** Without a file of the payments only a minus tells a refund; a line without one might be either. */
export function billOf(all: readonly string[][], payments: readonly string[][] | null): BillReading {
  const unmatched = new Map<string, number>();
  for (const line of payments ?? []) unmatched.set(keyOf(line), (unmatched.get(keyOf(line)) ?? 0) + 1);
  const rows: BillRow[] = [];
  for (const line of all) {
    const key = keyOf(line);
    const left = unmatched.get(key) ?? 0;
    const isNegative = cellOf(line, 'amount').startsWith('-');
    if (!payments && !isNegative) return { kind: 'missing', message: 'the file of the payments is not there' };
    if (left > 0) unmatched.set(key, left - 1);
    const amountFen = fenOf(cellOf(line, 'amount').replace(/^-/, ''));
    if (amountFen === null) return { kind: 'failed', message: `an amount cannot be read: ${cellOf(line, 'amount')}` };
    const numbers = { outTradeNo: cellOf(line, 'outTradeNo'), walletTradeNo: cellOf(line, 'walletTradeNo') };
    rows.push({ kind: left > 0 ? 'payment' : 'refund', ...numbers, amountFen });
  }
  const isWhole = [...unmatched.values()].every((left) => left === 0);
  return isWhole ? { kind: 'bill', rows: oneByOne(rows) } : { kind: 'failed', message: 'its two files differ' };
}

/** The same movement in both files; the first column may count lines. */
function keyOf(line: readonly string[]): string {
  return JSON.stringify(line.slice(1, FEWEST_COLUMNS));
}

function cellOf(line: readonly string[], column: keyof typeof COLUMNS): string {
  return line[COLUMNS[column]]?.trim() ?? '';
}

async function* oneByOne(rows: readonly BillRow[]): AsyncGenerator<BillRow> {
  yield* rows;
}
