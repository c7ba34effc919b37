import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { systemClock } from '../cloudfunctions/backend/host/clock';
import type { OrderDatabase } from '../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../cloudfunctions/backend/store/postgres-migrations';
import { alipayCloud } from './alipay-cloud';
import { clientDoor } from './client/client-door';
import type { CloudOptions } from './cloud-options';
import { cloudServer, drain, listen } from './cloud-server';
import { migrateCloud } from './cloud-tables';
import { type CloudDatabase, openDatabase } from './database';
import { commands } from './document/commands';
import type { DocumentTables } from './document/document-tables';
import { documents } from './document/documents';
import { type FunctionFolder, functionFolder, functionFolders } from './function/function-folder';
import { loadHere } from './function/load-here';
import { functions } from './functions';
import { httpDoor } from './http/http-door';
import { PLATFORM_LIMITS } from './limits';
import { cloudLog } from './log';
import { cloudMetrics } from './metrics';
import { observedPorts } from './observed-ports';
import { CLIENT_METHODS, presetFunctions } from './openapi/preset-functions';
import { operationsDoor, spaceDoor } from './operations-door';
import { orderGauges } from './order-gauges';
import { type ReadinessCheck, readiness } from './readiness';
import { serverDoor } from './server/server-door';
import type { SessionTables } from './session/session-tables';
import { sessions } from './session/sessions';
import { users } from './session/users';
import { threadFunction } from './thread/thread-function';
import { type Timers, timers } from './timers';
import { readTriggers, type Triggers } from './triggers';

/** A running node of the self-hosted cloud. */
export interface Cloud {
  /** `http://127.0.0.1:<port>` */
  url: string;
  log: Logger;
  /** Runs a timer's function now and gives its result; waits for a run that is under way. */
  runTimer(functionName: string): Promise<unknown>;
  /** Ends within a second: answers under way are finished, what hangs is cut. */
  close(): Promise<void>;
}

const FUNCTION_TIMEOUT_MS = 10_000;
/** How long answers under way may take at the end. */
const DRAIN_MS = 600;

/** Starts the self-hosted cloud. What was opened is closed again when a later part cannot start. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const log = options.log ?? cloudLog(options.logLevel);
  const parts = await partsThatNeedNothing(options, log);
  const db = await openDatabase(options.database, log);
  const { server, folder, ours } = parts;
  const ready = readiness(db, options.functionsRoot, ours);
  try {
    const keeper = await assemble(options, parts, db, ready);
    const url = await listen(server, options.host ?? '127.0.0.1', options.port);
    keeper.start(options.runTimersAtStart ?? false);
    const close = once(async () => {
      ready.close();
      await sleep(options.shutdownDelayMs ?? 0);
      await closeAll(server, db, folder, keeper);
    });
    return { url, log, runTimer: keeper.run, close };
  } catch (error) {
    await closeAll(server, db, folder);
    throw error;
  }
}

type Parts = Awaited<ReturnType<typeof partsThatNeedNothing>>;

/** Made first, so that a wrong key or trigger is told before anything is opened. */
async function partsThatNeedNothing(options: CloudOptions, log: Logger) {
  const {
    functionsRoot,
    alipay,
    clock = systemClock,
    limits = PLATFORM_LIMITS,
    trustedProxies = [],
    fallback,
  } = options;
  const triggers = await readTriggers(functionsRoot, options.ownFunctionsRoot);
  const metrics = cloudMetrics();
  const server = cloudServer(log, metrics, { maxBodyBytes: limits.maxBodyBytes, trustedProxies, fallback });
  const { ours, folder } = functionFoldersOf(options, timeLimits(options, triggers), log);
  const way = alipayCloud(alipay, clock, log, metrics);
  return { clock, log, limits, triggers, metrics, server, ours, folder, cloud: way };
}

/** How long a function may take, by its name. */
type TimeLimits = (functionName: string) => number;

function timeLimits({ functionTimeoutMs = FUNCTION_TIMEOUT_MS }: CloudOptions, { seconds }: Triggers): TimeLimits {
  return (name) => (Object.hasOwn(seconds, name) ? Number(seconds[name]) * 1000 : functionTimeoutMs);
}

/** Ours share this thread and `ctx.ports`; the merchant's own are kept apart, from us and from each other. */
function functionFoldersOf(options: CloudOptions, limitMsOf: TimeLimits, log: Logger) {
  const { functionsRoot, ownFunctionsRoot, watchFunctions: watch = false } = options;
  const ours = functionFolder(functionsRoot, loadHere, watch);
  if (!ownFunctionsRoot) return { ours, folder: ours };
  const open = async (file: string) => threadFunction(file, limitMsOf(basename(dirname(file))), log);
  return { ours, folder: functionFolders([ours, functionFolder(ownFunctionsRoot, open, watch)]) };
}

/** Connects all parts. The only place that knows all of them. */
async function assemble(
  options: CloudOptions,
  parts: Parts,
  db: CloudDatabase,
  ready: ReadinessCheck,
): Promise<Timers> {
  const { space } = options;
  const { clock, log, limits, triggers, metrics, server, folder, cloud } = parts;
  const sessionDb = db.withTables<SessionTables>();
  const orderDb = db.withTables<Pick<OrderDatabase, keyof OrderDatabase>>();
  await migrateCloud(db);
  await migrateOrders(orderDb);

  const ports = await options.backend({ cloud, db: orderDb, log, clock, meter: metrics.meter });
  const execute = commands(documents(db.withTables<DocumentTables>(), space.spaceId, clock));
  const observed = observedPorts(ports, metrics, log);
  const invoke = functions({
    presets: presetFunctions(options.clientMethods ?? CLIENT_METHODS),
    folder,
    services: { spaceId: space.spaceId, appId: space.appId, cloud, ports: observed, execute, log },
    timeoutMsOf: timeLimits(options, triggers),
    metrics,
    clock,
    log,
  });
  const people = users(sessionDb, space, clock);
  const passes = sessions(sessionDb, people, clock);
  const known = { users: people, sessions: passes, invoke, clock };
  clientDoor(server, { ...known, space, cloud }, limits, metrics);
  const keys = options.serverKeys ?? [];
  serverDoor(server, { ...known, spaceId: space.spaceId, keys, execute }, limits, metrics);
  httpDoor(server, { triggers: triggers.http, invoke, clock }, limits, metrics);
  orderGauges(orderDb, clock, metrics);
  operationsDoor(server, ready, metrics, options.metricsToken);
  if (options.devSpace) spaceDoor(server, space);
  return timers(triggers.timers, invoke, clock, log);
}

async function closeAll(
  server: FastifyInstance,
  db: CloudDatabase,
  folder: FunctionFolder,
  keeper?: Timers,
): Promise<void> {
  await Promise.all([drain(server, DRAIN_MS), keeper && within(keeper.stop(), DRAIN_MS)]);
  await folder.close();
  await db.destroy();
}

async function within(work: Promise<void>, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}

/** Closing twice is closing once. */
function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= action();
    return result;
  };
}
