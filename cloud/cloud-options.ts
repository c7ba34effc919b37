import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { OrderDatabase } from '../cloudfunctions/backend/store/postgres';
import type { AlipayAccount } from './alipay-cloud';
import type { Fallback } from './cloud-server';
import type { DatabaseChoice } from './database';
import type { AlipayCloud, Clock, Meter, Ports } from './faces';
import type { Limits } from './limits';
import type { Space } from './space';

/** What a cloud is started with. */
export interface CloudOptions {
  /** 0 takes any free port. */
  port: number;
  /** Loopback unless somebody decides otherwise. */
  host?: string;
  database: DatabaseChoice;
  space: Space;
  /** Public keys of the servers that may call `/server`; none may without. */
  serverKeys?: readonly KeyObject[];
  alipay: AlipayAccount;
  /** Makes the ports that functions find in `ctx.ports`; called once, with the tables in place. */
  backend(deps: BackendDeps): Ports | Promise<Ports>;
  /** One folder per built function, and `triggers.json`. */
  functionsRoot: string;
  /** The same for functions of the merchant's own, each of which runs in a thread of its own. */
  ownFunctionsRoot?: string | undefined;
  /** Load a function anew when its file has changed. */
  watchFunctions?: boolean;
  /** How long a function may take that `triggers.json` gives no time of its own. */
  functionTimeoutMs?: number;
  /** OpenAPI methods that apps may call by themselves; creating and querying when not said. */
  clientMethods?: readonly string[];
  /** Serve `GET /api/space`, which gives the client secret away: development only. */
  devSpace?: boolean;
  /** Takes requests that are not for the cloud. */
  fallback?: Fallback;
  /** What callers may ask; without, the platform's sizes and no rates. */
  limits?: Limits;
  /** Addresses and networks of proxies whose word about the caller's address is taken. */
  trustedProxies?: readonly string[];
  /** Lets `/metrics` be read from other machines. */
  metricsToken?: string;
  /** How long the end is announced by `/readyz` before the node stops taking requests. */
  shutdownDelayMs?: number;
  /** Run every timer once at the start. */
  runTimersAtStart?: boolean;
  clock?: Clock;
  log?: Logger;
  logLevel?: string;
}

/** What the cloud has for the ports of the order backend. */
export interface BackendDeps {
  cloud: AlipayCloud;
  db: Kysely<OrderDatabase>;
  log: Logger;
  clock: Clock;
  meter: Meter;
}
