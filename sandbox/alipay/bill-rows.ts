import type { BillPeriod } from './bill-period';
import type { Buyer } from './buyers';
import type { LedgerEntry } from './ledger';
import type { Trade } from './trade';

/** One movement of money between a buyer and the merchant. */
export interface BillRow {
  tradeNo: string;
  outTradeNo: string;
  kind: '交易' | '退款';
  subject: string;
  createdAtMs: number;
  completedAtMs: number;
  storeId?: string;
  operatorId?: string;
  terminalId?: string;
  /** Masked name and logon id of the buyer. */
  counterparty: string;
  /** Below zero for a refund. */
  amountFen: number;
  /** `out_request_no` of a refund. */
  requestNo?: string;
  remark?: string;
}

export interface BillSources {
  entries: Iterable<LedgerEntry>;
  tradeOf(tradeNo: string): Trade | undefined;
  buyerOf(userId: string): Buyer;
}

/** A seller's money in a period, in the order in which it moved. When it moved decides on which day it is billed. */
export function billRows(sellerId: string, period: BillPeriod, { entries, tradeOf, buyerOf }: BillSources): BillRow[] {
  const rows: BillRow[] = [];
  for (const { tradeNo, atMs, kind, requestNo, postings } of entries) {
    if (tradeNo === undefined || atMs < period.startMs || atMs >= period.endMs) continue;
    const trade = tradeOf(tradeNo);
    const amountFen = postings.find(({ account }) => account === sellerId)?.fen;
    if (!trade || amountFen === undefined) continue;
    rows.push({
      tradeNo,
      outTradeNo: trade.outTradeNo,
      kind: kind === 'refund' ? '退款' : '交易',
      subject: trade.subject,
      createdAtMs: trade.createdAtMs,
      completedAtMs: atMs,
      storeId: trade.storeId,
      operatorId: trade.operatorId,
      terminalId: trade.terminalId,
      counterparty: counterparty(buyerOf(trade.buyerUserId)),
      amountFen,
      requestNo,
      remark: trade.body,
    });
  }
  return rows;
}

function counterparty({ name, logonId }: Buyer): string {
  return `*${[...name].slice(1).join('')}(${logonId})`;
}
