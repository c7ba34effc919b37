/** `npm run serve`: the self-hosted cloud alone, configured by the environment. */
import { ConfigError } from '../cloudfunctions/backend/host/config';
import { hostPorts } from '../cloudfunctions/backend/host/ports';
import { postgresStore } from '../cloudfunctions/backend/store/postgres';
import { type Cloud, createCloud } from './create-cloud';
import { cloudLog } from './log';
import { serveConfig } from './serve-config';

/** A signal ends the process in this time, come what may. */
const LONGEST_CLOSE_MS = 2_500;

async function serve(): Promise<Cloud> {
  const { backend, logLevel, ...config } = serveConfig(process.env);
  const log = cloudLog(logLevel);
  // A promise that some function forgot to wait for must not end the service of all the others.
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a rejected promise nobody waited for'));
  return await createCloud({
    ...config,
    log,
    runTimersAtStart: true,
    backend: ({ cloud, db, clock, meter }) =>
      hostPorts({ config: backend, store: postgresStore(db), cloud, log, clock, meter }),
  });
}

function endOnSignal(cloud: Cloud): void {
  const end = (): void => {
    setTimeout(() => process.exit(1), LONGEST_CLOSE_MS).unref();
    cloud.close().then(
      () => process.exit(0),
      (error: unknown) => {
        cloud.log.fatal({ err: error }, 'the cloud could not be ended cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

serve().then(endOnSignal, (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
