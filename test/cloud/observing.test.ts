/** What operators see of a purchase, and what nobody may: the whole log at the level that says most, and the numbers after it. */
import type { Cloud } from '../../cloud/create-cloud';
import { LOOK_AGAIN_MS } from '../../cloudfunctions/backend/order/due';
import type { OrderReply } from '../../contract/requests';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { cloudNode } from '../support/cloud-node';
import { type PostgresServer, postgresServer } from '../support/postgres';
import { codeOf, type SdkClient, sdkClient } from './support/sdk-client';

const SPACE = { spaceId: 'space-1', clientSecret: 'secret-1' };
const NOTIFY = '/http/trade-notify';

let server: PostgresServer;
let sandbox: Sandbox;
let cloud: Cloud;
const lines: Record<string, unknown>[] = [];
let log = '';

/** Everything that must not be found in the log, by what it is. */
const secrets = new Map<string, string>();
let phone: SdkClient;

async function invoke(name: string, args: unknown): Promise<{ reply: OrderReply; requestId: string }> {
  const { result, requestId } = await phone.sdk.function.invoke(name, args);
  return { reply: result as OrderReply, requestId: String(requestId) };
}

let purchases = 0;
const order = () => {
  purchases += 1;
  const items = [{ goodsId: 'tea-lu-an', quantity: 1 }];
  return invoke('order-create', { requestId: `observed-purchase-${purchases}`, items });
};

function payNow({ order: { payment } }: OrderReply): void {
  if (payment?.state !== 'ready') throw new Error(`not payable: ${JSON.stringify(payment)}`);
  const paid = sandbox.pay({ tradeNo: payment.walletTradeNo, outcome: 'paid' });
  if (!('status' in paid)) throw new Error(JSON.stringify(paid));
}

async function untilLogged(text: string): Promise<void> {
  for (let attempt = 0; attempt < 200 && !log.includes(text); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(log).toContain(text);
}

let bought: { reply: OrderReply; requestId: string };
let unknownOrderNo: string;

beforeAll(async () => {
  [server, sandbox] = await Promise.all([postgresServer(), createSandbox({ port: 0 })]);
  const write = (line: string) => {
    log += line;
    lines.push(JSON.parse(line) as Record<string, unknown>);
  };
  // The node learns its own address only when it listens; the notifies are posted by the test.
  const settings = { sandbox, databaseUrl: await server.newDatabase(), notifyUrl: 'http://127.0.0.1:1/', space: SPACE };
  cloud = await cloudNode({ ...settings, write });
  await buyAndFail();
}, 90_000);

afterAll(async () => {
  await cloud?.close();
  await Promise.all([sandbox?.close(), server?.stop()]);
});

async function buyAndFail(): Promise<void> {
  const authCode = codeOf({ sandbox });
  phone = sdkClient({ url: cloud.url, sandbox }, { authCode: () => authCode });
  await phone.sdk.init();
  bought = await order();
  payNow(bought.reply);
  await postNotify();
  await invoke('order-query', { orderNo: bought.reply.order.orderNo });
  const unwanted = await order();
  await invoke('order-close', { orderNo: unwanted.reply.order.orderNo });
  sandbox.faults.use('create-system-error');
  unknownOrderNo = (await order()).reply.order.orderNo;
  await postForged(bought.reply.order.orderNo);
  await phone.sdk.function.invoke('no-such-function').catch(() => null);
  await fetch(`${cloud.url}/client`, { method: 'POST', body: '{"token":"stolen-token","authCode":"stolen-code"}' });
  for (const { data } of phone.requests) if (data.token) secrets.set('a session token', String(data.token));
  for (const { headers } of phone.requests) secrets.set('a client signature', String(headers['x-serverless-sign']));
  secrets.set('an auth code', authCode);
  secrets.set('the client secret', SPACE.clientSecret);
  secrets.set('the key of order numbers', 'the same key for all nodes of it');
  for (const [name, value] of Object.entries(sandbox.apps[0] ?? {})) {
    if (/Key/.test(name)) secrets.set(name, String(value).slice(100, 164));
  }
  for (const buyer of sandbox.buyers()) secrets.set(`buyer ${buyer.userId}`, buyer.userId);
  for (const buyer of sandbox.buyers())
    secrets.set(`open id of ${buyer.userId}`, Object.values(buyer.openIds)[0] ?? '-');
  secrets.set('a stolen token', 'stolen-token');
}

/** The notify that Alipay made of the last payment. */
async function postNotify(): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const entry = sandbox.log.entries().find(({ kind }) => kind === 'notify');
    if (entry?.kind === 'notify') {
      secrets.set("a notify's signature", new URLSearchParams(entry.request).get('sign') ?? '');
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(`${cloud.url}${NOTIFY}`, { method: 'POST', headers, body: entry.request });
      expect(await answer.text()).toBe('success');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Alipay sent no notify');
}

async function postForged(orderNo: string): Promise<void> {
  const form = new URLSearchParams({
    out_trade_no: `${orderNo}_1`,
    notify_id: 'n1',
    sign_type: 'RSA2',
    sign: 'Zm9yZ2Vk'.repeat(40),
    buyer_id: '2088000000009999',
    buyer_logon_id: 'somebody@example.com',
  });
  secrets.set('a forged signature', 'Zm9yZ2Vk'.repeat(10));
  secrets.set('a buyer in a forged notify', '2088000000009999');
  secrets.set('the account name in a forged notify', 'somebody@example.com');
  await fetch(`${cloud.url}${NOTIFY}`, { method: 'POST', body: form });
}

describe('the log of a purchase, at the level that says most', () => {
  test('has lines of every function that ran', () => {
    const functions = new Set(lines.map((line) => line.function));
    for (const name of ['order-create', 'order-query', 'order-close', 'trade-notify'])
      expect(functions).toContain(name);
    expect(lines.length).toBeGreaterThan(20);
  });

  test('holds no key, token, code, signature, secret or buyer', () => {
    expect(secrets.size).toBeGreaterThan(12);
    const found = [...secrets].filter(([, secret]) => secret.length < 6 || log.includes(secret));
    expect(found.map(([what]) => what)).toEqual([]);
    expect(log).not.toMatch(/[A-Za-z0-9+/]{100}/);
  });

  test('says in every line of a request which one, by the id its caller has', () => {
    const requestLines = lines.filter((line) => line.function !== undefined || line.route !== undefined);
    expect(requestLines.filter((line) => typeof line['request-id'] !== 'string')).toEqual([]);
    const mine = lines.filter((line) => line['request-id'] === bought.requestId);
    expect(mine.length).toBeGreaterThan(2);
  });

  test('says in every line about an order which one, in the words of both sides', () => {
    const about = ['order-query', 'order-close', 'trade-notify', 'order-create'];
    const bare = lines.filter((line) => about.includes(String(line.function)) && line.order_no === undefined);
    expect(bare).toEqual([]);
    const { orderNo, payment } = bought.reply.order;
    const tradeNo = payment?.state === 'ready' ? payment.walletTradeNo : '';
    const paid = lines.find((line) => line.fact === 'trade_paid');
    expect(paid).toMatchObject({ order_no: orderNo, out_trade_no: `${orderNo}_1`, trade_no: tradeNo });
    const refused = lines.find((line) => line.msg === 'notify refused');
    expect(refused).toMatchObject({ order_no: orderNo, out_trade_no: `${orderNo}_1`, reason: 'bad_signature' });
  });
});

describe('the numbers after a purchase', () => {
  let numbers: string;
  const readNumbers = async () => await (await fetch(`${cloud.url}/metrics`)).text();
  beforeAll(async () => {
    sandbox.clock.advance(10_500);
    numbers = await readNumbers();
  });

  test.each`
    number                                                                                                    | value
    ${'shouyin_order_changes_total{status="unpaid"}'}                                                         | ${3}
    ${'shouyin_order_changes_total{status="paid"}'}                                                           | ${1}
    ${'shouyin_order_changes_total{status="closed"}'}                                                         | ${1}
    ${'shouyin_channel_call_duration_seconds_count{channel="alipay",method="createTrade",outcome="open"}'}    | ${2}
    ${'shouyin_channel_call_duration_seconds_count{channel="alipay",method="createTrade",outcome="unknown"}'} | ${1}
    ${'shouyin_channel_call_duration_seconds_count{channel="alipay",method="closeTrade",outcome="closed"}'}   | ${1}
    ${'shouyin_alipay_call_duration_seconds_count{method="alipay.trade.create",outcome="success"}'}           | ${2}
    ${'shouyin_alipay_call_duration_seconds_count{method="alipay.trade.create",outcome="failure"}'}           | ${1}
    ${'shouyin_notify_refused_total{reason="bad_signature"}'}                                                 | ${1}
    ${'shouyin_notify_accepted_total'}                                                                        | ${1}
    ${'shouyin_money_checks_total{verdict="broken"}'}                                                         | ${0}
    ${'shouyin_function_invocations_total{function="order-create",outcome="ok"}'}                             | ${3}
    ${'shouyin_requests_refused_total{door="client",code="FunctionNotFound"}'}                                | ${1}
    ${'shouyin_owed_orders{status="unpaid"}'}                                                                 | ${1}
    ${'shouyin_unknowns_open{call="create"}'}                                                                 | ${1}
  `('$number is $value', ({ number, value }) => {
    const line = numbers.split('\n').find((candidate) => candidate.startsWith(`${number} `));
    expect(line).toBe(`${number} ${value}`);
  });

  test('name no order, no buyer and no path that somebody made up', async () => {
    await fetch(`${cloud.url}/somewhere/${unknownOrderNo}`);
    const text = await readNumbers();
    for (const hidden of [unknownOrderNo, bought.reply.order.orderNo, ...secrets.values()]) {
      expect(text).not.toContain(hidden);
    }
  });

  test('show how far the sweep is behind, and when it last ended', async () => {
    const lagOf = (text: string) => Number(/^shouyin_sweep_lag_seconds (\S+)$/m.exec(text)?.[1]);
    expect(lagOf(numbers)).toBeGreaterThan(LOOK_AGAIN_MS / 1000);
    await cloud.runTimer('order-sweep');
    await untilLogged('"function":"order-sweep"');
    sandbox.clock.advance(10_000);
    const after = await readNumbers();
    expect(lagOf(after)).toBeLessThanOrEqual(10);
    expect(after).toMatch(/^shouyin_function_last_success_timestamp_seconds\{function="order-sweep"\} \d+/m);
    expect(after).toMatch(/^shouyin_unknowns_open\{call="create"\} 0$/m);
  });
});
