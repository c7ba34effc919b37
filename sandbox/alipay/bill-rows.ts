import type { LedgerEntry } from '../accounts/ledger';
import type { BillPeriod } from './bill-period';
import type { Buyer } from './buyers';
import type { AlipayRules } from './rules';
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
  /** What it cost the seller, below zero; above zero what came back. */
  feeFen: number;
  /** `out_request_no` of a refund. */
  requestNo?: string;
  remark?: string;
}

/** Where rows are read from; `tradeOf` is undefined for an entry that is of no trade here, which makes no row. */
export interface BillSources {
  entries: Iterable<LedgerEntry>;
  tradeOf(tradeNo: string): Trade | undefined;
  buyerOf(userId: string): Buyer;
  rules: Pick<AlipayRules, 'billDay'>;
}

/** A seller's payments and refunds of a period, in the order in which they were made; fees stand in their rows. */
export function billRows(sellerId: string, period: BillPeriod, sources: BillSources): BillRow[] {
  const { entries, tradeOf, buyerOf, rules } = sources;
  const rows: BillRow[] = [];
  for (const { tradeNo, atMs, kind, requestNo, postings } of entries) {
    if (tradeNo === undefined || (kind !== 'payment' && kind !== 'refund')) continue;
    const trade = tradeOf(tradeNo);
    const amountFen = postings.find(({ account }) => account === sellerId)?.fen;
    if (!trade || amountFen === undefined) continue;
    const billedAtMs = rules.billDay === 'created' ? trade.createdAtMs : atMs;
    if (billedAtMs < period.startMs || billedAtMs >= period.endMs) continue;
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
      feeFen: kind === 'refund' ? returnedFen(trade, requestNo) : 0 - (trade.feeFen ?? 0),
      requestNo,
      remark: trade.body,
    });
  }
  return rows;
}

function returnedFen({ refunds }: Trade, requestNo: string | undefined): number {
  return refunds.find((refund) => refund.requestNo === requestNo)?.feeFen ?? 0;
}

function counterparty({ name, logonId }: Buyer): string {
  return `*${[...name].slice(1).join('')}(${logonId})`;
}
