import type { AppAuth } from './app-auth';
import type { App } from './apps';
import { type BuyerIndex, buyerIndex } from './buyer-index';
import type { Buyer } from './buyers';
import { isNewcomersId } from './newcomer';

/** Who exists at the sandbox: apps and buyers, fixed from its start, and newcomers, who can be forgotten again. */
export interface Directory {
  apps: readonly App[];
  /** Those of the start. */
  buyers: readonly Buyer[];
  newcomers: BuyerIndex;
  appAuths: readonly AppAuth[];
  /** The merchant's app that `appAuthToken` lets `appId` act for. */
  appActedFor(appAuthToken: string, appId: string): App | undefined;
  /** Throws for an app that stored records name and the sandbox was started without. */
  appOf(appId: string): App;
  /** Throws like {@link Directory.appOf}. */
  buyerOf(userId: string): Buyer;
  buyerById(userId: string): Buyer | undefined;
  buyerByOpenId(openId: string, appId: string): Buyer | undefined;
  /** By `user_id`, or by the `open_id` of any app. */
  buyerByAnyId(buyerId: string): Buyer | undefined;
  /** Whether nobody has the id, and a newcomer may turn up under it. */
  isFree(userId: string): boolean;
}

/** `otherAccountIds` are those of accounts beside buyers and sellers. */
export function directory(
  apps: readonly App[],
  buyers: readonly Buyer[],
  appAuths: readonly AppAuth[] = [],
  otherAccountIds: readonly string[] = [],
): Directory {
  const appsById = new Map(apps.map((app) => [app.appId, app]));
  const settled = buyerIndex(apps, buyers);
  const newcomers = buyerIndex(apps);
  const otherAccounts = new Set([...apps.map(({ sellerId }) => sellerId), ...otherAccountIds]);
  const buyerById = (userId: string) => settled.byUserId(userId) ?? newcomers.byUserId(userId);
  const buyerByOpenId = (openId: string, appId: string) =>
    settled.byOpenId(openId, appId) ?? newcomers.byOpenId(openId, appId);

  return {
    apps,
    buyers,
    newcomers,
    appAuths,
    appActedFor(appAuthToken, appId) {
      const auth = appAuths.find((known) => known.appAuthToken === appAuthToken && known.appId === appId);
      return auth && appsById.get(auth.authAppId);
    },
    appOf: (appId) => appsById.get(appId) ?? gone('app', appId),
    buyerOf: (userId) => buyerById(userId) ?? gone('buyer', userId),
    buyerById,
    buyerByOpenId,
    buyerByAnyId(buyerId) {
      const named = apps.map(({ appId }) => buyerByOpenId(buyerId, appId)).find((buyer) => buyer !== undefined);
      return buyerById(buyerId) ?? named;
    },
    isFree: (userId) => isNewcomersId(userId) && !buyerById(userId) && !otherAccounts.has(userId),
  };
}

function gone(kind: string, id: string): never {
  throw new Error(`the sandbox remembers ${kind} ${id} but was started without it; reset it, or add the ${kind} again`);
}
