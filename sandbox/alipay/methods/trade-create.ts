import { ACQ_OF_REFUSAL, acqFailure } from '../acq';
import { type Answer, succeeded } from '../answer';
import { expiryMs } from '../expiry';
import { readFields } from '../fields';
import type { GatewayCall, Method } from '../method';
import type { TradeTerms } from '../trade';
import { namedBuyer } from './named-buyer';
import { type CreateFields, createFields } from './trade-create-fields';

const HIGHEST_TOTAL_FEN = 100_000_000_00;
const MOST_GOODS = 150;
const LONGEST_NOTIFY_URL = 256;

/** Documented for `subject`: no `/`, `=`, `&` "and similar" (reference alipay-trade 2.1). */
const FORBIDDEN_SUBJECT_CHARACTERS = /[/=&]/;

/** Alipay does not publish its list; this word stands for it. */
const FORBIDDEN_WORD = '违禁词';

/** `alipay.trade.create` (reference alipay-trade 2.1): opens a trade that a mini-program's cashier can then pay. */
export const tradeCreate: Method = (call) => {
  const fields = readFields(createFields, call.biz);
  if (!fields.isValid) return acqFailure('ACQ.INVALID_PARAMETER', fields.detail);
  const refusal = refusedFields(fields.output, call);
  if (refusal) return refusal;
  const buyer = namedBuyer(fields.output, call);
  if ('code' in buyer) return buyer;
  const expiresAtMs = expiry(fields.output, call);
  if (expiresAtMs === undefined) return acqFailure('ACQ.INVALID_PARAMETER', 'timeout_express 须为 1m 至 15d 或 1c');
  const outcome = call.alipay.trades.open(terms(fields.output, call, buyer.userId, expiresAtMs));
  if (outcome.kind === 'refused') return acqFailure(ACQ_OF_REFUSAL[outcome.reason]);
  return succeeded({ out_trade_no: outcome.trade.outTradeNo, trade_no: outcome.trade.tradeNo });
};

/** Rules with a sub_code of their own, and those that need the sandbox's knowledge. */
function refusedFields(fields: CreateFields, { alipay, merchant, parameters }: GatewayCall): Answer | undefined {
  if (fields.total_amount <= 0 || fields.total_amount > HIGHEST_TOTAL_FEN) return acqFailure('ACQ.TOTAL_FEE_EXCEED');
  if (!alipay.rules.allowsAnySubject && FORBIDDEN_SUBJECT_CHARACTERS.test(fields.subject)) {
    return acqFailure('ACQ.INVALID_PARAMETER', 'subject 不可包含 / = & 等特殊字符');
  }
  if (`${fields.subject}${fields.body ?? ''}`.includes(FORBIDDEN_WORD)) return acqFailure('ACQ.EXIST_FORBIDDEN_WORD');
  if ((fields.goods_detail?.length ?? 0) > MOST_GOODS) return acqFailure('ACQ.SUB_GOODS_SIZE_MAX_COUNT');
  if (fields.seller_id !== undefined && fields.seller_id !== merchant.sellerId) {
    return acqFailure('ACQ.INVALID_RECEIVE_ACCOUNT', `本商户的 seller_id 为 ${merchant.sellerId}`);
  }
  if (fields.op_app_id !== undefined && !alipay.directory.apps.some(({ appId }) => appId === fields.op_app_id)) {
    return acqFailure('ACQ.ACCESS_FORBIDDEN', '沙箱中没有 op_app_id 所指的小程序');
  }
  return isNotifyUrl(parameters.get('notify_url'))
    ? undefined
    : acqFailure('ACQ.INVALID_PARAMETER', 'notify_url 须为 http(s) 地址，最长 256 个字符');
}

function isNotifyUrl(url: string | undefined): boolean {
  if (!url) return true;
  return url.length <= LONGEST_NOTIFY_URL && /^https?:\/\//.test(url) && URL.canParse(url);
}

function expiry(fields: CreateFields, { alipay }: GatewayCall): number | undefined {
  const { time_expire: timeExpireMs, timeout_express: timeoutExpress, product_code: productCode } = fields;
  return expiryMs({ timeExpireMs, timeoutExpress, productCode }, alipay.clock.nowMs());
}

function terms(fields: CreateFields, call: GatewayCall, buyerUserId: string, expiresAtMs: number): TradeTerms {
  return {
    outTradeNo: fields.out_trade_no,
    appId: call.app.appId,
    authAppId: call.merchant.appId,
    sellerId: call.merchant.sellerId,
    buyerUserId,
    opAppId: fields.op_app_id,
    productCode: fields.product_code,
    totalFen: fields.total_amount,
    subject: fields.subject,
    body: fields.body,
    passbackParams: fields.passback_params,
    storeId: fields.store_id,
    notifyUrl: call.parameters.get('notify_url') || undefined,
    instalments: fields.extend_params?.hb_fq_num,
    isRefundable: true,
    expiresAtMs,
  };
}
