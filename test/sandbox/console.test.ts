import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RULES } from '../../sandbox/alipay/rules';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { FSHOWS_RULES } from '../../sandbox/fshows/rules';
import type { Rule } from '../../sandbox/rules/rule';
import { rawExchange } from './support/raw-client';
import { type TemporaryHome, temporaryHome } from './support/temporary-home';

describe('the first page, as it is sent', () => {
  let folder: TemporaryHome;
  let sandbox: Sandbox;
  let page: string;

  beforeAll(async () => {
    folder = temporaryHome();
    sandbox = await createSandbox({ home: folder.home });
    page = await (await fetch(`${sandbox.url}/`)).text();
  });
  afterAll(async () => {
    await sandbox.close();
    folder.remove();
  });

  test('speaks Chinese, and English when asked', async () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(page).toContain('收银沙箱');
    const english = await (await fetch(`${sandbox.url}/?lang=en`)).text();
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('Shouyin sandbox');
    const panels = await (await fetch(`${sandbox.url}/console/live?lang=en`)).text();
    expect(panels).toContain('Deliver notifies');
  });

  test.each(['zh', 'en'] as const)('shows every rule with its values, in %s', async (language) => {
    const text = unescaped(await (await fetch(`${sandbox.url}/?lang=${language}`)).text());
    const rules = [
      ...Object.entries<Rule>(RULES).map(([name, rule]) => ({ id: `rule-${name}`, name, ...rule })),
      ...Object.entries<Rule>(FSHOWS_RULES).map(([name, rule]) => ({ id: `fshows-rule-${name}`, name, ...rule })),
    ];
    expect(rules.length).toBeGreaterThan(60);
    for (const { id, name, title, titleZh, choices, usual } of rules) {
      expect(text).toContain(`<span id="${id}">${language === 'zh' ? titleZh : title}</span>`);
      for (const choice of choices) expect(text).toContain(`data-body="${JSON.stringify({ [name]: choice })}"`);
      expect(text).toContain(`id="${id}-0" aria-pressed="true"`);
      expect(text).toContain(`data-body="${JSON.stringify({ [name]: usual })}"`);
    }
  });

  test('shows a rule as it was set by others, and how many were', async () => {
    sandbox.setRules({ refundWindowMs: 5 * 86_400_000, feeRatePpm: 3800, forbiddenWords: ['<酒>', '烟'] });
    sandbox.setFshowsRules({ takesJsonBody: true });
    const text = await (await fetch(`${sandbox.url}/?lang=en`)).text();
    expect(text).toMatch(/id="rule-refundWindowMs-2" aria-pressed="true"[^>]*>5 d</);
    expect(text).toMatch(/id="rule-refundWindowMs-0" aria-pressed="false"[^>]*>365 d</);
    expect(text).toMatch(/id="rule-feeRatePpm-2" aria-pressed="true"[^>]*>0\.38 %</);
    expect(text).toMatch(/id="rule-forbiddenWords-2" aria-pressed="true"[^>]*>&lt;酒&gt; 烟</);
    expect(text).toMatch(/id="fshows-rule-takesJsonBody-1" aria-pressed="true"[^>]*\/api\/fshows\/rules[^>]*>On</);
    expect(text.match(/switched \d/g)).toEqual(['switched 1', 'switched 2', 'switched 1']);
    sandbox.reset();
    expect(await (await fetch(`${sandbox.url}/?lang=en`)).text()).not.toContain('>switched ');
  });

  test('loads nothing from elsewhere, and may not', async () => {
    const { headers } = await fetch(`${sandbox.url}/`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    const addresses = Array.from(page.matchAll(/(?:src|href)="([^"]*)"/g), ([, address]) => address);
    expect(addresses.sort()).toEqual(['/?lang=en', '/cards.css', '/console.css', '/console.js', '/rows.css', 'data:,']);
    expect(page).not.toMatch(/ on\w+="|<style|style="/);
  });

  test('shows each app’s keys in every format, all of them readable', () => {
    const text = unescaped(page);
    expect(sandbox.apps).toHaveLength(3);
    for (const app of sandbox.apps) {
      for (const key of [app.appPrivateKeyPkcs1, app.appPrivateKeyPkcs8, app.appPublicKey, app.alipayPublicKey]) {
        expect(text).toContain(key);
      }
      expect(text).toContain(app.gateway);
      for (const { appAuthToken } of app.appAuthTokens) expect(text).toContain(appAuthToken);
    }
    const pems = text.match(/-----BEGIN (PRIVATE|PUBLIC) KEY-----[^-]+-----END \1 KEY-----/g) ?? [];
    // For each app the private key stands in the curl example and among the keys, the public one among the keys.
    // At Fshows PHP's example has it as well, and keys are shorter.
    const keys = pems.map((pem) => (pem.includes('PRIVATE') ? createPrivateKey(pem) : createPublicKey(pem)));
    const lengths = keys.map((key) => key.asymmetricKeyDetails?.modulusLength);
    expect(lengths).toEqual([...Array(3 * 3).fill(2048), ...Array(2 * 4).fill(1024)]);
  });

  test('shows each provider at Fshows with its keys, sub-merchants and addresses', () => {
    const text = unescaped(page);
    expect(sandbox.fshows.apps).toHaveLength(2);
    for (const app of sandbox.fshows.apps) {
      const keys = [app.appPrivateKeyPkcs1, app.appPrivateKeyPkcs8, app.appPublicKey, app.platformPublicKey];
      const shops = app.subMerchants.map(({ subMerchantId }) => subMerchantId);
      for (const shown of [app.appId, app.gateway, app.alipayPage, ...keys, ...shops]) expect(text).toContain(shown);
    }
  });

  test('shows a program for Fshows that runs as it stands', async () => {
    const [{ appId = '' } = {}] = sandbox.fshows.apps;
    const code = new RegExp(`<pre id="code-${appId}-node"[^>]*><code>([^<]*)</code>`).exec(page)?.[1] ?? '';
    const program = `${unescaped(code)}\nconsole.log(JSON.stringify(reply));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(JSON.parse(stdout)).toMatchObject({ success: true, return_value: { prepay_id: expect.any(String) } });
  });

  test('never shows the keys with which Alipay and Fshows sign', () => {
    const identity = JSON.parse(readFileSync(join(folder.home, 'identity.json'), 'utf8'));
    // The beginning of a private key holds the public one; its end is what nobody may have.
    for (const { privateKeyPkcs1, privateKeyPkcs8 } of [identity.alipayKeys, identity.fshows.gatewayKeys]) {
      for (const key of [privateKeyPkcs1, privateKeyPkcs8]) expect(page.includes(key.slice(-200, -100))).toBe(false);
    }
    expect(page.includes(identity.alipayKeys.publicKeySpki)).toBe(true);
  });

  test('asked again, says when nothing has changed', async () => {
    const first = await fetch(`${sandbox.url}/console/live`);
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${sandbox.url}/console/live`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    sandbox.setNotifyPolicy({ deliver: false });
    const changed = await fetch(`${sandbox.url}/console/live`, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
    sandbox.setNotifyPolicy({ deliver: true });
  });

  test.each`
    stranger                   | headers                                               | status
    ${'another host name'}     | ${{ host: 'shop.example' }}                           | ${421}
    ${'a page from elsewhere'} | ${{ host: '127.0.0.1', origin: 'https://x.example' }} | ${403}
  `('is not given to $stranger', async ({ headers, status }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const reply = await rawExchange(sandbox.url, `GET / HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`);
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(reply).not.toContain('PRIVATE KEY');
  });
});

function unescaped(markup: string): string {
  const entities = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return Object.entries(entities).reduce((text, [entity, character]) => text.replaceAll(entity, character), markup);
}
