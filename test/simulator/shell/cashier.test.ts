import type { Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type PhoneBench, phoneBench, phoneWithMy } from '../phone-bench';
import { openTrade } from './open-trade';

let sandbox: Sandbox;
let bench: PhoneBench;
let page: Page;
let tradeNo: string;
let trades = 0;

function statusOf(number: string): string {
  const trade = sandbox.trade(number);
  return 'status' in trade ? trade.status : trade.reason;
}

/** Calls `my.tradePay` and lets what it comes to be found in `answer` and `failure`. */
async function callTradePay(number: string): Promise<void> {
  await page.evaluate(`void my.tradePay({ tradeNO: '${number}' })
    .then((result) => { window.answer = result.resultCode; }, (failure) => { window.failure = failure.error; })`);
}
const answered = (code: string) => page.waitForFunction(`window.answer === '${code}'`);
const sheet = () => page.getByRole('dialog', { name: '支付宝收银台' });

beforeAll(async () => {
  sandbox = await createSandbox();
  bench = await phoneBench(phoneWithMy, { sandboxUrl: sandbox.url });
  page = await bench.open();
});
afterAll(async () => {
  await bench.close();
  await sandbox.close();
});
beforeEach(async () => {
  trades += 1;
  [tradeNo] = await Promise.all([openTrade(sandbox, `CASHIER_${trades}`), page.reload()]);
});

test('the cashier says who is paid, by whom, for what, and how much', async () => {
  await callTradePay(tradeNo);
  await sheet().getByText('128.50').waitFor();
  for (const words of ['沙箱小店', '明前龙井 ×1', '王小明', '账户余额']) await sheet().getByText(words).waitFor();
});

test('paying pays at the sandbox and answers 9000', async () => {
  await callTradePay(tradeNo);
  await sheet().getByRole('button', { name: '确认付款' }).click();
  await answered('9000');
  expect(statusOf(tradeNo)).toBe('TRADE_SUCCESS');
  await sheet().waitFor({ state: 'detached' });
});

test.each([
  ['the closing button', () => sheet().getByRole('button', { name: '取消' }).click()],
  ['Escape', () => page.keyboard.press('Escape')],
])('leaving by %s answers 6001 and pays nothing', async (_way, leave) => {
  await callTradePay(tradeNo);
  await sheet().getByText('128.50').waitFor();
  await leave();
  await answered('6001');
  expect(statusOf(tradeNo)).toBe('WAIT_BUYER_PAY');
});

const codes = ['9000', '8000', '6004', '4000', '6001', '6002', '99', '5000'];
const everyResult = codes.flatMap((code) => [
  { code, happened: '未付款', status: 'WAIT_BUYER_PAY' },
  { code, happened: '已付款', status: 'TRADE_SUCCESS' },
]);

test.each(everyResult)('the menu can answer $code with the trade $happened', async ({ code, happened, status }) => {
  await callTradePay(tradeNo);
  await sheet().getByRole('button', { name: '更多结果' }).click();
  await sheet()
    .getByRole('button', { name: `${code} ${happened}`, exact: true })
    .click();
  await answered(code);
  expect(statusOf(tradeNo)).toBe(status);
});

test('4 is an API error: it fails, and the payment may have happened all the same', async () => {
  await callTradePay(tradeNo);
  await sheet().getByRole('button', { name: '更多结果' }).click();
  await sheet().getByRole('button', { name: '4 已付款', exact: true }).click();
  await page.waitForFunction('window.failure === 4');
  expect(statusOf(tradeNo)).toBe('TRADE_SUCCESS');
});

test('no callback at all: the sheet goes, nobody is called back, the money may have moved', async () => {
  await callTradePay(tradeNo);
  await sheet().getByRole('button', { name: '更多结果' }).click();
  await sheet().getByRole('button', { name: '无回调 已付款' }).click();
  await sheet().waitFor({ state: 'detached' });
  expect(statusOf(tradeNo)).toBe('TRADE_SUCCESS');
  expect(await page.evaluate('[window.answer, window.failure]')).toEqual([undefined, undefined]);
  expect(await page.evaluate('__simulator.tradePays()')).toEqual([{ tradeNo, answer: null }]);
});

test('a paid trade cannot be paid again: the sheet says why and closes with 4000', async () => {
  sandbox.pay({ tradeNo, outcome: 'paid' });
  await callTradePay(tradeNo);
  await sheet().getByRole('button', { name: '确认付款' }).click();
  await sheet().getByRole('alert').getByText('ALI38110').waitFor();
  await sheet().getByRole('button', { name: '取消' }).click();
  await answered('4000');
});

test('another buyer than the trade was made for is refused', async () => {
  await page.getByRole('combobox', { name: '买家' }).selectOption({ label: '李小红 139****0022' });
  await callTradePay(tradeNo);
  await sheet().getByText('李小红').waitFor();
  await sheet().getByRole('button', { name: '确认付款' }).click();
  await sheet().getByRole('alert').getByText('不是这笔交易的付款人').waitFor();
  await page.keyboard.press('Escape');
  await answered('4000');
  expect(statusOf(tradeNo)).toBe('WAIT_BUYER_PAY');
});

test('an unknown number, as out_trade_no would be, ends in 4000', async () => {
  await callTradePay('CASHIER_1');
  await sheet().getByRole('alert').getByText('交易不存在').waitFor();
  await sheet().getByRole('button', { name: '取消' }).click();
  await answered('4000');
});

test('without a network the cashier cannot open and ends in 6002', async () => {
  await page.getByRole('combobox', { name: '网络' }).selectOption('off');
  await callTradePay(tradeNo);
  await sheet().getByRole('alert').waitFor();
  await sheet().getByRole('button', { name: '取消' }).click();
  await answered('6002');
});

test.each`
  options                        | error
  ${'{}'}                        | ${2}
  ${'{ tradeNO: "" }'}           | ${2}
  ${'{ tradeNO: 20261121 }'}     | ${2}
  ${'{ tradeNo: "2026112122" }'} | ${2}
  ${'{ orderStr: "app_id=1" }'}  | ${4}
`('my.tradePay($options) fails with $error and opens nothing', async ({ options, error }) => {
  const failure = await page.evaluate(`my.tradePay(${options}).catch((failure) => failure)`);
  expect(failure).toMatchObject({ error });
  expect(await sheet().count()).toBe(0);
});

test('a second call while the cashier is open is the duplicate request 5000', async () => {
  await callTradePay(tradeNo);
  expect(await page.evaluate(`my.tradePay({ tradeNO: '${tradeNo}' })`)).toMatchObject({ resultCode: '5000' });
  await sheet().getByText('128.50').waitFor();
});

test.each([
  ['off', [], false],
  ['on', ['background', 'foreground'], true],
])('with the life cycle switched %s, the mini-program hears %p', async (_state, expected, isOn) => {
  if (isOn) await page.getByRole('switch', { name: '收银台触发 onHide / onShow' }).click();
  await callTradePay(tradeNo);
  await sheet().getByRole('button', { name: '确认付款' }).click();
  await answered('9000');
  expect(await page.evaluate('calls')).toEqual(expected);
});

test('the whole payment works by keyboard alone, and focus returns to where it was', async () => {
  await page.evaluate(`page.innerHTML = '<button id="pay">pay</button>'; page.firstChild.focus()`);
  await callTradePay(tradeNo);
  await sheet().getByText('128.50').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('确认付款');
  await page.keyboard.press('Enter');
  await answered('9000');
  await sheet().waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.id')).toBe('pay');
});

test('in English every word of the sheet is English', async () => {
  const english = await bench.open({ query: '?lang=en' });
  await english.evaluate(`void my.tradePay({ tradeNO: '${tradeNo}' })`);
  const dialog = english.getByRole('dialog', { name: 'Alipay cashier' });
  await dialog.getByRole('button', { name: 'Pay now' }).waitFor();
  await dialog.getByRole('button', { name: 'More results' }).click();
  await dialog.getByRole('button', { name: 'No callback unpaid' }).waitFor();
  const words = ((await dialog.textContent()) ?? '').replace(/明前龙井 ×1|沙箱小店|王小明/g, '');
  expect(words).not.toMatch(/\p{Script=Han}/u);
  await english.context().close();
});
