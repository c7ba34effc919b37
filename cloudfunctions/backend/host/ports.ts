import { createHmac } from 'node:crypto';
import type { AlipayCloud } from '../channel/alipay/cloud';
import type { FshowsHttp } from '../channel/fshows/gateway';
import type { ChannelHealth, Clock, Log, Meter, Ports } from '../flow/ports';
import type { OrderStore } from '../store/order-store';
import { channelHealth } from './channel-health';
import { systemClock } from './clock';
import type { BackendConfig } from './config';
import goods from './goods.json';
import { merchantEvents, type SendHttp } from './merchant-events';
import { merchantsOf } from './merchants';
import { operators } from './operators';

/** What differs between the platform, the self-hosted cloud and tests. */
export interface HostParts {
  config: BackendConfig;
  store: OrderStore;
  cloud: AlipayCloud;
  /** The way to channels that are not reached through `cloud`; needed where one is configured. */
  http?: FshowsHttp;
  /** Where ports are made for each call, what outlives the call. */
  health?: ChannelHealth;
  log: Log;
  meter?: Meter;
  clock?: Clock;
  /** How events are sent; Node.js's own client unless the host has something else. */
  send?: SendHttp;
}

/** Builds the ports of a backend from the parts its host chose. */
export function hostPorts({
  config,
  store,
  cloud,
  http,
  health,
  log,
  meter,
  clock = systemClock,
  send,
}: HostParts): Ports {
  return {
    store,
    clock,
    log,
    meter,
    merchants: merchantsOf(config, { cloud, ...(http ? { http } : {}) }),
    health: health ?? channelHealth(clock),
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
