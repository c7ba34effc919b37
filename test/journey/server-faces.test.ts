/** What a running Shouyin answers to other programs: the real SDK, and whatever is not a proper request. */
import type { CatalogReply, OrderReply } from '../../contract/requests';
import { sandboxControl } from '../support/sandbox-control';
import { type SpaceSettings, sdkClient } from '../support/sdk-client';
import { type ShouyinProcess, shouyinProcess } from '../support/shouyin-process';

let shouyin: ShouyinProcess;
let space: SpaceSettings;

beforeAll(async () => {
  shouyin = await shouyinProcess();
  space = (await (await fetch(`${shouyin.url}/api/space`)).json()) as SpaceSettings;
}, 60_000);

afterAll(() => shouyin?.dispose());

const sandbox = () => sandboxControl(shouyin.sandboxUrl);

test('the space tells all that the real SDK needs', () => {
  expect(space).toEqual({
    endpoint: shouyin.url,
    spaceId: expect.stringMatching(/.+/),
    clientSecret: expect.stringMatching(/^.{32,}$/),
    appId: expect.stringMatching(/^\d{16}$/),
  });
});

test('the unmodified SDK signs in, lists the catalog, makes an order and sees it paid', async () => {
  const client = sdkClient(space, () => sandbox().authCode());
  expect(await client.init()).toMatchObject({ success: true });
  const catalog = (await client.invoke('catalog-list', {})).result as CatalogReply;
  expect(catalog.goods.map((goods) => goods.goodsId)).toContain('tea-lu-an');
  const created = await client.invoke('order-create', {
    requestId: 'real-sdk-purchase-1',
    items: [{ goodsId: 'tea-lu-an', quantity: 3 }],
  });
  const { order } = created.result as OrderReply;
  expect(created.requestId).toMatch(/.+/);
  expect(order).toMatchObject({ status: 'unpaid', totalFen: 28_800, payment: { state: 'ready' } });
  if (order.payment?.state === 'ready') await sandbox().pay(order.payment.walletTradeNo);
  let status = '';
  for (let attempt = 0; attempt < 50 && status !== 'paid'; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const reply = await client.invoke('order-query', { orderNo: order.orderNo });
    status = (reply.result as OrderReply).order.status;
  }
  expect(status).toBe('paid');
});

test("somebody else's order does not exist", async () => {
  const buyers = (await (await fetch(`${shouyin.sandboxUrl}/api/buyers`)).json()) as { buyers: { userId: string }[] };
  const codeOf = (index: number) => () => authCodeFor(buyers.buyers[index]?.userId ?? '');
  const mine = sdkClient(space, codeOf(0));
  await mine.init();
  const args = { requestId: 'somebody-elses-order', items: [{ goodsId: 'tea-lu-an', quantity: 1 }] };
  const { order } = (await mine.invoke('order-create', args)).result as OrderReply;
  const theirs = sdkClient(space, codeOf(1));
  await theirs.init();
  for (const name of ['order-query', 'order-close']) {
    const reply = await theirs.invoke(name, { orderNo: order.orderNo });
    expect(reply.result).toMatchObject({ ok: false, reason: 'order_not_found' });
  }
});

async function authCodeFor(buyerId: string): Promise<string> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ buyerId }),
  };
  const response = await fetch(`${shouyin.sandboxUrl}/api/auth-codes`, request);
  return ((await response.json()) as { authCode: string }).authCode;
}

test('a function that is not there, or only for timers, is refused with a documented error', async () => {
  const client = sdkClient(space, () => sandbox().authCode());
  await client.init();
  await expect(client.invoke('no-such-function', {})).rejects.toMatchObject({ code: expect.any(String) });
  await expect(client.invoke('../order-create', {})).rejects.toMatchObject({ code: expect.any(String) });
  expect(await client.invoke('order-sweep', {})).toMatchObject({ result: { ok: false, reason: 'bad_request' } });
});

const HUGE = 'x'.repeat(3 * 1024 * 1024);
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** [where, path, headers, body] */
const nonsense: [string, string, Record<string, string>, string][] = [
  ['cloud', '/client', json, 'not json'],
  ['cloud', '/client', json, '[]'],
  ['cloud', '/client', json, 'null'],
  ['cloud', '/client', json, '{"method":1,"params":{},"spaceId":[],"timestamp":"now"}'],
  ['cloud', '/client', json, '{"method":"serverless.function.runtime.invoke"}'],
  ['cloud', '/client', json, `{"method":"${HUGE}"}`],
  ['cloud', '/client', { 'content-type': 'text/xml' }, '<a/>'],
  ['cloud', '/http/trade-notify', form, ''],
  ['cloud', '/http/trade-notify', form, 'sign=%E0%A4%A&sign_type=RSA2'],
  ['cloud', '/http/trade-notify', form, 'out_trade_no=x&sign=AAAA&sign_type=RSA2&notify_id=1'],
  ['cloud', '/http/trade-notify', json, '{"a":'],
  ['cloud', '/http/trade-notify', form, HUGE],
  ['cloud', '/http/nothing-here', form, 'a=b'],
  ['sandbox', '/gateway.do', form, ''],
  ['sandbox', '/gateway.do', form, 'method=alipay.trade.create&app_id=1&biz_content=%7B'],
  ['sandbox', '/gateway.do', json, '{}'],
  ['sandbox', '/gateway.do', form, HUGE],
  ['sandbox', '/api/pay', json, 'not json'],
  ['sandbox', '/api/pay', json, '{"tradeNo":7,"outcome":"maybe"}'],
  ['sandbox', '/api/pay', json, '{}'],
  ['sandbox', '/api/pay', json, `"${HUGE}"`],
  ['sandbox', '/api/auth-codes', json, '{"buyerId":{}}'],
  ['sandbox', '/api/nothing-here', json, '{}'],
];

describe('nonsense gets an answer in words and changes nothing', () => {
  test.each(nonsense)('%s %s, case %#', async (where, path, headers, body) => {
    const before = await sandbox().trades();
    const base = where === 'cloud' ? shouyin.url : shouyin.sandboxUrl;
    const response = await fetch(`${base}${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(text).not.toBe('success');
    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
    expect(await sandbox().trades()).toEqual(before);
  });
});
