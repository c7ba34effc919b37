import type { KeyObject } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Alipay } from './alipay/alipay';
import { type App, assertSandboxApp, SEEDED_APPS } from './alipay/apps';
import { billDownload } from './alipay/bill-download';
import { type Buyer, SEEDED_BUYERS } from './alipay/buyers';
import { gateway } from './alipay/gateway';
import type { AlipayRules } from './alipay/rules';
import { type SandboxClock, sandboxClock } from './clock';
import { consolePage } from './console/console-page';
import { accountRoutes } from './control/account-routes';
import { type AppAccess, appAccess } from './control/app-access';
import { type Control, control as createControl } from './control/control';
import { controlApi } from './control/control-api';
import { faultRoutes } from './control/fault-routes';
import { type FshowsAccess, fshowsAccess } from './control/fshows-access';
import { fshowsRoutes } from './control/fshows-routes';
import { notifyRoutes } from './control/notify-routes';
import { ruleRoutes } from './control/rule-routes';
import { stateRoutes } from './control/state-routes';
import { tradeRoutes } from './control/trade-routes';
import type { ExchangeLog } from './exchange-log';
import type { Faults } from './fault/faults';
import { assertSandboxFshowsApp, type FshowsApp, SEEDED_FSHOWS_APPS } from './fshows/apps';
import { fshowsBillDownload } from './fshows/bill-download';
import { fshowsGateway } from './fshows/gateway';
import { hostedPage } from './fshows/hosted-page';
import type { FshowsRules } from './fshows/rules';
import { assertHomeIsFree, noteAddress, removeAddress } from './home-guard';
import { type Identity, keptIdentity, passingIdentity } from './identity';
import { loopbackServer } from './loopback-server';
import { randomness as createRandomness, type Randomness } from './randomness';
import { rsaPrivateKey, rsaPublicKey } from './rsa';
import { type Gateways, startGateways } from './start-gateways';

/** How to start; without any of them a sandbox with the usual apps and buyers forgets all at its end. */
export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Folder for keys and state; without one everything is forgotten at the end. */
  home?: string;
  /** A clock shared with others; by default the sandbox has its own, which runs with the machine's time until told. */
  clock?: SandboxClock;
  /** Makes all numbers, codes and tokens the same in every run; keys are still generated. */
  seed?: string;
  /** Takes one line per gateway call; silent by default. Never told a key. */
  log?: (line: string) => void;
  apps?: readonly App[];
  /** Of both gateways: whoever pays at Fshows pays from Alipay. */
  buyers?: readonly Buyer[];
  /** What is assumed about Alipay; `docs/fidelity.md` names every rule. Those left out begin as usual. */
  rules?: Partial<AlipayRules>;
  fshows?: { apps?: readonly FshowsApp[]; rules?: Partial<FshowsRules> };
}

/** A running sandbox: what its control API does, as methods. */
export interface Sandbox extends Control {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** All that clients need to connect, one entry for each app. */
  apps: readonly AppAccess[];
  /** The same for Fshows, one entry for each provider. */
  fshows: { apps: readonly FshowsAccess[] };
  /** What is to go wrong; nothing does unless told. */
  faults: Faults;
  /** Stops and moves time: expiry, retries, the refund window and bills follow it. */
  clock: SandboxClock;
  /** Requests, answers and notifies of late. */
  log: Pick<ExchangeLog, 'entries'>;
  /** Ends within a second, cutting connections that are still open. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox of Alipay's gateway and of Fshows' on the loopback interface. Rejects with code EADDRINUSE when the port is
 * taken, and when `home` is in use by another sandbox.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { home, clock = sandboxClock() } = options;
  const apps = appsOf(options);
  const identity = await identityFor(apps, home);
  const randomness = createRandomness(options.seed);
  let url = '';
  const gateways = startGateways({
    ...options,
    clock,
    identity,
    randomness,
    url: () => url,
    apps: apps.alipay,
    fshowsApps: apps.fshows,
    fshowsRules: options.fshows?.rules,
    buyers: options.buyers ?? SEEDED_BUYERS,
  });
  const access: { apps: AppAccess[]; fshows: { apps: FshowsAccess[] } } = { apps: [], fshows: { apps: [] } };
  const server = loopbackServer();
  serveGateways(server, gateways, identity, randomness, options.log);
  const control = createControl(gateways);
  serveControl(server, gateways.alipay, control, clock, access);
  try {
    await server.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  } catch (error) {
    gateways.close();
    throw error;
  }
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  access.apps.push(...apps.alipay.map((app) => appAccess(app, identity, url, gateways.alipay.directory)));
  access.fshows.apps.push(...apps.fshows.map((app) => fshowsAccess(app, identity, url)));
  if (home !== undefined) noteAddress(home, url);
  const { faults, exchanges } = gateways.alipay;
  return { ...control, ...access, url, faults, clock, log: exchanges, close: () => close(server, gateways, home) };
}

interface Apps {
  alipay: readonly App[];
  fshows: readonly FshowsApp[];
}

function appsOf({ apps = SEEDED_APPS, fshows: { apps: fshowsApps = SEEDED_FSHOWS_APPS } = {} }: SandboxOptions): Apps {
  for (const app of apps) assertSandboxApp(app);
  for (const app of fshowsApps) assertSandboxFshowsApp(app);
  return { alipay: apps, fshows: fshowsApps };
}

async function identityFor({ alipay, fshows }: Apps, home: string | undefined): Promise<Identity> {
  const appIds = { alipay: alipay.map(({ appId }) => appId), fshows: fshows.map(({ appId }) => appId) };
  if (home === undefined) return passingIdentity(appIds);
  const identity = await keptIdentity(home, appIds);
  await assertHomeIsFree(home, identity.alipayKeys.publicKeySpki);
  return identity;
}

function serveGateways(
  server: FastifyInstance,
  { alipay, fshows }: Gateways,
  identity: Identity,
  randomness: Randomness,
  log: (line: string) => void = () => {},
): void {
  const ofAlipay = {
    alipay,
    log,
    newTraceId: () => randomness.hex(32),
    appKeys: publicKeys(identity.appKeys),
    alipayKey: rsaPrivateKey(identity.alipayKeys.privateKeyPkcs1),
  };
  server.register(async (scope) => {
    gateway(scope, ofAlipay);
    billDownload(scope, alipay);
  });
  server.register(async (scope) => {
    fshowsBillDownload(scope, fshows);
    hostedPage(scope, fshows);
  });
  server.register(async (scope) => {
    fshowsGateway(scope, { fshows, log, appKeys: publicKeys(identity.fshows.appKeys) });
  });
}

function publicKeys(appKeys: Identity['appKeys']): Map<string, KeyObject> {
  const keys = Object.entries(appKeys);
  return new Map(keys.map(([appId, { publicKeySpki }]) => [appId, rsaPublicKey(publicKeySpki)]));
}

function serveControl(
  server: FastifyInstance,
  { faults, exchanges }: Alipay,
  control: Control,
  clock: SandboxClock,
  access: Pick<Sandbox, 'apps' | 'fshows'>,
): void {
  const routes = [
    ...tradeRoutes(control, () => access.apps),
    ...fshowsRoutes(() => access.fshows.apps),
    ...accountRoutes(control),
    ...notifyRoutes(control),
    ...faultRoutes(faults),
    ...ruleRoutes(control),
    ...stateRoutes(control, clock, exchanges),
  ];
  server.register(async (scope) => controlApi(scope, routes, faults));
  server.register(async (scope) =>
    consolePage(scope, {
      control,
      clock,
      faults,
      exchanges,
      apps: () => access.apps,
      fshowsApps: () => access.fshows.apps,
    }),
  );
}

async function close(server: FastifyInstance, gateways: Gateways, home: string | undefined): Promise<void> {
  await server.close();
  gateways.close();
  if (home !== undefined) removeAddress(home);
}
