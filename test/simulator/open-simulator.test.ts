import type { Browser } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type OpenedSimulator, openSimulator } from '../../simulator/open-simulator';
import { type Provider, provider } from '../sandbox/fshows/support/provider';
import { launchChromium } from '../support/chromium';
import { eventually } from './eventually';
import { onePage, type RootFiles, writeRoot } from './mini-root';
import { openTrade } from './shell/open-trade';

const shop: RootFiles = {
  ...onePage({
    axml: `<view onTap="buy">Buy</view><button onTap="open">Details</button>
      <text>{{said}} {{n}}</text><text>{{seconds}} s</text>`,
    js: `Page({
      data: { said: 'nothing', n: 0, seconds: 0 },
      onLoad() { this.timer = setInterval(() => this.setData({ seconds: this.data.seconds + 1 }), 1000); },
      onShow() { getApp().log.push('show'); }, onHide() { getApp().log.push('hide'); },
      buy() {
        my.tradePay({ tradeNO: '2026', success: ({ resultCode }) => this.setData({ said: resultCode }),
          fail: ({ error }) => this.setData({ said: 'error ' + error }) });
      },
      open() { my.navigateTo({ url: '/pages/more/more?id=7' }); },
    });`,
  }),
  'app.json': { pages: ['pages/index/index', 'pages/more/more', 'pages/twice/twice'] },
  'pages/more/more.axml': '<text>more of {{id}}</text><button onTap="where">Where</button>',
  'pages/more/more.js': `Page({
    onLoad({ id }) { this.setData({ id }); },
    where() { my.getLocation({}); },
  });`,
  'pages/twice/twice.axml': '<button onTap="deeper">Deeper</button><text>depth {{depth}}</text>',
  'pages/twice/twice.js': `Page({
    onLoad({ depth = 1 }) { this.setData({ depth: Number(depth) }); },
    deeper() { my.navigateTo({ url: '/pages/twice/twice?depth=' + (this.data.depth + 1) }); },
  });`,
};

describe('openSimulator, for tests of anybody’s mini-program', () => {
  let browser: Browser;
  let root: string;
  let remove: () => void;
  let open: OpenedSimulator[] = [];

  beforeAll(async () => {
    ({ root, remove } = writeRoot(shop));
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const one of open) await one.close();
    open = [];
  });
  afterAll(async () => {
    await browser.close();
    remove();
  });

  const opened = async (more: object = {}): Promise<OpenedSimulator> => {
    const simulator = await openSimulator({ root, browser, ...more });
    open.push(simulator);
    return simulator;
  };
  const says = (simulator: OpenedSimulator, text: string): Promise<void> =>
    simulator.screen.getByText(text, { exact: true }).waitFor();

  test('a tap finds buttons by name and anything else by its text; the page stack can be read', async () => {
    const simulator = await opened();
    await simulator.tap('Details');
    await says(simulator, 'more of 7');
    expect(await simulator.pages()).toMatchObject([
      { path: 'pages/index/index', query: {}, data: { said: 'nothing' } },
      { path: 'pages/more/more', query: { id: '7' }, data: { id: '7' } },
    ]);
    expect(simulator.errors()).toEqual([]);
  });

  test('a double click opens a page, and its second half presses nothing there', async () => {
    const simulator = await opened({ path: 'pages/twice/twice' });
    await simulator.screen.getByText('Deeper').dblclick();
    await says(simulator, 'depth 2');
    expect(await simulator.pages()).toHaveLength(2);
    await simulator.screen.getByText('Deeper').filter({ visible: true }).click();
    await says(simulator, 'depth 3');
  });

  test('a path opens that page with its query instead of the home page', async () => {
    const simulator = await opened({ path: 'pages/more/more?id=%E8%8C%B6' });
    await says(simulator, 'more of 茶');
    expect(await simulator.pages()).toHaveLength(1);
  });

  test.each`
    code      | said
    ${'6001'} | ${'6001 0'}
    ${'8000'} | ${'8000 0'}
    ${'4'}    | ${'error 4 0'}
    ${'none'} | ${'nothing 0'}
  `('the next my.tradePay ends with $code, and no sheet opens', async ({ code, said }) => {
    const simulator = await opened();
    await simulator.tradePay.next(code);
    await simulator.tap('Buy');
    await says(simulator, said);
    expect(await simulator.page.getByRole('dialog').count()).toBe(0);
    expect(await simulator.tradePay.calls()).toMatchObject([{ tradeNo: '2026' }]);
  });

  test('answers queue; money that no sandbox moves ends with 4000, whatever was planned', async () => {
    const simulator = await opened();
    await simulator.tradePay.next('6001');
    await simulator.tradePay.next('9000');
    await simulator.tap('Buy');
    await says(simulator, '6001 0');
    await simulator.tap('Buy');
    await says(simulator, '4000 0');
  });

  test('a result the wallet does not have is refused', async () => {
    const simulator = await opened();
    await expect(simulator.tradePay.next('7' as '4')).rejects.toThrow('my.tradePay has no result 7');
  });

  test('the cashier hides and shows the page only where that is asked for', async () => {
    const simulator = await opened();
    await simulator.tradePay.next('6001');
    await simulator.tap('Buy');
    await says(simulator, '6001 0');
    await simulator.cashierLifeCycle(true);
    await simulator.tradePay.next('8000');
    await simulator.tap('Buy');
    await says(simulator, '8000 0');
    expect(await simulator.page.evaluate('getApp().log')).toEqual(['show', 'hide', 'show']);
  });

  test('background and foreground reach the page', async () => {
    const simulator = await opened();
    await simulator.background();
    await simulator.foreground();
    expect(await simulator.page.evaluate('getApp().log')).toEqual(['show', 'hide', 'show']);
  });

  test('storage is the mini-program’s, and outlives a restart', async () => {
    const simulator = await opened();
    await simulator.storage.set('cart', { tea: 2 });
    await simulator.restart('pages/more/more?id=1');
    await says(simulator, 'more of 1');
    expect(await simulator.storage.get('cart')).toEqual({ tea: 2 });
    expect(await simulator.storage.keys()).toEqual(['cart']);
    await simulator.storage.remove('cart');
    expect(await simulator.storage.get('cart')).toBeNull();
    await expect(simulator.storage.set('', 1)).rejects.toThrow('key must be a non-empty string');
  });

  test('the clock is the test’s where it asks for it', async () => {
    const startMs = Date.UTC(2026, 0, 1);
    const simulator = await opened({ clockMs: startMs });
    await simulator.clock.freeze(startMs + 60_000);
    const before = (await simulator.pages())[0]?.data as { seconds: number };
    await simulator.clock.advance(3_000);
    await says(simulator, `${before.seconds + 3} s`);
    expect(await simulator.page.evaluate('Date.now()')).toBe(startMs + 63_000);
    await expect((await opened()).clock.advance(1)).rejects.toThrow('give openSimulator clockMs');
  });

  test('the network goes off and on', async () => {
    const simulator = await opened();
    await simulator.network(false);
    expect(await simulator.page.evaluate('my.getNetworkType()')).toMatchObject({ networkAvailable: false });
    await simulator.network(true);
    expect(await simulator.page.evaluate('my.getNetworkType()')).toMatchObject({ networkAvailable: true });
  });

  test('the phone is set up, and stays so over a restart', async () => {
    const simulator = await opened();
    await simulator.settings({ fontScale: 1.3, language: 'en' });
    await simulator.restart();
    const told = '(({ fontSizeSetting, language }) => [fontSizeSetting, language])(my.getSystemInfoSync())';
    expect(await simulator.page.evaluate(told)).toEqual([21, 'en']);
  });

  test('what the simulator does not do is named with the line of the source that asked for it', async () => {
    const simulator = await opened({ path: 'pages/more/more?id=1' });
    await simulator.tap('Where');
    const warning = '[simulator] pages/more/more.js:3:18: my.getLocation is not supported by the simulator.';
    await eventually(simulator.warnings, [warning]);
  });

  test('a page of the caller’s is used and left open', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const simulator = await openSimulator({ root, page, language: 'en' });
    await says(simulator, 'nothing 0');
    await simulator.close();
    expect(page.isClosed()).toBe(false);
    await context.close();
  });

  test('a mini-program that does not compile is refused in the compiler’s words', async () => {
    const overlay = { 'pages/index/index.axml': '<view>' };
    await expect(openSimulator({ root, browser, overlay })).rejects.toThrow(/index\.axml:1:1: <view> is never closed/);
  });

  describe('at a sandbox', () => {
    let sandbox: Sandbox;
    let clearing: Provider;

    beforeAll(async () => {
      sandbox = await createSandbox();
      clearing = await provider(sandbox.url);
    });
    afterAll(() => sandbox.close());

    const pay = (simulator: OpenedSimulator, tradeNo: string): Promise<unknown> =>
      simulator.page.evaluate(`my.tradePay({ tradeNO: '${tradeNo}' }).then(({ resultCode }) => resultCode)`);

    test.each([
      ['Alipay’s trade_no', () => openTrade(sandbox, 'PLANNED_1')],
      ['a prepay_id of a clearing platform', async () => (await clearing.trade()).prepayId],
    ])('a planned answer really pays a trade by %s, whatever the program is told', async (_number, open) => {
      const tradeNo = await open();
      const simulator = await opened({ sandboxUrl: sandbox.url });
      await simulator.tradePay.next('6004', { isPaid: true });
      expect(await pay(simulator, tradeNo)).toBe('6004');
      expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_SUCCESS' });
      await simulator.tradePay.next('9000');
      expect(await pay(simulator, tradeNo)).toBe('4000');
    });

    test.each([
      ['the clearing platform’s own trade_no', async () => (await clearing.trade()).tradeNo],
      ['a number nobody has given', async () => 'no-such-trade'],
    ])('%s ends with 4000', async (_number, open) => {
      const simulator = await opened({ sandboxUrl: sandbox.url });
      await simulator.tradePay.next('9000');
      expect(await pay(simulator, await open())).toBe('4000');
    });
  });
});
