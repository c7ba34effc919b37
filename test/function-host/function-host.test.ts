/**
 * The packages that are uploaded, run as the platform runs them: unpacked outside the repository, one clean process for each, with the
 * documented `ctx` over the real node SDK and `POST /server`, against the sandbox. `FUNCTION_RUNTIME=<node>` tries another Node.js.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { OperatorOrderReply } from '../../contract/operator';
import type { OrderReply } from '../../contract/requests';
import { buildFunctions, packFunctions } from '../../scripts/build-functions';
import { functionPackage } from '../../scripts/function-package';
import { type RunningCloud, runningCloud, SPACE_ID } from '../cloud/support/running-cloud';
import { sdkClient } from '../cloud/support/sdk-client';
import { serverKeyPair } from '../cloud/support/server-client';
import { eventually } from '../simulator/eventually';
import { projectRoot } from '../support/source-tree';
import { type FunctionHost, functionHost, type HostSettings, packagesIn } from './function-host';
import { type HttpTriggers, httpTriggers } from './http-triggers';

const OPERATOR_TOKEN = 'o'.repeat(32);
const TEA = { items: [{ goodsId: 'tea-lu-an', quantity: 1 }] };

/** Functions that say what they are given, and try what they must not have. */
const PROBES = {
  'probe-ctx':
    'module.exports = async (ctx) => [Object.keys(ctx), Object.keys(ctx.mpserverless), Object.keys(process.env)]',
  'probe-package': "module.exports = async () => require('fastify')",
  'probe-repository': "module.exports = async () => require.resolve.paths('x').concat(__dirname, process.cwd())",
  'probe-young':
    'module.exports = async () => [typeof fetch, typeof structuredClone, typeof [].at, typeof Object.hasOwn]',
  'probe-main': 'exports.main = async () => 1',
};

let folder: string;
let cloud: RunningCloud;
let settings: HostSettings;
let host: FunctionHost;
let triggers: HttpTriggers;
let merchant: Server;
let events: { type: string; order: { orderNo: string } }[];
let userId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shouyin-host-test-'));
  const { publicKey, privateKey } = serverKeyPair();
  cloud = await runningCloud({ serverKeys: [publicKey] });
  triggers = await httpTriggers(() => host, { '/trade-notify': 'trade-notify' });
  const eventsUrl = await merchantSystem();
  const packages = await packagesWith({
    SHOUYIN_NOTIFY_URL: `${triggers.url}/trade-notify`,
    SHOUYIN_EVENTS_URL: eventsUrl,
  });
  const serverSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  settings = { packages, space: { spaceId: SPACE_ID, serverSecret, endpoint: cloud.url } };
  host = await functionHost(settings);
  const { sdk } = sdkClient(cloud);
  await sdk.init();
  userId = String((await sdk.user.getInfo()).result.user.userId);
}, 60_000);

afterAll(async () => {
  await host?.close();
  await triggers?.close();
  merchant?.closeAllConnections();
  merchant?.close();
  await cloud?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The merchant's own system, which events are sent to. */
async function merchantSystem(): Promise<string> {
  events = [];
  merchant = createServer(async (request, response) => {
    events.push(JSON.parse(await text(request)));
    response.end();
  });
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/events`;
}

/** As `npm run build -- --environment … --secrets …` makes them, and the probes beside. */
async function packagesWith(more: Record<string, string>): Promise<string> {
  const [app] = cloud.sandbox.apps;
  const settings = {
    SHOUYIN_MERCHANT_ID: 'shop-1',
    SHOUYIN_MERCHANT_NAME: '小店',
    SHOUYIN_ORDER_KEY: 'k'.repeat(32),
    SHOUYIN_OPERATOR_TOKEN: OPERATOR_TOKEN,
    SHOUYIN_EVENTS_SECRET: 'e'.repeat(32),
    ALIPAY_APP_ID: String(app?.appId),
    ALIPAY_PUBLIC_KEY: String(app?.alipayPublicKey),
    ALIPAY_SELLER_ID: String(app?.sellerId),
    ...more,
  };
  const built = join(folder, 'built');
  const packages = join(folder, 'packages');
  await mkdir(packages);
  const names = (await buildFunctions(projectRoot, built)).map(({ name }) => name);
  await packFunctions(built, names, packages, settings);
  for (const [name, source] of Object.entries(PROBES)) {
    await writeFile(join(packages, `${name}.zip`), functionPackage(name, { 'index.js': Buffer.from(source) }));
  }
  return packages;
}

const asBuyer = (name: string, args: object, at = host) => at.invoke(name, { args, source: 'client', userId });
const asServer = (name: string, args: object, at = host) =>
  at.invoke(name, { args: { ...args, operatorToken: OPERATOR_TOKEN }, source: 'server' });

async function ordered(requestId: string, at = host): Promise<OrderReply['order']> {
  return ((await asBuyer('order-create', { requestId, ...TEA }, at)) as OrderReply).order;
}

async function paid(requestId: string, at = host): Promise<OrderReply['order']> {
  const order = await ordered(requestId, at);
  if (order.payment?.state !== 'ready')
    throw new Error(`cannot be paid: ${JSON.stringify(order)} ${at.lines.join('\n')}`);
  cloud.sandbox.pay({ tradeNo: order.payment.walletTradeNo, outcome: 'paid' });
  const statusOf = async () => ((await asBuyer('order-query', order, at)) as OrderReply).order.status;
  await eventually(statusOf, 'paid');
  return order;
}

/** Refunded by an operator, and verifiably so at Alipay. */
async function refunded(orderNo: string, at: FunctionHost): Promise<void> {
  const request = { orderNo, requestId: `refund-of-${orderNo}` };
  expect(await asServer('order-refund', request, at)).toMatchObject({ ok: true });
  const kept = async () => ((await asServer('operator-order', { orderNo }, at)) as OperatorOrderReply).order.keptFen;
  await eventually(kept, 0);
  const [trade] = cloud.sandbox.trades().filter(({ outTradeNo }) => outTradeNo.startsWith(orderNo));
  expect(trade).toMatchObject({ refundedFen: 9_600 });
}

describe('the packages, run as on the platform', () => {
  test('a purchase: the notify of Alipay is acknowledged, the page sees it, the merchant hears of it', async () => {
    const { orderNo } = await paid('purchase-of-the-host-1');
    await eventually(
      async () => triggers.answers,
      expect.arrayContaining([{ path: '/trade-notify', body: 'success' }]),
    );
    const about = () => events.filter((event) => event.order.orderNo === orderNo).map(({ type }) => type);
    await eventually(about, ['order.paid']);
    expect(await asBuyer('order-list', {})).toMatchObject({
      orders: expect.arrayContaining([expect.objectContaining({ orderNo, status: 'paid' })]),
    });
  });

  test('a refund by an operator', async () => {
    const { orderNo } = await paid('purchase-of-the-host-2');
    await refunded(orderNo, host);
  });

  test('the same where ctx.cloud answers with the names that the documents print', async () => {
    const other = await functionHost({ ...settings, answers: 'snake_case' });
    try {
      const { orderNo } = await paid('purchase-in-snake-case', other);
      await refunded(orderNo, other);
    } finally {
      await other.close();
    }
  });

  test('the same request names the same order, twice at once', async () => {
    const replies = await Promise.all([ordered('purchase-of-the-host-3'), ordered('purchase-of-the-host-3')]);
    expect(new Set(replies.map(({ orderNo }) => orderNo)).size).toBe(1);
    const { orderNo } = replies[0] as OrderReply['order'];
    expect(await asBuyer('order-close', { orderNo })).toMatchObject({ ok: true });
  });

  test('a buyer asks for the money back, and an operator finds the wish', async () => {
    const { orderNo } = await paid('purchase-of-the-host-4');
    expect(await asBuyer('refund-ask', { orderNo, reason: '不想要了' })).toMatchObject({ ok: true });
    expect(await asServer('refund-asks', {})).toMatchObject({
      orders: expect.arrayContaining([expect.objectContaining({ orderNo })]),
    });
    expect(await asServer('event-resend', { orderNo })).toMatchObject({ ok: true });
  });

  test('the sweep, by timer', async () => {
    const args = { userPayload: '', triggerTime: '2026-01-02T03:04:00Z' };
    expect(await host.invoke('order-sweep', { args, source: 'timing' })).toMatchObject({ failed: 0 });
    expect(await asBuyer('order-sweep', {})).toMatchObject({ ok: false, reason: 'bad_request' });
  });

  test('the catalog, without a session', async () => {
    expect(await host.invoke('catalog-list', { source: 'client' })).toMatchObject({
      ok: true,
      goods: expect.any(Array),
    });
  });

  test('every one of them loads, and answers what it cannot understand', async () => {
    const names = (await packagesIn(join(folder, 'packages'))).filter((name) => !(name in PROBES));
    expect(names).toHaveLength(12);
    for (const name of names) {
      const answer = await asBuyer(name, { requestId: 1, orderNo: 2 });
      const isWord = name === 'trade-notify';
      expect({ name, answer }).toEqual({ name, answer: isWord ? 'fail' : expect.objectContaining({}) });
    }
  });

  test('a notify that is none is refused in a word that Alipay does not take for success', async () => {
    const response = await fetch(`${triggers.url}/trade-notify`, { method: 'POST', body: '' });
    expect(await response.text()).toBe('fail');
  });
});

describe('the host itself', () => {
  test('hands over the documented ctx and nothing of this process', async () => {
    const [ctx, mpserverless, env] = (await host.invoke('probe-ctx', { source: 'server' })) as string[][];
    expect(ctx?.sort()).toEqual(['args', 'cloud', 'env', 'httpclient', 'logger', 'mpserverless']);
    expect(mpserverless?.sort()).toEqual(['db', 'file', 'function', 'user']);
    expect(env?.filter((name) => !/^(NODE_CHANNEL|FC_FUNCTION_NAME|__CF)/.test(name))).toEqual([]);
  });

  test('catches a package that is only in the repository', async () => {
    await expect(host.invoke('probe-package', { source: 'server' })).rejects.toMatchObject({
      code: 'MODULE_NOT_FOUND',
    });
    const paths = (await host.invoke('probe-repository', { source: 'server' })) as string[];
    expect(paths.filter((path) => path.startsWith(projectRoot))).toEqual([]);
  });

  test('catches what Node.js 14 does not have', async () => {
    const types = await host.invoke('probe-young', { source: 'server' });
    expect(types).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });

  test('catches an entry that the platform would not take', async () => {
    await expect(host.invoke('probe-main', { source: 'server' })).rejects.toThrow('入口函数必须为 module.exports');
  });
});
