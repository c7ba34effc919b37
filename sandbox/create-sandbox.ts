import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type AlipayRules, ASSUMED_RULES, alipay as createAlipay } from './alipay/alipay';
import { type App, assertSandboxApp, SEEDED_APPS } from './alipay/apps';
import { type Buyer, SEEDED_BUYERS } from './alipay/buyers';
import { gateway } from './alipay/gateway';
import { type Clock, systemClock } from './clock';
import { type Control, control as createControl } from './control/control';
import { type AppAccess, controlApi } from './control/control-api';
import { type Identity, keptIdentity, passingIdentity } from './identity';
import { loopbackServer } from './loopback-server';
import { randomness as createRandomness } from './randomness';
import { forgetfulLog, openRecordLog } from './record-log';
import { rsaPrivateKey, rsaPublicKey } from './rsa';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Folder for keys and state; without one everything is forgotten at the end. */
  home?: string;
  clock?: Clock;
  /** Makes all numbers, codes and tokens the same in every run; keys are still generated. */
  seed?: string;
  /** Takes one line per gateway call; silent by default. */
  log?: (line: string) => void;
  apps?: readonly App[];
  buyers?: readonly Buyer[];
  rules?: Partial<AlipayRules>;
}

/** A running sandbox. */
export interface Sandbox extends Omit<Control, never> {
  /** `http://127.0.0.1:<port>` */
  url: string;
  apps: readonly AppAccess[];
  /** Ends within a second, cutting connections that are still open. */
  close(): Promise<void>;
}

/** Starts a sandbox of Alipay's gateway on the loopback interface. Rejects with EADDRINUSE when the port is taken. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { home, apps = SEEDED_APPS, buyers = SEEDED_BUYERS, clock = systemClock(), log = () => {} } = options;
  for (const app of apps) assertSandboxApp(app);
  const appIds = apps.map(({ appId }) => appId);
  const identity = await (home === undefined ? passingIdentity(appIds) : keptIdentity(home, appIds));
  const alipayKey = rsaPrivateKey(identity.alipayKeys.privateKeyPkcs1);
  const randomness = createRandomness(options.seed);
  const rules = { ...ASSUMED_RULES, ...options.rules };
  const alipay = createAlipay({ apps, buyers, clock, randomness, rules, privateKey: alipayKey });
  const control = createControl(alipay);

  const server = loopbackServer();
  let access: readonly AppAccess[] = [];
  server.register(async (scope) =>
    gateway(scope, { alipay, randomness, appKeys: publicKeys(identity), alipayKey, log }),
  );
  server.register(async (scope) => controlApi(scope, control, () => access));
  await server.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  alipay.start((load) => (home === undefined ? forgetfulLog() : openRecordLog(join(home, 'alipay.jsonl'), load)));

  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  access = apps.map((app) => appAccess(app, identity, url));
  return {
    ...control,
    url,
    apps: access,
    async close() {
      await server.close();
      alipay.close();
    },
  };
}

function publicKeys(identity: Identity) {
  return new Map(Object.entries(identity.appKeys).map(([appId, keys]) => [appId, rsaPublicKey(keys.publicKeySpki)]));
}

function appAccess(app: App, identity: Identity, url: string): AppAccess {
  const keys = identity.appKeys[app.appId];
  if (!keys) throw new Error(`app ${app.appId} has no keys`);
  return {
    appId: app.appId,
    name: app.name,
    appPrivateKeyPkcs1: keys.privateKeyPkcs1,
    appPrivateKeyPkcs8: keys.privateKeyPkcs8,
    appPublicKey: keys.publicKeySpki,
    alipayPublicKey: identity.alipayKeys.publicKeySpki,
    sellerId: app.sellerId,
    sellerName: app.sellerName,
    buyerIdKind: app.buyerIdKind,
    gateway: `${url}/gateway.do`,
  };
}
