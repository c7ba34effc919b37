import type { FaultBook, FaultSubject } from './fault-book';
import { type BillFaultRule, isBillFault } from './fault-rule';

/** What rules need to know of a row of a bill; the amount of a refund is negative, as in the file. */
export interface BillRow {
  outTradeNo: string;
  tradeNo: string;
  amountFen: number;
}

/** The rows to write, and by how much the totals at the end of the file are to disagree with them. */
export interface FaultyBill<Row> {
  rows: readonly Row[];
  footer: { byFen: number; byCount: number };
}

/** Which bill. */
type FaultyBillSubject = Pick<FaultSubject, 'gateway'> & { billDate: string; appId: string };

/** What the bill desks of both gateways ask of the rules. */
export interface BillFaults {
  /** `billDate` is `yyyy-MM-dd`. Gives the rows back as they are when no rule strikes. */
  forBill<Row extends BillRow>(bill: FaultyBillSubject, rows: readonly Row[]): FaultyBill<Row>;
}

const NOBODYS_TRADE_NO = '2026010122001400000000000000';

/** Asking counts as a match: a rule that strikes once is spent with the bill it struck. */
export function billFaults(book: FaultBook): BillFaults {
  return {
    forBill<Row extends BillRow>({ billDate, ...subject }: FaultyBillSubject, rows: readonly Row[]) {
      const isOurs = isBillFault((rule) => rule.billDate === undefined || rule.billDate === billDate);
      let bill: FaultyBill<Row> = { rows, footer: { byFen: 0, byCount: 0 } };
      for (const { rule } of book.strikes(isOurs, subject)) bill = spoilt(bill, rule);
      return bill;
    },
  };
}

function spoilt<Row extends BillRow>({ rows, footer }: FaultyBill<Row>, rule: BillFaultRule): FaultyBill<Row> {
  const at = rule.row === undefined ? 0 : rows.findIndex(({ outTradeNo }) => outTradeNo === rule.row);
  const row = rows[at];
  switch (rule.kind) {
    case 'bill_footer_mismatch':
      return { rows, footer: { byFen: footer.byFen + rule.byFen, byCount: footer.byCount + rule.byCount } };
    case 'bill_refunds_positive':
      return { rows: rows.map((each) => ({ ...each, amountFen: Math.abs(each.amountFen) })), footer };
    case 'bill_row_missing':
      return { rows: rows.filter((_, index) => index !== at), footer };
    case 'bill_row_extra':
      if (!row) return { rows, footer };
      return { rows: [...rows, { ...row, outTradeNo: rule.extraOutTradeNo, tradeNo: NOBODYS_TRADE_NO }], footer };
    case 'bill_amount_altered':
      if (!row) return { rows, footer };
      return { rows: rows.with(at, { ...row, amountFen: row.amountFen + rule.byFen }), footer };
  }
}
