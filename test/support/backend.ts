import { createHmac } from 'node:crypto';
import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import type { Goods, Log, Ports } from '../../cloudfunctions/backend/flow/ports';
import type { Buyer, Order } from '../../cloudfunctions/backend/order/order';
import { memoryStore } from '../../cloudfunctions/backend/store/memory';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';
import type { GoodsView } from '../../contract/views';
import { type FakeChannel, fakeChannel } from './fake-channel';
import { type FaultyStore, faultyStore } from './faulty-store';
import { type TestClock, testClock } from './test-clock';

export const LIFETIME_MS = 15 * 60_000;
export const BUYER: Buyer = { kind: 'user_id', id: '2088000000000001' };
export const STRANGER: Buyer = { kind: 'user_id', id: '2088000000000002' };

export const GOODS: GoodsView[] = [
  { goodsId: 'tea', title: '绿茶', description: '50 克', priceFen: 1280, picture: 'tea' },
  { goodsId: 'cup', title: '茶杯', description: '120 毫升', priceFen: 6850, picture: 'cup' },
  { goodsId: 'gold', title: '金砖', description: '', priceFen: 200_000_000, picture: 'gold' },
  { goodsId: 'gift', title: '赠品', description: '', priceFen: 0, picture: 'gift' },
];

export interface LogLine {
  level: keyof Log;
  fields: Record<string, unknown>;
  message: string;
}

/** A backend over the memory store unless another is given, a scripted channel and a clock that stands still. */
export interface TestBackend {
  ports: Ports;
  store: FaultyStore;
  channel: FakeChannel;
  clock: TestClock;
  logged: LogLine[];
  /** What is for sale from now on. */
  sell(goods: Goods[]): void;
  /** The order as it is stored. Throws when it is not. */
  stored(orderNo: string): Promise<Order>;
}

export function aBackend(notify?: Partial<Channel>, orders: OrderStore = memoryStore()): TestBackend {
  const clock = testClock();
  const store = faultyStore(orders);
  const channel = fakeChannel(clock, notify);
  const logged: LogLine[] = [];
  let goods: Goods[] = GOODS;
  const ports: Ports = {
    store,
    clock,
    log: recordingLog(logged),
    merchants: [
      { merchantId: 'tea-house', name: '茶馆', channels: { alipay: channel }, routes: [{ channel: 'alipay' }] },
    ],
    goods: async () => goods,
    digest: (text) => createHmac('sha256', 'a key of these tests').update(text).digest(),
    orderLifetimeMs: LIFETIME_MS,
  };
  return {
    ports,
    store,
    channel,
    clock,
    logged,
    sell(next) {
      goods = next;
    },
    async stored(orderNo) {
      const order = await store.get(orderNo);
      if (!order) throw new Error(`no order ${orderNo}`);
      return order;
    },
  };
}

function recordingLog(lines: LogLine[]): Log {
  const at = (level: LogLine['level']) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
