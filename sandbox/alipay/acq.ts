import type { Answer } from './answer';
import type { TradeRefusal } from './trade-book';

/** Business failures of the trade methods with Alipay's words for them (reference alipay-trade 2.1 to 2.3). */
const SUB_MESSAGES = {
  'ACQ.INVALID_PARAMETER': '参数无效',
  'ACQ.ACCESS_FORBIDDEN': '无权限使用接口',
  'ACQ.TOTAL_FEE_EXCEED': '订单总金额不在允许范围内',
  'ACQ.EXIST_FORBIDDEN_WORD': '订单信息中包含违禁词',
  'ACQ.CONTEXT_INCONSISTENT': '交易信息被篡改',
  'ACQ.TRADE_HAS_SUCCESS': '交易已被支付',
  'ACQ.TRADE_HAS_CLOSE': '交易已经关闭',
  'ACQ.TRADE_BUYER_NOT_MATCH': '交易买家不匹配',
  'ACQ.BUYER_SELLER_EQUAL': '买卖家不能相同',
  'ACQ.BUYER_NOT_EXIST': '买家不存在',
  'ACQ.BUYER_ENABLE_STATUS_FORBID': '买家状态非法',
  'ACQ.INVALID_RECEIVE_ACCOUNT': '不支持的收款账户',
  'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': '当前时间已超过允许支付的时间',
  'ACQ.SUB_GOODS_SIZE_MAX_COUNT': '子商品明细超长',
  'ACQ.DISCORDANT_REPEAT_REQUEST': '请求信息不一致',
  'ACQ.REFUND_FEE_ERROR': '退款金额有误',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': '退款金额超限',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': '退款金额超过可退金额',
  'ACQ.REFUND_CHARGE_ERROR': '退收费异常，请稍后重试',
  'ACQ.TRADE_HAS_FINISHED': '交易已完结',
  'ACQ.TRADE_NOT_ALLOW_REFUND': '当前交易不允许退款',
  'ACQ.TRADE_STATUS_ERROR': '交易状态不合法',
  'ACQ.TRADE_NOT_EXIST': '交易不存在',
  TRADE_PAYINFO_INCONSISTEN: '分期信息与原交易不一致',
} as const;

export type AcqCode = keyof typeof SUB_MESSAGES;

/** `40004` with a sub_code; `detail` tells the developer more than Alipay would. */
export function acqFailure(subCode: AcqCode, detail?: string, fields?: Answer['fields']): Answer {
  const subMsg = detail ? `${SUB_MESSAGES[subCode]}：${detail}` : SUB_MESSAGES[subCode];
  return { code: '40004', subCode, subMsg, fields };
}

/** What the gateway says for each refusal of the trade book. */
export const ACQ_OF_REFUSAL: Readonly<Record<TradeRefusal, AcqCode>> = {
  trade_not_found: 'ACQ.TRADE_NOT_EXIST',
  trade_has_success: 'ACQ.TRADE_HAS_SUCCESS',
  trade_has_close: 'ACQ.TRADE_HAS_CLOSE',
  context_inconsistent: 'ACQ.CONTEXT_INCONSISTENT',
  instalments_inconsistent: 'TRADE_PAYINFO_INCONSISTEN',
  buyer_differs: 'ACQ.TRADE_BUYER_NOT_MATCH',
  buyer_is_seller: 'ACQ.BUYER_SELLER_EQUAL',
  already_expired: 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR',
  trade_unpaid: 'ACQ.TRADE_STATUS_ERROR',
  trade_has_finished: 'ACQ.TRADE_HAS_FINISHED',
  trade_not_refundable: 'ACQ.TRADE_NOT_ALLOW_REFUND',
  refund_discordant: 'ACQ.DISCORDANT_REPEAT_REQUEST',
  refund_not_positive: 'ACQ.REFUND_FEE_ERROR',
  refund_not_full: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL',
  refund_exceeds_total: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
  refund_too_soon: 'ACQ.REFUND_CHARGE_ERROR',
  trade_not_payable: 'ACQ.TRADE_STATUS_ERROR',
  trade_not_closable: 'ACQ.TRADE_STATUS_ERROR',
};
