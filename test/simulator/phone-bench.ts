import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { proxyRequest } from '../../simulator/server/request-proxy';
import { proxySandbox } from '../../simulator/server/sandbox-proxy';
import { launchChromium } from '../support/chromium';

const root = join(__dirname, '../..');

/** Rooms of the simulator in a browser page, without a mini-program around them. */
export interface PhoneBench {
  url: string;
  /** A fresh page with empty storage. */
  open(options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

interface OpenOptions {
  query?: string;
  width?: number;
  height?: number;
  locale?: string;
}

interface BenchOptions {
  sandboxUrl?: string;
  /** Answers what the rooms ask of their own origin; returns false for what it does not know. */
  answer?(request: IncomingMessage, response: ServerResponse): boolean;
}

/** A phone with `my`, and a page stack that only notes what it is asked: `my`, `phone`, `calls` in the page. */
export const phoneWithMy = `
  import { createPhone } from './simulator/shell/create-phone';
  import { createMy } from './simulator/my/create-my';
  const calls = [];
  const note = (name) => async (...given) => { calls.push([name, ...given].join(' ')); };
  const phone = createPhone(document.getElementById('root'), { appId: 'bench', appName: 'Bench' });
  const page = document.createElement('a-page');
  page.style.cssText = 'display: block; height: 100%; overflow: auto';
  phone.viewport.append(page);
  const router = {
    navigateTo: async (url) => {
      if (url.includes('lost')) throw { error: 1, errorMessage: url + ' is not found' };
      calls.push('navigateTo ' + url);
    },
    redirectTo: note('redirectTo'), reLaunch: note('reLaunch'), switchTab: note('switchTab'),
    navigateBack: note('navigateBack'), background: note('background'), foreground: note('foreground'),
    topPageElement: () => page,
  };
  const listeners = new Map();
  const app = {
    on: (name, listener) => { listeners.set(listener, name); return () => listeners.delete(listener); },
    launchOptions: () => ({ path: 'pages/a/a', query: {}, scene: '1000', referrerInfo: {} }),
    pullDownRefresh: note('pullDownRefresh'),
  };
  const raise = (name, payload) => { for (const [listener, own] of listeners) if (own === name) listener(payload); };
  phone.connect({ router, back: note('back'), home: note('home'), restart: note('restart') });
  const { screen, network, viewport, buyerId } = phone;
  const my = createMy({ appId: 'bench', router, screen, network, app, viewport, buyerId });
  Object.assign(window, { my, phone, calls, raise, page });
`;

/** Bundles `script`, which imports rooms by `./simulator/…`, and serves it as the simulator's server would. */
export async function phoneBench(script: string, { sandboxUrl, answer }: BenchOptions = {}): Promise<PhoneBench> {
  const [code, css, browser] = await Promise.all([bundle(script), styles(), launchChromium()]);
  const files: Record<string, [type: string, text: string]> = {
    '/': ['text/html', html],
    '/bench.js': ['text/javascript', code],
    '/bench.css': ['text/css', css],
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://bench').pathname;
    const file = files[path];
    if (file) response.writeHead(200, { 'content-type': `${file[0]}; charset=utf-8` }).end(file[1]);
    else if (path === '/__simulator/request') void proxyRequest(request, response);
    else if (path.startsWith(sandboxPath)) {
      void proxySandbox(request, response, sandboxUrl, path.slice(sandboxPath.length));
    } else if (!answer?.(request, response)) response.writeHead(404).end();
  });
  const url = await listen(server);
  return {
    url,
    async open({ query = '', width = 1000, height = 900, locale = 'zh-CN' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(`${url}/${query}`);
      return page;
    },
    async close() {
      await browser.close();
      await stop(server);
    },
  };
}

const sandboxPath = '/__simulator/sandbox/';

/** Starts a server on a free loopback port; resolves to its address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** What a Promise in the page comes to: `{done}` or `{failed}`. */
export function outcome(page: Page, expression: string): Promise<{ done?: unknown; failed?: unknown }> {
  return page.evaluate(`(${expression}).then((done) => ({ done }), (failed) => ({ failed }))`);
}

const html = `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/bench.css"><div id="root"></div><script src="/bench.js"></script>`;

async function bundle(script: string): Promise<string> {
  const built = await build({
    stdin: { contents: script, resolveDir: root, loader: 'tsx' },
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'error',
  });
  return built.outputFiles[0]?.text ?? '';
}

async function styles(): Promise<string> {
  const contents = '@import "./simulator/builtins/base.css"; @import "./simulator/shell/shell.css";';
  const stdin = { contents, resolveDir: root, loader: 'css' as const };
  const built = await build({ stdin, bundle: true, write: false, logLevel: 'error' });
  return built.outputFiles[0]?.text ?? '';
}
