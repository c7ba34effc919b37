import { flag, oneOf } from '../rules/rule';

/** How the gateway is spoken to. The first five are what only some clients do (reference fshows 11, a to e). */
export const GATEWAY_RULES = {
  takesQueryParameters: flag(false, 'Parameters are taken from the address too', '参数也可放在地址里'),
  takesSpacesInSign: flag(false, 'A sign whose + has become a space is taken', 'sign 中的 + 变成空格也可通过'),
  takesUnsignedSignType: flag(false, 'sign_type may be signed along or not', 'sign_type 参与或不参与签名都可通过'),
  takesJsonBody: flag(false, 'A JSON body is taken for a form', '请求体可为 JSON'),
  takesContentObject: flag(false, 'In a JSON body, content may be an object', 'JSON 请求体里 content 可为对象'),
  /** The document's sample has no detail, the vendor's code appends one (reference fshows 4). */
  explainsErrors: flag(false, 'Errors name the field behind >>', '错误信息在 >> 后写明字段'),
  checksMethodFirst: flag(false, 'An unknown method is named before a bad signature', '先判断方法名，再验签'),
  unknownMethodCode: oneOf(['-102', '-101'], 'What a method that nobody knows is told', '方法名不存在时的错误码'),
  foreignSubMerchantCode: oneOf(
    ['-203', '-202'],
    'What a sub-merchant of another provider is told',
    '子商户属于别的清算方时的错误码',
  ),
  /** Both ways are seen (reference fshows 4). */
  numbersInReplies: flag(false, 'Money and rates in replies are JSON numbers', '应答中的金额与费率为 JSON 数字'),
  /** What these methods answer is in no source: clients look at `success` only (reference fshows 9). */
  emptyReplies: flag(
    false,
    'Close, reverse and refunds succeed with nothing',
    '关单、撤销与退款成功时 return_value 为空',
  ),
};
