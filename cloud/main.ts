/** `npm run serve`: the self-hosted cloud alone, configured by the environment. */
import { parseArgs } from 'node:util';
import { HttpClient } from 'urllib';
import { ConfigError } from '../cloudfunctions/backend/host/config';
import { hostPorts } from '../cloudfunctions/backend/host/ports';
import { postgresStore } from '../cloudfunctions/backend/store/postgres';
import { type Cloud, createCloud } from './create-cloud';
import { catchStrayFailures, loggedStrayFailures } from './function/stray-failures';
import { cloudLog } from './log';
import { serveConfig } from './serve-config';
import { serveHelp, unknownVariables } from './variables';

interface Served {
  cloud: Cloud;
  longestCloseMs: number;
}

/** A signal ends the process in this time and the announced delay, come what may. */
const LONGEST_CLOSE_MS = 2_500;

async function serve(): Promise<Served> {
  const { backend, logLevel, ...config } = serveConfig(process.env);
  const log = cloudLog(logLevel);
  const unknown = unknownVariables(process.env);
  if (unknown.length > 0) log.warn({ unknown }, 'variables that nothing reads; see npm run serve -- --help');
  // What one function forgot to wait for must not end the service of all the others.
  catchStrayFailures(loggedStrayFailures(log, () => process.exit(1)));
  const cloud = await createCloud({
    ...config,
    log,
    runTimersAtStart: true,
    backend: ({ cloud, db, clock, meter }) =>
      hostPorts({ config: backend, store: postgresStore(db), cloud, http: new HttpClient(), log, clock, meter }),
  });
  return { cloud, longestCloseMs: config.shutdownDelayMs + LONGEST_CLOSE_MS };
}

function endOnSignal({ cloud, longestCloseMs }: Served): void {
  let ending = false;
  const end = (): void => {
    // A terminal's Ctrl-C comes twice, from the terminal and from npm.
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), longestCloseMs).unref();
    cloud.close().then(
      () => process.exit(0),
      (error: unknown) => {
        cloud.log.fatal({ err: error }, 'the cloud could not be ended cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

/** Whether it was started for its help alone; ends with 2 when it was started with what it does not take. */
function isHelpWanted(): boolean {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values.help === true;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${serveHelp()}`);
    return process.exit(2);
  }
}

if (isHelpWanted()) console.log(serveHelp());
else serve().then(endOnSignal, fail);
