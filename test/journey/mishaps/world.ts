/** One shop, its sandbox and one browser, in which mishaps are staged. Time at the server is a clock that scenes move. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { OperatorContract } from '../../../contract/requests';
import { texts } from '../../../models/texts';
import type { Texts } from '../../../models/texts-zh';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { type Shouyin, startShouyin } from '../../../scripts/start-shouyin';
import { type OpenedSimulator, openSimulator } from '../../../simulator/open-simulator';
import { launchChromium } from '../../support/chromium';
import { type SandboxControl, sandboxControl } from '../../support/sandbox-control';
import { projectRoot } from '../../support/source-tree';
import { type Shelf, shelf } from './shelf';

export type Language = 'zh' | 'en';

export interface World {
  language: Language;
  browser: Browser;
  shouyin: Shouyin;
  clock: SandboxClock;
  sandbox: SandboxControl;
  /** What is for sale. */
  shelf: Shelf;
  /** Gives all the money of an order back, as the merchant's own system does; throws when it is refused. */
  refund(orderNo: string): Promise<void>;
  /** Takes away what a scene leaves behind: faults, and changes of the goods. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** A phone in the world, with the app's own words in its language. */
export interface Stage {
  world: World;
  t: Texts;
  phone: OpenedSimulator;
  page: Page;
  /** Waits until a text can be seen. */
  sees(text: string | RegExp): Promise<void>;
  /** Chooses goods and goes to the checkout. */
  choose(...titles: string[]): Promise<void>;
  /** Another phone of the same buyer. */
  second(path?: string): Promise<Stage>;
}

export interface StageOptions {
  /** The first page, instead of the goods. */
  path?: string;
  /** Puts the phone's clock into the scene's hands. */
  clockInHand?: boolean;
  /** Before the app is started. */
  prepare?(page: Page): Promise<void>;
  colorScheme?: 'light' | 'dark';
}

export const LIFETIME_MS = 15 * 60_000;
/** Two in the afternoon in the shop's time zone, so that pictures taken on different days look alike. */
const OPENING_MS = Date.UTC(2026, 4, 20, 6, 0, 0);
const LOCALES = { zh: 'zh-CN', en: 'en-US' } as const;
const VIEWPORT = { width: 375, height: 740 };

/** Starts everything for scenes in one language. */
export async function openWorld(language: Language): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), `shouyin-mishaps-${language}-`));
  const clock = sandboxClock({ frozenAtMs: OPENING_MS });
  clock.resume();
  const goods = shelf();
  const [browser, shouyin] = await Promise.all([
    launchChromium(),
    startShouyin({
      projectRoot,
      home,
      port: 0,
      sandboxPort: 0,
      orderLifetimeMs: LIFETIME_MS,
      // A refusal of Alipay is the last word: no other channel takes the order.
      routes: [{ channel: 'alipay' }],
      goods: goods.goods,
      build: false,
      logLevel: 'silent',
      clock,
      progress: () => {},
    }),
  ]);
  const sandbox = sandboxControl(shouyin.sandboxUrl);
  return {
    language,
    browser,
    shouyin,
    clock,
    sandbox,
    shelf: goods,
    refund: (orderNo) => refund(home, shouyin.url, orderNo),
    async tidy() {
      goods.restock();
      await sandbox.clearFaults();
    },
    async close() {
      await browser.close();
      await shouyin.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function refund(home: string, url: string, orderNo: string): Promise<void> {
  const { operatorToken } = JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'));
  const response = await fetch(`${url}/http/order-refund`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-operator-token': operatorToken },
    body: JSON.stringify({ orderNo, requestId: `refund-of-${orderNo}` }),
  });
  const reply = (await response.json()) as OperatorContract['order-refund']['reply'];
  if (!reply.ok) throw new Error(`the refund is refused: ${reply.reason}`);
}

/** Opens a phone with empty storage. */
export async function openStage(world: World, options: StageOptions = {}): Promise<Stage> {
  const { language, browser, shouyin } = world;
  const context = await browser.newContext({
    locale: LOCALES[language],
    timezoneId: 'Asia/Shanghai',
    viewport: VIEWPORT,
    hasTouch: true,
    reducedMotion: 'reduce',
    colorScheme: options.colorScheme ?? 'light',
  });
  const page = await context.newPage();
  await options.prepare?.(page);
  const phone = await openSimulator({
    url: shouyin.url,
    page,
    language,
    ...(options.path !== undefined && { path: options.path }),
    ...(options.clockInHand && { clockMs: world.clock.nowMs() }),
  });
  const t = texts(LOCALES[language]);
  const sees = (text: string | RegExp): Promise<void> =>
    phone.screen.getByText(text).filter({ visible: true }).first().waitFor();
  return {
    world,
    t,
    phone: { ...phone, close: () => context.close() },
    page,
    sees,
    async choose(...titles) {
      for (const title of titles) await phone.tap(t.catalog.add(title));
      await phone.tap(t.catalog.checkout);
      await sees(t.checkout.note);
    },
    second: (path) => openStage(world, path === undefined ? {} : { path }),
  };
}
