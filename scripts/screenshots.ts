/** `npm run screenshots`: the pictures of the documentation, taken from the running product. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium';
import { Misuse, runCommand } from './run-command';
import { sceneNames, takeScreens } from './screens';
import { startShouyin } from './start-shouyin';

const HELP = `Usage: npm run screenshots [-- <name> …]

Takes the README's picture (docs/images/purchase.png) and one of every scene of docs/screens.md in each language, in headless
Chromium, and writes docs/screens.md. With names, only those: purchase, or scenes as the pictures in docs/images/screens are called.
`;

const projectRoot = join(__dirname, '..');
const docs = join(projectRoot, 'docs');
const images = join(docs, 'images');
/** The name of the README's picture. */
const PURCHASE = 'purchase';
/** Three phones side by side make the README's picture. */
const PHONE = { width: 390, height: 780 };

type Shot = { name: string; take(page: Page): Promise<void> };

/** Each leaves the page as the next one finds it. */
const shots: Shot[] = [
  {
    name: 'catalog',
    async take(page) {
      await page.getByRole('button', { name: '增加明前龙井' }).click();
      await page.getByRole('button', { name: '增加桂花糕' }).click();
      await page.getByRole('button', { name: '增加桂花糕' }).click();
      // Where a person who opens the app begins.
      await page.locator('a-page[data-page-top]').evaluate((shown) => shown.scrollTo(0, 0));
    },
  },
  {
    name: 'cashier',
    async take(page) {
      await page.getByRole('button', { name: '去结算' }).click();
      await page.getByRole('button', { name: '立即支付' }).click();
      await page.getByRole('button', { name: '确认付款' }).waitFor();
    },
  },
  {
    name: 'result',
    async take(page) {
      await page.getByRole('button', { name: '确认付款' }).click();
      await page.getByText('支付成功').first().waitFor();
    },
  },
];

/** The README's picture: three phones side by side. */
async function takePurchase(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'shouyin-screenshots-'));
  const shouyin = await startShouyin({
    projectRoot,
    home,
    port: 0,
    sandboxPort: 0,
    orderLifetimeMs: 15 * 60_000,
    build: true,
    logLevel: 'warn',
    progress: console.log,
  });
  const browser = await launchChromium();
  try {
    await mkdir(images, { recursive: true });
    const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(shouyin.url);
    const taken: string[] = [];
    for (const shot of shots) {
      await shot.take(page);
      // Sheets and pages slide in; a picture of them half way would be of no use.
      await page.waitForTimeout(600);
      taken.push((await page.screenshot({ animations: 'disabled' })).toString('base64'));
    }
    await joinPictures(await context.newPage(), taken, join(images, `${PURCHASE}.png`));
    console.log(`docs/images/${PURCHASE}.png`);
  } finally {
    await browser.close();
    await shouyin.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** Puts the pictures side by side on a plain ground. */
async function joinPictures(page: Page, pictures: string[], file: string): Promise<void> {
  const gap = 28;
  await page.setViewportSize({ width: pictures.length * (300 + gap) + gap, height: 600 + gap * 2 });
  const frames = pictures.map((picture) => `<img src="data:image/png;base64,${picture}">`).join('');
  await page.setContent(`<style>
    body { margin: 0; display: flex; gap: ${gap}px; padding: ${gap}px; background: #e9edf3 }
    img { width: 300px; border-radius: 26px; box-shadow: 0 8px 30px #1a2b4a26 }
  </style>${frames}`);
  await page.screenshot({ path: file });
}

async function main(): Promise<number> {
  const { positionals: names } = parseArgs({ allowPositionals: true });
  const known = [PURCHASE, ...sceneNames()];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Misuse(`there is no picture ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const scenes = names.filter((name) => name !== PURCHASE);
  if (names.length === 0 || names.includes(PURCHASE)) await takePurchase();
  if (names.length === 0 || scenes.length > 0) await takeScreens(docs, scenes);
  return 0;
}

runCommand(main, HELP);
