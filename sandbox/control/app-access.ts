import type { App, BuyerIdKind } from '../alipay/apps';
import type { Directory } from '../alipay/directory';
import type { Identity } from '../identity';

/** All that a client needs to connect as an app, as `GET /api/apps` shows it. */
export interface AppAccess {
  appId: string;
  name: string;
  /** Keys are one-line base64 without PEM headers, as the official SDKs take them. */
  appPrivateKeyPkcs1: string;
  appPrivateKeyPkcs8: string;
  appPublicKey: string;
  alipayPublicKey: string;
  sellerId: string;
  sellerName: string;
  buyerIdKind: BuyerIdKind;
  /** With each of these a service provider acts for the merchant beside it; empty for others. */
  appAuthTokens: readonly { appAuthToken: string; authAppId: string; sellerId: string }[];
  /** Full address of `gateway.do`. */
  gateway: string;
}

/** `url` is where Alipay is served, without a slash at its end. Throws for an app that has no keys. */
export function appAccess(app: App, identity: Identity, url: string, directory: Directory): AppAccess {
  const keys = identity.appKeys[app.appId];
  if (!keys) throw new Error(`app ${app.appId} has no keys`);
  return {
    appId: app.appId,
    name: app.name,
    appPrivateKeyPkcs1: keys.privateKeyPkcs1,
    appPrivateKeyPkcs8: keys.privateKeyPkcs8,
    appPublicKey: keys.publicKeySpki,
    alipayPublicKey: identity.alipayKeys.publicKeySpki,
    sellerId: app.sellerId,
    sellerName: app.sellerName,
    buyerIdKind: app.buyerIdKind,
    appAuthTokens: directory.appAuths
      .filter(({ appId }) => appId === app.appId)
      .map(({ appAuthToken, authAppId }) => ({
        appAuthToken,
        authAppId,
        sellerId: directory.appOf(authAppId).sellerId,
      })),
    gateway: `${url}/gateway.do`,
  };
}
