import { toBeijingTime } from '../beijing-time';
import { fenToYuan } from '../money';
import type { BillPeriod } from './bill-period';
import type { BillRow } from './bill-rows';

/** What all parts of a bill need to know. */
export interface BillHead {
  /** Seller and the suffix of its account, `<PID>0156`. */
  account: string;
  period: BillPeriod;
  exportedAtMs: number;
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

const SUMMARY_HEADER =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,' +
  '卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';

const LINE_END = '\r\n';
const NOTHING = '0.00';

/** `业务明细.csv` as captured (reference alipay-trade 6). */
export function detailCsv(rows: readonly BillRow[], head: BillHead, fault: FooterFault): string {
  const payments = totals(rows.filter(({ kind }) => kind === '交易'));
  const refunds = totals(rows.filter(({ kind }) => kind === '退款'));
  const count = payments.count + fault.byCount;
  const received = fenToYuan(payments.fen + fault.byFen);
  return lines([
    '#支付宝业务明细查询',
    ...headLines(head),
    '#-----------------------------------------业务明细列表----------------------------------------',
    DETAIL_HEADER,
    ...rows.map(detailLine),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${count}笔，商家实收共${received}元，商家优惠共${NOTHING}元`,
    `#退款合计：${refunds.count}笔，商家实收退款共${fenToYuan(refunds.fen)}元，商家优惠退款共${NOTHING}元`,
    exportLine(head),
  ]);
}

/** `业务明细(汇总).csv`. Its columns are assumed: no capture shows them. */
export function summaryCsv(rows: readonly BillRow[], head: BillHead): string {
  const payments = totals(rows.filter(({ kind }) => kind === '交易'));
  const refunds = totals(rows.filter(({ kind }) => kind === '退款'));
  const net = fenToYuan(payments.fen + refunds.fen);
  const cells = [payments.count, refunds.count, net, net, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, net];
  return lines([
    '#支付宝业务汇总查询',
    ...headLines(head),
    '#-----------------------------------------业务汇总列表----------------------------------------',
    SUMMARY_HEADER,
    ['合计\t', '\t', ...cells].join(','),
    '#-----------------------------------------业务汇总列表结束------------------------------------',
    exportLine(head),
  ]);
}

function headLines({ account, period }: BillHead): string[] {
  const [start, end] = [chineseTime(period.startMs), chineseTime(period.endMs)];
  return [`#账号：[${account}]`, `#起始日期：[${start}]   终止日期：[${end}]`];
}

function exportLine({ exportedAtMs }: BillHead): string {
  return `#导出时间：[${chineseTime(exportedAtMs)}]`;
}

/** Text that a spreadsheet would take for a number ends with a TAB. */
function detailLine(row: BillRow): string {
  const amount = fenToYuan(row.amountFen);
  return [
    `${row.tradeNo}\t`,
    `${row.outTradeNo}\t`,
    `${row.kind}\t`,
    quoted(row.subject),
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
    NOTHING,
    NOTHING,
    quoted(row.remark ?? ''),
  ].join(',');
}

/** How a comma in a subject is told from one between cells is assumed: in quotes, as spreadsheets write it. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function totals(rows: readonly BillRow[]): { count: number; fen: number } {
  return { count: rows.length, fen: rows.reduce((sum, { amountFen }) => sum + amountFen, 0) };
}

/** `yyyy年MM月dd日 HH:mm:ss` */
function chineseTime(atMs: number): string {
  return toBeijingTime(atMs).replace(/^(\d{4})-(\d{2})-(\d{2})/, '$1年$2月$3日');
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}${LINE_END}`).join('');
}
