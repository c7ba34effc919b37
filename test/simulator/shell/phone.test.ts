import type { Page } from 'playwright-core';
import { eventually } from '../eventually';
import { outcome, type PhoneBench, phoneBench, phoneWithMy } from '../phone-bench';

let bench: PhoneBench;
let page: Page;

beforeAll(async () => {
  bench = await phoneBench(phoneWithMy);
  page = await bench.open();
});
afterAll(() => bench.close());
beforeEach(() => page.reload());

describe('what lies over the page', () => {
  test('an alert is an alertdialog; its button resolves it', async () => {
    const answer = outcome(page, 'my.alert({ title: "已下架", content: "换一件吧", buttonText: "知道了" })');
    const dialog = page.getByRole('alertdialog', { name: '已下架' });
    await dialog.getByText('换一件吧').waitFor();
    await dialog.getByRole('button', { name: '知道了' }).click();
    expect(await answer).not.toHaveProperty('failed');
    expect(await dialog.count()).toBe(0);
  });

  test.each([
    ['the confirming button', true, () => page.getByRole('button', { name: '删除' }).click()],
    ['the cancelling button', false, () => page.getByRole('button', { name: '取消' }).click()],
    ['Escape', false, () => page.keyboard.press('Escape')],
    ['Enter', true, () => page.keyboard.press('Enter')],
  ])('confirm, answered by %s, brings {confirm: %p}', async (_way, confirm, answerIt) => {
    const answer = outcome(page, 'my.confirm({ title: "删除订单", confirmButtonText: "删除" })');
    await page.getByRole('dialog', { name: '删除订单' }).waitFor();
    await answerIt();
    expect(await answer).toEqual({ done: { confirm } });
  });

  test('prompt brings what was typed, and {ok: false} when cancelled', async () => {
    const typed = outcome(page, 'my.prompt({ message: "给商家留言", placeholder: "不要太甜" })');
    await page.getByRole('textbox', { name: '给商家留言' }).fill('多放茶');
    await page.keyboard.press('Enter');
    expect(await typed).toEqual({ done: { ok: true, inputValue: '多放茶' } });
    const cancelled = outcome(page, 'my.prompt({ message: "给商家留言" })');
    await page.getByRole('button', { name: '取消' }).click();
    expect(await cancelled).toEqual({ done: { ok: false, inputValue: '' } });
  });

  test.each([
    ['自提', 1],
    ['取消', -1],
  ])('an action sheet brings the index of what was chosen: %s is %d', async (name, index) => {
    const answer = outcome(page, 'my.showActionSheet({ title: "配送", items: ["快递", "自提"] })');
    await page.getByRole('dialog', { name: '配送' }).getByRole('button', { name }).click();
    expect(await answer).toEqual({ done: { index } });
  });

  test('an action sheet without items is error 2', async () => {
    expect(await outcome(page, 'my.showActionSheet({})')).toMatchObject({ failed: { error: 2 } });
  });

  test('a toast is a status; success comes when it has gone, by time or by hideToast', async () => {
    const shown = outcome(page, 'my.showToast({ content: "已复制", type: "success", duration: 60000 })');
    await page.getByRole('status').getByText('已复制').waitFor();
    await page.evaluate('my.hideToast()');
    expect(await shown).not.toHaveProperty('failed');
    await outcome(page, 'my.showToast({ content: "很快", duration: 30 })');
    expect(await page.getByText('很快').count()).toBe(0);
  });

  test('loading covers the page until it is hidden; a delayed one that is hidden first never shows', async () => {
    await page.evaluate('my.showLoading({ content: "下单中" })');
    await page.getByRole('status', { name: '下单中' }).waitFor();
    await page.evaluate('my.hideLoading()');
    await page.evaluate(
      'my.showLoading({ content: "迟到", delay: 60 }); my.hideLoading(); new Promise((r) => setTimeout(r, 120))',
    );
    expect(await page.getByText('下单中').count()).toBe(0);
    expect(await page.getByText('迟到').count()).toBe(0);
  });

  test('two dialogs at once: the later lies on top, both get their answer', async () => {
    const first = outcome(page, 'my.confirm({ title: "一" })');
    const second = outcome(page, 'my.confirm({ title: "二" })');
    await page.getByRole('dialog', { name: '二' }).getByRole('button', { name: '确定' }).click();
    await page.getByRole('dialog', { name: '一' }).getByRole('button', { name: '取消' }).click();
    expect(await Promise.all([first, second])).toEqual([{ done: { confirm: false } }, { done: { confirm: true } }]);
  });

  test('Tab stays inside a dialog, and what is under it cannot be reached', async () => {
    await page.evaluate(`page.innerHTML = '<button>under</button>'`);
    void outcome(page, 'my.confirm({ title: "删除订单" })').catch(() => undefined);
    await page.getByRole('dialog', { name: '删除订单' }).waitFor();
    const visited: unknown[] = [];
    for (let press = 0; press < 4; press += 1) {
      visited.push(await page.evaluate('document.activeElement.textContent'));
      await page.keyboard.press('Tab');
    }
    expect(visited).toEqual(['确定', '取消', '确定', '取消']);
    await page.evaluate(`page.querySelector('button').focus()`);
    expect(await page.evaluate('document.activeElement.textContent')).not.toBe('under');
  });
});

describe('the title bar', () => {
  test('shows title, colours and the back button the page stack asks for', async () => {
    await page.evaluate('phone.screen.navigationBar({ title: "确认订单", leading: "back" })');
    await page.getByRole('heading', { name: '确认订单' }).waitFor();
    await page.getByRole('button', { name: '返回' }).click();
    expect(await page.evaluate('calls')).toEqual(['back']);
    await page.evaluate('phone.screen.navigationBar({ leading: "home" })');
    await page.getByRole('button', { name: '回到首页' }).click();
    await page.evaluate('phone.screen.navigationBar({ leading: "none" })');
    expect(await page.getByRole('banner').getByRole('button').count()).toBe(0);
  });

  test.each`
    backgroundColor | frontColor   | ink
    ${'#1677ff'}    | ${undefined} | ${'rgb(255, 255, 255)'}
    ${'#ffffff'}    | ${undefined} | ${'rgb(31, 35, 41)'}
    ${'#ffffff'}    | ${'#ff0000'} | ${'rgb(255, 0, 0)'}
  `('my.setNavigationBar: ink on $backgroundColor is $ink', async ({ backgroundColor, frontColor, ink }) => {
    await outcome(page, `my.setNavigationBar(${JSON.stringify({ title: '店', backgroundColor, frontColor })})`);
    const bar = page.getByRole('banner');
    await bar.getByText('店').waitFor();
    expect(await bar.evaluate((element) => getComputedStyle(element).color)).toBe(ink);
  });

  test('the loading mark comes and goes', async () => {
    await page.evaluate('my.showNavigationBarLoading()');
    await page.getByRole('img', { name: '加载中' }).waitFor();
    await page.evaluate('my.hideNavigationBarLoading()');
    await page.getByRole('img', { name: '加载中' }).waitFor({ state: 'detached' });
  });
});

describe("the browser's back key", () => {
  test('goes back a page while there is one, and leaves after that', async () => {
    const fresh = await bench.open({ query: '?lang=zh' });
    await fresh.evaluate(`phone.connect({ router: null, home() {}, restart() {}, back() {
      calls.push('back');
      phone.screen.navigationBar({ leading: calls.length < 2 ? 'back' : 'none' });
    } })`);
    await fresh.evaluate(`phone.screen.navigationBar({ leading: 'back' })`);
    await fresh.goBack();
    await fresh.goBack();
    await eventually(() => fresh.evaluate('calls'), ['back', 'back']);
    await fresh.goBack();
    expect(fresh.url()).toBe('about:blank');
    await fresh.context().close();
  });
});

describe('the phone', () => {
  test('the strip under the page takes the colour the page ends in', async () => {
    const chin = () => page.locator('.sim-chin').evaluate((element) => getComputedStyle(element).backgroundColor);
    await page.evaluate(`page.style.background = 'rgb(10, 20, 30)'`);
    await eventually(chin, 'rgb(10, 20, 30)');
    await page.evaluate(`page.innerHTML =
      '<div style="position:fixed;bottom:0;left:0;right:0;height:50px;background:rgb(250, 250, 250)"></div>'`);
    await eventually(chin, 'rgb(250, 250, 250)');
  });

  test('a tab bar shows what is chosen and tells what is pressed', async () => {
    await page.evaluate(`phone.tabBar({
      items: [{ name: '商品' }, { name: '订单' }], selectedIndex: 0, onSelect: (index) => calls.push('tab ' + index),
    })`);
    await page.getByRole('navigation').getByRole('button', { name: '订单' }).click();
    expect(await page.evaluate('calls')).toEqual(['tab 1']);
    expect(await page.getByRole('button', { name: '商品' }).getAttribute('aria-current')).toBe('page');
  });

  test('fixed elements of a page are fixed to the phone, not to the window', async () => {
    await page.evaluate(
      `page.innerHTML = '<a-view id="bar" style="position:fixed;left:0;right:0;bottom:0;height:10px"></a-view>'`,
    );
    const [bar, viewport] = (await page.evaluate(`[page.firstChild, phone.viewport].map((element) => {
      const { left, right, bottom } = element.getBoundingClientRect(); return { left, right, bottom }; })`)) as object[];
    expect(bar).toEqual(viewport);
  });

  test('on a narrow window the frame goes and the app fills it', async () => {
    const narrow = await bench.open({ width: 390, height: 700 });
    await narrow.waitForFunction(`getComputedStyle(phone.viewport).getPropertyValue('--rpx') === '0.52px'`);
    expect(await narrow.evaluate('phone.viewport.clientWidth')).toBe(390);
    expect(await narrow.getByRole('complementary').isVisible()).toBe(false);
    await narrow.context().close();
  });

  test('a page keeps its scroll position while the phone around it changes', async () => {
    await page.evaluate(`page.innerHTML = '<div style="height: 3000px"></div>'; page.scrollTop = 400`);
    await page.evaluate('my.showToast({ content: "hi" }); phone.screen.navigationBar({ title: "新标题" })');
    await page.getByRole('heading', { name: '新标题' }).waitFor();
    expect(await page.evaluate('page.scrollTop')).toBe(400);
  });
});

describe('the panel beside the phone', () => {
  test('restarting clears what lay over the page and starts anew', async () => {
    await page.evaluate('my.showLoading({ content: "下单中" })');
    await page.getByRole('button', { name: '重启小程序' }).click();
    expect(await page.evaluate('calls')).toEqual(['restart']);
    await page.getByRole('status', { name: '下单中' }).waitFor({ state: 'detached' });
  });

  test('clearing storage forgets this mini-program only', async () => {
    await page.evaluate(
      `my.setStorageSync({ key: 'cart', data: 1 }); localStorage.setItem('mini-program:other:cart', '1')`,
    );
    const panel = page.getByRole('complementary');
    await panel.getByRole('tab', { name: '存储' }).click();
    await panel.getByText('cart').waitFor();
    await panel.getByRole('button', { name: '清空存储' }).click();
    await panel.getByText('没有存储').waitFor();
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual(['mini-program:other:cart']);
  });

  test('lines of the console and uncaught errors are listed, repeated ones counted', async () => {
    await page.evaluate(`console.warn('pages/a/a.axml:3:4: odd'); console.warn('pages/a/a.axml:3:4: odd');
      console.log('plain'); setTimeout(() => { throw new Error('boom'); }, 0)`);
    const panel = page.getByRole('complementary');
    // What wants attention is counted at the tab.
    await panel.getByRole('tab', { name: /^控制台 ?\d$/ }).click();
    await panel.getByText('boom').waitFor();
    await panel.getByText('plain').waitFor();
    await panel.getByText('pages/a/a.axml:3:4: odd×2').waitFor();
    await panel.getByRole('button', { name: '清除' }).click();
    await panel.getByText('没有输出').waitFor();
  });
});
