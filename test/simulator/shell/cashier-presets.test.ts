import type { Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type NotifyReceiver, notifyReceiver } from '../../support/notify-receiver';
import { eventually } from '../eventually';
import { type PhoneBench, phoneBench, phoneWithMy } from '../phone-bench';
import { openTrade } from './open-trade';

let sandbox: Sandbox;
let bench: PhoneBench;
let merchant: NotifyReceiver;
let page: Page;
let tradeNo: string;
let trades = 0;

/** The size of a phone, on which the sheet is the tightest. */
const phoneSize = { width: 390, height: 780 };
const sheet = (of = page) => of.getByRole('dialog', { name: /支付宝收银台|Alipay cashier/ });
const button = (name: string | RegExp) => sheet().getByRole('button', { name, exact: true });
const filter = () => sheet().getByRole('searchbox', { name: '筛选故障预设' });
const status = () => sheet().getByRole('status').first();
const faults = () => sandbox.faults.list().map((fault) => ({ kind: fault.kind, tradeNo: subjectOf(fault) }));
const results = () =>
  sandbox
    .notifies()
    .filter((notify) => notify.tradeNo === tradeNo)
    .map(({ deliveries }) => deliveries.map(({ result }) => result));

function subjectOf(fault: object): unknown {
  return 'tradeNo' in fault ? fault.tradeNo : undefined;
}

async function openCashier(of = page): Promise<void> {
  await of.evaluate(`void my.tradePay({ tradeNO: '${tradeNo}' })
    .then((result) => { window.answer = result.resultCode; }, (failure) => { window.failure = failure.error; })`);
  await sheet(of).getByText('128.50').waitFor();
}

async function openPresets(): Promise<void> {
  await openCashier();
  await button('故障预设').click();
  await filter().waitFor();
}

async function payAndHear(code: string): Promise<void> {
  await button('确认付款').click();
  await page.waitForFunction(`window.answer === '${code}'`);
}

beforeAll(async () => {
  [sandbox, merchant] = await Promise.all([createSandbox(), notifyReceiver()]);
  bench = await phoneBench(phoneWithMy, { sandboxUrl: sandbox.url });
  page = await bench.open(phoneSize);
});
afterAll(async () => {
  await bench.close();
  await Promise.all([sandbox.close(), merchant.close()]);
});
beforeEach(async () => {
  trades += 1;
  sandbox.faults.clear();
  await page.unrouteAll();
  [tradeNo] = await Promise.all([openTrade(sandbox, `PRESET_${trades}`, merchant.url), page.reload()]);
});

test('with notify-never on the trade, the buyer pays and the merchant is not told', async () => {
  await openPresets();
  await button('使用 通知永远不到').click();
  await status().getByText('通知永远不到').waitFor();
  expect(faults()).toEqual([{ kind: 'notify_drop', tradeNo }]);
  await payAndHear('9000');
  await eventually(results, [['dropped']]);
});

test('once all faults are cleared, the merchant is told of the payment', async () => {
  await openPresets();
  await button('使用 通知永远不到').click();
  await button('清除全部故障').click();
  await button('清除全部故障').waitFor({ state: 'detached' });
  expect(faults()).toEqual([]);
  expect(await status().textContent()).toBe('');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('故障预设');
  await payAndHear('9000');
  expect((await merchant.next(`PRESET_${trades}`)).body).toContain('TRADE_SUCCESS');
  await eventually(results, [['acknowledged']]);
});

test('with paid-but-reply-lost the money moves and the cashier hears nothing of it', async () => {
  await openPresets();
  await button(/^使用 买家已付款/).click();
  await status().getByText('买家已付款').waitFor();
  await button('确认付款').click();
  await sheet().getByRole('alert').getByText('网络不给力').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(`window.answer === '6002'`);
  expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_SUCCESS' });
});

test('a preset for every trade is marked, and put on no trade', async () => {
  await openPresets();
  const row = sheet().getByRole('listitem').filter({ hasText: 'gateway-down' });
  await row.getByText('全局', { exact: true }).waitFor();
  await row.getByRole('button').click();
  await status().getByText('所有请求都返回 HTTP 503').waitFor();
  expect(faults()).toEqual([{ kind: 'http_status', tradeNo: undefined }]);
});

test('a preset in force cannot be put on the trade twice, and keeps the focus that pressed it', async () => {
  await openPresets();
  await button('使用 通知永远不到').click();
  await button('生效中 通知永远不到').waitFor();
  expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('生效中 通知永远不到');
  await page.keyboard.press('Enter');
  await button('使用 通知没有签名').click();
  await button('生效中 通知没有签名').waitFor();
  expect(faults().map(({ kind }) => kind)).toEqual(['notify_drop', 'notify_unsigned']);
});

test('what is in force is said when the cashier opens, the list still folded', async () => {
  sandbox.faults.use('notify-twice', { tradeNo });
  sandbox.faults.use('notify-never', { outTradeNo: 'ANOTHER' });
  await openCashier();
  await status().getByText('每条通知同时到两次').waitFor();
  await status().getByText('另有 1 条其他故障规则').waitFor();
  expect(await filter().count()).toBe(0);
});

test.each([
  ['refund-reply', ['款项已退回，应答丢失']],
  ['五十次', ['每条通知同时到五十次']],
  [' Fifty ', ['每条通知同时到五十次']],
])('the filter finds presets by name and by either title: %s', async (words, titles) => {
  await openPresets();
  await filter().fill(words);
  const found = sheet().getByRole('list', { name: '故障预设' }).getByRole('button');
  await eventually(() => found.count(), titles.length);
  for (const title of titles) await button(`使用 ${title}`).waitFor();
});

test('when no preset matches, that is said', async () => {
  await openPresets();
  await filter().fill('no such thing');
  await sheet().getByRole('status').getByText('没有匹配的预设').waitFor();
});

test('a refusal of the sandbox is told in words, and nothing is in force', async () => {
  const unknown = JSON.stringify({ preset: 'unheard-of' });
  await page.route('**/sandbox/faults/use', (route) => route.continue({ postData: unknown }));
  await openPresets();
  await button('使用 通知永远不到').click();
  await sheet().getByRole('alert').getByText('沙箱没有这个预设').waitFor();
  expect(faults()).toEqual([]);
});

test('a sandbox that is gone is told of in words', async () => {
  await openPresets();
  await page.route('**/sandbox/faults/use', (route) => route.abort());
  await button('使用 通知永远不到').click();
  await sheet().getByRole('alert').getByText('沙箱没有应答').waitFor();
});

test('where the sandbox has no presets, the cashier says nothing of them', async () => {
  await page.route('**/sandbox/presets', (route) => route.fulfill({ status: 404, body: 'not found' }));
  const asked = ['presets', 'faults'].map((name) => page.waitForResponse(`**/sandbox/${name}`));
  const [answers] = await Promise.all([Promise.all(asked), openCashier()]);
  await Promise.all(answers.map((answer) => answer.finished()));
  await button('更多结果').click();
  await button('9000 未付款').waitFor();
  expect(await button('故障预设').count()).toBe(0);
});

test('by keyboard alone a preset is found, used and paid with', async () => {
  await openCashier();
  await button('故障预设').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('notify-never');
  await eventually(() => sheet().getByRole('list', { name: '故障预设' }).getByRole('button').count(), 1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await button('生效中 通知永远不到').waitFor();
  await button('确认付款').focus();
  await page.keyboard.press('Enter');
  await eventually(results, [['dropped']]);
});

test('on a phone the unfolded list is in sight and nothing sticks out', async () => {
  await openPresets();
  await button('使用 通知永远不到').click();
  await button('清除全部故障').waitFor();
  const list = await sheet().getByRole('list', { name: '故障预设' }).boundingBox();
  const frame = await sheet().boundingBox();
  if (!list || !frame) throw new Error('the sheet is not drawn');
  expect(list.y + list.height).toBeLessThanOrEqual(frame.y + frame.height);
  expect(list.height).toBeGreaterThan(150);
  expect(await sheet().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});

test('in English every word about presets is English', async () => {
  const english = await bench.open({ query: '?lang=en', ...phoneSize });
  await openCashier(english);
  await sheet(english).getByRole('button', { name: 'Fault presets' }).click();
  await sheet(english).getByRole('button', { name: 'Use No notify ever arrives' }).click();
  await sheet(english).getByRole('button', { name: 'Clear all faults' }).waitFor();
  const words = ((await sheet(english).textContent()) ?? '').replace(/明前龙井 ×1|沙箱小店|王小明/g, '');
  expect(words).not.toMatch(/\p{Script=Han}/u);
  await english.context().close();
});
