/**
 * A mini-program under test: serves a root in the simulator, opens it in a browser page of the caller's, and gives the
 * test what a person has (`tap`) and what a person has not (storage, the cashier's next answer, the clock, the page stack).
 * The simulator itself needs no browser driver: the Playwright browser or page comes from whoever tests.
 */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { OpenPage, TradePayCall } from './faces';
import { createSimulator, type SimulatorOptions } from './serve';
import { serveSimulator } from './server/listen';

/** What `my.tradePay` can come to; `none` calls nobody back, `4` arrives in `fail` (reference alipay-trade 5.1). */
export type TradePayCode = '9000' | '8000' | '6004' | '4000' | '6001' | '6002' | '99' | '5000' | '4' | 'none';

/** The root to serve, or the address of a simulator that runs already, such as that of `npm start`. */
type Subject = ({ root: string } & Omit<SimulatorOptions, 'root'>) | { url: string };

/** A browser to open a fresh page in, with empty storage; or a page to use, which stays open in the end. */
type Seat = { browser: Browser; context?: BrowserContextOptions } | { page: Page };

/** What is opened and where; `language` decides nothing about the mini-program itself. */
export type OpenOptions = Subject &
  Seat & {
    /** Deep link: `pages/order/order?orderNo=1` is the first page instead of the home page. */
    path?: string;
    /** Words of the phone around the mini-program. The mini-program's own language is the context's `locale`. */
    language?: 'zh' | 'en';
    /** Starts the phone's clock here (ms since 1970) and puts it into the test's hands; otherwise time is real. */
    clockMs?: number;
  };

/** What `my.setStorage` and its kin keep. */
export interface PhoneStorage {
  /** Null for a key that is not there. */
  get(key: string): Promise<unknown>;
  set(key: string, data: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
  keys(): Promise<string[]>;
}

/** The cashier without its sheet. */
export interface PhoneTradePay {
  /**
   * Ends the next `my.tradePay` by itself. `isPaid` says whether the money moves at the sandbox; it does with 9000 unless told
   * otherwise. What the sandbox refuses to pay ends with 4000. Called several times, the answers queue.
   */
  next(code: TradePayCode, options?: { isPaid?: boolean }): Promise<void>;
  /** Every `my.tradePay` that has ended, oldest first. */
  calls(): Promise<TradePayCall[]>;
}

/** The phone's clock; only where `clockMs` was given. */
export interface PhoneClock {
  /** Stops time at `atMs`, which must not be in the past of the phone. */
  freeze(atMs: number): Promise<void>;
  /** Lets this much time pass at once; timers in it run. */
  advance(ms: number): Promise<void>;
  resume(): Promise<void>;
}

/** What a person can set beside the phone. */
export interface PhoneSettings {
  /** One of `shell/devices.ts`, such as `iPhone SE`; empty fits the window. */
  deviceName: string;
  /** 1 is the usual size of type. */
  fontScale: number;
  /** `zh-Hans`, `zh-Hant`, `en`; in force after `restart`. Empty is the browser's. */
  language: string;
  /** Every call of `my.request` takes two seconds longer. */
  isSlow: boolean;
}

/** An open phone, driven from outside the browser. */
export interface OpenedSimulator {
  page: Page;
  url: string;
  /** The phone without the panel beside it: where to look for anything a person at the phone sees. */
  screen: Locator;
  /** Taps the first button of that name, else the first visible text that is exactly it. Waits until there is one. */
  tap(name: string | RegExp): Promise<void>;
  storage: PhoneStorage;
  tradePay: PhoneTradePay;
  clock: PhoneClock;
  /** The page stack, the home page first, with what each page draws. */
  pages(): Promise<OpenPage[]>;
  /** Sets up the phone: a device of the panel's list, size of type, language of the client, a slow network. */
  settings(change: Partial<PhoneSettings>): Promise<void>;
  /** Turns the phone's network on or off. */
  network(isOn: boolean): Promise<void>;
  /** Whether the cashier sends onHide and onShow. */
  cashierLifeCycle(isOn: boolean): Promise<void>;
  background(): Promise<void>;
  foreground(): Promise<void>;
  /** Kills the mini-program and starts it again, at its home page or at `path`; storage stays. */
  restart(path?: string): Promise<void>;
  /** Uncaught errors and errors in the console so far. */
  errors(): readonly string[];
  /** Warnings in the console so far: what the real platform would refuse, and what the simulator does not do. */
  warnings(): readonly string[];
  close(): Promise<void>;
}

/** A phone that fills a narrow window, with a finger rather than a mouse. */
const phoneContext: BrowserContextOptions = {
  viewport: { width: 420, height: 860 },
  locale: 'zh-CN',
  hasTouch: true,
};

/** Functions of the page as `Hooks` of `shell/test-hooks.ts` names them. */
type Hooks = Record<string, (...given: unknown[]) => unknown>;

function callHook(page: Page, name: string, ...given: unknown[]): Promise<unknown> {
  return page.evaluate(
    ([hook, args]) => (globalThis as unknown as { __simulator: Hooks }).__simulator[hook]?.(...args),
    [name, given] as const,
  );
}

/** A synchronous function of `my`; a failure it answers is thrown. */
async function callMy(page: Page, name: string, options: object = {}): Promise<Record<string, unknown>> {
  const answer = await page.evaluate(
    ([func, given]) => (globalThis as unknown as { my: Hooks }).my[func]?.(given) as Record<string, unknown>,
    [name, options] as const,
  );
  if (answer.error) throw new Error(`my.${name}: ${String(answer.errorMessage)}`);
  return answer;
}

function storageOf(page: Page): PhoneStorage {
  return {
    get: async (key) => (await callMy(page, 'getStorageSync', { key })).data,
    set: async (key, data) => void (await callMy(page, 'setStorageSync', { key, data })),
    remove: async (key) => void (await callMy(page, 'removeStorageSync', { key })),
    clear: async () => void (await callMy(page, 'clearStorageSync')),
    keys: async () => (await callMy(page, 'getStorageInfoSync')).keys as string[],
  };
}

function clockOf(page: Page, isInHand: boolean): PhoneClock {
  const inHand = (): Page['clock'] => {
    if (!isInHand) throw new Error('the clock is the real one; give openSimulator clockMs to move it');
    return page.clock;
  };
  return {
    freeze: async (atMs) => inHand().pauseAt(atMs),
    advance: async (ms) => inHand().runFor(ms),
    resume: async () => inHand().resume(),
  };
}

/** Collects what the console and uncaught errors say from now on. */
function listen(page: Page): { errors: string[]; warnings: string[] } {
  const heard = { errors: [] as string[], warnings: [] as string[] };
  page.on('pageerror', (problem) => heard.errors.push(String(problem.stack ?? problem)));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.errors.push(message.text());
    if (message.type() === 'warning') heard.warnings.push(message.text());
  });
  return heard;
}

async function tapOn(screen: Locator, name: string | RegExp): Promise<void> {
  const button = screen.getByRole('button', { name });
  const text = screen.getByText(name, { exact: true }).filter({ visible: true });
  await button.or(text).first().waitFor();
  await ((await button.count()) > 0 ? button : text).first().click();
}

/** Waits for the first page; a mini-program that does not compile is an error with the compiler's words. */
async function untilReady(page: Page): Promise<void> {
  const failure = page.locator('.simulator-failure');
  await page.locator('a-page[data-page-top]').or(failure).first().waitFor();
  if ((await failure.count()) === 0) return;
  throw new Error((await failure.locator('h1, h2, pre').allTextContents()).join('\n'));
}

/** Serves the subject unless it is served already. */
async function subjectOf(options: Subject): Promise<{ url: string; close(): Promise<void> }> {
  if ('url' in options) return { url: options.url, close: async () => undefined };
  const simulator = await createSimulator(options);
  const served = await serveSimulator(simulator, 0);
  const close = async (): Promise<void> => {
    served.close();
    await simulator.close();
  };
  return { url: served.url, close };
}

async function seatOf(options: Seat): Promise<{ page: Page; close(): Promise<void> }> {
  if ('page' in options) return { page: options.page, close: async () => undefined };
  const context = await options.browser.newContext({ ...phoneContext, ...options.context });
  return { page: await context.newPage(), close: () => context.close() };
}

/** Opens a mini-program and resolves when its first page is drawn; see {@link OpenOptions} for what can be chosen. */
export async function openSimulator(options: OpenOptions): Promise<OpenedSimulator> {
  const { language, clockMs } = options;
  const [subject, seat] = await Promise.all([subjectOf(options), seatOf(options)]);
  const { page } = seat;
  const { errors, warnings } = listen(page);
  const close = async (): Promise<void> => {
    await seat.close();
    await subject.close();
  };
  const goTo = async (path: string | undefined): Promise<void> => {
    const address = new URL(subject.url);
    if (path) address.searchParams.set('page', path);
    if (language) address.searchParams.set('lang', language);
    await page.goto(address.href);
    await untilReady(page);
  };
  const hook = async (name: string, ...given: unknown[]): Promise<void> => void (await callHook(page, name, ...given));
  try {
    if (clockMs !== undefined) await page.clock.install({ time: clockMs });
    await goTo(options.path);
  } catch (problem) {
    await close();
    throw problem;
  }
  const screen = page.locator('.sim-screen');
  return {
    page,
    url: subject.url,
    screen,
    tap: (name) => tapOn(screen, name),
    storage: storageOf(page),
    tradePay: {
      next: (code, { isPaid = code === '9000' } = {}) => hook('nextTradePay', code, isPaid),
      calls: async () => (await callHook(page, 'tradePays')) as TradePayCall[],
    },
    clock: clockOf(page, clockMs !== undefined),
    pages: async () => (await callHook(page, 'pages')) as OpenPage[],
    settings: (change) => hook('settings', change),
    network: (isOn) => hook('network', isOn),
    cashierLifeCycle: (isOn) => hook('cashierLifeCycle', isOn),
    background: () => hook('background'),
    foreground: () => hook('foreground'),
    restart: goTo,
    errors: () => errors,
    warnings: () => warnings,
    close,
  };
}
