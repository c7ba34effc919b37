import type { Page } from 'playwright-core';
import type { RootFiles } from '../mini-root';

/** What a person or a script does: JavaScript in the browser, or hands on the page. */
export type Step = string | ((page: Page) => Promise<unknown>);

/** The parts of one component; its folder is the case's. */
export interface ComponentParts {
  axml?: string;
  js?: string;
  json?: object;
  acss?: string;
}

/**
 * One rule of the reference (mini-program), shown by one small page of its own. `rule` begins with the section. Scripts can call
 * `log(value)`. Steps that are text see `page`, the instance on top, and may give a Promise; after each, what it changed is drawn.
 */
export interface Case {
  rule: string;
  axml?: string;
  /** Without it `Page({ data })`. */
  js?: string;
  data?: object;
  acss?: string;
  json?: object;
  /** By tag. */
  components?: Record<string, ComponentParts>;
  /** Other files; paths from the case's folder, or from the root with a leading slash. */
  files?: RootFiles;
  steps?: Step[];
  /** Compact markup of the page on top in the end. */
  draws?: string;
  /** Its text only. */
  reads?: string;
  /** Everything `log` was given. */
  logs?: unknown[];
  /** What the last step came to, as far as it is named. */
  gives?: unknown;
  /** Part of a warning or an error that must be heard, from the compiler or in the console, exactly once. */
  says?: string;
}

const inPage = (selector: string): string => `a-page[data-page-top] ${selector}`;

export const tap =
  (selector: string): Step =>
  (page) =>
    page.locator(inPage(selector)).first().click();

export const type =
  (selector: string, text: string): Step =>
  (page) =>
    page.locator(inPage(`${selector} :is(input, textarea)`)).fill(text);

export const press =
  (key: string): Step =>
  (page) =>
    page.keyboard.press(key);

/** Waits until `log` was given this many values. */
export const logged =
  (count: number): Step =>
  (page) =>
    page.waitForFunction(`getApp().log.length >= ${count}`);

/** The computed value of a CSS property, for `gives`. */
export const style = (selector: string, property: string): string =>
  `getComputedStyle(document.querySelector(${JSON.stringify(inPage(selector))})).getPropertyValue('${property}')`;
