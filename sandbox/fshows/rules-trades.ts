import { duration, flag, oneOf } from '../rules/rule';

const DAY_MS = 86_400_000;

/** How trades come into being and to their end. */
export const TRADE_RULES = {
  /** No parameter asks for it and no document says (reference fshows 5). */
  unpaidLifeMs: duration([15 * DAY_MS, 30 * 60_000], 'How long an unpaid trade can be paid', '未付款交易的有效期'),
  /** A call that repeats the create of an unpaid trade word by word (reference fshows 5). */
  identicalRetry: oneOf(['refused', 'same_trade'], 'The same create call again', '原样重复的创建请求'),
  takesUnknownBuyers: flag(false, 'A buyer_id of nobody’s is taken: anybody pays', '未知 buyer_id 也可创建，谁都能付'),
  /** The document takes any login; whom it names is a matter between the platform and Alipay (reference fshows 11). */
  takesUnknownLogins: flag(
    true,
    'A login of nobody’s is taken: anybody pays',
    '未知 buyer_logon_id 也可创建，谁都能付',
  ),
  /** Alipay's own rule (reference fshows 11). */
  checksAmountParts: flag(true, 'The parts of the amount must make the whole', '可打折与不可打折金额之和须等于总额'),
  /** Alipay itself does not know a trade before its cash desk was opened (reference fshows 9). */
  hidesUnopened: flag(false, 'A trade is not found until its buyer has opened it', '买家打开收银台之前查询不到交易'),
  wrongStateCode: oneOf(['-220', '-300'], 'What a close or refund in the wrong state is told', '状态不允许时的错误码'),
  closesClosed: flag(false, 'A trade closed unpaid can be closed again', '未付款而关闭的交易可再次关闭'),
  /** `order.reverse` is for bar-code trades (reference fshows 9). */
  reversesPrecreated: flag(true, 'order.reverse undoes trades of this kind', 'order.reverse 可撤销预创建的交易'),
  pageNeedsTradeNo: flag(true, 'The hosted page wants trade_no too', '托管页也须传 trade_no'),
  /** Clients read both numbers there; they may be echoes of the page's own address (reference fshows 6). */
  pageReturnsNumbers: flag(true, 'The hosted page returns with both numbers', '托管页返回时带两个订单号'),
};
