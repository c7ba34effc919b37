/** What each call is at Alipay (reference: the platform's pages on cloud calls, one per API). */
import type { Members } from './spellings';

/** How one call of this package becomes a call of the OpenAPI. */
export interface Api {
  /** Method of the OpenAPI. */
  method: string;
  /** Names of the arguments of the positional form (before 1.0.0), in order. */
  positions: readonly string[];
  /** What it cannot do without: of each group one. */
  needs: readonly (readonly string[])[];
  /** What the platform's documents leave out but the OpenAPI wants. */
  adds?: Members;
}

const NUMBER = ['outTradeNo', 'tradeNo'];
const ORDER = [['subject'], ['outTradeNo'], ['totalAmount']];
const BUYER = ['buyerId', 'buyerOpenId', 'opBuyerOpenId'];

function api(method: string, positions: string, needs: Api['needs'], adds?: Members): Api {
  return { method, positions: positions.split(' '), needs, adds };
}

export const APIS = {
  create: api('alipay.trade.create', 'subject outTradeNo totalAmount buyerId', [...ORDER, BUYER]),
  query: api('alipay.trade.query', 'outTradeNo', [NUMBER]),
  refund: api('alipay.trade.refund', 'outTradeNo refundAmount', [NUMBER, ['refundAmount']]),
  close: api('alipay.trade.close', 'outTradeNo', [NUMBER]),
  cancel: api('alipay.trade.cancel', 'outTradeNo', [NUMBER]),
  huabei: api('alipay.trade.create', 'subject outTradeNo totalAmount buyerId extendParams', [
    ...ORDER,
    BUYER,
    ['extendParams'],
  ]),
  pay: api('alipay.trade.pay', 'subject outTradeNo totalAmount authCode', [...ORDER, ['authCode']], {
    scene: 'bar_code',
  }),
  getToken: api('alipay.system.oauth.token', 'code', [['code']], { grantType: 'authorization_code' }),
  refreshToken: api('alipay.system.oauth.token', 'refreshToken', [['refreshToken']], { grantType: 'refresh_token' }),
  qrcode: api('alipay.open.app.qrcode.create', 'urlParam queryParam describe', [
    ['urlParam'],
    ['queryParam'],
    ['describe'],
  ]),
  templateMessage: api('alipay.open.app.mini.templatemessage.send', 'toUserId formId userTemplateId page data', [
    ['toUserId'],
    ['formId'],
    ['userTemplateId'],
    ['page'],
    ['data'],
  ]),
  textRisk: api('alipay.security.risk.content.detect', 'content', [['content']]),
} as const;
