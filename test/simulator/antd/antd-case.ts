import type { Page } from 'playwright-core';
import type { Case, Step } from '../conformance/case';

/** One component of antd-mini, as people meet it: what it shows, and what it answers to their hands. */
export interface AntdCase {
  name: string;
  axml: string;
  data?: object;
  /** Other components by tag, from the folder of antd-mini. */
  using?: Record<string, string>;
  /** What a person does and sees, one after the other. */
  steps?: Step[];
  /** What the page's handlers were told. */
  logs?: unknown[];
  gives?: unknown;
}

const inPage = 'a-page[data-page-top]';

export const sees =
  (text: string | RegExp): Step =>
  (page: Page) =>
    page.locator(inPage).getByText(text, { exact: true }).filter({ visible: true }).first().waitFor();

export const seesNot =
  (text: string): Step =>
  (page: Page) =>
    page.locator(inPage).getByText(text, { exact: true }).first().waitFor({ state: 'hidden' });

export const shows =
  (selector: string): Step =>
  (page: Page) =>
    page.locator(`${inPage} ${selector}`).first().waitFor();

/** Taps a text. */
export const press =
  (text: string): Step =>
  (page: Page) =>
    page.locator(inPage).getByText(text, { exact: true }).filter({ visible: true }).last().click();

/** Taps what a selector finds. */
export const click =
  (selector: string): Step =>
  (page: Page) =>
    page.locator(`${inPage} ${selector}`).first().click();

/** Moves a finger, or the mouse that stands for it, across an element; px. */
export const drag =
  (selector: string, byX: number, byY: number): Step =>
  async (page: Page) => {
    const box = await page.locator(`${inPage} ${selector}`).first().boundingBox();
    if (!box) throw new Error(`${selector} is not drawn`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + byX, y + byY, { steps: 8 });
    await page.mouse.up();
  };

/** Every handler writes down its name and what it was given but for the event; `change` and `toggle` keep the value. */
const script = (data: object): string => `
  const isPlain = (value) => !(value && typeof value === 'object' && 'currentTarget' in value);
  const tell = (name) => function (...given) { log([name, ...given.filter(isPlain)]); };
  Page({
    data: ${JSON.stringify({ open: false, ...data })},
    tap: tell('tap'), choose: tell('choose'), other: tell('other'), done: tell('done'),
    change(...given) { tell('change')(...given); this.setData({ v: given[0] }); },
    toggle(open) { log(['toggle', open]); this.setData({ open }); },
    open() { this.setData({ open: true }); },
    close() { log(['close']); this.setData({ open: false }); },
  });`;

/** The tag `c` is the component itself. */
export function pageOf({ name, axml, data = {}, using = {}, steps, logs, gives }: AntdCase): Case {
  const folder = (path: string): string => `antd-mini/es/${path}/index`;
  const others = Object.fromEntries(Object.entries(using).map(([tag, path]) => [tag, folder(path)]));
  return {
    rule: `${name} works`,
    axml: `<view style="padding: 12px">${axml}</view>`,
    js: script(data),
    json: { usingComponents: { c: folder(name), ...others } },
    ...(steps ? { steps } : {}),
    ...(logs ? { logs } : {}),
    ...(gives === undefined ? {} : { gives }),
  };
}
