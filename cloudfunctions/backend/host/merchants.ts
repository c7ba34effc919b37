import { alipayChannel } from '../channel/alipay/channel';
import type { AlipayCloud } from '../channel/alipay/cloud';
import { fshowsChannel } from '../channel/fshows/channel';
import type { FshowsHttp } from '../channel/fshows/gateway';
import type { Merchant } from '../flow/ports';
import type { ChannelName } from '../order/order';
import type { BackendConfig } from './config';
import { type FshowsConfig, privateKeyPem } from './fshows-config';
import type { MerchantConfig } from './merchant-config';
import { channelNamesOf } from './more-merchants';
import { publicKeyPem } from './public-key';

/** The ways out that channels are made of. */
export interface ChannelParts {
  cloud: AlipayCloud;
  /** Needed where a merchant is paid through Fshows, and for bills. */
  http?: FshowsHttp;
}

/** All merchants of a configuration with their channels, the first one first. */
export function merchantsOf(config: BackendConfig, parts: ChannelParts): [Merchant, ...Merchant[]] {
  const more = (config.moreMerchants ?? []).map((merchant) => merchantOf(config, merchant, parts));
  return [merchantOf(config, config, parts), ...more];
}

function merchantOf(config: BackendConfig, merchant: MerchantConfig, parts: ChannelParts): Merchant {
  const { merchantId, merchantName: name, honourLateMs, contact, instalments } = merchant;
  const isFirst = merchant === config;
  const names = channelNamesOf(merchant, isFirst);
  const addressOf = (channel: ChannelName) => notifyUrl(config.notifyUrl, channel, isFirst ? undefined : merchantId);
  return {
    merchantId,
    ...(merchant.formerIds ? { formerIds: merchant.formerIds } : {}),
    name,
    channels: {
      ...(names.includes('alipay') ? { alipay: alipayOf(config, merchant, parts, addressOf('alipay')) } : {}),
      ...(merchant.fshows ? { fshows: fshowsOf(merchant.fshows, parts.http, addressOf('fshows')) } : {}),
    },
    routes: merchant.routes ?? names.map((channel) => ({ channel })),
    honourLateMs,
    ...(contact ? { contact } : {}),
    ...(instalments ? { instalments } : {}),
  };
}

/** As notify-address.ts reads it. */
function notifyUrl(base: string | undefined, channel: ChannelName, merchantId?: string): string | undefined {
  if (base === undefined || (channel === 'alipay' && merchantId === undefined)) return base;
  return [base, channel, ...(merchantId === undefined ? [] : [merchantId])].join('/');
}

function alipayOf(config: BackendConfig, merchant: MerchantConfig, { cloud, http }: ChannelParts, url?: string) {
  return alipayChannel(cloud, {
    http,
    appId: config.appId,
    opAppId: config.appId,
    alipayPublicKeyPem: publicKeyPem(config.alipayPublicKey),
    sellerId: merchant.sellerId,
    notifyUrl: url,
    appAuthToken: merchant.appAuthToken,
  });
}

function fshowsOf(fshows: FshowsConfig, http: FshowsHttp | undefined, url?: string) {
  if (!http) throw new TypeError('a merchant is paid through Fshows, and this host gives no HTTP client');
  return fshowsChannel(http, {
    gateway: fshows.gateway,
    appId: fshows.appId,
    privateKeyPem: privateKeyPem(fshows.privateKey),
    platformPublicKeyPem: publicKeyPem(fshows.platformPublicKey),
    subMerchantId: fshows.subMerchantId,
    partialRefunds: fshows.partialRefunds,
    ...(url === undefined ? {} : { notifyUrl: url }),
  });
}
