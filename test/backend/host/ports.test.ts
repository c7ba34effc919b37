import { createHmac } from 'node:crypto';
import type { AlipayCloud } from '../../../cloudfunctions/backend/channel/alipay/cloud';
import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { systemClock } from '../../../cloudfunctions/backend/host/clock';
import { hostPorts } from '../../../cloudfunctions/backend/host/ports';
import { memoryStore } from '../../../cloudfunctions/backend/store/memory';
import { APP_ID, alipaySigner } from '../../support/alipay-signer';
import { BUYER, LIFETIME_MS } from '../../support/backend';
import { testClock } from '../../support/test-clock';

const config = {
  merchantId: 'shop-1',
  merchantName: '小店',
  appId: APP_ID,
  alipayPublicKey: alipaySigner().publicKeyPem,
  orderKey: 'x'.repeat(32),
  orderLifetimeMs: LIFETIME_MS,
};
const log = { info() {}, warn() {}, error() {} };
const cloud = { payment: { common: {} } } as AlipayCloud;

describe('the ports of a host', () => {
  test('name orders by a keyed digest: another key, other numbers', () => {
    const ports = hostPorts({ config, store: memoryStore(), cloud, log });
    expect(ports.digest('text')).toEqual(createHmac('sha256', config.orderKey).update('text').digest());
    const other = hostPorts({ config: { ...config, orderKey: 'y'.repeat(32) }, store: memoryStore(), cloud, log });
    expect(other.digest('text')).not.toEqual(ports.digest('text'));
  });

  test('read the machine’s clock unless given another', () => {
    const clock = testClock(1);
    expect(hostPorts({ config, store: memoryStore(), cloud, log, clock }).clock.nowMs()).toBe(1);
    expect(hostPorts({ config, store: memoryStore(), cloud, log }).clock).toBe(systemClock);
    expect(Number.isSafeInteger(systemClock.nowMs())).toBe(true);
  });

  test('sell goods with distinct ids and prices one can pay', async () => {
    const goods = await hostPorts({ config, store: memoryStore(), cloud, log }).goods();
    expect(new Set(goods.map(({ goodsId }) => goodsId)).size).toBe(goods.length);
    for (const { priceFen, title } of goods) {
      expect(Number.isSafeInteger(priceFen) && priceFen > 0).toBe(true);
      expect(title).not.toMatch(/[/=&]/);
    }
  });

  test('carry an order from end to end', async () => {
    const common = { create: async (params: Record<string, unknown>) => ({ ...params, code: '10000', tradeNo: 'T1' }) };
    const ports = hostPorts({ config, store: memoryStore(), cloud: { payment: { common } } as never, log });
    const [offer] = await ports.goods();
    const request = { requestId: 'request-of-a-test', items: [{ goodsId: offer?.goodsId, quantity: 2 }] };
    expect(await createOrder(ports, BUYER, request)).toMatchObject({
      ok: true,
      order: {
        merchantName: '小店',
        totalFen: (offer?.priceFen ?? 0) * 2,
        payment: { state: 'ready', walletTradeNo: 'T1' },
      },
    });
  });
});
