import iconv from 'iconv-lite';
import { toBeijingTime } from '../beijing-time';
import { fenToYuan } from '../money';
import type { BillRow } from './bill-rows';
import type { FshowsRules } from './rules';

/** What clients read by position (reference fshows 9); the words, and what the first column holds, are assumed. */
const HEADER = [
  '平台订单号',
  '支付宝交易号',
  '商户订单号',
  '商户名称',
  '创建时间',
  '支付时间',
  '金额',
  '支付平台手续费',
  '银行手续费',
  '清算方手续费',
  '净额',
];

/** The file as clients read it: GBK, every cell in quotes (reference fshows 9). */
export function billCsv(
  rows: readonly BillRow[],
  nameOf: (subMerchantId: string) => string,
  { billFirstColumn, billRefundsNegative }: Pick<FshowsRules, 'billFirstColumn' | 'billRefundsNegative'>,
): Buffer {
  const amount = (fen: number) => fenToYuan(billRefundsNegative ? fen : Math.abs(fen));
  const cells = (row: BillRow, index: number) => [
    billFirstColumn === 'trade_no' ? row.tradeNo : String(index + 1),
    row.prepayId,
    row.outTradeNo,
    nameOf(row.subMerchantId),
    toBeijingTime(row.createdAtMs),
    toBeijingTime(row.atMs),
    amount(row.amountFen),
    amount(row.split.payPlatformFen),
    amount(row.split.bankFen),
    amount(row.split.liquidatorFen),
    amount(row.split.netFen),
  ];
  return iconv.encode([HEADER, ...rows.map(cells)].map(line).join(''), 'gbk');
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}
