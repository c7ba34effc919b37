import { toBeijingTime } from '../beijing-time';
import { fenToYuan } from '../money';
import type { BillPeriod } from './bill-period';
import type { BillRow } from './bill-rows';
import type { AlipayRules } from './rules';

/** What all parts of a bill need to know. */
export interface BillHead {
  /** Seller and the suffix of its account, `<PID>0156`. */
  account: string;
  period: BillPeriod;
  exportedAtMs: number;
  style: Pick<AlipayRules, 'billQuoting' | 'billLineEnd'>;
}

/** By how much the totals are to disagree with the rows; for a bill that is right, by nothing. */
export interface FooterFault {
  byFen: number;
  byCount: number;
}

const DETAIL_HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,' +
  '商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,' +
  '卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

const LINE_ENDS: Readonly<Record<AlipayRules['billLineEnd'], string>> = { crlf: '\r\n', lf: '\n' };

/** Of everything that the sandbox's trades have none of. */
export const NOTHING = '0.00';

/** `业务明细.csv` as captured (reference alipay-trade 6). */
export function detailCsv(rows: readonly BillRow[], head: BillHead, fault: FooterFault): string {
  const payments = totals(rows.filter(({ kind }) => kind === '交易'));
  const refunds = totals(rows.filter(({ kind }) => kind === '退款'));
  const count = payments.count + fault.byCount;
  const received = fenToYuan(payments.fen + fault.byFen);
  const lines = [
    '#支付宝业务明细查询',
    ...headLines(head),
    '#-----------------------------------------业务明细列表----------------------------------------',
    DETAIL_HEADER,
    ...rows.map((row) => csvLine(detailCells(row), head)),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${count}笔，商家实收共${received}元，商家优惠共${NOTHING}元`,
    `#退款合计：${refunds.count}笔，商家实收退款共${fenToYuan(refunds.fen)}元，商家优惠退款共${NOTHING}元`,
    exportLine(head),
  ];
  return endedLines(lines, head);
}

/** The two comment lines below the title of detail and summary: account and period, in Beijing time. */
export function headLines({ account, period }: BillHead): string[] {
  const [start, end] = [chineseTime(period.startMs), chineseTime(period.endMs)];
  return [`#账号：[${account}]`, `#起始日期：[${start}]   终止日期：[${end}]`];
}

/** The last line of both files: when the bill was fetched, in Beijing time. */
export function exportLine({ exportedAtMs }: BillHead): string {
  return `#导出时间：[${chineseTime(exportedAtMs)}]`;
}

/** Text that a spreadsheet would take for a number ends with a TAB. */
function detailCells(row: BillRow): string[] {
  const amount = fenToYuan(row.amountFen);
  return [
    `${row.tradeNo}\t`,
    `${row.outTradeNo}\t`,
    `${row.kind}\t`,
    row.subject,
    toBeijingTime(row.createdAtMs),
    toBeijingTime(row.completedAtMs),
    `${row.storeId ?? ''}\t`,
    '\t',
    `${row.operatorId ?? ''}\t`,
    `${row.terminalId ?? ''}\t`,
    `${row.counterparty}\t`,
    amount,
    amount,
    ...Array<string>(5).fill(NOTHING),
    '',
    `${NOTHING}\t`,
    NOTHING,
    row.requestNo ?? '\t',
    fenToYuan(row.feeFen),
    NOTHING,
    row.remark ?? '',
  ];
}

/** How a comma in a text is told from one between cells is not documented: in quotes, as spreadsheets write it, or not. */
export function csvLine(cells: readonly string[], { style }: BillHead): string {
  return cells.map((cell) => CELLS[style.billQuoting](cell)).join(',');
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const CELLS: Readonly<Record<AlipayRules['billQuoting'], (cell: string) => string>> = {
  when_needed: (cell) => (/[",\r\n]/.test(cell) ? quoted(cell) : cell),
  always: quoted,
  // A row stays one line even so.
  never: (cell) => cell.replaceAll(/[\r\n]+/g, ' '),
};

/** Sums in fen, with the signs that the rows have; zeros when there are none. */
export function totals(rows: readonly BillRow[]): { count: number; fen: number; feeFen: number } {
  const sum = (amount: (row: BillRow) => number) => rows.reduce((total, row) => total + amount(row), 0);
  return { count: rows.length, fen: sum(({ amountFen }) => amountFen), feeFen: sum(({ feeFen }) => feeFen) };
}

/** `yyyy年MM月dd日 HH:mm:ss` */
function chineseTime(atMs: number): string {
  return toBeijingTime(atMs).replace(/^(\d{4})-(\d{2})-(\d{2})/, '$1年$2月$3日');
}

/** The text of a file: every line is ended as the rule says, the last one too. */
export function endedLines(lines: readonly string[], { style }: BillHead): string {
  return lines.map((line) => `${line}${LINE_ENDS[style.billLineEnd]}`).join('');
}
