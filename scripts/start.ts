/** `npm start`: everything on one machine, from built files to a phone in the browser. */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stop as stopCompiler } from 'esbuild';
import { catchStrayFailures } from '../cloud/function/stray-failures';
import { routesConfig } from '../cloudfunctions/backend/host/routes-config';
import { PortTaken } from './free-ports';
import { type Shouyin, startShouyin } from './start-shouyin';
import { whenToldToEnd } from './when-told-to-end';

const HELP = `Usage: npm start [-- --no-build]

Builds and starts the sandbox of Alipay's gateway and of Fshows', the self-hosted cloud on an embedded database, and the simulator.

  --no-build     use dist/ as it is
  --help         this text

Environment:
  PORT           the cloud and the simulator (default 8080; 0 takes any free one)
  SANDBOX_PORT   the sandbox (default 8090; 0 takes any free one)
  SHOUYIN_HOME   where keys and data are kept (default .shouyin)
  DATABASE_URL   a PostgreSQL server instead of the embedded database
  SHOUYIN_ORDER_MINUTES   how long an unpaid order may be paid (default 15)
  SHOUYIN_ROUTES          which channel takes which orders, as JSON: '[{"channel":"fshows"}]' is all through Fshows
  SHOUYIN_OWN_FUNCTIONS   folder of functions of your own (docs/cloud.md)
  LOG_LEVEL      trace, debug, info, warn, error or silent (default warn)
`;

/** Ctrl-C ends everything in this time, come what may. */
const LONGEST_CLOSE_MS = 2_500;
const MOST_MINUTES = 15 * 24 * 60;

function numberFrom(name: string, fallback: number, least: number, most: number): number {
  const text = process.env[name];
  const value = text === undefined || text === '' ? fallback : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}"`);
}

function routes(): ReturnType<typeof routesConfig> {
  const problems: string[] = [];
  const rules = routesConfig(process.env, problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return rules;
}

async function start(build: boolean): Promise<Shouyin> {
  const projectRoot = join(__dirname, '..');
  return startShouyin({
    projectRoot,
    build,
    home: process.env.SHOUYIN_HOME || join(projectRoot, '.shouyin'),
    port: numberFrom('PORT', 8080, 0, 65_535),
    sandboxPort: numberFrom('SANDBOX_PORT', 8090, 0, 65_535),
    databaseUrl: process.env.DATABASE_URL || undefined,
    ownFunctionsRoot: process.env.SHOUYIN_OWN_FUNCTIONS || undefined,
    orderLifetimeMs: numberFrom('SHOUYIN_ORDER_MINUTES', 15, 1, MOST_MINUTES) * 60_000,
    routes: routes(),
    logLevel: process.env.LOG_LEVEL || 'warn',
    progress: (line) => console.log(line),
  });
}

/** What a shell says of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Ends `running` when somebody wants it, also while it is still starting. */
function endWhenTold(running: Promise<Shouyin>): void {
  let shouyin: Shouyin | undefined;
  const remember = (ready: Shouyin): void => {
    shouyin = ready;
  };
  // That it could not start is said by whoever started it.
  running.then(remember, () => {});
  const endNow = (): never => {
    void stopCompiler();
    process.exit(1);
  };
  const close = async (): Promise<number> => {
    console.log('\nEnding …');
    setTimeout(endNow, LONGEST_CLOSE_MS).unref();
    await shouyin?.close();
    // Left to itself, the compiler calls an end in the middle of its work a failure of its own, and sometimes outlives us.
    await stopCompiler();
    return shouyin ? 0 : INTERRUPTED;
  };
  const fail = (error: unknown): never => {
    console.error(error);
    return endNow();
  };
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  whenToldToEnd({ end: () => void close().then(process.exit, fail), endNow, startedByNpm });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'no-build': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  // What one function forgot to wait for must not end everything else.
  const complain = (thrown: unknown): void => console.error('A failure nobody waited for:', thrown);
  const uncaught = (thrown: unknown): void => {
    console.error(thrown);
    process.exit(1);
  };
  catchStrayFailures({ late: complain, forgotten: complain, uncaught });
  const running = start(values['no-build'] !== true);
  endWhenTold(running);
  const shouyin = await running;
  console.log(`Sandbox of Alipay's gateway: ${shouyin.sandboxUrl}/`);
  console.log(`Shouyin is ready: ${shouyin.url}/`);
}

main().catch((error: Error & { code?: string }) => {
  const isMisuse = error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(isMisuse ? `${error.message}\n\n${HELP}` : error.message);
  if (isMisuse) process.exit(2);
  process.exit(error instanceof PortTaken ? 3 : 1);
});
