import { join } from 'node:path';
import { type Alipay, type AlipayParts, alipay as createAlipay } from './alipay/alipay';
import { appAuths } from './alipay/app-auth';
import type { App } from './alipay/apps';
import type { Buyer } from './alipay/buyers';
import { directory } from './alipay/directory';
import type { AlipayRules } from './alipay/rules';
import type { Clock } from './clock';
import { exchangeLog } from './exchange-log';
import { faults as createFaults } from './fault/faults';
import type { FshowsApp } from './fshows/apps';
import { fshowsDirectory } from './fshows/directory';
import { fshows as createFshows, type Fshows } from './fshows/fshows';
import type { FshowsRules } from './fshows/rules';
import { isFshowsPut } from './fshows/tables';
import type { Identity } from './identity';
import { randomness as createRandomness, type Randomness } from './randomness';
import { forgetfulLog, openRecordLog, type Put } from './record-log';
import { rsaPrivateKey } from './rsa';
import { type SharedLog, sharedLog } from './shared-log';

/** Both gateways: two that know nothing of each other but the buyers, whose money is at Alipay. */
export interface Gateways {
  alipay: Alipay;
  fshows: Fshows;
  /** Everything both remember, as rows. */
  puts(): Put[];
  /** Forgets what both remember and takes up these rows instead, which must come from {@link Gateways.puts}. */
  restore(puts: readonly Put[]): void;
  /** Forgets everything but apps, the buyers of the start and keys, and removes every fault. */
  reset(): void;
  close(): void;
}

/** `url` gives the address once the server listens; without `home` nothing outlives the process. */
export interface GatewayOptions {
  clock: Clock;
  url(): string;
  identity: Identity;
  randomness: Randomness;
  home?: string;
  seed?: string;
  buyers: readonly Buyer[];
  apps: readonly App[];
  rules?: Partial<AlipayRules>;
  fshowsApps: readonly FshowsApp[];
  fshowsRules?: Partial<FshowsRules>;
}

/** Takes up what the log in `home` remembers of both, and goes on from there. */
export function startGateways(options: GatewayOptions): Gateways {
  const { home } = options;
  let guest: Fshows | undefined;
  const log = sharedLog(
    (load) => (home === undefined ? forgetfulLog() : openRecordLog(join(home, 'alipay.jsonl'), load)),
    isFshowsPut,
    () => guest?.puts(),
  );
  const alipay = createAlipay(alipayParts(options, log));
  const fshows = startFshows(options, alipay, log);
  guest = fshows;

  return {
    alipay,
    fshows,
    puts: () => [...alipay.puts(), ...fshows.puts()],
    restore(puts) {
      fshows.clear();
      // Alipay writes the log anew, the other's rows included: they have to be there before.
      fshows.load(puts.filter(isFshowsPut));
      alipay.restore(puts.filter((put) => !isFshowsPut(put)));
      fshows.resume();
    },
    reset() {
      fshows.clear();
      fshows.notifies.setDelivering(true);
      alipay.reset();
    },
    close() {
      fshows.clear();
      alipay.close();
    },
  };
}

function alipayParts(options: GatewayOptions, log: SharedLog): AlipayParts {
  const { clock, url, identity, randomness, seed, apps, buyers, fshowsApps, rules = {} } = options;
  const idsAtFshows = fshowsApps.flatMap(({ appId, subMerchants }) => [
    appId,
    ...subMerchants.map(({ subMerchantId }) => subMerchantId),
  ]);
  return {
    directory: directory(apps, buyers, appAuths(apps, identity), idsAtFshows),
    clock,
    url,
    randomness,
    rules,
    faults: createFaults(clock, createRandomness(seed === undefined ? undefined : `${seed}/faults`)),
    exchanges: exchangeLog(),
    privateKey: rsaPrivateKey(identity.alipayKeys.privateKeyPkcs1),
    openLog: log.open,
  };
}

function startFshows(options: GatewayOptions, alipay: Alipay, log: SharedLog): Fshows {
  const { clock, url, identity, randomness, fshowsApps, fshowsRules } = options;
  const fshows = createFshows({
    directory: fshowsDirectory(fshowsApps),
    clock,
    url,
    randomness,
    rules: fshowsRules ?? {},
    faults: alipay.faults,
    exchanges: alipay.exchanges,
    privateKey: rsaPrivateKey(identity.fshows.gatewayKeys.privateKeyPkcs1),
    buyers: alipay.buyers,
    ...alipay.books,
    keep: log.append,
  });
  fshows.load(log.found());
  fshows.resume();
  return fshows;
}
