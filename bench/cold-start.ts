/**
 * How long the largest cloud function takes from nothing to its first request to the database: a fresh Node.js process with its
 * package unpacked and configured, beside what a process takes that does nothing.
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unzipSync } from 'fflate';
import { buildFunctions } from '../scripts/build-functions';
import { runCommand, wholeNumber } from '../scripts/run-command';

/** What a cold start may take: a buyer waits for it before the cashier opens. */
const LIMIT_MS = 150;

const HELP = `Usage: npm run bench -- cold-start [--runs <n>] [--json]

Largest package of the build, unpacked: a fresh process until the function first asks the database. Ends with 1 beyond ${LIMIT_MS} ms.

  --runs <n>  of which the median counts, default 15
  --json      {cores, otherLoad, function, bytes, zipBytes, bareMs, coldMs, runs, limitMs}
`;

/** Calls the function as the platform does, and ends where the database would have to answer. */
const FIRST_CALL = `
  const asked = () => process.exit(0);
  const db = { collection: () => ({ find: asked, insertOne: asked, updateOne: asked, deleteMany: asked }) };
  const user = { getInfo: async () => ({ user: { userId: 'u', oAuthUserId: '2088622000000011' } }) };
  const nothing = () => undefined;
  const args = { requestId: 'cold-start-request', items: [{ goodsId: 'tea-lu-an', quantity: 1 }], orderNo: 'A'.repeat(24) };
  const cloud = { payment: { common: {} }, base: { oauth: {} }, util: { generic: {} } };
  const logger = { info: nothing, warn: nothing, error: nothing, debug: nothing };
  require(process.argv[1])({ args, env: { MP_SOURCE: 'client' }, logger, cloud, mpserverless: { user, db } })
    .then((answer) => { console.error(JSON.stringify(answer)); process.exit(1); }, (error) => { console.error(error); process.exit(1); });
`;

interface Report {
  cores: number;
  /** How many programs of others wanted a core in the minute before; figures under load say little. */
  otherLoad: number;
  function: string;
  bytes: number;
  zipBytes: number;
  /** Medians. */
  bareMs: number;
  coldMs: number;
  runs: number;
  limitMs: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = wholeNumber('runs', values.runs, 1);
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
  try {
    const report = await measured(folder, runs);
    console.log(values.json ? JSON.stringify(report) : told(report));
    return report.coldMs > LIMIT_MS ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string, runs: number): Promise<Report> {
  const built = await buildFunctions(join(__dirname, '..'), join(folder, 'built'));
  const [largest] = built.sort((left, right) => right.bytes - left.bytes);
  if (!largest) throw new Error('the build made no function');
  const { name, bytes, zipBytes } = largest;
  const file = unpacked(join(folder, 'built', `${name}.zip`), join(folder, name));
  const otherLoad = loadavg()[0] ?? 0;
  const bare: number[] = [];
  const cold: number[] = [];
  // The first round fills the machine's caches; it is not counted. Both take turns, so that they meet the same load.
  for (let run = 0; run <= runs; run += 1) {
    bare.push(await processMs(['-e', 'process.exit(0)']));
    cold.push(await processMs(['-e', FIRST_CALL, file]));
  }
  const [bareMs, coldMs] = [median(bare.slice(1)), median(cold.slice(1))];
  return {
    ...{ cores: availableParallelism(), otherLoad, function: name, bytes, zipBytes },
    ...{ bareMs, coldMs, runs, limitMs: LIMIT_MS },
  };
}

function told({ cores, otherLoad, function: name, bytes, zipBytes, bareMs, coldMs, runs, limitMs }: Report): string {
  return [
    `load of others before      ${otherLoad.toFixed(1)} of ${cores} cores`,
    `largest function           ${name}, ${bytes} bytes, its package ${zipBytes}`,
    `cold start                 ${coldMs} ms from nothing to its first request to the database (median of ${runs}; limit ${limitMs})`,
    `floor: Node.js ${process.version.padEnd(12)}${bareMs} ms for a process that does nothing`,
  ].join('\n');
}

function unpacked(zip: string, folder: string): string {
  mkdirSync(folder);
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zip))))
    writeFileSync(join(folder, name), content);
  return join(folder, 'index.js');
}

async function processMs(args: string[]): Promise<number> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, args, { env: settings, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the function did not come as far as the database');
  return performance.now() - startedAtMs;
}

const settings = {
  SHOUYIN_MERCHANT_ID: 'bench',
  SHOUYIN_MERCHANT_NAME: 'bench',
  SHOUYIN_ORDER_KEY: 'k'.repeat(32),
  ALIPAY_APP_ID: '2021000000000000',
  ALIPAY_PUBLIC_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64'),
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

runCommand(main, HELP);
