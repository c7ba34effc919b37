import { count, duration, flag, oneOf } from '../rules/rule';

/** Refunds, fees and bills. */
export const MONEY_RULES = {
  /** After this a paid trade is finished; the contract says how long (reference alipay-trade 3). */
  refundWindowMs: duration([365 * 86_400_000, 90 * 86_400_000], 'How long a trade can be refunded', '可退款的时长'),
  /** Documented as 3 s; that an earlier one is ACQ.REFUND_CHARGE_ERROR is assumed, 0 takes it (reference alipay-trade 2.5). */
  refundGapMs: duration([3000, 0], 'Least time between two refunds of a trade', '同一交易两次退款的最小间隔'),
  /** ACQ.NOT_ALLOW_PARTIAL_REFUND when off. */
  allowsPartialRefund: flag(true, 'A part can be refunded', '可以部分退款'),
  /** Merchants are told to ask after 10 s (reference alipay-trade 2.6). */
  refundQueryLagMs: duration([0, 10_000], 'For how long a refund is not yet seen by its query', '退款查询的滞后'),
  /** Both are documented (reference alipay-trade 2.5). */
  overRefundSubCode: oneOf(
    ['ACQ.REASON_TRADE_REFUND_FEE_ERR', 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'],
    'A refund of more than is left is told',
    '退款超过可退金额的应答',
  ),
  /** Of each payment, in millionths: 6000 is 0.6 %. Rounded to a whole fen. */
  feeRatePpm: count([0, 6000], 1_000_000, 'Service fee of a payment', '服务费率'),
  /** Whether a refund gives its share of the fee back (reference alipay-trade 6, 11). */
  returnsFees: flag(true, 'A refund gives its share of the fee back', '退款时退还相应服务费'),
  /** Both are documented (reference alipay-trade 2.7). */
  emptyBillSubCode: oneOf(['NO_BILL_DATA', 'BILL_NOT_EXIST'], 'A bill without rows is told', '没有数据的账单的应答'),
  /** In Beijing; documented as "usually by 09:00" (reference alipay-trade 6). */
  billReadyHour: count([9, 12, 0], 23, 'From which hour on a bill can be had', '账单从几点起可下载'),
  /** Money is billed on the day it moved, or on the day its trade was opened (reference alipay-trade 6, 11). */
  billDay: oneOf(['moved', 'created'], 'Which moment selects the day of a bill', '账单日期取自'),
  /** Columns of 业务明细(汇总).csv, or no such file. */
  billSummary: oneOf(['full', 'short', 'absent'], 'The summary in a bill', '账单中的汇总表'),
  /** `never` leaves commas bare, so that a row has more cells than its header. */
  billQuoting: oneOf(['when_needed', 'always', 'never'], 'Quotes around texts in a bill', '账单文本的引号'),
  billLineEnd: oneOf(['crlf', 'lf'], 'Line ends in a bill', '账单的换行'),
  /** HTTP status; with 200 comes a page that says so. */
  expiredBillStatus: oneOf([403, 404, 200], 'What an expired bill address answers', '过期的账单地址应答'),
};
