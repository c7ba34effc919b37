import { createPublicKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type BackendConfig, ConfigError, loadConfig } from '../cloudfunctions/backend/host/config';
import { readPrivateKey, readPublicKey } from './alipay/rsa-keys';
import type { AlipayAccount } from './alipay-cloud';
import type { DatabaseChoice } from './database';
import type { Limits } from './limits';
import type { Space } from './space';
import { type Environment, type VariableReader, variableReader } from './variable-reader';
import type { VariableName } from './variables';

/** Everything that `npm run serve` takes from the environment. */
export interface ServeConfig {
  host: string;
  port: number;
  logLevel: string;
  /** Where the built functions are. */
  functionsRoot: string;
  /** Where the merchant's own are. */
  ownFunctionsRoot: string | undefined;
  functionTimeoutMs: number;
  /** What apps may call of the OpenAPI by themselves. */
  clientMethods: string[];
  database: DatabaseChoice;
  space: Space;
  serverKeys: KeyObject[];
  alipay: AlipayAccount;
  backend: BackendConfig;
  limits: Limits;
  trustedProxies: string[];
  shutdownDelayMs: number;
  metricsToken?: string;
}

const SHORTEST_SECRET = 16;
/** What Alipay makes keys of; shorter ones can be broken. */
const SHORTEST_KEY_BITS = 2048;

/** Reads the configuration. Throws one ConfigError that names everything missing or wrong, here and in the backend's part. */
export function serveConfig(env: Environment): ServeConfig {
  const read = variableReader(env);
  const backend = backendConfig(read);
  const appId = backend?.appId ?? '';
  const config = {
    host: read.text('HOST'),
    port: read.number('PORT'),
    logLevel: read.text('LOG_LEVEL'),
    functionsRoot: read.text('SHOUYIN_FUNCTIONS') || join(__dirname, '..', 'dist', 'cloudfunctions'),
    ownFunctionsRoot: read.text('SHOUYIN_OWN_FUNCTIONS') || undefined,
    functionTimeoutMs: read.number('SHOUYIN_FUNCTION_SECONDS') * 1000,
    clientMethods: clientMethods(read),
    database: database(read),
    space: { spaceId: read.text('SHOUYIN_SPACE_ID'), clientSecret: secret(read, 'SHOUYIN_CLIENT_SECRET'), appId },
    serverKeys: serverKeys(read),
    alipay: alipayAccount(read, backend),
    limits: limits(read),
    trustedProxies: trustedProxies(read),
    shutdownDelayMs: read.number('SHOUYIN_SHUTDOWN_SECONDS') * 1000,
    metricsToken: secret(read, 'SHOUYIN_METRICS_TOKEN') || undefined,
  };
  if (!backend || read.problems.length > 0) throw new ConfigError(read.problems);
  return { ...config, backend };
}

function backendConfig({ documented, problems }: VariableReader): BackendConfig | null {
  try {
    return loadConfig(documented);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

function alipayAccount(read: VariableReader, backend: BackendConfig | null): AlipayAccount {
  const account = {
    appId: backend?.appId ?? '',
    privateKey: read.text('ALIPAY_PRIVATE_KEY'),
    alipayPublicKey: backend?.alipayPublicKey ?? '',
    gateway: read.text('ALIPAY_GATEWAY'),
    timeoutMs: read.number('ALIPAY_SECONDS') * 1000,
  };
  if (!/^https?:\/\//.test(account.gateway) || !URL.canParse(account.gateway)) {
    read.problems.push('ALIPAY_GATEWAY must be an http(s) address');
  }
  if (account.privateKey !== '') checkKeys(account, read.problems);
  return account;
}

/** What the console makes easy to get wrong: it shows the app's public key beside Alipay's. */
function checkKeys({ privateKey, alipayPublicKey }: AlipayAccount, problems: string[]): void {
  try {
    const own = readPrivateKey(privateKey);
    if ((own.asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_KEY_BITS) {
      problems.push(`ALIPAY_PRIVATE_KEY is too short: make a key of ${SHORTEST_KEY_BITS} bits`);
    }
    const isSwapped = alipayPublicKey !== '' && createPublicKey(own).equals(readPublicKey(alipayPublicKey));
    if (isSwapped) problems.push("ALIPAY_PUBLIC_KEY is the app's own public key: the console shows Alipay's beside it");
  } catch {
    problems.push('ALIPAY_PRIVATE_KEY is not an RSA private key: paste the PEM, or its base64 text as one line');
  }
}

function database(read: VariableReader): DatabaseChoice {
  const [url, home] = [read.text('DATABASE_URL'), read.text('SHOUYIN_HOME')];
  const connections = read.number('SHOUYIN_DATABASE_CONNECTIONS');
  if (url) {
    if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
      read.problems.push('DATABASE_URL must look like postgres://user:password@host:5432/database');
    }
    return { kind: 'server', url, connections };
  }
  if (!home) {
    read.problems.push(
      'DATABASE_URL is missing: the address of a PostgreSQL server; or set SHOUYIN_HOME to a folder to keep data in',
    );
  }
  return { kind: 'embedded', folder: join(home, 'database') };
}

function secret(read: VariableReader, name: VariableName): string {
  const value = read.text(name);
  if (value !== '' && value.length < SHORTEST_SECRET) {
    read.problems.push(`${name} is too short: at least ${SHORTEST_SECRET} characters`);
  }
  return value;
}

function serverKeys(read: VariableReader): KeyObject[] {
  const texts = listOf(read.text('SHOUYIN_SERVER_KEYS'));
  return texts.flatMap((text, index) => {
    try {
      const key = readPublicKey(text);
      if ((key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_KEY_BITS) return [key];
      read.problems.push(`SHOUYIN_SERVER_KEYS: key ${index + 1} is too short: make one of ${SHORTEST_KEY_BITS} bits`);
    } catch {
      read.problems.push(`SHOUYIN_SERVER_KEYS: key ${index + 1} is not an RSA public key as base64 in one line`);
    }
    return [];
  });
}

function limits(read: VariableReader): Limits {
  return {
    maxBodyBytes: read.number('SHOUYIN_MAX_BODY_KIB') * 1024,
    perBuyer: read.number('SHOUYIN_RATE_PER_BUYER'),
    perAddress: read.number('SHOUYIN_RATE_PER_ADDRESS'),
    signInsPerAddress: read.number('SHOUYIN_RATE_OF_SIGN_INS'),
    triggersPerAddress: read.number('SHOUYIN_RATE_OF_TRIGGERS'),
    clockSkewMs: read.number('SHOUYIN_CLOCK_SKEW_MINUTES') * 60_000,
  };
}

/** Whoever has the app can call these in its name, so what moves money cannot be among them. */
function clientMethods(read: VariableReader): string[] {
  const given = listOf(read.text('SHOUYIN_CLIENT_METHODS'));
  const methods = given.join() === 'none' ? [] : given;
  for (const method of methods) {
    if (!/^[a-z0-9]+(\.[a-z0-9]+)+$/.test(method)) {
      read.problems.push(`SHOUYIN_CLIENT_METHODS: "${method}" is no method such as alipay.trade.query`);
    }
    if (/^alipay\.(fund\.|trade\.(refund|cancel|order\.settle|page\.refund)$)/.test(method)) {
      read.problems.push(`SHOUYIN_CLIENT_METHODS: ${method} gives money back or away; call it in a cloud function`);
    }
  }
  return methods;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function trustedProxies(read: VariableReader): string[] {
  const proxies = listOf(read.text('SHOUYIN_TRUSTED_PROXIES'));
  for (const proxy of proxies.filter((entry) => !isNetwork(entry))) {
    read.problems.push(`SHOUYIN_TRUSTED_PROXIES: "${proxy}" is no address and no network such as 10.0.0.0/8`);
  }
  return proxies;
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
