import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/serve';
import { serveSimulator } from '../../simulator/server/listen';
import { launchChromium } from '../support/chromium';

/** Files of a mini-program by path; an object stands for JSON. */
export type RootFiles = Record<string, string | object>;

/** Writes a mini-program root into a temporary folder. */
export function writeRoot(files: RootFiles): { root: string; write(path: string, text: string): void; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'mini-root-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, content] of Object.entries(files)) {
    write(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** A root of one page, `pages/index/index`, around what a test wants to say; its app keeps a `log`. */
export function onePage(
  page: { axml: string; js?: string; json?: object; acss?: string },
  more: RootFiles = {},
): RootFiles {
  const path = 'pages/index/index';
  return {
    'app.json': { pages: [path] },
    'app.js': 'App({ log: [] });',
    [`${path}.axml`]: page.axml,
    [`${path}.js`]: page.js ?? 'Page({});',
    [`${path}.json`]: page.json ?? {},
    ...(page.acss ? { [`${path}.acss`]: page.acss } : {}),
    ...more,
  };
}

/** The four files of a component at `path`; without a script it is `Component({})`. */
export function component(path: string, parts: { axml: string; js?: string; json?: object; acss?: string }): RootFiles {
  return {
    [`${path}.axml`]: parts.axml,
    [`${path}.js`]: parts.js ?? 'Component({});',
    [`${path}.json`]: { component: true, ...parts.json },
    ...(parts.acss ? { [`${path}.acss`]: parts.acss } : {}),
  };
}

export interface RunningRoot {
  page: Page;
  url: string;
  simulator: Simulator;
  /** Errors and warnings in the browser's console, but for what could not be fetched. */
  problems(): string[];
  /** The `log` array that fixtures fill: `getApp().log`. */
  log(): Promise<unknown[]>;
  close(): Promise<void>;
}

/** Browser shared by the tests of one file, and roots opened in it. */
export function simulatorBench() {
  let browser: Promise<Browser> | null = null;
  const open: (() => Promise<void>)[] = [];

  /** Serves a root and opens it in a fresh page. `query` is the address behind `/`. */
  const run = async (
    root: string,
    options: Omit<SimulatorOptions, 'root'> & { query?: string; touch?: boolean } = {},
  ): Promise<RunningRoot> => {
    browser ??= launchChromium();
    const { query = '', touch = false, ...rest } = options;
    const simulator = await createSimulator({ root, ...rest });
    const served = await serveSimulator(simulator, 0);
    const { url } = served;
    const context = await (await browser).newContext({ hasTouch: touch, viewport: { width: 1100, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const problems: string[] = [];
    page.on('console', (message) => {
      const isLoading = message.text().startsWith('Failed to load resource');
      if (!isLoading && ['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (problem) => problems.push(String(problem.stack ?? problem)));
    await page.goto(url + query);
    const close = async (): Promise<void> => {
      await context.close();
      served.close();
      await simulator.close();
    };
    open.push(close);
    const log = (): Promise<unknown[]> => page.evaluate('getApp().log');
    return { page, url, simulator, problems: () => problems, log, close };
  };

  return {
    run,
    /** Like `run`, for files that exist only for this test. */
    runFiles: async (files: RootFiles, options: Parameters<typeof run>[1] = {}): Promise<RunningRoot> => {
      const { root, remove } = writeRoot(files);
      open.push(async () => remove());
      return run(root, options);
    },
    close: async (): Promise<void> => {
      for (const end of open.splice(0).reverse()) await end();
      await (await browser)?.close();
      browser = null;
    },
  };
}
