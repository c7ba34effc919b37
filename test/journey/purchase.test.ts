/**
 * Purchases as people make them: Chromium, the built app, the cloud, the sandbox; nothing replaced. What can go wrong on the way is in
 * mishaps-*.test.ts.
 */
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { type Phone, phone } from '../support/phone';
import { type SandboxControl, sandboxControl } from '../support/sandbox-control';
import { type ShouyinProcess, shouyinProcess } from '../support/shouyin-process';

let browser: Browser;
let shouyin: ShouyinProcess;
let sandbox: SandboxControl;
let buyer: Phone;

beforeAll(async () => {
  [browser, shouyin] = await Promise.all([launchChromium(), shouyinProcess()]);
  sandbox = sandboxControl(shouyin.sandboxUrl);
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await shouyin?.dispose();
});

beforeEach(async () => {
  buyer = await phone(browser, shouyin.url);
});

afterEach(async () => {
  const errors = [...buyer.errors()];
  await buyer.close();
  await sandbox.deliverNotifies(true);
  expect(errors).toEqual([]);
});

/** Trades at the sandbox that were not there before. */
async function newTrades(action: () => Promise<void>) {
  const before = new Set((await sandbox.trades()).map((trade) => trade.tradeNo));
  await action();
  return (await sandbox.trades()).filter((trade) => !before.has(trade.tradeNo));
}

test('cannot try without a merchant account; the IDE cannot pay: here a buyer chooses, pays, and reads that the order is paid', async () => {
  await buyer.choose('明前龙井', '桂花糕');
  await buyer.tap('立即支付');
  await buyer.payInCashier();
  await buyer.sees('支付成功');
});

test('a buyer who cancels keeps the order, continues, and pays it once', async () => {
  const trades = await newTrades(async () => {
    await buyer.choose('青瓷茶杯');
    await buyer.tap('立即支付');
    await buyer.tap('取消');
    await buyer.sees('支付未完成');
    await buyer.tap('继续支付');
    await buyer.payInCashier();
    await buyer.sees('支付成功');
  });
  expect(trades.map((trade) => trade.status)).toEqual(['TRADE_SUCCESS']);
});

test('8000, then the notify arrives: the page turns to paid by itself', async () => {
  await buyer.choose('槐花蜜');
  await buyer.tap('立即支付');
  await buyer.cashierResult('8000', '已付款');
  await buyer.sees('支付成功');
});

test('one round trip lies between the tap and the cashier', async () => {
  await buyer.choose('明前龙井');
  const calls: string[] = [];
  buyer.page.on('request', (request) => request.url().endsWith('/client') && calls.push(request.postData() ?? ''));
  await buyer.tap('立即支付');
  await buyer.sees('确认付款');
  expect(calls).toEqual([expect.stringContaining('order-create')]);
  await buyer.payInCashier();
  await buyer.sees('支付成功');
});

test('two quick taps make one order and one trade', async () => {
  const trades = await newTrades(async () => {
    await buyer.choose('六安瓜片');
    await buyer.page.getByRole('button', { name: '立即支付' }).dblclick({ delay: 5 });
    await buyer.payInCashier();
    await buyer.sees('支付成功');
  });
  expect(trades).toHaveLength(1);
});

test('an app killed after the order was made finds it again, unpaid, and pays it', async () => {
  const trades = await newTrades(async () => {
    await buyer.choose('明前龙井');
    await buyer.tap('立即支付');
    await buyer.sees('确认付款');
    await buyer.restartApp();
    await buyer.sees('有一笔待支付订单');
    await buyer.tap('去支付');
    await buyer.sees('继续支付');
    await buyer.tap('继续支付');
    await buyer.payInCashier();
    await buyer.sees('支付成功');
  });
  expect(trades).toHaveLength(1);
});

test('with every notify blocked, polling alone finds the payment', async () => {
  await sandbox.deliverNotifies(false);
  await buyer.choose('桂花糕');
  await buyer.tap('立即支付');
  await buyer.cashierResult('6004', '已付款');
  await buyer.sees('支付成功');
});

test('a closed order is closed at the sandbox as well', async () => {
  const trades = await newTrades(async () => {
    await buyer.choose('槐花蜜');
    await buyer.tap('立即支付');
    await buyer.tap('取消');
    await buyer.tap('查看订单');
    await buyer.tap('关闭订单');
    await buyer.tap('确认关闭');
    await buyer.sees(/订单已关闭|已关闭/);
  });
  expect(trades.map((trade) => trade.status)).toEqual(['TRADE_CLOSED']);
});

test('the order list shows the paid order after a reload and after a restart of everything', async () => {
  await buyer.choose('六安瓜片', '布面笔记本');
  await buyer.tap('立即支付');
  await buyer.payInCashier();
  await buyer.sees('支付成功');
  await buyer.restartApp();
  await buyer.tap('我的订单');
  await buyer.sees('六安瓜片 等 2 种');
  await shouyin.killAndStartAgain();
  await buyer.restartApp();
  await buyer.tap('我的订单');
  await buyer.sees('六安瓜片 等 2 种');
  expect(await buyer.shows('已支付')).toBe(true);
}, 90_000);
