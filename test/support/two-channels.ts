import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import { channelHealth } from '../../cloudfunctions/backend/host/channel-health';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';
import { aBackend, type TestBackend } from './backend';
import { type FakeChannel, fakeChannel } from './fake-channel';

export interface TwoChannels extends TestBackend {
  /** The second choice. `channel` is the first. */
  second: FakeChannel;
  counted: string[];
}

/**
 * A merchant with two channels, the first chosen for every order, and a memory of how they answer. The second tells the number for the
 * phone as Alipay does, or as Fshows does: once.
 */
export function twoChannels(
  notify?: Partial<Channel>,
  orders?: OrderStore,
  habits: { tellsOnce?: boolean } = {},
): TwoChannels {
  const backend = aBackend(notify, orders);
  const second = fakeChannel(backend.clock, notify, habits);
  const counted: string[] = [];
  const [merchant] = backend.ports.merchants;
  Object.assign(merchant, {
    channels: { alipay: backend.channel, fshows: second },
    routes: [{ channel: 'alipay' }, { channel: 'fshows' }],
  });
  backend.ports.health = channelHealth(backend.clock);
  backend.ports.meter = {
    count: (name, labels = {}) => void counted.push([name, ...Object.values(labels)].join(' ')),
  };
  return Object.assign(backend, { second, counted });
}
