import * as v from 'valibot';
import { amount, merchantNumber, moment, text } from '../fields';
import { LONGEST_PASSBACK_EVER } from '../rules-trades';

/**
 * What `alipay.trade.create` and `alipay.trade.pay` ask for alike (reference alipay-trade 2.1 and 2.9). Fields without an
 * effect here are still checked.
 */

const goods = v.object({
  goods_id: text(32),
  goods_name: text(256),
  quantity: v.pipe(text(10), v.regex(/^[1-9]\d*(\.\d+)?$/, '须为正数')),
  price: amount,
});

const extendParams = v.pipe(
  v.object({
    hb_fq_num: v.optional(v.pipe(text(5), v.picklist(['3', '6', '12'], '须为 3、6 或 12'))),
    hb_fq_seller_percent: v.optional(v.pipe(text(3), v.picklist(['0', '100'], '须为 0 或 100'))),
    sys_service_provider_id: v.optional(text(64)),
    royalty_freeze: v.optional(v.pipe(text(5), v.picklist(['true', 'false'], '须为 true 或 false'))),
  }),
  v.check(
    ({ hb_fq_num, hb_fq_seller_percent }) => hb_fq_seller_percent === undefined || hb_fq_num !== undefined,
    '传 hb_fq_seller_percent 时须传 hb_fq_num',
  ),
);

const someObject = v.looseObject({}, '须为对象');

const channels = v.pipe(text(128), v.regex(/^[A-Za-z0-9_]+(,[A-Za-z0-9_]+)*$/, '须为以逗号分隔的渠道'));

export const orderFields = {
  out_trade_no: merchantNumber,
  total_amount: amount,
  subject: text(256),
  body: v.optional(text(128)),
  passback_params: v.optional(text(LONGEST_PASSBACK_EVER)),
  timeout_express: v.optional(text(6)),
  time_expire: v.optional(moment),
  seller_id: v.optional(text(28)),
  goods_detail: v.optional(v.array(goods, '须为数组')),
  discountable_amount: v.optional(amount),
  undiscountable_amount: v.optional(amount),
  extend_params: v.optional(extendParams),
  enable_pay_channels: v.optional(channels),
  disable_pay_channels: v.optional(channels),
  store_id: v.optional(text(32)),
  operator_id: v.optional(text(28)),
  terminal_id: v.optional(text(32)),
  merchant_order_no: v.optional(text(32)),
  business_params: v.optional(v.object({ mc_create_trade_ip: v.optional(text(128)) })),
  query_options: v.optional(v.array(text(64), '须为数组')),
  // Documented, and without any effect here.
  sub_merchant: v.optional(someObject),
  settle_info: v.optional(someObject),
  royalty_info: v.optional(someObject),
  agreement_sign_params: v.optional(someObject),
};

const order = v.object(orderFields);
/** Fields that were let through: amounts in fen, moments in milliseconds, other scalars as text. */
export type OrderFields = v.InferOutput<typeof order>;

/** What several fields together have wrong, as the developer reads it. */
export function inconsistency(fields: OrderFields): string | undefined {
  const { total_amount: total, discountable_amount: discountable, undiscountable_amount: undiscountable } = fields;
  if (fields.enable_pay_channels !== undefined && fields.disable_pay_channels !== undefined) {
    return 'enable_pay_channels 与 disable_pay_channels 互斥';
  }
  if ([discountable, undiscountable].some((part) => part !== undefined && (part < 0 || part > total))) {
    return 'discountable_amount 与 undiscountable_amount 须在 0 与 total_amount 之间';
  }
  const areBothGiven = discountable !== undefined && undiscountable !== undefined;
  return areBothGiven && discountable + undiscountable !== total
    ? 'total_amount 须等于 discountable_amount 与 undiscountable_amount 之和'
    : undefined;
}
