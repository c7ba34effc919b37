import * as v from 'valibot';
import { amount, merchantNumber, moment, text } from '../fields';

/** `biz_content` of `alipay.trade.create` (reference alipay-trade 2.1). Fields without an effect here are still checked. */

const goods = v.object({
  goods_id: text(32),
  goods_name: text(256),
  quantity: v.pipe(text(10), v.regex(/^[1-9]\d*(\.\d+)?$/, '须为正数')),
  price: amount,
});

const extendParams = v.object({
  hb_fq_num: v.optional(v.pipe(text(5), v.picklist(['3', '6', '12'], '须为 3、6 或 12'))),
  hb_fq_seller_percent: v.optional(v.pipe(text(3), v.picklist(['0', '100'], '须为 0 或 100'))),
  sys_service_provider_id: v.optional(text(64)),
  royalty_freeze: v.optional(text(5)),
});

const rawCreateFields = v.object({
  out_trade_no: merchantNumber,
  total_amount: amount,
  subject: text(256),
  product_code: v.optional(
    v.pipe(text(64), v.picklist(['JSAPI_PAY', 'FACE_TO_FACE_PAYMENT'], '须为 JSAPI_PAY 或 FACE_TO_FACE_PAYMENT')),
    'FACE_TO_FACE_PAYMENT',
  ),
  op_app_id: v.optional(text(32)),
  buyer_id: v.optional(v.pipe(text(28), v.regex(/^2088\d{12}$/, '须为 2088 开头的 16 位数字'))),
  buyer_open_id: v.optional(text(128)),
  op_buyer_open_id: v.optional(text(128)),
  body: v.optional(text(128)),
  passback_params: v.optional(text(512)),
  timeout_express: v.optional(text(6)),
  time_expire: v.optional(moment),
  seller_id: v.optional(text(28)),
  goods_detail: v.optional(v.array(goods, '须为数组')),
  discountable_amount: v.optional(amount),
  undiscountable_amount: v.optional(amount),
  extend_params: v.optional(extendParams),
  enable_pay_channels: v.optional(text(128)),
  disable_pay_channels: v.optional(text(128)),
  store_id: v.optional(text(32)),
  operator_id: v.optional(text(28)),
  terminal_id: v.optional(text(32)),
  merchant_order_no: v.optional(text(32)),
  query_options: v.optional(v.array(text(64), '须为数组')),
});

export type CreateFields = v.InferOutput<typeof rawCreateFields>;

/** A rule over several fields; the sentence is what the developer reads. */
const rule = (holds: (fields: CreateFields) => boolean, sentence: string) =>
  v.check<CreateFields, string>(holds, sentence);

export const createFields = v.pipe(
  rawCreateFields,
  rule((f) => f.product_code !== 'JSAPI_PAY' || f.op_app_id !== undefined, 'JSAPI_PAY 须传 op_app_id'),
  rule(
    (f) => (f.buyer_id ?? f.buyer_open_id ?? f.op_buyer_open_id) !== undefined,
    'buyer_id 和 buyer_open_id 不能同时为空',
  ),
  rule(
    (f) => f.enable_pay_channels === undefined || f.disable_pay_channels === undefined,
    'enable_pay_channels 与 disable_pay_channels 互斥',
  ),
  rule(
    ({ discountable_amount: discountable, undiscountable_amount: undiscountable, total_amount: total }) =>
      discountable === undefined || undiscountable === undefined || discountable + undiscountable === total,
    'total_amount 须等于 discountable_amount 与 undiscountable_amount 之和',
  ),
);
