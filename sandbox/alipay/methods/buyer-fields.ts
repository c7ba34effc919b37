import { buyerIdsFor } from '../buyers';
import type { GatewayCall } from '../method';
import type { Trade } from '../trade';

/** A trade's buyer as replies show it: by what the calling app is told. */
export function buyerFields({ buyerUserId }: Trade, { alipay, app }: GatewayCall) {
  const buyer = alipay.directory.buyerOf(buyerUserId);
  const { userId, openId } = buyerIdsFor(app, buyer, alipay.rules);
  return { buyer_user_id: userId, buyer_open_id: openId, buyer_logon_id: buyer.logonId };
}
