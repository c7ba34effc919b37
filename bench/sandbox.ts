/**
 * How fast the sandbox is: from `npm run sandbox` to the first answer, and trades created per second with signatures both
 * ways, beside the floor that RSA alone sets on the same machine in the same run.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../scripts/run-command';
import type { ClientOrder, ClientResult } from './sandbox-client';

const PROJECT_ROOT = join(__dirname, '..');
const STARTS = 5;

const HELP = `Usage: npm run bench -- sandbox [--seconds <n>] [--clients <n>] [--concurrency <n>] [--json]

From npm run sandbox to its ready line, and trade.create per second with signatures both ways, beside what RSA alone takes.
Ends with 1 when a call failed.

  --seconds <n>      how long creates are counted, default 5
  --clients <n>      processes that call, default 2
  --concurrency <n>  calls of each at once, default 16
  --json             {cores, otherLoad, startsMs, floor, creates}
`;

interface Floor {
  /** One signature and one verification, one after the other, on one core. */
  signAndVerifyMs: number;
  /** The same on all cores at once, in calls per second: nothing that signs and verifies can be faster. */
  perSecond: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '5' },
      clients: { type: 'string', default: '2' },
      concurrency: { type: 'string', default: '16' },
      json: { type: 'boolean', default: false },
    },
  });
  const load = {
    measureMs: wholeNumber('seconds', values.seconds, 1) * 1000,
    clients: wholeNumber('clients', values.clients, 1),
    concurrency: wholeNumber('concurrency', values.concurrency, 1),
  };
  const home = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  const otherLoad = loadavg()[0] ?? 0;
  try {
    const startsMs = await starts(home);
    const floor = await rsaFloor();
    const creates = await createLoad(home, load);
    const report = { cores: availableParallelism(), otherLoad, startsMs, floor, creates };
    console.log(values.json ? JSON.stringify(report) : told(report));
    return creates.failures.length > 0 ? 1 : 0;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

type Report = {
  cores: number;
  /** How many programs of others wanted a core in the minute before; figures under load say little. */
  otherLoad: number;
  startsMs: readonly number[];
  floor: Floor;
  creates: Awaited<ReturnType<typeof createLoad>>;
};

function told({ cores, otherLoad, startsMs, floor, creates }: Report): string {
  const bothSides = floor.perSecond / 2;
  return [
    `load of others before        ${otherLoad.toFixed(1)} of ${cores} cores`,
    `npm run sandbox, warm      ${startsMs[Math.floor(startsMs.length / 2)]} ms to its ready line (median of ${startsMs.join(', ')})`,
    `trade.create               ${creates.perSecond}/s, p50 ${creates.p50Ms} ms, p99 ${creates.p99Ms} ms (${creates.calls} calls, ${creates.failures.length} failures)`,
    `floor: 1 sign + 1 verify   ${floor.signAndVerifyMs.toFixed(3)} ms on one core; ${Math.round(floor.perSecond)}/s on ${cores} cores`,
    `  clients sign and verify too, on the same cores: ${Math.round(bothSides)}/s; reached ${Math.round((100 * creates.perSecond) / bothSides)} %`,
    ...creates.failures,
  ].join('\n');
}

/** The first start generates keys and fills caches; it is not counted. */
async function starts(home: string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index <= STARTS; index += 1) {
    const startMs = performance.now();
    const { stop } = await startedSandbox(home);
    times.push(Math.round(performance.now() - startMs));
    await stop();
  }
  return times.slice(1).sort((left, right) => left - right);
}

async function startedSandbox(home: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn('npm', ['run', '--silent', 'sandbox'], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, SANDBOX_PORT: '0', SHOUYIN_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
    // npm does not pass signals on when it is not in a terminal; its whole group is ended.
    detached: true,
  });
  const url = await readyUrl(child);
  child.stdout?.resume();
  return {
    url,
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await once(child, 'close');
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('close', () => reject(new Error(`the sandbox ended: ${output}`)));
    child.stdout?.on('data', function read(chunk) {
      output += chunk;
      const [, url] = /Sandbox is ready: (http:\/\/127\.0\.0\.1:\d+)/.exec(output) ?? [];
      if (!url) return;
      child.stdout?.off('data', read);
      resolve(url);
    });
  });
}

/** Load from processes of their own, so that the sandbox is measured and not the one who measures. */
async function createLoad(home: string, load: { measureMs: number; clients: number; concurrency: number }) {
  const { url, stop } = await startedSandbox(home);
  const { apps } = (await (await fetch(`${url}/api/apps`)).json()) as { apps: ClientOrder[] };
  const { buyers } = (await (await fetch(`${url}/api/buyers`)).json()) as { buyers: { buyerId: string }[] };
  const [app] = apps;
  const [buyer] = buyers;
  if (!app || !buyer) throw new Error('the sandbox has no app or no buyer');
  const { measureMs, concurrency } = load;
  const order = { ...app, buyerId: buyer.buyerId, concurrency, warmUpMs: 2000, measureMs };
  const results = await Promise.all(
    Array.from({ length: load.clients }, (_, index) => clientResult({ ...order, name: `C${index}` })),
  );
  await stop();
  const latencies = results.flatMap(({ latenciesMs }) => latenciesMs).sort((left, right) => left - right);
  const at = (share: number) => Number((latencies[Math.floor(share * (latencies.length - 1))] ?? 0).toFixed(1));
  return {
    perSecond: Math.round((latencies.length * 1000) / measureMs),
    calls: latencies.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    failures: results.flatMap(({ failures }) => failures),
  };
}

async function clientResult(order: ClientOrder): Promise<ClientResult> {
  const client = fork(join(__dirname, 'sandbox-client.ts'), { execArgv: ['--import', 'tsx'] });
  client.send(order);
  const [result] = await once(client, 'message');
  return result as ClientResult;
}

/** What RSA-2048 costs here and now, without anything around it. */
async function rsaFloor(): Promise<Floor> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = Buffer.alloc(400, 'a');
  const rounds = 1000;
  const oneStartMs = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    verify('RSA-SHA256', content, publicKey, sign('RSA-SHA256', content, privateKey));
  }
  const signAndVerifyMs = (performance.now() - oneStartMs) / rounds;

  const signAndVerify = () =>
    new Promise<void>((resolve, reject) => {
      sign('RSA-SHA256', content, privateKey, (error, signature) => {
        if (error) return reject(error);
        return verify('RSA-SHA256', content, publicKey, signature, () => resolve());
      });
    });
  const allStartMs = performance.now();
  const calls = rounds * 8;
  await Promise.all(Array.from({ length: calls }, signAndVerify));
  return { signAndVerifyMs, perSecond: (calls * 1000) / (performance.now() - allStartMs) };
}

runCommand(main, HELP);
