import { AlipaySdk } from 'alipay-sdk';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { launchChromium } from '../support/chromium';
import { type Merchant, merchant } from './support/merchant';
import { type NotifyReceiver, notifyReceiver } from './support/notify-receiver';

describe('the first page, in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let sandbox: Sandbox;
  let shop: Merchant;
  let receiver: NotifyReceiver;
  /** What went wrong in the page, and what it asked others for. */
  const complaints: string[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox();
    shop = await merchant(sandbox.url);
    receiver = await notifyReceiver();
    browser = await launchChromium();
    context = await browser.newContext();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: sandbox.url });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(sandbox.url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.close();
    await receiver.close();
  });

  const open = async (view: string) => {
    await page.goto('about:blank');
    await page.goto(`${sandbox.url}/#view=${view}`);
  };
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  test('what it gives to paste into Node.js connects, for every app', async () => {
    await open('connect');
    for (const app of sandbox.apps) {
      await tab(app.name).click();
      await page.getByRole('tabpanel', { name: app.name }).getByRole('button', { name: '复制 Node.js' }).click();
      const pasted = await page.evaluate('navigator.clipboard.readText()');
      expect(await page.getByRole('status').textContent()).toBe('已复制');
      const sdk = new AlipaySdk(configIn(String(pasted)));
      const parameters = { bizContent: { outTradeNo: 'NOWHERE' } };
      const reply = await sdk.exec('alipay.trade.query', parameters, { validateSign: true });
      expect(reply).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
    }
  });

  test('its tabs move by arrow keys, and are found again in the address', async () => {
    await open('connect');
    await tab('接入').focus();
    await page.keyboard.press('ArrowRight');
    expect(await tab('交易').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('End');
    expect(await page.getByRole('tabpanel', { name: '开关' }).isVisible()).toBe(true);
    await page.reload();
    expect(await tab('开关').getAttribute('aria-selected')).toBe('true');
    expect(await page.getByRole('tabpanel', { name: '接入' }).isHidden()).toBe(true);
  });

  test('a trade appears by itself, is paid there, and shows that its merchant was told', async () => {
    await open('trades');
    await shop.trade({ subject: '一杯 <b>茶<b>' }, { notifyUrl: receiver.url });
    await page.getByText('一杯 <b>茶<b>', { exact: true }).click();
    await button(/^买家付款：/).click();
    await page.getByText('通知 paid #1：商户已确认').waitFor();
    expect(sandbox.trades(1)[0]).toMatchObject({ status: 'TRADE_SUCCESS' });
    expect(await page.locator('details[open]').count()).toBe(1);
    const sent = receiver.received.length;
    await button('再通知一次： paid').click();
    await receiver.waitFor(sent + 1);
  });

  test('a buyer can turn away', async () => {
    await open('trades');
    await shop.trade({ subject: '退缩' });
    await page.getByText('退缩', { exact: true }).click();
    await button('买家取消：退缩').click();
    expect(sandbox.trades(1)[0]).toMatchObject({ status: 'WAIT_BUYER_PAY' });
  });

  test('the traffic shows what was asked and answered, and no auth code', async () => {
    const issued = sandbox.authCode();
    if ('reason' in issued) throw new Error(issued.reason);
    await shop.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code: issued.authCode });
    await open('log');
    await page.getByText('alipay.system.oauth.token').first().click();
    const panel = page.getByRole('tabpanel', { name: '报文' });
    await panel.getByText('grant_type').first().waitFor();
    expect(await panel.textContent()).not.toContain(issued.authCode);
  });

  test('notifies are held back and let go by its switch', async () => {
    await open('switches');
    await page.getByRole('switch', { name: '投递通知' }).click();
    await page.getByRole('switch', { name: '投递通知', checked: false }).waitFor();
    expect(sandbox.notifyPolicy().deliver).toBe(false);
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: '投递通知', checked: true }).waitFor();
    expect(sandbox.notifyPolicy().deliver).toBe(true);
  });

  test('a fault is chosen, listed and removed', async () => {
    await open('switches');
    await page.locator('#presets-notify > summary').click();
    await button('启用 notify-never').click();
    await button(/^移除 /).waitFor();
    expect(sandbox.faults.list()).toMatchObject([{ kind: 'notify_drop' }]);
    await button(/^移除 /).click();
    await page.getByText('没有，一切正常').waitFor();
    expect(sandbox.faults.list()).toEqual([]);
  });

  test('a rule is switched by the keyboard, and back by a click', async () => {
    await open('switches');
    await page.locator('#rules-gateway > summary').click();
    const row = page.getByRole('group', { name: '网关既收 POST 也收 GET' });
    await row.getByRole('button', { name: '关' }).focus();
    await page.keyboard.press('Enter');
    await row.getByRole('button', { name: '关', pressed: true }).waitFor();
    expect(sandbox.rules().acceptsGet).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('rule-acceptsGet-1');
    await page.getByText('已改 1').waitFor();
    await row.getByRole('button', { name: '开' }).click();
    await row.getByRole('button', { name: '开', pressed: true }).waitFor();
    expect(sandbox.rules().acceptsGet).toBe(true);
  });

  test('time is stopped and moved', async () => {
    await open('switches');
    await button('停住').click();
    await button('走动').waitFor();
    const standsAtMs = sandbox.clock.nowMs();
    await button('+1 h').click();
    await page.getByText(beijingTime(standsAtMs + 3_600_000)).waitFor();
    await button('走动').click();
    await button('停住').waitFor();
    expect(sandbox.clock.isFrozen()).toBe(false);
  });

  test('what the sandbox refuses is said', async () => {
    await open('trades');
    const tradeNo = await shop.trade({ subject: '抢先' });
    await page.getByText('抢先', { exact: true }).click();
    await page.evaluate(`fetch = ((send) => (path, init) =>
      String(path).startsWith('/console/live') ? new Promise(() => {}) : send(path, init))(fetch)`);
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await button('买家付款：抢先').click();
    await page.getByText('The trade is TRADE_SUCCESS.').waitFor();
    expect(complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  test('everything is forgotten only after a question', async () => {
    await open('switches');
    page.once('dialog', (dialog) => dialog.dismiss());
    await button('清空').click();
    expect(sandbox.trades().length).toBeGreaterThan(0);
    page.once('dialog', (dialog) => dialog.accept());
    await button('清空').click();
    await tab('交易').click();
    await page.getByText('还没有交易').waitFor();
    expect(sandbox.trades()).toEqual([]);
  });

  test.each([320, 390, 768, 1280])('fits into %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await shop.trade({ outTradeNo: 'W'.repeat(60) + width, subject: '很长的名字'.repeat(40) });
    for (const view of ['connect', 'trades', 'log', 'switches']) {
      await open(view);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });

  test('nothing went wrong in the page, and nobody else was asked for anything', () => {
    expect(complaints).toEqual([]);
  });
});

/** The configuration in the pasted program, read as a person would. */
function configIn(program: string) {
  const value = (name: string) => new RegExp(`${name}: '([^']+)'`).exec(program)?.[1] ?? '';
  const [appId, gateway] = [value('appId'), value('gateway')];
  return { appId, gateway, privateKey: value('privateKey'), alipayPublicKey: value('alipayPublicKey') };
}

function beijingTime(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
