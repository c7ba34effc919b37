/** The address that a buyer calls from, on its whole way: the real client SDK, our functions as they ship, Alipay's gateway. */
import './support/embedded-database';

import { join } from 'node:path';
import { type Cloud, createCloud } from '../../cloud/create-cloud';
import { cloudLog } from '../../cloud/log';
import { hostPorts } from '../../cloudfunctions/backend/host/ports';
import { memoryStore } from '../../cloudfunctions/backend/store/memory';
import type { OrderReply } from '../../contract/requests';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { projectRoot } from '../support/source-tree';
import { accountAt, CLIENT_SECRET, SPACE_ID } from './support/running-cloud';
import { type Sdk, sdkClient } from './support/sdk-client';

const LIFETIME_MS = 15 * 60_000;
const POLL_MS = 2_000;

let sandbox: Sandbox;
let direct: Cloud;
let behindProxy: Cloud;
let log = '';

/** Ours, in front of an Alipay that refuses a create without the buyer's address. */
function cloudThatTrusts(trustedProxies: string[]): Promise<Cloud> {
  const alipay = accountAt(sandbox);
  const { appId, alipayPublicKey } = alipay;
  const write = (line: string) => {
    log += line;
  };
  const merchant = { merchantId: 'shop-of-this-test', merchantName: '茶馆', appId, alipayPublicKey };
  return createCloud({
    port: 0,
    database: { kind: 'memory-embedded' },
    space: { spaceId: SPACE_ID, clientSecret: CLIENT_SECRET, appId },
    alipay,
    functionsRoot: join(projectRoot, 'dist', 'cloudfunctions'),
    trustedProxies,
    clock: sandbox.clock,
    log: cloudLog('trace', { write }),
    backend: ({ cloud, log: lines, clock }) =>
      hostPorts({
        config: { ...merchant, orderKey: 'a key of this test', orderLifetimeMs: LIFETIME_MS },
        store: memoryStore(),
        cloud,
        log: lines,
        clock,
      }),
  });
}

beforeAll(async () => {
  sandbox = await createSandbox({ rules: { requiresBuyerIp: true } });
  [direct, behindProxy] = await Promise.all([cloudThatTrusts([]), cloudThatTrusts(['127.0.0.1'])]);
}, 90_000);

afterAll(async () => {
  await Promise.all([direct?.close(), behindProxy?.close()]);
  await sandbox?.close();
});

/** The buyer's app, whose requests carry this header as well. */
async function appAt({ url }: Cloud, forwarded: { for: string }): Promise<Sdk> {
  const { sdk } = sdkClient(
    { url, sandbox },
    { beforeRequest: ({ headers }) => void Object.assign(headers, { 'x-forwarded-for': forwarded.for }) },
  );
  await sdk.init();
  return sdk;
}

let purchases = 0;

async function order(sdk: Sdk): Promise<OrderReply['order']> {
  purchases += 1;
  const items = [{ goodsId: 'tea-lu-an', quantity: 1 }];
  const { result } = await sdk.function.invoke('order-create', {
    requestId: `purchase-from-there-${purchases}`,
    items,
  });
  return (result as OrderReply).order;
}

/** What Alipay was told with the creates of an order, oldest first. */
function toldOf({ orderNo }: OrderReply['order']): unknown[] {
  return sandbox.log
    .entries({ limit: 1_000 })
    .flatMap((entry) => (entry.kind === 'call' && entry.method === 'alipay.trade.create' ? [entry.request] : []))
    .map(({ biz_content: content = '' }) => JSON.parse(content) as Record<string, unknown>)
    .filter(({ out_trade_no: number }) => number === `${orderNo}_1`)
    .map(({ business_params: params }) => params);
}

test('somebody who calls directly cannot make one up', async () => {
  const bought = await order(await appAt(direct, { for: '203.0.113.7' }));
  expect(bought.payment?.state).toBe('ready');
  expect(toldOf(bought)).toEqual([{ mc_create_trade_ip: '127.0.0.1' }]);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['198.51.100.66, 203.0.113.7', '203.0.113.7'],
])('a trusted proxy that speaks for %s is believed, and Alipay is told %s', async (header, address) => {
  const bought = await order(await appAt(behindProxy, { for: header }));
  expect(bought.payment?.state).toBe('ready');
  expect(toldOf(bought)).toEqual([{ mc_create_trade_ip: address }]);
});

test('where the proxy does not say it, Alipay refuses; with it, the same order goes on', async () => {
  const forwarded = { for: 'unknown' };
  const app = await appAt(behindProxy, forwarded);
  const bought = await order(app);
  const code = 'ACQ.RISK_MERCHANT_IP_NOT_EXIST';
  expect(bought).toMatchObject({ status: 'unpaid', payment: { state: 'unavailable', code } });
  expect(log).toMatch(/"remedy":"[^"]*docs\/self-host\.md/);
  forwarded.for = '203.0.113.7';
  await sandbox.clock.advance(POLL_MS);
  const { result } = await app.function.invoke('order-query', { orderNo: bought.orderNo });
  expect(result).toMatchObject({ order: { payment: { state: 'ready' } } });
  expect(toldOf(bought)).toEqual([undefined, { mc_create_trade_ip: '203.0.113.7' }]);
});

test('no line of the log has an address of a buyer', () => {
  expect(log).toContain('"order_no"');
  expect(log).not.toMatch(/203\.0\.113\.7|2001:db8::7|198\.51\.100\.66/);
});
