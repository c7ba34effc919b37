/** The checker itself: each rule finds what was planted, and nothing in a page that is right. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { findings, type Rule } from './findings';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 375, height: 700 } });
}, 60_000);

afterAll(() => browser?.close());

const RIGHT = `
  <h1>Shop</h1><h2>Goods</h2>
  <button style="min-height: 44px">Pay</button>
  <label>Note <input style="height: 44px"></label>
  <div role="button" tabindex="0" style="padding: 20px">Add</div>
  <div role="button" aria-disabled="true" style="padding: 20px; color: #ccc; background: #ddd">Sold out</div>
  <img alt="Tea" src="data:," width="40" height="40"><span aria-hidden="true" role="img"></span>
  <p style="color: #333; background: #fff">Text</p>
  <p style="font-size: 24px; color: #767676; background: #fff">Large text</p>`;

async function found(markup: string): Promise<Rule[]> {
  await page.setContent(
    `<main id="root" style="overflow: hidden auto; width: 375px; height: 700px; background: #fff">${markup}</main>`,
  );
  return (await findings(page, '#root')).map(({ rule }) => rule);
}

test('a page that is right has no findings', async () => {
  expect(await found(RIGHT)).toEqual([]);
});

test.each<[Rule, string]>([
  ['control-name', '<div role="button" tabindex="0" style="padding: 20px"></div>'],
  ['control-name', '<input style="height: 44px">'],
  ['control-name', '<div role="dialog"><p>What is this?</p></div>'],
  ['control-focus', '<div role="button" style="padding: 20px">Nobody gets here by keyboard</div>'],
  ['picture-name', '<img src="data:,x" width="40" height="40">'],
  ['headings', '<h4>Too deep</h4>'],
  ['hidden-focus', '<div aria-hidden="true"><button style="min-height: 44px">Pay</button></div>'],
  ['contrast', '<p style="color: #999; background: #fff">Pale</p>'],
  ['contrast', '<div style="background: #136ef0"><p style="color: rgba(255, 255, 255, .6)">Half seen</p></div>'],
  ['target-size', '<div role="button" tabindex="0" style="width: 20px; height: 20px">+</div>'],
  [
    'text-size',
    '<div role="button" tabindex="0" style="height: 30px; width: 90px; overflow: hidden">Pay by instalments</div>',
  ],
  [
    'text-size',
    '<p style="white-space: nowrap; width: 370px">As wide as the whole screen is, and at this size no wider than it</p>',
  ],
])('%s is found', async (rule, markup) => {
  expect(await found(RIGHT + markup)).toContain(rule);
});

test('a page without a heading is found', async () => {
  expect(await found('<p>Text</p>')).toEqual(['headings']);
});

test('looking leaves the page as it was', async () => {
  await found(RIGHT);
  const before = await page.content();
  await findings(page, '#root');
  expect(await page.content()).toBe(before);
});
