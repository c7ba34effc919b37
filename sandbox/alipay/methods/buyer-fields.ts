import type { App } from '../apps';
import { type Buyer, buyerIdsFor } from '../buyers';

/** A trade's buyer as replies show it: by the one id that the app is told. */
export function buyerFields(app: App, buyer: Buyer) {
  const { userId, openId } = buyerIdsFor(app, buyer);
  return { buyer_user_id: userId, buyer_open_id: openId, buyer_logon_id: buyer.logonId };
}
