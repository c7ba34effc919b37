import { acqFailure } from '../acq';
import type { Answer } from '../answer';
import { type Buyer, buyerByOpenId } from '../buyers';
import type { GatewayCall } from '../method';
import type { CreateFields } from './trade-create-fields';

/**
 * The account a create call names, by `buyer_id`, `buyer_open_id` of the calling app, or `op_buyer_open_id` of the
 * mini-program's app. An app that knows its buyers by one kind of id cannot use the other.
 */
export function namedBuyer(fields: CreateFields, { alipay, app }: GatewayCall): Buyer | Answer {
  const { buyers } = alipay;
  let buyer: Buyer | undefined;
  if (fields.buyer_id !== undefined) {
    if (fields.buyer_id === app.sellerId) return acqFailure('ACQ.BUYER_SELLER_EQUAL');
    if (app.buyerIdKind === 'open_id')
      return acqFailure('ACQ.INVALID_PARAMETER', '本应用以 open_id 识别买家，须传 buyer_open_id');
    buyer = buyers.find(({ userId }) => userId === fields.buyer_id);
    if (!buyer) return acqFailure('ACQ.BUYER_NOT_EXIST');
  } else {
    const ownerId = fields.buyer_open_id === undefined ? (fields.op_app_id ?? app.appId) : app.appId;
    const openId = fields.buyer_open_id ?? fields.op_buyer_open_id ?? '';
    buyer = buyerByOpenId(buyers, openId, ownerId);
    if (!buyer) return { code: '40002', subCode: 'invalid-openid', subMsg: '无效的 openid，或 openid 不属于该应用' };
  }
  return buyer.isEnabled ? buyer : acqFailure('ACQ.BUYER_ENABLE_STATUS_FORBID');
}
