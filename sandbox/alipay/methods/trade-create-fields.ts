import * as v from 'valibot';
import { text } from '../fields';
import { orderFields } from './order-fields';

/** `biz_content` of `alipay.trade.create` (reference alipay-trade 2.1). */
const rawCreateFields = v.object({
  ...orderFields,
  product_code: v.optional(
    v.pipe(text(64), v.picklist(['JSAPI_PAY', 'FACE_TO_FACE_PAYMENT'], '须为 JSAPI_PAY 或 FACE_TO_FACE_PAYMENT')),
    'FACE_TO_FACE_PAYMENT',
  ),
  op_app_id: v.optional(text(32)),
  buyer_id: v.optional(v.pipe(text(28), v.regex(/^2088\d{12}$/, '须为 2088 开头的 16 位数字'))),
  buyer_open_id: v.optional(text(128)),
  op_buyer_open_id: v.optional(text(128)),
});

/** Like {@link OrderFields}; of the three ids of a buyer at least one is there. */
export type CreateFields = v.InferOutput<typeof rawCreateFields>;

export const createFields = v.pipe(
  rawCreateFields,
  v.check((f) => f.product_code !== 'JSAPI_PAY' || f.op_app_id !== undefined, 'JSAPI_PAY 须传 op_app_id'),
  v.check(
    (f) => (f.buyer_id ?? f.buyer_open_id ?? f.op_buyer_open_id) !== undefined,
    'buyer_id 和 buyer_open_id 不能同时为空',
  ),
);
