/** The panel beside the phone, with a mini-program in it. */
import type { Browser, Locator } from 'playwright-core';
import { type OpenedSimulator, openSimulator } from '../../../simulator/open-simulator';
import { launchChromium } from '../../support/chromium';
import { eventually } from '../eventually';
import { onePage, type RootFiles, writeRoot } from '../mini-root';

const files: RootFiles = {
  ...onePage({
    axml: '<view class="type">count {{n}}</view><view onTap="add">add</view>',
    acss: '.type { font-size: 20px; }',
    js: `Page({
      data: { n: 1, deep: { list: ['tea'] } },
      onShow() { getApp().log.push('show'); }, onHide() { getApp().log.push('hide'); },
      add() { this.setData({ n: this.data.n + 1 }); },
    });`,
  }),
  'app.json': { pages: ['pages/index/index', 'pages/more/more'] },
  'pages/more/more.axml': '<text>more of {{id}}</text>',
  'pages/more/more.js': 'Page({ onLoad({ id }) { this.setData({ id }); } });',
  'images/a.svg': '<svg/>',
};

describe('the panel beside a running mini-program', () => {
  let browser: Browser;
  let remove: () => void;
  let root: string;
  let simulator: OpenedSimulator;
  let panel: Locator;

  beforeAll(async () => {
    ({ root, remove } = writeRoot(files));
    browser = await launchChromium();
  });
  beforeEach(async () => {
    simulator = await openSimulator({ root, browser, context: { viewport: { width: 1100, height: 900 } } });
    panel = simulator.page.getByRole('complementary');
  });
  afterEach(() => simulator.close());
  afterAll(async () => {
    await browser.close();
    remove();
  });

  const tab = (name: string): Promise<void> => panel.getByRole('tab', { name }).click();
  const choose = (name: string, option: string): Promise<unknown> =>
    panel.getByRole('combobox', { name }).selectOption(option);
  const info = (key: string): Promise<unknown> => simulator.page.evaluate(`my.getSystemInfoSync().${key}`);

  test('data shows the page stack and follows setData', async () => {
    await tab('数据');
    await panel.getByText('"n": 1').waitFor();
    await panel.getByText('"tea"').waitFor();
    await simulator.tap('add');
    await panel.getByText('"n": 2').waitFor();
    await simulator.page.evaluate("my.navigateTo({ url: '/pages/more/more?id=7' })");
    await panel.getByText('pages/more/more{"id":"7"}').waitFor();
  });

  test('storage shows what is kept and takes one value away', async () => {
    await simulator.storage.set('cart', { tea: 2 });
    await simulator.storage.set('note', 'soon');
    await tab('存储');
    await panel.getByText('cart').click();
    await panel.getByText('"tea": 2').waitFor();
    await panel.getByRole('button', { name: '删除 cart' }).click();
    await eventually(() => simulator.storage.keys(), ['note']);
  });

  test('requests show method, address, status and what came back', async () => {
    await simulator.page.evaluate(`Promise.allSettled([
      my.request({ url: location.origin + '/images/a.svg', dataType: 'text' }),
      my.request({ url: location.origin + '/__simulator/nothing', method: 'POST', data: { n: 5 } }),
    ])`);
    await tab('请求');
    await panel.getByText(/GET \/images\/a\.svg.*200 \d+ ms/).waitFor();
    await panel.getByText(/POST \/__simulator\/nothing.*404 \d+ ms/).click();
    await panel.getByText(/\{"n":5\}[\s\S]*19: http status error: 404[\s\S]*not_found/).waitFor();
    await panel.getByRole('button', { name: '清除' }).click();
    await panel.getByText('没有请求').waitFor();
  });

  test('setData shows who, which keys and how much', async () => {
    await tab('setData');
    await simulator.tap('add');
    await panel.getByText('pages/index/index9 Bn').waitFor();
    await simulator.page.evaluate("getCurrentPages()[0].setData({ big: 'x'.repeat(40 * 1024) })");
    expect(await panel.locator('[data-level=warn]').textContent()).toBe('pages/index/index40 KBbig');
  });

  test('a device has its width, and rpx follow', async () => {
    await choose('机型', 'iPhone SE');
    await eventually(() => info('windowWidth'), 320);
    await choose('机型', 'iPhone 15 Plus');
    await eventually(() => info('windowWidth'), 430);
    await simulator.restart();
    expect(await info('windowWidth')).toBe(430);
  });

  test('the size of type scales what the page draws, and getSystemInfo tells it', async () => {
    const drawn = (): Promise<string> =>
      simulator.page.locator('.type').evaluate((element) => getComputedStyle(element).fontSize);
    expect(await drawn()).toBe('20px');
    await choose('字体大小', '1.3');
    await eventually(drawn, '26px');
    expect(await info('fontSizeSetting')).toBe(21);
  });

  test('the language is the client’s after a restart of the mini-program', async () => {
    expect(await info('language')).toBe('zh-Hans');
    const restarted = simulator.page.waitForEvent('load');
    await choose('语言', 'en');
    await restarted;
    await eventually(() => info('language'), 'en');
    expect(await simulator.page.evaluate('my.env.language')).toBe('en');
  });

  test('a slow network answers late and says 2G; off is error 12', async () => {
    const call = "my.request({ url: location.origin + '/images/a.svg', dataType: 'text', timeout";
    const error = (timeoutMs = 20_000): Promise<unknown> =>
      simulator.page.evaluate(`${call}: ${timeoutMs} }).then(() => 0, ({ error }) => error)`);
    expect(await error()).toBe(0);
    await choose('网络', 'slow');
    expect(await error(300)).toBe(13);
    expect(await simulator.page.evaluate('my.getNetworkType()')).toMatchObject({ networkType: '2G' });
    await choose('网络', 'off');
    expect(await error()).toBe(12);
  });

  test('behind another app: onHide, and onShow on return', async () => {
    const behind = panel.getByRole('switch', { name: '切到后台' });
    await behind.click();
    await behind.click();
    expect(await simulator.page.evaluate('getApp().log')).toEqual(['show', 'hide', 'show']);
  });

  test('any page opens by its address', async () => {
    await panel.getByRole('textbox', { name: '打开页面' }).fill('/pages/more/more?id=9');
    await panel.getByRole('button', { name: '打开', exact: true }).click();
    await simulator.screen.getByText('more of 9').waitFor();
    expect(await simulator.pages()).toHaveLength(1);
  });

  test('everything said of the panel is also there in English', async () => {
    await simulator.page.goto(`${simulator.url}?lang=en`);
    await panel.getByRole('tab', { name: 'Storage' }).click();
    await panel.getByText('Nothing is stored').waitFor();
  });
});
