import { acqFailure } from '../acq';
import type { Answer } from '../answer';
import { expiryMs } from '../expiry';
import type { GatewayCall } from '../method';
import type { TradeTerms } from '../trade';
import { inconsistency, type OrderFields } from './order-fields';

const HIGHEST_TOTAL_FEN = 100_000_000_00;
const MOST_GOODS = 150;
const LONGEST_NOTIFY_URL = 256;

/** Documented for `subject`: no `/`, `=`, `&` "and similar" (reference alipay-trade 2.1). */
const FORBIDDEN_SUBJECT_CHARACTERS = /[/=&]/;

/** Rules of an order with a sub_code of their own, and those that need the sandbox's knowledge. */
export function refusedOrder(fields: OrderFields & { product_code: string }, call: GatewayCall): Answer | undefined {
  const { alipay, merchant, parameters } = call;
  if (merchant.products && !merchant.products.includes(fields.product_code)) {
    return acqFailure('ACQ.ACCESS_FORBIDDEN', `未签约 ${fields.product_code}`);
  }
  if (fields.total_amount <= 0 || fields.total_amount > HIGHEST_TOTAL_FEN) return acqFailure('ACQ.TOTAL_FEE_EXCEED');
  const sentence = inconsistency(fields);
  if (sentence) return acqFailure('ACQ.INVALID_PARAMETER', sentence);
  if (!alipay.rules.allowsAnySubject && FORBIDDEN_SUBJECT_CHARACTERS.test(fields.subject)) {
    return acqFailure('ACQ.INVALID_PARAMETER', 'subject 不可包含 / = & 等特殊字符');
  }
  const { forbiddenWords, longestPassback } = alipay.rules;
  if ((fields.passback_params?.length ?? 0) > longestPassback) {
    return acqFailure('ACQ.INVALID_PARAMETER', `passback_params 最长 ${longestPassback} 个字符`);
  }
  const words = `${fields.subject}${fields.body ?? ''}`;
  if (forbiddenWords.some((word) => words.includes(word))) return acqFailure('ACQ.EXIST_FORBIDDEN_WORD');
  if ((fields.goods_detail?.length ?? 0) > MOST_GOODS) return acqFailure('ACQ.SUB_GOODS_SIZE_MAX_COUNT');
  if (fields.seller_id !== undefined && fields.seller_id !== merchant.sellerId) {
    return acqFailure('ACQ.INVALID_RECEIVE_ACCOUNT', `本商户的 seller_id 为 ${merchant.sellerId}`);
  }
  if (alipay.rules.requiresBuyerIp && fields.business_params?.mc_create_trade_ip === undefined) {
    return acqFailure('ACQ.RISK_MERCHANT_IP_NOT_EXIST');
  }
  return isNotifyUrl(parameters.get('notify_url'))
    ? undefined
    : acqFailure('ACQ.INVALID_PARAMETER', 'notify_url 须为 http(s) 地址，最长 256 个字符');
}

function isNotifyUrl(url: string | undefined): boolean {
  if (!url) return true;
  return url.length <= LONGEST_NOTIFY_URL && /^https?:\/\//.test(url) && URL.canParse(url);
}

/** What a verified order asks the trade book for, or what is wrong with its expiry. */
export function orderTerms(
  fields: OrderFields,
  call: GatewayCall,
  particulars: Pick<TradeTerms, 'buyerUserId' | 'productCode' | 'opAppId'>,
): TradeTerms | Answer {
  const { alipay, app, merchant, parameters } = call;
  const asked = { timeExpireMs: fields.time_expire, timeoutExpress: fields.timeout_express };
  const { clock, rules } = alipay;
  const { productCode } = particulars;
  const expiresAtMs = expiryMs({ ...asked, productCode }, clock.nowMs(), rules.jsapiLifeMs);
  if (expiresAtMs === undefined) return acqFailure('ACQ.INVALID_PARAMETER', 'timeout_express 须为 1m 至 15d 或 1c');
  return {
    ...particulars,
    outTradeNo: fields.out_trade_no,
    appId: app.appId,
    authAppId: merchant.appId,
    sellerId: merchant.sellerId,
    totalFen: fields.total_amount,
    subject: fields.subject,
    body: fields.body,
    passbackParams: fields.passback_params,
    storeId: fields.store_id,
    operatorId: fields.operator_id,
    terminalId: fields.terminal_id,
    notifyUrl: parameters.get('notify_url') || undefined,
    instalments: instalmentPlan(fields),
    enabledChannels: fields.enable_pay_channels,
    disabledChannels: fields.disable_pay_channels,
    isRefundable: !alipay.rules.unrefundableProducts.includes(particulars.productCode),
    expiresAtMs,
  };
}

/** Without a word about it the buyer bears the cost of the instalments. */
function instalmentPlan({ extend_params: extend }: OrderFields): string | undefined {
  return extend?.hb_fq_num && `${extend.hb_fq_num}/${extend.hb_fq_seller_percent ?? '0'}`;
}
