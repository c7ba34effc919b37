import { createHmac } from 'node:crypto';
import { alipayChannel } from '../channel/alipay/channel';
import type { AlipayCloud } from '../channel/alipay/cloud';
import type { Clock, Log, Meter, Ports } from '../flow/ports';
import type { OrderStore } from '../store/order-store';
import { systemClock } from './clock';
import { type BackendConfig, publicKeyPem } from './config';
import goods from './goods.json';
import { merchantEvents, type SendHttp } from './merchant-events';
import { operators } from './operators';

export interface HostParts {
  config: BackendConfig;
  store: OrderStore;
  cloud: AlipayCloud;
  log: Log;
  meter?: Meter;
  clock?: Clock;
  /** How events are sent; Node.js's own client unless the host has something else. */
  send?: SendHttp;
}

/** Builds the ports of one merchant's backend from the parts its host chose. */
export function hostPorts({ config, store, cloud, log, meter, clock = systemClock, send }: HostParts): Ports {
  const alipay = alipayChannel(cloud, {
    appId: config.appId,
    opAppId: config.appId,
    alipayPublicKeyPem: publicKeyPem(config.alipayPublicKey),
    sellerId: config.sellerId,
    notifyUrl: config.notifyUrl,
    appAuthToken: config.appAuthToken,
  });
  return {
    store,
    clock,
    log,
    meter,
    merchants: [
      {
        merchantId: config.merchantId,
        name: config.merchantName,
        channels: { alipay },
        routes: [{ channel: 'alipay' }],
        honourLateMs: config.honourLateMs,
      },
    ],
    events: eventsOf(config, clock, send),
    operators: operators(config),
    goods: async () => goods,
    digest: (text) => createHmac('sha256', config.orderKey).update(text).digest(),
    orderLifetimeMs: config.orderLifetimeMs,
    limits: config.limits,
  };
}

function eventsOf({ eventsUrl, eventsSecret }: BackendConfig, clock: Clock, send?: SendHttp): Ports['events'] {
  if (!eventsUrl || !eventsSecret) return undefined;
  return merchantEvents({ url: eventsUrl, secret: eventsSecret, clock, ...(send ? { send } : {}) });
}
