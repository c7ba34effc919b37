import { duration, flag, oneOf } from '../rules/rule';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Refunds and bills. */
export const MONEY_RULES = {
  /** All calls that are known send no amount; a later partial refund would most likely use this name (reference fshows 9). */
  refundFee: oneOf(
    ['refused', 'ignored', 'taken'],
    'refund_fee of less than the whole: refused, not read, or a partial refund',
    '不足全额的 refund_fee：拒绝、忽略或部分退款',
  ),
  repeatedRefund: oneOf(['first_result', 'refused'], 'The same out_refund_no again', '重复的 out_refund_no'),
  overRefundCode: oneOf(['-302', '-220'], 'What a refund of more than is left is told', '退款超出余额时的错误码'),
  shortBalanceCode: oneOf(
    ['-302', '-103'],
    'What a refund is told that the sub-merchant has no money for',
    '子商户余额不足时的错误码',
  ),
  unknownRefundCode: oneOf(['-207', '-302'], 'What the query of an unknown refund is told', '退款不存在时的错误码'),
  refundWindowMs: duration([365 * DAY_MS, 90 * DAY_MS], 'How long a paid trade can be refunded', '可退款期限'),
  /** Refunds have states of their own in the vendor's code, so that they may take time (reference fshows 9). */
  refundLagMs: duration([0, 10_000], 'How long a refund is on its way', '退款到账的时间'),
  billReadyAfterMs: duration(
    [9 * HOUR_MS, 0],
    'When after midnight yesterday’s bill is ready',
    '零点后多久可取前一日账单',
  ),
  /** Clients handle both (reference fshows 9). */
  emptyBill: oneOf(['not_generated', 'blank_url'], 'A bill without rows: -209, or no address', '没有记录的账单'),
  billUrlLifeMs: duration([10 * 60_000, 30_000], 'How long a bill can be downloaded', '账单下载链接的有效期'),
  /** Clients read the columns after it only (reference fshows 9). */
  billFirstColumn: oneOf(['trade_no', 'row_number'], 'What the first column of a bill is', '账单第一列'),
  billRefundsNegative: flag(true, 'A bill writes refunds with a minus', '账单中退款为负数'),
};
