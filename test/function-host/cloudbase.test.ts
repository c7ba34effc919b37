/** The built functions on Cloudbase, the platform's successor: `exports.main(event)`, and everything else from its SDK. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderReply } from '../../contract/requests';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { buildFunctions } from '../../scripts/build-functions';
import { eventually } from '../simulator/eventually';
import { projectRoot } from '../support/source-tree';
import { type AlipayCaller, type FaasSdkDouble, faasSdkDouble } from './faas-sdk';

type Main = (event: unknown, context?: unknown) => Promise<unknown>;

const OPERATOR_TOKEN = 'o'.repeat(32);
const FROM_THE_APP: AlipayCaller = { CLIENTIP: '203.0.113.7', APPID: '9021000100000001' };

let sandbox: Sandbox;
let folder: string;
let sdk: FaasSdkDouble;
let openId: string;
let written: string[];

beforeEach(() => {
  written = [];
  for (const level of ['info', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...line: unknown[]) => {
      written.push(line.join(' '));
    });
  }
});

afterEach(() => jest.restoreAllMocks());

beforeAll(async () => {
  sandbox = await createSandbox();
  folder = await mkdtemp(join(tmpdir(), 'shouyin-cloudbase-'));
  const built = await buildFunctions(projectRoot, folder);
  const [app] = sandbox.apps;
  const settings = {
    SHOUYIN_MERCHANT_ID: 'shop-1',
    SHOUYIN_MERCHANT_NAME: '小店',
    SHOUYIN_ORDER_KEY: 'k'.repeat(32),
    SHOUYIN_OPERATOR_TOKEN: OPERATOR_TOKEN,
    ALIPAY_APP_ID: app?.appId,
    ALIPAY_PUBLIC_KEY: app?.alipayPublicKey,
    ALIPAY_SELLER_ID: app?.sellerId,
  };
  for (const { name } of built) await writeFile(join(folder, name, 'settings.json'), JSON.stringify(settings));
  sdk = faasSdkDouble(sandbox);
  openId = sandbox.buyers()[0]?.openIds[app?.appId ?? ''] ?? '';
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** Loads a function as a fresh instance does. Only core modules and the SDK can be had. */
async function main(name: string): Promise<Main> {
  const source = await readFile(join(folder, name, 'index.js'), 'utf8');
  const core = createRequire(join(folder, name, 'index.js'));
  const required = (id: string) => (id === '@alipay/faas-server-sdk' ? sdk.module : core(id));
  const module: { exports: { main?: Main } } = { exports: {} };
  // In the realm of the tests, whose console can be watched.
  const run = new Function('module', 'exports', 'require', '__dirname', source);
  run(module, module.exports, required, join(folder, name));
  if (!module.exports.main) throw new Error(`${name} has no exports.main`);
  return module.exports.main;
}

async function call(name: string, event: unknown, caller: AlipayCaller): Promise<OrderReply> {
  sdk.callAs(caller);
  return (await (
    await main(name)
  )(event, {})) as OrderReply;
}

async function purchase(requestId: string): Promise<OrderReply['order']> {
  const event = { requestId, items: [{ goodsId: 'tea-lu-an', quantity: 1 }] };
  const { order } = await call('order-create', event, { ...FROM_THE_APP, OPENID: openId });
  if (order.payment?.state !== 'ready') throw new Error(`not ready to be paid: ${JSON.stringify(order)}`);
  sandbox.pay({ tradeNo: order.payment.walletTradeNo, outcome: 'paid' });
  return order;
}

describe('on Cloudbase', () => {
  test('a buyer known by open_id orders, pays and sees it; an operator returns the money', async () => {
    const { orderNo } = await purchase('cloudbase-purchase-1');
    const buyer = { ...FROM_THE_APP, OPENID: openId };
    await eventually(async () => (await call('order-query', { orderNo }, buyer)).order.status, 'paid');
    const refund = { orderNo, requestId: 'cloudbase-refund-1', operatorToken: OPERATOR_TOKEN };
    expect(await call('order-refund', refund, {})).toMatchObject({ ok: true });
    expect(await call('order-query', { orderNo }, buyer)).toMatchObject({
      order: { status: 'paid', refunds: [{ refundFen: 9_600, status: 'succeeded' }] },
    });
    expect(new Set(sdk.called)).toEqual(new Set(['alipayTradeCreate', 'alipayTradeQuery', 'alipayTradeRefund']));
    expect(sdk.documents('orders').filter((document) => document.orderNo === orderNo)).toHaveLength(1);
  });

  test('Alipay is told the address that the buyer calls from', async () => {
    sandbox.setRules({ requiresBuyerIp: true });
    try {
      await purchase('cloudbase-purchase-with-address');
    } finally {
      sandbox.setRules({ requiresBuyerIp: false });
    }
  });

  test('the sweep runs by timer, and no phone can start it', async () => {
    const { orderNo } = await purchase('cloudbase-purchase-2');
    expect(await call('order-sweep', {}, FROM_THE_APP)).toMatchObject({ ok: false, reason: 'bad_request' });
    expect(await call('order-sweep', { httpMethod: 'GET' }, {})).toMatchObject({ ok: false, reason: 'bad_request' });
    expect(await call('order-sweep', {}, {})).toMatchObject({ failed: 0 });
    const buyer = { ...FROM_THE_APP, OPENID: openId };
    expect(await call('order-list', {}, buyer)).toMatchObject({
      orders: expect.arrayContaining([expect.objectContaining({ orderNo })]),
    });
  });

  test('somebody else’s order does not exist, and without an OPENID nobody is signed in', async () => {
    const { orderNo } = await purchase('cloudbase-purchase-3');
    const stranger = sandbox.buyers()[1]?.openIds[FROM_THE_APP.APPID ?? ''] ?? '';
    expect(await call('order-query', { orderNo }, { ...FROM_THE_APP, OPENID: stranger })).toMatchObject({
      reason: 'order_not_found',
    });
    expect(await call('order-query', { orderNo }, FROM_THE_APP)).toMatchObject({ reason: 'not_signed_in' });
    const claimed = { orderNo, OPENID: openId, buyerId: openId };
    expect(await call('order-query', claimed, FROM_THE_APP)).toMatchObject({ reason: 'not_signed_in' });
  });

  test('a method that the console does not allow is named in the log, and the order stays unknown, not failed', async () => {
    const { openapi } = sdk.module;
    const { alipayTradeCreate } = openapi;
    delete openapi.alipayTradeCreate;
    try {
      const event = { requestId: 'cloudbase-not-allowed', items: [{ goodsId: 'tea-lu-an', quantity: 1 }] };
      const { order } = await call('order-create', event, { ...FROM_THE_APP, OPENID: openId });
      expect(order).toMatchObject({ status: 'unpaid', payment: { state: 'preparing' } });
      expect(written.join()).toContain('Cloudbase offers no alipayTradeCreate');
    } finally {
      openapi.alipayTradeCreate = alipayTradeCreate;
    }
  });
});

test('anywhere else a function says that it does not know where it is', async () => {
  const { module } = sdk;
  try {
    Object.assign(sdk, { module: undefined });
    const core = createRequire(join(folder, 'order-query', 'index.js'));
    const entry: Main = core('./index.js');
    await expect(entry({ orderNo: 'X' })).rejects.toThrow('neither ctx.mpserverless nor @alipay/faas-server-sdk');
  } finally {
    Object.assign(sdk, { module });
  }
});
