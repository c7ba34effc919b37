import { acqFailure } from '../acq';
import type { Answer } from '../answer';
import type { Buyer } from '../buyers';
import type { GatewayCall } from '../method';
import type { CreateFields } from './trade-create-fields';

const WHO_EXISTS =
  '沙箱的买家见 GET /api/buyers；规则 welcomesNewBuyers 为 true 时，2088 加 12 位数字、不以 0000 或 9999 结尾的即为新买家';

/**
 * The account a create call names: by `buyer_id`, by the `buyer_open_id` it has for the calling app, or by the
 * `op_buyer_open_id` it has for the mini-program's. An app that is told open_ids cannot name a buyer by user_id unless the
 * rule lets it; the others may use either, as an app does while it moves from one to the other.
 */
export function namedBuyer(fields: CreateFields, call: GatewayCall): Buyer | Answer {
  return fields.buyer_id === undefined ? buyerByOpenId(fields, call) : buyerById(fields.buyer_id, call);
}

function buyerById(buyerId: string, { alipay, app, merchant }: GatewayCall): Buyer | Answer {
  if (buyerId === merchant.sellerId) return acqFailure('ACQ.BUYER_SELLER_EQUAL');
  if (app.buyerIdKind === 'open_id' && !alipay.rules.openIdAppsMayUseUserId) {
    return acqFailure('ACQ.INVALID_PARAMETER', '本应用以 open_id 识别买家，须传 buyer_open_id');
  }
  return alipay.buyers.named(buyerId) ?? acqFailure('ACQ.BUYER_NOT_EXIST', WHO_EXISTS);
}

function buyerByOpenId(fields: CreateFields, { alipay, app }: GatewayCall): Buyer | Answer {
  const { buyer_open_id: own, op_buyer_open_id: operators, op_app_id: opAppId } = fields;
  const buyer =
    own === undefined
      ? alipay.directory.buyerByOpenId(operators ?? '', opAppId ?? app.appId)
      : alipay.directory.buyerByOpenId(own, app.appId);
  return buyer ?? { code: '40002', subCode: 'invalid-openid', subMsg: '无效的 openid，或 openid 不属于该应用' };
}
