import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { launchChromium } from '../support/chromium';

const root = join(__dirname, '../..');

/** A browser page with rooms of the simulator in it, and a real sandbox behind it. */
export interface PhoneBench {
  browser: Browser;
  sandbox: Sandbox;
  url: string;
  /** A fresh page; storage is empty. */
  open(options?: { query?: string; width?: number; height?: number }): Promise<Page>;
  /** Answers requests the rooms themselves send; runs before anything else of the server. */
  answer(handler: (request: IncomingMessage, response: ServerResponse) => boolean): void;
  close(): Promise<void>;
}

/** Bundles `script`, which imports rooms by `./simulator/…`, serves it, and forwards the control API to a sandbox. */
export async function phoneBench(script: string): Promise<PhoneBench> {
  const [code, css, browser, sandbox] = await Promise.all([
    bundle(script),
    styles(),
    launchChromium(),
    createSandbox(),
  ]);
  let special: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  const files: Record<string, [string, string]> = {
    '/': ['text/html', page],
    '/bench.js': ['text/javascript', code],
    '/bench.css': ['text/css', css],
  };
  const server = createServer((request, response) => {
    if (special(request, response)) return;
    const path = new URL(request.url ?? '/', 'http://bench').pathname;
    const file = files[path];
    if (file) response.writeHead(200, { 'content-type': `${file[0]}; charset=utf-8` }).end(file[1]);
    else if (path.startsWith('/__simulator/sandbox/')) void forward(request, response, sandbox.url);
    else response.writeHead(404).end();
  });
  const url = await listen(server);
  return {
    browser,
    sandbox,
    url,
    async open({ query = '', width = 1000, height = 900 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
      const opened = await context.newPage();
      await opened.goto(`${url}/${query}`);
      return opened;
    },
    answer(handler) {
      special = handler;
    },
    async close() {
      await browser.close();
      await sandbox.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts a server on a free loopback port; resolves to its address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Reads a whole request body as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const page = `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
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
  const built = await build({
    entryPoints: [join(root, 'simulator/shell/shell.css')],
    bundle: true,
    write: false,
    logLevel: 'error',
  });
  return `${await readFile(join(root, 'simulator/builtins/base.css'), 'utf8')}\n${built.outputFiles[0]?.text ?? ''}`;
}

async function forward(request: IncomingMessage, response: ServerResponse, sandboxUrl: string): Promise<void> {
  const path = (request.url ?? '').replace('/__simulator/sandbox', '/api');
  const body = await bodyOf(request);
  const init = body ? { method: request.method ?? 'POST', body, headers: { 'content-type': 'application/json' } } : {};
  const reply = await fetch(sandboxUrl + path, init);
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text());
}
