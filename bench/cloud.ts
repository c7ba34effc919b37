/**
 * What the order backend adds of its own: creating orders beside the floor of the same run (one RSA-2048 signature and two durable
 * commits), polls and notifies per second. PostgreSQL with fsync; the sandbox is a process of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { runCommand, wholeNumber } from '../scripts/run-command';
import { type PostgresServer, postgresServer } from '../test/support/postgres';
import { type Backend, benchBackend } from './cloud-backend';
import { type FloorTable, floorRound, floorTable } from './cloud-floor';
import { gatewayClock } from './cloud-gateway-clock';
import { manyAtOnce, type Rate } from './cloud-load';

const PROJECT_ROOT = join(__dirname, '..');
const WARM_UP = 100;

const HELP = `Usage: npm run bench -- cloud [--creates <n>] [--notifies <n>] [--seconds <n>] [--json]

What the order backend adds of its own to a create, beside one RSA signature and two durable commits; and creates, polls and notifies per
second. PostgreSQL with fsync.

  --creates <n>   creates that are timed one by one, default 1000
  --notifies <n>  notifies to receive, default 5000
  --seconds <n>   how long creates and polls are counted, default 5
  --json          {cores, load, own, floor, ratio, sustained, polls, notifies}
`;

interface Spread {
  p50Ms: number;
  p99Ms: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      creates: { type: 'string', default: '1000' },
      notifies: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  const creates = wholeNumber('creates', values.creates, 1);
  const notifyCount = wholeNumber('notifies', values.notifies, 1);
  const durationMs = wholeNumber('seconds', values.seconds, 1) * 1000;
  const home = mkdtempSync(join(tmpdir(), 'cloud-bench-'));
  const sandbox = startSandbox(home);
  const server = await postgresServer({});
  try {
    const backend = await benchBackend(await sandboxUrl(sandbox), await server.newDatabase());
    const creating = await createOverhead(backend, server, creates);
    const sustained = await createRate(backend, durationMs);
    const polls = await pollRate(backend, durationMs);
    const notifies = await notifyRate(backend, notifyCount);
    const report = { cores: availableParallelism(), load: loadavg()[0], ...creating, sustained, polls, notifies };
    console.log(values.json ? JSON.stringify(report) : told(report));
    await backend.close();
    return 0;
  } finally {
    if (sandbox.kill('SIGTERM')) await once(sandbox, 'exit');
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

interface Report {
  cores: number;
  load: number | undefined;
  /** All of createOrder but the time that Alipay had the request. */
  own: Spread;
  floor: Spread;
  ratio: number;
  sustained: Rate;
  polls: { paid: Rate; unpaid: Rate; upstreamQueries: number };
  notifies: Rate;
}

function told({ cores, load, own, floor, ratio, sustained, polls, notifies }: Report): string {
  const spread = ({ p50Ms, p99Ms }: Spread) => `p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`;
  const rate = ({ perSecond, p50Ms, p99Ms }: Rate) => `${perSecond}/s, ${spread({ p50Ms, p99Ms })}`;
  return [
    `createOrder, own time          ${spread(own)} (one at a time, without the gateway's)`,
    `floor: 1 signature, 2 commits  ${spread(floor)} (in turns with it)`,
    `  own time is ${ratio.toFixed(2)} x the floor at p50`,
    `createOrder, sustained         ${rate(sustained)} (one process; the sandbox signs on the same cores)`,
    `poll of a paid order           ${rate(polls.paid)}`,
    `poll of an unpaid order        ${rate(polls.unpaid)}; ${polls.upstreamQueries} questions to Alipay`,
    `notify, verified and committed ${rate(notifies)}`,
    `${cores} cores, load ${load?.toFixed(1)}`,
  ].join('\n');
}

/** In turns, so that a noisy neighbour disturbs both alike. */
async function createOverhead(backend: Backend, server: PostgresServer, rounds: number) {
  const table: FloorTable = await floorTable(new Pool({ connectionString: await server.newDatabase(), max: 1 }));
  const clock = gatewayClock();
  const [own, floor]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    const startedMs = performance.now();
    clock.begin();
    await backend.create();
    const ownMs = performance.now() - startedMs - clock.waitedMs();
    const floorMs = await floorRound(table, round);
    if (round < WARM_UP) continue;
    own.push(ownMs);
    floor.push(floorMs);
  }
  clock.stop();
  await table.close();
  const [ownSpread, floorSpread] = [spreadOf(own), spreadOf(floor)];
  return { own: ownSpread, floor: floorSpread, ratio: ownSpread.p50Ms / floorSpread.p50Ms };
}

const createRate = (backend: Backend, durationMs: number): Promise<Rate> =>
  manyAtOnce(32, durationMs, () => backend.create());

async function pollRate(backend: Backend, durationMs: number) {
  const unpaid = await Promise.all(Array.from({ length: 200 }, () => backend.create()));
  const paid = await Promise.all(Array.from({ length: 200 }, () => backend.insertPaid()));
  const pick = (numbers: string[]) => numbers[Math.floor(Math.random() * numbers.length)] as string;
  const before = backend.queries();
  return {
    paid: await manyAtOnce(64, durationMs, () => backend.poll(pick(paid))),
    unpaid: await manyAtOnce(64, durationMs, () => backend.poll(pick(unpaid))),
    upstreamQueries: backend.queries() - before,
  };
}

async function notifyRate(backend: Backend, count: number): Promise<Rate> {
  const bodies = await backend.paidNotifies(count);
  return manyAtOnce(64, Number.POSITIVE_INFINITY, async () => {
    const body = bodies.pop();
    if (body === undefined) return false;
    if ((await backend.notify(body)) !== 'success') throw new Error('a notify was not acknowledged');
    return true;
  });
}

function spreadOf(times: number[]): Spread {
  const sorted = times.sort((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

function startSandbox(home: string): ChildProcess {
  const main = join(PROJECT_ROOT, 'sandbox', 'main.ts');
  const env = { ...process.env, SANDBOX_PORT: '0', SHOUYIN_HOME: home };
  return spawn(process.execPath, ['--import', 'tsx', main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

function sandboxUrl(sandbox: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    sandbox.once('exit', () => reject(new Error(`the sandbox ended: ${output}`)));
    sandbox.stdout?.on('data', (chunk) => {
      output = (output + chunk).slice(-2_000);
      const url = /Sandbox is ready: (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
  });
}

runCommand(main, HELP);
