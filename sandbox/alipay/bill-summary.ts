import { fenToYuan } from '../money';
import { type BillHead, csvLine, endedLines, exportLine, headLines, NOTHING, totals } from './bill-csv';
import type { BillRow } from './bill-rows';

/** Which columns the summary has: assumed both, because no capture shows any (reference alipay-trade 6). */
export type SummaryColumns = 'full' | 'short';

/** `业务明细(汇总).csv`. */
export function summaryCsv(rows: readonly BillRow[], head: BillHead, columns: SummaryColumns): string {
  const table = Object.entries(columns === 'full' ? fullColumns(rows) : shortColumns(rows));
  const lines = [
    '#支付宝业务汇总查询',
    ...headLines(head),
    '#-----------------------------------------业务汇总列表----------------------------------------',
    table.map(([column]) => column).join(','),
    csvLine(
      table.map(([, cell]) => cell),
      head,
    ),
    '#-----------------------------------------业务汇总列表结束------------------------------------',
    exportLine(head),
  ];
  return endedLines(lines, head);
}

function shortColumns(rows: readonly BillRow[]): Record<string, string> {
  const all = totals(rows);
  return {
    交易订单总笔数: String(totals(rows.filter(({ kind }) => kind === '交易')).count),
    退款订单总笔数: String(totals(rows.filter(({ kind }) => kind === '退款')).count),
    '订单金额（元）': fenToYuan(all.fen),
    '商家实收（元）': fenToYuan(all.fen),
  };
}

function fullColumns(rows: readonly BillRow[]): Record<string, string> {
  const { fen, feeFen } = totals(rows);
  return {
    门店编号: '合计\t',
    门店名称: '\t',
    ...shortColumns(rows),
    '支付宝优惠（元）': NOTHING,
    '商家优惠（元）': NOTHING,
    '卡消费金额（元）': NOTHING,
    '服务费（元）': fenToYuan(feeFen),
    '分润（元）': NOTHING,
    '实收净额（元）': fenToYuan(fen + feeFen),
  };
}
