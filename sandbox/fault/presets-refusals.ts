import type { FaultRuleInput } from './fault-rule';
import type { Preset } from './preset';

const create = 'alipay.trade.create';
const refund = 'alipay.trade.refund';
const cancel = 'alipay.trade.cancel';
const pay = 'alipay.trade.pay';
const bill = 'alipay.data.dataservice.bill.downloadurl.query';

/** A refusal for reasons that lie inside Alipay, until the rule is removed. */
function refused(method: string, subCode: string, subMsg: string): FaultRuleInput {
  return { kind: 'answer', method, subCode, subMsg };
}

/** Alipay's gateway, rather than the method, says no. */
function barred(
  code: '20000' | '20001' | '40003' | '40005' | '40006',
  subCode: string,
  subMsg: string,
): FaultRuleInput {
  return { kind: 'answer', method: 'alipay.trade.*', code, subCode, subMsg };
}

/** Presets of what only Alipay's inside can cause (the sub_codes of reference alipay-trade 1.7 and 2.1 to 2.9). */
export const REFUSAL_PRESETS = {
  'seller-balance-short': {
    title: 'The merchant’s balance is too low for refunds, until the fault is removed',
    rules: [
      refused(refund, 'ACQ.SELLER_BALANCE_NOT_ENOUGH', '卖家余额不足'),
      refused(cancel, 'ACQ.SELLER_BALANCE_NOT_ENOUGH', '卖家余额不足'),
    ],
  },
  'merchant-not-normal': {
    title: 'The merchant has not traded for three months',
    rules: [
      refused(create, 'ACQ.MERCHANT_STATUS_NOT_NORMAL', '商户状态不正常'),
      refused(pay, 'ACQ.MERCHANT_STATUS_NOT_NORMAL', '商户状态不正常'),
    ],
  },
  'forbidden-word': {
    title: 'Alipay finds a forbidden word in whatever the subject is',
    rules: [refused(create, 'ACQ.EXIST_FORBIDDEN_WORD', '订单信息中包含违禁词')],
  },
  'seller-blocked': {
    title: 'The merchant’s account is frozen',
    rules: [
      refused(create, 'ACQ.SELLER_BEEN_BLOCKED', '商家账号被冻结'),
      refused(pay, 'ACQ.SELLER_BEEN_BLOCKED', '商家账号被冻结'),
    ],
  },
  'seller-not-exist': {
    title: 'The merchant’s account is gone',
    rules: [refused(create, 'ACQ.SELLER_NOT_EXIST', '卖家不存在')],
  },
  'partner-error': {
    title: 'The app’s state at the open platform is bad',
    rules: [refused(create, 'ACQ.PARTNER_ERROR', '应用APP_ID填写错误')],
  },
  'product-not-signed': {
    title: 'The merchant has not signed the product',
    rules: [refused(create, 'ACQ.ACCESS_FORBIDDEN', '无权限使用接口')],
  },
  'beyond-per-receipt': {
    title: 'A single receipt over the merchant’s limit',
    rules: [refused(create, 'ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION', '商户收款金额超过单笔限额')],
  },
  'beyond-per-receipt-day': {
    title: 'The merchant’s receipts are over the limit of a day',
    rules: [refused(create, 'ACQ.BEYOND_PER_RECEIPT_DAY_RESTRICTION', '商户收款金额超过日限额')],
  },
  'beyond-pay-restriction': {
    title: 'The buyer’s payments are over the limit',
    rules: [refused(create, 'ACQ.BEYOND_PAY_RESTRICTION', '商户收款额度超限')],
  },
  'merchant-receipt-suspended': {
    title: 'The merchant may not receive for now',
    rules: [refused(create, 'ACQ.MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT', '商户暂停收款')],
  },
  'merchant-receipt-day-limit': {
    title: 'The merchant’s day limit is used up',
    rules: [refused(create, 'ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT', '超过商户单日收款限额')],
  },
  'merchant-receipt-single-limit': {
    title: 'The amount is over the merchant’s single limit',
    rules: [refused(create, 'ACQ.MERCHANT_PERM_RECEIPT_SINGLE_LIMIT', '超过商户单笔收款限额')],
  },
  'risk-merchant-ip': {
    title: 'Risk control misses the buyer’s IP address',
    rules: [refused(create, 'ACQ.RISK_MERCHANT_IP_NOT_EXIST', '当前交易存在风险，缺少用户IP信息')],
  },
  'payment-has-risk': {
    title: 'Risk control stops a payment by bar code',
    rules: [refused(pay, 'ACQ.PAYMENT_REQUEST_HAS_RISK', '支付有风险')],
  },
  'buyer-balance-short': {
    title: 'The buyer’s balance is too low for the bar code',
    rules: [refused(pay, 'ACQ.BUYER_BALANCE_NOT_ENOUGH', '买家余额不足')],
  },
  'payment-fails': {
    title: 'Payment by bar code fails',
    rules: [refused(pay, 'ACQ.PAYMENT_FAIL', '支付失败')],
  },
  'cashier-not-pulled': {
    title: 'The buyer’s phone cannot be brought to the cashier',
    rules: [refused(pay, 'ACQ.PULL_MOBILE_CASHIER_FAIL', '唤起移动收银台失败')],
  },
  'trade-frozen': {
    title: 'The money of the trade is frozen',
    rules: [
      refused(refund, 'ACQ.REASON_TRADE_BEEN_FREEZEN', '请求退款的交易被冻结'),
      refused(cancel, 'ACQ.REASON_TRADE_BEEN_FREEZEN', '请求撤销的交易被冻结'),
    ],
  },
  'partial-refund-not-allowed': {
    title: 'The contract knows full refunds only',
    rules: [refused(refund, 'ACQ.NOT_ALLOW_PARTIAL_REFUND', '不支持部分退款')],
  },
  'voucher-not-refundable': {
    title: 'A voucher in the trade forbids a refund',
    rules: [refused(refund, 'ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND', '交易不允许退款')],
  },
  'refund-not-allowed': {
    title: 'The trade may not be refunded',
    rules: [refused(refund, 'ACQ.TRADE_NOT_ALLOW_REFUND', '当前交易不允许退款')],
  },
  'refund-buyer-error': {
    title: 'The buyer’s account cannot take the refund',
    rules: [refused(refund, 'ACQ.BUYER_ERROR', '买家状态异常')],
  },
  'refund-customer-invalid': {
    title: 'The buyer’s account fails its check at a refund',
    rules: [refused(refund, 'ACQ.CUSTOMER_VALIDATE_ERROR', '账户已注销或者被冻结')],
  },
  'refund-charge-error': {
    title: 'The fee cannot be given back now; later it can',
    rules: [refused(refund, 'ACQ.REFUND_CHARGE_ERROR', '退收费异常')],
  },
  'refund-royalty-unauthorised': {
    title: 'Refunding the royalty is not authorised',
    rules: [refused(refund, 'ACQ.REFUNDALLOC_UNAUTH_LIMIT', '退分账未授权')],
  },
  'refund-royalty-amount': {
    title: 'The royalty to be refunded is wrong',
    rules: [refused(refund, 'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR', '退分账金额校验失败')],
  },
  'cancel-too-late': {
    title: 'The time for cancelling is over',
    rules: [refused(cancel, 'ACQ.TRADE_CANCEL_TIME_OUT', '超过撤销时间范围')],
  },
  'cancel-not-allowed': {
    title: 'The trade may not be cancelled',
    rules: [refused(cancel, 'ACQ.CANCEL_NOT_ALLOWED', '当前交易不允许撤销')],
  },
  'app-limited': {
    title: 'The app has called too often, until the fault is removed',
    rules: [barred('40005', 'isv.app-call-limited', '应用调用次数超限')],
  },
  'app-not-permitted': {
    title: 'The app lacks the product’s permission',
    rules: [barred('40006', 'isv.insufficient-isv-permissions', 'ISV权限不足')],
  },
  'user-not-permitted': {
    title: 'The buyer has not authorised the app',
    rules: [barred('40006', 'isv.insufficient-user-permissions', '用户权限不足')],
  },
  'no-public-key': {
    title: 'The app’s public key was never uploaded',
    rules: [barred('40003', 'isv.missing-signature-config', '验签出错，未配置对应签名算法的公钥或者证书')],
  },
  'service-unavailable': {
    title: 'Every trade call is answered with 20000 and nothing happens',
    rules: [barred('20000', 'aop.unknow-error', '系统繁忙')],
  },
  'auth-token-invalid': {
    title: 'The merchant’s authorisation has lapsed',
    rules: [barred('20001', 'aop.invalid-app-auth-token', '无效的应用授权令牌')],
  },
  'bill-late': {
    title: 'The bill is not ready yet',
    rules: [refused(bill, 'BILL_NOT_EXIST', '账单不存在')],
  },
  'bill-limited': {
    title: 'Bills are asked for too often',
    rules: [refused(bill, 'SYSTEM_RATE_LIMIT', '系统限流')],
  },
  'bill-limited-for-user': {
    title: 'This merchant asks for bills too often',
    rules: [refused(bill, 'USER_RATE_LIMIT', '用户限流')],
  },
  'bill-error': {
    title: 'The bill service fails',
    rules: [refused(bill, 'UNKNOWN_ERROR', '未知错误')],
  },
  'bill-before-registration': {
    title: 'The day is before the merchant registered',
    rules: [refused(bill, 'BILL_DATE_BEFORE_REGISTRATION', '账单日期早于商户签约日期')],
  },
} as const satisfies Record<string, Preset>;
