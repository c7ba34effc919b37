import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Alipay, alipay as createAlipay } from './alipay/alipay';
import { appAuths } from './alipay/app-auth';
import { type App, assertSandboxApp, SEEDED_APPS } from './alipay/apps';
import { billDownload } from './alipay/bill-download';
import { type Buyer, SEEDED_BUYERS } from './alipay/buyers';
import { directory } from './alipay/directory';
import { gateway } from './alipay/gateway';
import type { AlipayRules } from './alipay/rules';
import { type SandboxClock, sandboxClock } from './clock';
import { consolePage } from './console/console-page';
import { accountRoutes } from './control/account-routes';
import { type AppAccess, appAccess } from './control/app-access';
import { type Control, control as createControl } from './control/control';
import { controlApi } from './control/control-api';
import { faultRoutes } from './control/fault-routes';
import { notifyRoutes } from './control/notify-routes';
import { ruleRoutes } from './control/rule-routes';
import { stateRoutes } from './control/state-routes';
import { tradeRoutes } from './control/trade-routes';
import { type ExchangeLog, exchangeLog } from './exchange-log';
import { faults as createFaults, type Faults } from './fault/faults';
import { assertHomeIsFree, noteAddress, removeAddress } from './home-guard';
import { type Identity, keptIdentity, passingIdentity } from './identity';
import { loopbackServer } from './loopback-server';
import { randomness as createRandomness, type Randomness } from './randomness';
import { forgetfulLog, openRecordLog } from './record-log';
import { rsaPrivateKey, rsaPublicKey } from './rsa';

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
  buyers?: readonly Buyer[];
  rules?: Partial<AlipayRules>;
}

/** A running sandbox: what its control API does, as methods. */
export interface Sandbox extends Control {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** All that clients need to connect, one entry for each app. */
  apps: readonly AppAccess[];
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
 * Starts a sandbox of Alipay's gateway on the loopback interface. Rejects with code EADDRINUSE when the port is taken, and
 * when `home` is in use by another sandbox.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { home, apps = SEEDED_APPS, clock = sandboxClock() } = options;
  for (const app of apps) assertSandboxApp(app);
  const identity = await identityFor(apps, home);
  const randomness = createRandomness(options.seed);
  let url = '';
  const alipay = startAlipay({ ...options, clock, url: () => url }, identity, randomness);
  const control = createControl(alipay);
  const access: AppAccess[] = [];

  const server = loopbackServer();
  serveGateway(server, alipay, identity, randomness, options.log);
  const { faults, exchanges } = alipay;
  const routes = [
    ...tradeRoutes(control, () => access),
    ...accountRoutes(control),
    ...notifyRoutes(control),
    ...faultRoutes(faults),
    ...ruleRoutes(control),
    ...stateRoutes(control, clock, exchanges),
  ];
  server.register(async (scope) => controlApi(scope, routes, faults));
  server.register(async (scope) => consolePage(scope, { control, clock, faults, exchanges, apps: () => access }));
  try {
    await server.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  } catch (error) {
    alipay.close();
    throw error;
  }
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  access.push(...apps.map((app) => appAccess(app, identity, url, alipay.directory)));
  if (home !== undefined) noteAddress(home, url);
  return { ...control, url, apps: access, faults, clock, log: exchanges, close: () => close(server, alipay, home) };
}

async function identityFor(apps: readonly App[], home: string | undefined): Promise<Identity> {
  const appIds = apps.map(({ appId }) => appId);
  if (home === undefined) return passingIdentity(appIds);
  const identity = await keptIdentity(home, appIds);
  await assertHomeIsFree(home, identity.alipayKeys.publicKeySpki);
  return identity;
}

interface StartOptions extends SandboxOptions {
  clock: SandboxClock;
  url(): string;
}

function startAlipay(
  { home, clock, url, rules = {}, seed, apps = SEEDED_APPS, buyers = SEEDED_BUYERS }: StartOptions,
  identity: Identity,
  randomness: Randomness,
): Alipay {
  return createAlipay({
    directory: directory(apps, buyers, appAuths(apps, identity)),
    clock,
    url,
    randomness,
    rules,
    faults: createFaults(clock, createRandomness(seed === undefined ? undefined : `${seed}/faults`)),
    exchanges: exchangeLog(),
    privateKey: rsaPrivateKey(identity.alipayKeys.privateKeyPkcs1),
    openLog: (load) => (home === undefined ? forgetfulLog() : openRecordLog(join(home, 'alipay.jsonl'), load)),
  });
}

function serveGateway(
  server: FastifyInstance,
  alipay: Alipay,
  identity: Identity,
  randomness: Randomness,
  log: (line: string) => void = () => {},
): void {
  const keys = Object.entries(identity.appKeys);
  const parts = {
    alipay,
    log,
    newTraceId: () => randomness.hex(32),
    appKeys: new Map(keys.map(([appId, { publicKeySpki }]) => [appId, rsaPublicKey(publicKeySpki)])),
    alipayKey: rsaPrivateKey(identity.alipayKeys.privateKeyPkcs1),
  };
  server.register(async (scope) => {
    gateway(scope, parts);
    billDownload(scope, alipay);
  });
}

async function close(server: FastifyInstance, alipay: Alipay, home: string | undefined): Promise<void> {
  await server.close();
  alipay.close();
  if (home !== undefined) removeAddress(home);
}
