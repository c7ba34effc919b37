import * as v from 'valibot';
import { anyName, selectors } from './fault-selectors';

/** Faults of bills. Each bill that is made is a match. */

const { outTradeNo: _outTradeNo, tradeNo: _tradeNo, ...billSelectors } = selectors;

function kind<Kind extends string, Entries extends v.ObjectEntries>(name: Kind, entries: Entries) {
  return v.strictObject({
    ...billSelectors,
    kind: v.literal(name),
    /** `yyyy-MM-dd`. */
    billDate: v.optional(anyName),
    /** `out_trade_no` of the row that is meant; the first row when absent. */
    row: v.optional(anyName),
    ...entries,
  });
}

const fen = v.pipe(v.number(), v.integer('must be whole fen'));

export const BILL_FAULT_KINDS = [
  kind('bill_row_missing', {}),
  /** Adds a row like the first one for a trade that nobody made. */
  kind('bill_row_extra', { extraOutTradeNo: v.optional(anyName, 'NOBODYS_TRADE') }),
  kind('bill_amount_altered', { byFen: v.optional(fen, 1) }),
  /** Writes refunds without their minus, as one bill that was seen does (reference alipay-trade 6). */
  kind('bill_refunds_positive', {}),
  /** Lets the totals at the end of the file disagree with its rows. */
  kind('bill_footer_mismatch', { byFen: v.optional(fen, 1), byCount: v.optional(v.pipe(v.number(), v.integer()), 0) }),
];
