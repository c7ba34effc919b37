/** What a method answers, before it is put in its envelope. */
export type FshowsAnswer =
  | { success: true; returnValue: Readonly<Record<string, unknown>> }
  | { success: false; errorCode: string; errorMessage: string; detail?: string };

/** The platform's error codes with their words on the wire (reference fshows 4.1). */
export const ERROR_MESSAGES = {
  '100': '用户正在支付中。。。',
  '-100': '无效签名',
  '-101': '无效参数',
  '-102': '权限不足',
  '-103': '通用错误',
  '-104': '登录失效',
  '-200': '服务器异常',
  '-201': '清算方无效',
  '-202': '商户无效',
  '-203': '子商户号无效',
  '-204': '门店无效',
  '-205': '渠道号无效',
  '-206': '重复订单号',
  '-207': '订单不存在',
  '-208': '支付平台无效',
  '-209': '文件未生成',
  '-210': '文件类型错误',
  '-220': '无效操作',
  '-221': '请求过于频繁，请稍候重试',
  '-222': '支付类型错误',
  '-223': '解析错误',
  '-224': '配置不存在',
  '-300': '平台方错误',
  '-301': '支付失败',
  '-302': '退款失败',
} as const;

/** A number as text, as it stands in the envelope of a refusal. */
export type FshowsErrorCode = keyof typeof ERROR_MESSAGES;

/** Says no to a request, with what the log is to show of the reason. */
export type Refuse = (code: FshowsErrorCode, detail: string) => FshowsAnswer;

/** A success; `returnValue` is in the platform's spelling. */
export function done(returnValue: Readonly<Record<string, unknown>>): FshowsAnswer {
  return { success: true, returnValue };
}

/** A refusal; `detail` is what the log shows beside it. */
export function failed(errorCode: FshowsErrorCode, detail?: string): FshowsAnswer {
  return { success: false, errorCode, errorMessage: ERROR_MESSAGES[errorCode], ...(detail && { detail }) };
}

/** The same with its detail in the message, behind ` >> ` (reference fshows 4, from the vendor's code). */
export function explained(errorCode: FshowsErrorCode, detail: string): FshowsAnswer {
  return { success: false, errorCode, errorMessage: `${ERROR_MESSAGES[errorCode]} >> ${detail}`, detail };
}

/** Members in the order of the document's samples; those that are undefined are left out (reference fshows 4). */
export function answerText(answer: FshowsAnswer): string {
  if (answer.success) return JSON.stringify({ return_value: answer.returnValue, success: true });
  return JSON.stringify({ error_code: answer.errorCode, error_message: answer.errorMessage, success: false });
}
