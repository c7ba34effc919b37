import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { type RunningRoot, simulatorBench } from '../mini-root';

const root = join(__dirname, '../fixtures/antd-mini');
const installed = join(dirname(require.resolve('antd-mini/package.json')), 'es');

/** Every top-level component of antd-mini; `Form` is a folder of several and has no component of its own. */
const components = readdirSync(installed).filter((name) => /^[A-Z]/.test(name) && name !== 'Form');

describe('antd-mini from npm, unmodified', () => {
  const bench = simulatorBench();
  let gallery: RunningRoot;
  let controls: RunningRoot;

  beforeAll(async () => {
    [gallery, controls] = await Promise.all([
      bench.run(root),
      bench.run(root, { query: '?page=pages/controls/controls' }),
    ]);
  });
  afterAll(() => bench.close());

  const heard = (page: Page, text: string): Promise<void> => page.locator('#heard', { hasText: text }).waitFor();

  test('all that a checkout shows is drawn', async () => {
    const { page } = gallery;
    const texts = ['Free delivery today', 'secure', 'Busy', 'Green tea', 'two boxes', '¥ 2.00', 'Slotted title'];
    const more = ['new', 'Ordered', 'Sent', 'outline', 'inside the card', 'Thank you', 'Choose something'];
    for (const text of [...texts, ...more]) await page.getByText(text, { exact: true }).first().waitFor();
    expect(await page.locator('.ant-skeleton').count()).toBe(1);
    expect(await page.locator('.ant-countdown').textContent()).toMatch(/^(24：59：5\d|25：00：00)$/);
  });

  test.each`
    what        | shows             | closeBy                     | heardText
    ${'popup'}  | ${'In the popup'} | ${'.ant-icon-CloseOutline'} | ${''}
    ${'modal'}  | ${'It is safe'}   | ${'text="Yes"'}             | ${'modal confirmed'}
    ${'dialog'} | ${'Think again'}  | ${'text="Now"'}             | ${'dialog now'}
    ${'sheet'}  | ${'How?'}         | ${'text="Alipay"'}          | ${'action Alipay 0'}
  `('a $what opens, answers and closes', async ({ what, shows, closeBy, heardText }) => {
    const { page } = gallery;
    await page.getByText(what, { exact: true }).click();
    const content = page.getByText(shows, { exact: true });
    await content.waitFor();
    await page.locator(closeBy).last().click();
    await content.waitFor({ state: 'hidden' });
    if (heardText) await heard(page, heardText);
  });

  test('a toast goes by itself', async () => {
    await gallery.page.getByText('toast', { exact: true }).click();
    const toast = gallery.page.getByText('Saved', { exact: true });
    await toast.waitFor();
    await toast.waitFor({ state: 'hidden' });
  });

  const steps: [string, (page: Page) => Promise<void>, string][] = [
    ['an input', (page) => page.getByPlaceholder('Your name').fill('Li'), 'input "Li"'],
    ['a stepper up', (page) => page.locator('.ant-stepper .ant-icon-AddOutline').click(), 'count 2'],
    ['a stepper to its end', (page) => page.locator('.ant-stepper .ant-icon-AddOutline').click(), 'count 3'],
    ['a stepper down', (page) => page.locator('.ant-stepper .ant-icon-MinusOutline').click(), 'count 2'],
    ['a switch on', (page) => page.locator('.ant-switch').click(), 'switch true'],
    ['a switch off', (page) => page.locator('.ant-switch').click(), 'switch false'],
    ['a checkbox', (page) => page.getByText('Agree').click(), 'checkbox true'],
    [
      'a group of checkboxes',
      (page) => page.locator('.ant-checkbox-group').getByText('Two').click(),
      'checkboxes ["2"]',
    ],
    ['a group of radios', (page) => page.locator('.ant-radio-group').getByText('Two').click(), 'radio "2"'],
    ['tabs', (page) => page.getByText('Second').click(), 'tab 1'],
    ['a collapse', (page) => page.getByText('Details').click(), 'collapse [0]'],
    ['a selector', (page) => page.locator('.ant-selector').getByText('One').click(), 'selector "1"'],
    ['a page', (page) => page.getByText('Keyboard').click(), 'keyboard true'],
    ['a number keyboard', (page) => page.locator('.ant-number-keyboard').getByText('7').click(), 'typed "7"'],
    ['a second key', (page) => page.locator('.ant-number-keyboard').getByText('8').click(), 'typed "78"'],
    ['its delete key', (page) => page.locator('.ant-icon-TextDeletionOutline').click(), 'typed "7"'],
  ];

  // One page in one order: every step starts from what the one before left.
  test('controls answer to a person', async () => {
    for (const [, act, text] of steps) {
      await act(controls.page);
      await heard(controls.page, text);
    }
    await controls.page.getByText('All of them').waitFor();
  });

  test('nothing of it complains', () => {
    expect([...gallery.problems(), ...controls.problems()]).toEqual([]);
  });

  test(`each of the ${components.length} top-level components mounts without an exception`, async () => {
    const tag = (name: string): string => `ant-${name.toLowerCase()}`;
    const page = 'pages/all/all';
    const overlay = {
      'app.json': JSON.stringify({ pages: [page] }),
      [`${page}.js`]: 'Page({});',
      [`${page}.json`]: JSON.stringify({
        usingComponents: Object.fromEntries(components.map((name) => [tag(name), `antd-mini/es/${name}/index`])),
      }),
      [`${page}.axml`]: components.map((name) => `<${tag(name)} title="${name}">${name}</${tag(name)}>`).join('\n'),
    };
    const all = await bench.run(root, { overlay });
    await all.page.waitForFunction('document.querySelector("a-page").childElementCount > 50');
    const mounted = await all.page.evaluate('document.querySelectorAll("[class*=ant-]").length');
    expect({ errors: all.simulator.errors(), problems: all.problems() }).toEqual({ errors: [], problems: [] });
    expect(components.length).toBeGreaterThanOrEqual(68);
    expect(mounted).toBeGreaterThan(components.length);
  });
});
