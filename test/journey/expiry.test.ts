/** An order nobody pays in time: closed at the sandbox first, and only then here. Time is a clock that the test moves. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderListReply, OrderReply } from '../../contract/requests';
import { sandboxClock } from '../../sandbox/clock';
import { type Shouyin, startShouyin } from '../../scripts/start-shouyin';
import { launchChromium } from '../support/chromium';
import { type Phone, phone } from '../support/phone';
import { sandboxControl } from '../support/sandbox-control';
import { type SdkClient, type SpaceSettings, sdkClient } from '../support/sdk-client';
import { projectRoot } from '../support/source-tree';

const LIFETIME_MS = 15 * 60_000;

let home: string;
let shouyin: Shouyin;
const clock = sandboxClock();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shouyin-expiry-'));
  shouyin = await startShouyin({
    projectRoot,
    home,
    port: 0,
    sandboxPort: 0,
    orderLifetimeMs: LIFETIME_MS,
    build: false,
    logLevel: 'silent',
    clock,
    progress: () => {},
  });
}, 60_000);

afterAll(async () => {
  await shouyin?.close();
  await rm(home, { recursive: true, force: true });
});

async function signedIn(): Promise<SdkClient> {
  const space = (await (await fetch(`${shouyin.url}/api/space`)).json()) as SpaceSettings;
  const client = sdkClient(space, () => sandboxControl(shouyin.sandboxUrl).authCode());
  await client.init();
  return client;
}

async function create(client: SdkClient, requestId: string): Promise<string> {
  const args = { requestId, items: [{ goodsId: 'honey-acacia', quantity: 1 }] };
  return ((await client.invoke('order-create', args)).result as OrderReply).order.orderNo;
}

async function tradeOf(orderNo: string) {
  const trades = await sandboxControl(shouyin.sandboxUrl).trades();
  return trades.find((trade) => trade.outTradeNo.startsWith(orderNo));
}

async function storedStatus(client: SdkClient, orderNo: string): Promise<string | undefined> {
  const list = (await client.invoke('order-list', {})).result as OrderListReply;
  return list.orders.find((order) => order.orderNo === orderNo)?.status;
}

test('until the sandbox has closed the trade, the order stays unpaid, however late it is', async () => {
  const client = await signedIn();
  clock.freeze();
  const orderNo = await create(client, 'expires-at-the-sandbox-first');
  await clock.advance(LIFETIME_MS - 1_000);
  expect(await storedStatus(client, orderNo)).toBe('unpaid');
  expect((await tradeOf(orderNo))?.status).toBe('WAIT_BUYER_PAY');
  await clock.advance(2_000);
  // Late, and nobody has asked yet: the list says what is known, and invents no closing.
  expect(await storedStatus(client, orderNo)).toBe('unpaid');
  await shouyin.sweep();
  expect((await tradeOf(orderNo))?.status).toBe('TRADE_CLOSED');
  expect(await storedStatus(client, orderNo)).toBe('closed');
  clock.resume();
}, 60_000);

test('an order paid in the last second is paid, not closed', async () => {
  const client = await signedIn();
  // Standing still: a busy machine must not use up the last second.
  clock.freeze();
  const orderNo = await create(client, 'paid-in-the-last-second');
  const control = sandboxControl(shouyin.sandboxUrl);
  await control.deliverNotifies(false);
  await clock.advance(LIFETIME_MS - 1_000);
  await control.pay((await tradeOf(orderNo))?.tradeNo ?? '');
  await clock.advance(5_000);
  await shouyin.sweep();
  expect(await storedStatus(client, orderNo)).toBe('paid');
  await control.deliverNotifies(true);
  clock.resume();
}, 60_000);

test('the buyer is told that the order is closed and cannot be paid', async () => {
  const browser = await launchChromium();
  let buyer: Phone | undefined;
  try {
    buyer = await phone(browser, shouyin.url);
    await buyer.choose('青瓷茶杯');
    await buyer.tap('立即支付');
    await buyer.tap('取消');
    await buyer.sees('支付未完成');
    await clock.advance(LIFETIME_MS + 1_000);
    await shouyin.sweep();
    await buyer.tap('查看订单');
    await buyer.sees('已关闭');
    expect(await buyer.page.getByRole('button', { name: '继续支付' }).count()).toBe(0);
    expect(buyer.errors()).toEqual([]);
  } finally {
    await buyer?.close();
    await browser.close();
  }
}, 60_000);
