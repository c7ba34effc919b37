import type { Answer } from './answer';

/** Errors of the gateway itself, before a method is reached (reference alipay-trade 1.7), with Alipay's words. */
const GATEWAY_ERRORS = {
  'isv.missing-method': ['40001', '缺少方法名参数'],
  'isv.missing-app-id': ['40001', '缺少appId参数'],
  'isv.missing-signature': ['40001', '缺少签名参数'],
  'isv.missing-signature-type': ['40001', '缺少签名类型参数'],
  'isv.missing-timestamp': ['40001', '缺少时间戳参数'],
  'isv.missing-version': ['40001', '缺少版本参数'],
  'isv.invalid-app-id': ['40002', '无效的AppID参数'],
  'isv.invalid-charset': ['40002', '字符集错误，须为 utf-8 或 gbk'],
  'isv.invalid-signature-type': ['40002', '无效的签名类型'],
  'isv.invalid-signature': ['40002', '验签出错'],
  'isv.invalid-timestamp': ['40002', '非法的时间戳参数'],
  'isv.invalid-format': ['40002', '无效的数据格式'],
  'isv.invalid-parameter': ['40002', '参数无效'],
  'isv.suspected-attack': ['40002', '疑似攻击请求'],
  'isv.invalid-method': ['40002', '不存在的方法名'],
  'aop.invalid-app-auth-token': ['20001', '无效的应用授权令牌'],
  'isp.unknow-error': ['20000', '系统繁忙'],
  'isv.illegal-json': ['40002', 'biz_content 不是合法的 JSON 对象'],
} as const satisfies Record<string, readonly ['20000' | '20001' | '40001' | '40002', string]>;

/** A `sub_code` of the gateway itself; none of them says anything of a trade. */
export type GatewayError = keyof typeof GATEWAY_ERRORS;

/** `detail` tells the developer more than Alipay would, behind its words. */
export function gatewayError(subCode: GatewayError, detail?: string): Answer {
  const [code, subMsg] = GATEWAY_ERRORS[subCode];
  return { code, subCode, subMsg: detail ? `${subMsg}，${detail}` : subMsg };
}
