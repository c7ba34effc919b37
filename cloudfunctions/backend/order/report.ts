/**
 * News about a trade, in the one form all of them take: the reply to a create, a query, a notify, a close, the sweep, a bill.
 * Whatever a channel cannot prove is `unknown`.
 */
export interface TradeReport {
  outTradeNo: string;
  status: 'paid' | 'open' | 'closed' | 'absent' | 'unknown';
  tradeNo?: string;
  walletTradeNo?: string;
  /** Amount of the trade as the channel states it, in fen. A `paid` without it proves nothing. */
  totalFen?: number;
  paidAtMs?: number;
  /**
   * The provider's code when it has just refused to open this trade, to be shown to the buyer's app. Only the answer to a
   * create can carry it: that a query knows no such trade is no refusal. It is no proof of absence; the status may be.
   */
  refusedCode?: string;
  /** The provider's code and words, when it gave any; for logs and operators. */
  code?: string;
  message?: string;
}
