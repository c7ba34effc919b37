/** The words of the sandbox's cashier. They are apart from the app's own because they must not be in a release. */
const zh = {
  title: '支付宝收银台（沙箱）',
  reading: '正在读取交易…',
  pay: '确认付款',
  paying: '付款中…',
  cancel: '取消',
  merchant: '收款方',
  subject: '订单信息',
  buyer: '付款账号',
  more: '更多结果',
  moreHint: '选择收银台的回复，以及钱是否真的付了',
  withPayment: '已付款',
  withoutPayment: '未付款',
  noCallback: '无回调',
  note: '开发版的收银台，不会产生真实费用',
  notFound: '交易不存在',
  unreachable: '沙箱没有应答，请确认 npm start 在运行',
  refused: (reason: string) => `沙箱没有付款：${reason}`,
  results: {
    '9000': '订单处理成功',
    '8000': '正在处理中',
    '6004': '处理结果未知',
    '4000': '订单付款失败',
    '6001': '用户中途取消',
    '6002': '网络连接出错',
    '99': '点击忘记密码离开',
    '5000': '重复请求',
    '4': '无权调用',
    none: '没有任何回调',
  } as Record<string, string>,
};

/** All words of the sandbox's cashier; each language has every one of them. */
export type CashierTexts = typeof zh;

const en: CashierTexts = {
  title: 'Alipay cashier (sandbox)',
  reading: 'Reading the trade…',
  pay: 'Pay',
  paying: 'Paying…',
  cancel: 'Cancel',
  merchant: 'Payee',
  subject: 'Order',
  buyer: 'Account',
  more: 'More results',
  moreHint: 'Choose what the cashier answers, and whether the money was paid',
  withPayment: 'paid',
  withoutPayment: 'not paid',
  noCallback: 'no callback',
  note: 'The cashier of a development build: no real money',
  notFound: 'No such trade',
  unreachable: 'The sandbox does not answer; is npm start running?',
  refused: (reason) => `The sandbox did not pay: ${reason}`,
  results: {
    '9000': 'Success',
    '8000': 'In progress',
    '6004': 'Result unknown',
    '4000': 'Payment failed',
    '6001': 'Cancelled',
    '6002': 'Network error',
    '99': 'Left by "forgot password"',
    '5000': 'Repeated request',
    '4': 'Not permitted',
    none: 'Nobody is called back',
  },
};

/** Chinese for Chinese phones, English for everyone else. */
export function cashierTexts(language: string): CashierTexts {
  return /^(zh|cn)/i.test(language) ? zh : en;
}
