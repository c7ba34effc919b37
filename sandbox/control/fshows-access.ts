import type { FshowsApp } from '../fshows/apps';
import type { Identity } from '../identity';

/** All that a client needs to connect to Fshows' gateway as a provider, as `GET /api/fshows/apps` shows it. */
export interface FshowsAccess {
  appId: string;
  name: string;
  /** Keys are one-line base64 without PEM headers, as the platform hands them out. */
  appPrivateKeyPkcs1: string;
  appPrivateKeyPkcs8: string;
  appPublicKey: string;
  /** The clearing platform's, with which notifies are verified; it is not Alipay's. */
  platformPublicKey: string;
  subMerchants: readonly { subMerchantId: string; name: string }[];
  /** Full address of the gateway. */
  gateway: string;
  /** Full address of the hosted cash desk. */
  alipayPage: string;
}

/** `url` is where Fshows is served, without a slash at its end. Throws for an app that has no keys. */
export function fshowsAccess(
  { appId, name, subMerchants }: FshowsApp,
  { fshows }: Identity,
  url: string,
): FshowsAccess {
  const keys = fshows.appKeys[appId];
  if (!keys) throw new Error(`Fshows app ${appId} has no keys`);
  return {
    appId,
    name,
    appPrivateKeyPkcs1: keys.privateKeyPkcs1,
    appPrivateKeyPkcs8: keys.privateKeyPkcs8,
    appPublicKey: keys.publicKeySpki,
    platformPublicKey: fshows.gatewayKeys.publicKeySpki,
    subMerchants: subMerchants.map((shop) => ({ subMerchantId: shop.subMerchantId, name: shop.name })),
    gateway: `${url}/gateway`,
    alipayPage: `${url}/alipayPage/`,
  };
}
