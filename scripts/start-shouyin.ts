/** Composes the whole product on one machine: sandbox, self-hosted cloud, simulator. */
import { join } from 'node:path';
import { HttpClient } from 'urllib';
import { type Cloud, createCloud } from '../cloud/create-cloud';
import type { Goods } from '../cloudfunctions/backend/flow/ports';
import type { FshowsConfig } from '../cloudfunctions/backend/host/fshows-config';
import type { MerchantConfig } from '../cloudfunctions/backend/host/merchant-config';
import { hostPorts } from '../cloudfunctions/backend/host/ports';
import type { Route } from '../cloudfunctions/backend/order/routing';
import { postgresStore } from '../cloudfunctions/backend/store/postgres';
import type { SandboxClock } from '../sandbox/clock';
import { createSandbox, type Sandbox } from '../sandbox/create-sandbox';
import { createSimulator, type Simulator } from '../simulator/serve';
import { buildFunctions, watchFunctions } from './build-functions';
import { buildMiniprogram } from './build-miniprogram';
import { type DevelopmentSettings, developmentSettings } from './development-settings';
import { freePorts } from './free-ports';
import { type Space, spaceModule } from './space';

/** What `npm start` can be told, and what tests put in place of real parts. */
export interface StartOptions {
  projectRoot: string;
  /** Keys and data live here. */
  home: string;
  /** 0 takes any free port. */
  port: number;
  sandboxPort: number;
  /** A PostgreSQL server instead of the embedded database. */
  databaseUrl?: string;
  /** Functions of the developer's own, beside ours. */
  ownFunctionsRoot?: string;
  orderLifetimeMs: number;
  /** Which channel takes which orders; Alipay first when absent. */
  routes?: Route[];
  /** What is for sale, asked at every listing and every order; the shipped goods when absent. For tests that change it in between. */
  goods?(): Promise<Goods[]>;
  /** Build dist/ first. */
  build: boolean;
  logLevel: string;
  /** One clock for the sandbox and the cloud; the machine's when absent. */
  clock?: SandboxClock;
  progress(line: string): void;
}

/** Everything that was started: the cloud at `url`, the gateways at `sandboxUrl`. */
export interface Shouyin {
  url: string;
  sandboxUrl: string;
  /** Looks at every order that is due now, instead of at the next full minute. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything and resolves when a person can pay. What was started is ended again when a later part fails. */
export async function startShouyin(options: StartOptions): Promise<Shouyin> {
  const [port, sandboxPort] = await freePorts([
    [options.port, 'PORT'],
    [options.sandboxPort, 'SANDBOX_PORT'],
  ]);
  const settings = await developmentSettings(options.home);
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.close();
  };
  try {
    const sandbox = await createSandbox({
      port: sandboxPort,
      home: join(options.home, 'sandbox'),
      clock: options.clock,
    });
    started.push(sandbox);
    const space = developmentSpace(port, settings, sandbox);
    if (options.build) started.push(await build(options, space));
    const simulator = await createSimulator({
      root: join(options.projectRoot, 'dist', 'miniprogram'),
      sandboxUrl: sandbox.url,
      overlay: { 'space.js': spaceModule(space) },
    });
    started.push(simulator);
    const cloud = await developmentCloud(options, port, settings, space, sandbox, simulator);
    started.push(cloud);
    const sweep = async (): Promise<void> => void (await cloud.runTimer('order-sweep'));
    return { url: cloud.url, sandboxUrl: sandbox.url, sweep, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function developmentSpace(port: number, settings: DevelopmentSettings, sandbox: Sandbox): Space {
  const { spaceId, clientSecret } = settings;
  return { endpoint: `http://127.0.0.1:${port}`, spaceId, clientSecret, appId: firstApp(sandbox).appId };
}

function firstApp(sandbox: Sandbox): Sandbox['apps'][number] {
  const [app] = sandbox.apps;
  if (!app) throw new Error('the sandbox has no app');
  return app;
}

function fshowsOf({ fshows }: Sandbox): FshowsConfig {
  const [provider] = fshows.apps;
  const [shop] = provider?.subMerchants ?? [];
  if (!provider || !shop) throw new Error('the sandbox has no provider at Fshows');
  const { gateway, appId, appPrivateKeyPkcs8: privateKey, platformPublicKey } = provider;
  return { gateway, appId, privateKey, platformPublicKey, subMerchantId: shop.subMerchantId };
}

/** What the shop of `npm start` shows of itself. */
const OFFERS = {
  contact: { phone: '400-000-0000', note: '每天 9:00–21:00' },
  instalments: { counts: [3, 6, 12], feePayer: 'buyer', minTotalFen: 10_000 },
} satisfies Pick<MerchantConfig, 'contact' | 'instalments'>;

/** Builds everything, and keeps the functions as new as their sources until it is closed. */
async function build({ projectRoot, progress }: StartOptions, space: Space): Promise<{ close(): Promise<void> }> {
  progress('Building the mini-program and the cloud functions …');
  const functionsDir = join(projectRoot, 'dist', 'cloudfunctions');
  await Promise.all([
    buildMiniprogram({ projectRoot, outDir: join(projectRoot, 'dist', 'miniprogram'), space }),
    buildFunctions(projectRoot, functionsDir),
  ]);
  return await watchFunctions(projectRoot, functionsDir);
}

function developmentCloud(
  options: StartOptions,
  port: number,
  settings: DevelopmentSettings,
  space: Space,
  sandbox: Sandbox,
  simulator: Simulator,
): Promise<Cloud> {
  const app = firstApp(sandbox);
  const { appId, sellerId, alipayPublicKey } = app;
  return createCloud({
    port,
    database: options.databaseUrl
      ? { kind: 'server', url: options.databaseUrl }
      : { kind: 'embedded', folder: join(options.home, 'database') },
    space,
    alipay: { appId, privateKey: app.appPrivateKeyPkcs1, alipayPublicKey, gateway: app.gateway },
    functionsRoot: join(options.projectRoot, 'dist', 'cloudfunctions'),
    ownFunctionsRoot: options.ownFunctionsRoot,
    watchFunctions: true,
    devSpace: true,
    runTimersAtStart: true,
    fallback: simulator.handle,
    logLevel: options.logLevel,
    clock: options.clock,
    backend: ({ cloud, db, log, clock, meter }) => {
      const ports = hostPorts({
        store: postgresStore(db),
        cloud,
        http: new HttpClient(),
        log,
        clock,
        meter,
        config: {
          merchantId: 'sandbox-shop',
          merchantName: app.sellerName,
          appId,
          sellerId,
          alipayPublicKey,
          notifyUrl: `${space.endpoint}/http/trade-notify`,
          orderKey: settings.orderKey,
          operatorToken: settings.operatorToken,
          orderLifetimeMs: options.orderLifetimeMs,
          fshows: fshowsOf(sandbox),
          routes: options.routes,
          ...OFFERS,
        },
      });
      return options.goods ? { ...ports, goods: options.goods } : ports;
    },
  });
}
