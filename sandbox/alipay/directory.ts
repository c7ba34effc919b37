import type { AppAuth } from './app-auth';
import type { App } from './apps';
import { type Buyer, openIdOf } from './buyers';

/** Who exists at the sandbox: apps and buyers, fixed from its start. */
export interface Directory {
  apps: readonly App[];
  buyers: readonly Buyer[];
  appAuths: readonly AppAuth[];
  /** The merchant's app that `appAuthToken` lets `appId` act for. */
  appActedFor(appAuthToken: string, appId: string): App | undefined;
  /** Throws for an app that stored records name and the sandbox was started without. */
  appOf(appId: string): App;
  /** Throws like {@link Directory.appOf}. */
  buyerOf(userId: string): Buyer;
  buyerByOpenId(openId: string, appId: string): Buyer | undefined;
  /** By `user_id`, or by the `open_id` of any app. */
  buyerByAnyId(buyerId: string): Buyer | undefined;
}

export function directory(
  apps: readonly App[],
  buyers: readonly Buyer[],
  appAuths: readonly AppAuth[] = [],
): Directory {
  const appsById = new Map(apps.map((app) => [app.appId, app]));
  const buyersById = new Map(buyers.map((buyer) => [buyer.userId, buyer]));
  const buyersByOpenId = new Map(
    apps.flatMap(({ appId }) => buyers.map((buyer) => [`${appId}/${openIdOf(buyer.userId, appId)}`, buyer] as const)),
  );
  const buyerByOpenId = (openId: string, appId: string) => buyersByOpenId.get(`${appId}/${openId}`);

  return {
    apps,
    buyers,
    appAuths,
    appActedFor(appAuthToken, appId) {
      const auth = appAuths.find((known) => known.appAuthToken === appAuthToken && known.appId === appId);
      return auth && appsById.get(auth.authAppId);
    },
    appOf: (appId) => appsById.get(appId) ?? gone('app', appId),
    buyerOf: (userId) => buyersById.get(userId) ?? gone('buyer', userId),
    buyerByOpenId,
    buyerByAnyId(buyerId) {
      const named = apps.map(({ appId }) => buyerByOpenId(buyerId, appId)).find((buyer) => buyer !== undefined);
      return buyersById.get(buyerId) ?? named;
    },
  };
}

function gone(kind: string, id: string): never {
  throw new Error(`the sandbox remembers ${kind} ${id} but was started without it; reset it, or add the ${kind} again`);
}
