/** Two nodes of the cloud on one PostgreSQL, behind a proxy: which one is asked makes no difference. */
import type { Cloud } from '../../cloud/create-cloud';
import { LOOK_AGAIN_MS } from '../../cloudfunctions/backend/order/due';
import { ASK_GAP_MS } from '../../cloudfunctions/backend/order/turns';
import type { OrderListReply, OrderReply } from '../../contract/requests';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Balancer, balancer } from '../support/balancer';
import { cloudNode } from '../support/cloud-node';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { type SdkClient, sdkClient } from '../support/sdk-client';

const SPACE = { spaceId: 'two-nodes', clientSecret: 'a client secret of this test' };

let server: PostgresServer;
let sandbox: Sandbox;
let proxy: Balancer;
let one: Cloud;
let other: Cloud;

beforeAll(async () => {
  [server, sandbox, proxy] = await Promise.all([postgresServer(), createSandbox({ port: 0 }), balancer()]);
  const databaseUrl = await server.newDatabase();
  const settings = { sandbox, databaseUrl, notifyUrl: `${proxy.url}/http/trade-notify`, space: SPACE };
  // At the same time, on an empty database: both make its tables.
  [one, other] = await Promise.all([cloudNode(settings), cloudNode(settings)]);
}, 60_000);

beforeEach(() => proxy.send(one.url, other.url));

afterAll(async () => {
  await Promise.all([one?.close(), other?.close()]);
  await Promise.all([sandbox?.close(), proxy?.close(), server?.stop()]);
});

async function signedIn(buyer = 0): Promise<SdkClient> {
  const { buyerId } = sandbox.buyers()[buyer] as { buyerId: string };
  const authCode = async () => (sandbox.authCode({ buyerId }) as { authCode: string }).authCode;
  const { appId } = sandbox.apps[0] as { appId: string };
  const client = sdkClient({ endpoint: proxy.url, ...SPACE, appId }, authCode);
  await client.init();
  return client;
}

async function invoke<Reply>(client: SdkClient, name: string, args: unknown): Promise<Reply> {
  return (await client.invoke(name, args)).result as Reply;
}

let purchases = 0;
function order(client: SdkClient, requestId?: string): Promise<OrderReply> {
  purchases += 1;
  const items = [{ goodsId: 'tea-lu-an', quantity: 1 }];
  return invoke(client, 'order-create', { requestId: requestId ?? `two-nodes-purchase-${purchases}`, items });
}

function walletTradeNo({ order: { payment } }: OrderReply): string {
  if (payment?.state !== 'ready') throw new Error(`not payable: ${JSON.stringify(payment)}`);
  return payment.walletTradeNo;
}

/** As stored: a list asks no channel. */
async function storedStatus(client: SdkClient, orderNo: string): Promise<string | undefined> {
  const { orders } = await invoke<OrderListReply>(client, 'order-list', {});
  return orders.find((candidate) => candidate.orderNo === orderNo)?.status;
}

async function eventually(check: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

/** How often Alipay was asked about each trade since then. */
function queriesSince(since: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of sandbox.log.entries({ since, limit: 1000 })) {
    if (entry.kind !== 'call' || entry.method !== 'alipay.trade.query' || !entry.outTradeNo) continue;
    counts.set(entry.outTradeNo, (counts.get(entry.outTradeNo) ?? 0) + 1);
  }
  return counts;
}

const lastSeq = () => sandbox.log.entries({ limit: 1 }).at(-1)?.seq ?? 0;

test('a session made at one node is good at the other, and an order made at one is shown by the other', async () => {
  proxy.send(one.url);
  const client = await signedIn();
  const created = await order(client);
  proxy.send(other.url);
  const seen = await invoke<OrderReply>(client, 'order-query', { orderNo: created.order.orderNo });
  expect(seen.order).toMatchObject({ orderNo: created.order.orderNo, status: 'unpaid' });
  expect(walletTradeNo(seen)).toBe(walletTradeNo(created));
  expect(await storedStatus(client, created.order.orderNo)).toBe('unpaid');
});

test('the same purchase sent to both at once is one order with one trade', async () => {
  const client = await signedIn();
  const replies = await Promise.all(Array.from({ length: 20 }, () => order(client, 'two-nodes-at-once-1')));
  expect(new Set(replies.map((reply) => reply.order.orderNo)).size).toBe(1);
  const { orderNo } = (replies[0] as OrderReply).order;
  expect(sandbox.trades(1000).filter(({ outTradeNo }) => outTradeNo.startsWith(orderNo))).toHaveLength(1);
});

test('a notify is heard by the node that did not make the order', async () => {
  proxy.send(one.url);
  const client = await signedIn();
  const created = await order(client);
  proxy.send(other.url);
  const before = lastSeq();
  sandbox.pay({ tradeNo: walletTradeNo(created), outcome: 'paid' });
  expect(await eventually(async () => (await storedStatus(client, created.order.orderNo)) === 'paid')).toBe(true);
  proxy.send(one.url);
  expect(await storedStatus(client, created.order.orderNo)).toBe('paid');
  expect(queriesSince(before).size).toBe(0);
});

test('however many pages poll at both, Alipay is asked about an order once in two seconds', async () => {
  const client = await signedIn();
  const { orderNo } = (await order(client)).order;
  for (let round = 0; round < 3; round += 1) {
    sandbox.clock.advance(ASK_GAP_MS);
    const before = lastSeq();
    await Promise.all(Array.from({ length: 20 }, () => invoke(client, 'order-query', { orderNo })));
    expect([...queriesSince(before).values()]).toEqual([1]);
  }
});

test('both sweep at once: every due order is asked about, none of them twice, and what was paid is paid', async () => {
  const client = await signedIn(1);
  sandbox.setNotifyPolicy({ deliver: false });
  const replies = await Promise.all(Array.from({ length: 40 }, () => order(client)));
  const paid = replies.filter((_, index) => index % 2 === 0);
  for (const reply of paid) sandbox.pay({ tradeNo: walletTradeNo(reply), outcome: 'paid' });
  sandbox.clock.advance(LOOK_AGAIN_MS);
  const before = lastSeq();
  await Promise.all([one, other, one, other].map((node) => node.runTimer('order-sweep')));
  const counts = queriesSince(before);
  for (const { order: made } of replies) expect(counts.get(`${made.orderNo}_1`)).toBe(1);
  const statuses = await Promise.all(replies.map((reply) => storedPage(client, reply.order.orderNo)));
  expect(statuses.filter((status) => status === 'paid')).toHaveLength(paid.length);
  sandbox.setNotifyPolicy({ deliver: true });
});

/** By query, which shows what is stored: the sweep has only just asked. */
async function storedPage(client: SdkClient, orderNo: string): Promise<string> {
  return (await invoke<OrderReply>(client, 'order-query', { orderNo })).order.status;
}

test('both show the same numbers of what is owed, read from the database', async () => {
  sandbox.clock.advance(60_000);
  const texts = await Promise.all([one, other].map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  const owed = texts.map((text) => /^shouyin_owed_orders\{status="unpaid"\} (\d+)$/m.exec(text)?.[1]);
  expect(Number(owed[0])).toBeGreaterThanOrEqual(20);
  expect(owed[1]).toBe(owed[0]);
});
