/**
 * How long a developer waits for the phone: from `npm start` to its first page, from `npm run simulator` to the first page,
 * and from saving a file to seeing the change, beside what Chromium alone needs for an empty page in the same run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { runCommand, wholeNumber } from '../scripts/run-command';
import { launchChromium } from '../test/support/chromium';

const PROJECT_ROOT = join(__dirname, '..');
/** What must hold on 4 cores. */
const LIMIT_MS = { wholeStart: 10_000, simulatorStart: 2_000, rebuild: 500 };

const HELP = `Usage: npm run bench -- simulator [--rounds <n>] [--json]

From npm start and from npm run simulator to the first page, and from an edit to the screen, beside what Chromium takes for an empty
page. It wants the build in dist/miniprogram.

  --rounds <n>  of which the median counts, default 5
  --json        {cores, otherLoad, wholeStartMs, simulatorStartsMs, rebuildsMs, floorMs}
`;

interface Report {
  cores: number;
  /** How many programs of others wanted a core in the minute before; figures under load say little. */
  otherLoad: number;
  /** `npm start`, build included, to the first drawn page. */
  wholeStartMs: number;
  /** `npm run simulator` on the built mini-program to the first drawn page; each round, sorted. */
  simulatorStartsMs: number[];
  /** From the write of a page's AXML to the new text on the screen; each round, sorted. */
  rebuildsMs: number[];
  /** Floor: node with tsx says hello, then Chromium opens an empty page. */
  floorMs: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
  });
  const rounds = wholeNumber('rounds', values.rounds, 1);
  const otherLoad = loadavg()[0] ?? 0;
  const folder = mkdtempSync(join(tmpdir(), 'simulator-bench-'));
  const browser = await launchChromium();
  try {
    const wholeStartMs = await wholeStart(browser, join(folder, 'home'));
    const root = join(folder, 'mini');
    cpSync(join(PROJECT_ROOT, 'dist', 'miniprogram'), root, { recursive: true });
    const report: Report = {
      cores: availableParallelism(),
      otherLoad,
      wholeStartMs,
      simulatorStartsMs: await sorted(rounds, () => simulatorStart(browser, root)),
      rebuildsMs: await rebuilds(browser, root, rounds),
      floorMs: (await sorted(rounds, () => floor(browser)))[Math.floor(rounds / 2)] ?? 0,
    };
    console.log(values.json ? JSON.stringify(report) : told(report));
    return 0;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (times: readonly number[]): number => times[Math.floor(times.length / 2)] ?? 0;

function told({ cores, otherLoad, wholeStartMs, simulatorStartsMs, rebuildsMs, floorMs }: Report): string {
  const line = (what: string, ms: number, limitMs: number, more = ''): string =>
    `${what.padEnd(46)} ${String(ms).padStart(6)} ms  (limit ${limitMs}${more})`;
  return [
    `load of others before ${otherLoad.toFixed(1)} of ${cores} cores`,
    line('npm start to the first page, build included', wholeStartMs, LIMIT_MS.wholeStart),
    line(
      'npm run simulator to the first page',
      median(simulatorStartsMs),
      LIMIT_MS.simulatorStart,
      `; ${simulatorStartsMs}`,
    ),
    line('from an edit to the screen', median(rebuildsMs), LIMIT_MS.rebuild, `; ${rebuildsMs}`),
    `${'floor: node with tsx, and an empty page'.padEnd(46)} ${String(floorMs).padStart(6)} ms`,
  ].join('\n');
}

/** The first round fills caches and is not counted. */
async function sorted(rounds: number, measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) times.push(await measure());
  return times.slice(1).sort((left, right) => left - right);
}

interface Started {
  url: string;
  end(): Promise<void>;
}

/** Runs a command in a group of its own and resolves when it prints an address behind `sign`. */
async function start(command: string[], sign: RegExp, env: Record<string, string> = {}): Promise<Started> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const url = await addressFrom(child, sign);
  child.stdout?.resume();
  return {
    url,
    end: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await once(child, 'close');
    },
  };
}

function addressFrom(child: ChildProcess, sign: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('close', () => reject(new Error(`it ended before it was ready: ${output}`)));
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      const [, url] = sign.exec(output) ?? [];
      if (url) resolve(url);
    });
  });
}

/** A mini-program may draw things nobody sees, such as what measures; the first thing that can be seen counts. */
function firstPage(page: Page): Promise<void> {
  return page.locator('a-page[data-page-top] a-view').filter({ visible: true }).first().waitFor();
}

/** From the command to the first page of a mini-program drawn in a fresh browser context. */
async function untilDrawn(browser: Browser, begin: () => Promise<Started>): Promise<number> {
  const startMs = performance.now();
  const started = await begin();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(started.url);
  await firstPage(page);
  const tookMs = performance.now() - startMs;
  await context.close();
  await started.end();
  return Math.round(tookMs);
}

function wholeStart(browser: Browser, home: string): Promise<number> {
  const env = { PORT: '0', SANDBOX_PORT: '0', SHOUYIN_HOME: home };
  return untilDrawn(browser, () => start(['npm', 'start', '--silent'], /Shouyin is ready: (http:\S+)/, env));
}

/** Without npm around it, which is not the simulator's. */
function startSimulator(root: string): Promise<Started> {
  const command = [process.execPath, '--import', 'tsx', 'simulator/main.ts', root, '--port', '0'];
  return start(command, /The mini-program is ready: (http:\S+)/);
}

const simulatorStart = (browser: Browser, root: string): Promise<number> =>
  untilDrawn(browser, () => startSimulator(root));

/** Edits the home page again and again while it is open. */
async function rebuilds(browser: Browser, root: string, rounds: number): Promise<number[]> {
  const { pages } = JSON.parse(readFileSync(join(root, 'app.json'), 'utf8')) as { pages: string[] };
  const file = join(root, `${pages[0]}.axml`);
  const source = readFileSync(file, 'utf8');
  const started = await startSimulator(root);
  const page = await (await browser.newContext()).newPage();
  await page.goto(started.url);
  await firstPage(page);
  let edit = 0;
  const times = await sorted(rounds, async () => {
    edit += 1;
    const startMs = performance.now();
    writeFileSync(file, `${source}<view>edit ${edit}</view>`);
    await page.getByText(`edit ${edit}`, { exact: true }).waitFor({ state: 'attached' });
    return Math.round(performance.now() - startMs);
  });
  await started.end();
  return times;
}

async function floor(browser: Browser): Promise<number> {
  const startMs = performance.now();
  const hello = spawn(process.execPath, ['--import', 'tsx', '-e', 'console.log(1)'], { cwd: PROJECT_ROOT });
  await once(hello, 'close');
  const server = createServer((_, response) => response.end('<!doctype html><view>hello</view>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const tookMs = performance.now() - startMs;
  await context.close();
  server.closeAllConnections();
  server.close();
  return Math.round(tookMs);
}

runCommand(main, HELP);
