/** Two processes of `npm run serve` on one PostgreSQL while people buy; one is killed in the middle. */
import type { OrderReply } from '../../contract/requests';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Balancer, balancer } from '../support/balancer';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { type SdkClient, sdkClient } from '../support/sdk-client';
import { type ServeProcess, serveProcess } from '../support/serve-process';

const SPACE = { spaceId: 'two-processes', clientSecret: 'a client secret of this test' };
const PURCHASES = 60;

let server: PostgresServer;
let sandbox: Sandbox;
let proxy: Balancer;
let environment: Record<string, string>;
let doomed: ServeProcess;
let survivor: ServeProcess;

beforeAll(async () => {
  [server, sandbox, proxy] = await Promise.all([postgresServer(), createSandbox({ port: 0 }), balancer()]);
  const [app] = sandbox.apps;
  if (!app) throw new Error('the sandbox has no app');
  environment = {
    DATABASE_URL: await server.newDatabase(),
    SHOUYIN_SPACE_ID: SPACE.spaceId,
    SHOUYIN_CLIENT_SECRET: SPACE.clientSecret,
    SHOUYIN_MERCHANT_ID: 'shop-1',
    SHOUYIN_MERCHANT_NAME: '小店',
    SHOUYIN_ORDER_KEY: 'k'.repeat(32),
    SHOUYIN_NOTIFY_URL: `${proxy.url}/http/trade-notify`,
    ALIPAY_APP_ID: app.appId,
    ALIPAY_PRIVATE_KEY: app.appPrivateKeyPkcs8,
    ALIPAY_PUBLIC_KEY: app.alipayPublicKey,
    ALIPAY_SELLER_ID: app.sellerId,
    ALIPAY_GATEWAY: app.gateway,
  };
  [doomed, survivor] = await Promise.all([serveProcess(environment), serveProcess(environment)]);
}, 90_000);

afterAll(async () => {
  await Promise.all([doomed?.end('SIGKILL'), survivor?.end('SIGKILL')]);
  await Promise.all([sandbox?.close(), proxy?.close(), server?.stop()]);
});

async function signedIn(): Promise<SdkClient> {
  const authCode = async () => (sandbox.authCode() as { authCode: string }).authCode;
  const client = sdkClient({ endpoint: proxy.url, ...SPACE, appId: String(environment.ALIPAY_APP_ID) }, authCode);
  await client.init();
  return client;
}

/** As the app does it: the same request again, until there is an answer. */
async function invoke<Reply>(client: SdkClient, name: string, args: unknown): Promise<Reply> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const answer = await client.invoke(name, args).catch(() => null);
    if (answer?.result !== undefined) return answer.result as Reply;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} was never answered`);
}

async function until<Value>(what: string, ask: () => Promise<Value | null>): Promise<Value> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const value = await ask();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never: ${what}`);
}

/** Buys one thing to the end: order, pay at Alipay, wait until the server says paid. */
async function purchase(client: SdkClient, n: number): Promise<string> {
  const args = { requestId: `killed-in-the-middle-${n}`, items: [{ goodsId: 'tea-lu-an', quantity: 1 }] };
  const { orderNo } = (await invoke<OrderReply>(client, 'order-create', args)).order;
  const walletTradeNo = await until(`order ${orderNo} can be paid`, async () => {
    const { order } = await invoke<OrderReply>(client, 'order-query', { orderNo });
    return order.payment?.state === 'ready' ? order.payment.walletTradeNo : null;
  });
  const paid = sandbox.pay({ tradeNo: walletTradeNo, outcome: 'paid' });
  if (!('status' in paid)) throw new Error(JSON.stringify(paid));
  await until(`order ${orderNo} is paid`, async () => {
    const { order } = await invoke<OrderReply>(client, 'order-query', { orderNo });
    return order.status === 'paid' ? true : null;
  });
  return orderNo;
}

test('nobody loses an order, and nobody pays twice, when a node is killed while sixty people buy', async () => {
  proxy.send(doomed.url, survivor.url);
  const client = await signedIn();
  let ended = 0;
  const purchases = Array.from({ length: PURCHASES }, async (_, n) => {
    await new Promise((resolve) => setTimeout(resolve, n * 15));
    const orderNo = await purchase(client, n);
    ended += 1;
    return orderNo;
  });
  await until('some have bought, others are in the middle', async () => (ended > 2 ? true : null));
  expect(ended).toBeLessThan(PURCHASES);
  await doomed.end('SIGKILL');
  proxy.send(survivor.url);
  const orderNos = await Promise.all(purchases);
  expect(new Set(orderNos).size).toBe(PURCHASES);
  const trades = sandbox.trades(1000);
  expect(trades).toHaveLength(PURCHASES);
  expect(new Set(trades.map(({ outTradeNo }) => outTradeNo.slice(0, 24)))).toEqual(new Set(orderNos));
  expect(trades.every(({ status }) => status === 'TRADE_SUCCESS')).toBe(true);
  expect(await brokenMoney()).toBe('0');
}, 120_000);

async function brokenMoney(): Promise<string | undefined> {
  const text = await (await fetch(`${survivor.url}/metrics`)).text();
  return /^shouyin_money_checks_total\{verdict="broken"\} (\d+)$/m.exec(text)?.[1];
}

test('a node that comes back serves what the other one knows, with the sessions of before', async () => {
  proxy.send(survivor.url);
  const client = await signedIn();
  const orderNo = await purchase(client, PURCHASES);
  doomed = await serveProcess(environment);
  proxy.send(doomed.url);
  const { order } = await invoke<OrderReply>(client, 'order-query', { orderNo });
  expect(order.status).toBe('paid');
}, 60_000);

test('a node that is told to end announces it while it still serves, and then is gone', async () => {
  const patient = await serveProcess({ ...environment, SHOUYIN_SHUTDOWN_SECONDS: '1' });
  expect((await fetch(`${patient.url}/readyz`)).status).toBe(200);
  proxy.send(patient.url);
  const client = await signedIn();
  const ended = patient.end('SIGTERM');
  const announced = await until('it announces its end', async () => {
    const answer = await fetch(`${patient.url}/readyz`);
    return answer.status === 503 ? ((await answer.json()) as unknown) : null;
  });
  expect(announced).toEqual({ status: 'unavailable', database: true, functions: true, closing: true });
  expect(await client.invoke('catalog-list', {})).toMatchObject({ success: true });
  expect(await ended).toBe(0);
}, 60_000);

test('a node whose database is gone lives, and says that it cannot serve', async () => {
  await server.stop();
  const answer = await until('it has noticed', async () => {
    const now = await fetch(`${survivor.url}/readyz`);
    return now.status === 503 ? ((await now.json()) as unknown) : null;
  });
  expect(answer).toEqual({ status: 'unavailable', database: false, functions: true, closing: false });
  expect((await fetch(`${survivor.url}/healthz`)).status).toBe(200);
}, 60_000);
