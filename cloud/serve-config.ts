import { join } from 'node:path';
import { type BackendConfig, ConfigError, loadConfig } from '../cloudfunctions/backend/host/config';
import { readPrivateKey } from './alipay/rsa-keys';
import type { AlipayAccount } from './alipay-cloud';
import type { Space } from './client/client-request';
import type { DatabaseChoice } from './database';

/** Everything that `npm run serve` takes from the environment. */
export interface ServeConfig {
  host: string;
  port: number;
  logLevel: string;
  /** Where the built functions are. */
  functionsRoot: string;
  database: DatabaseChoice;
  space: Space;
  alipay: AlipayAccount;
  backend: BackendConfig;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PRODUCTION_GATEWAY = 'https://openapi.alipay.com/gateway.do';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const SHORTEST_CLIENT_SECRET = 16;

/** Reads the configuration. Throws one ConfigError that names everything missing or wrong, here and in the backend's part. */
export function serveConfig(env: Environment): ServeConfig {
  const problems: string[] = [];
  const backend = backendConfig(env, problems);
  const appId = backend?.appId ?? '';
  const spaceId = required(env, 'SHOUYIN_SPACE_ID', 'the id of the space, as the app is built with', problems);
  const config = {
    host: env.HOST || '127.0.0.1',
    port: port(env, problems),
    logLevel: logLevel(env, problems),
    functionsRoot: env.SHOUYIN_FUNCTIONS || join(__dirname, '..', 'dist', 'cloudfunctions'),
    database: database(env, problems),
    space: { spaceId, clientSecret: clientSecret(env, problems), appId },
    alipay: {
      appId,
      privateKey: privateKey(env, problems),
      alipayPublicKey: backend?.alipayPublicKey ?? '',
      gateway: address(env, 'ALIPAY_GATEWAY', PRODUCTION_GATEWAY, problems),
    },
  };
  if (!backend || problems.length > 0) throw new ConfigError(problems);
  return { ...config, backend };
}

function backendConfig(env: Environment, problems: string[]): BackendConfig | null {
  try {
    return loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

function required(env: Environment, name: string, meaning: string, problems: string[]): string {
  const value = env[name] ?? '';
  if (value === '') problems.push(`${name} is missing: ${meaning}`);
  return value;
}

function port(env: Environment, problems: string[]): number {
  const value = Number(env.PORT || 8080);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) problems.push('PORT must be a number from 0 to 65535');
  return value;
}

function logLevel(env: Environment, problems: string[]): string {
  const value = env.LOG_LEVEL || 'info';
  if (!LOG_LEVELS.includes(value)) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
  return value;
}

function database(env: Environment, problems: string[]): DatabaseChoice {
  const { DATABASE_URL: url, SHOUYIN_HOME: home } = env;
  if (url) {
    if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
      problems.push('DATABASE_URL must look like postgres://user:password@host:5432/database');
    }
    return { kind: 'server', url };
  }
  if (!home) {
    problems.push(
      'DATABASE_URL is missing: the address of a PostgreSQL server; or set SHOUYIN_HOME to a folder to keep data in',
    );
  }
  return { kind: 'embedded', folder: join(home ?? '', 'database') };
}

function clientSecret(env: Environment, problems: string[]): string {
  const value = required(env, 'SHOUYIN_CLIENT_SECRET', 'the secret that the app is built with', problems);
  if (value !== '' && value.length < SHORTEST_CLIENT_SECRET) {
    problems.push(`SHOUYIN_CLIENT_SECRET is too short: at least ${SHORTEST_CLIENT_SECRET} characters`);
  }
  return value;
}

function privateKey(env: Environment, problems: string[]): string {
  const value = required(env, 'ALIPAY_PRIVATE_KEY', "the app's own private key, PKCS#1 or PKCS#8", problems);
  if (value === '') return value;
  try {
    readPrivateKey(value);
  } catch {
    problems.push('ALIPAY_PRIVATE_KEY is not an RSA private key: paste the PEM, or its base64 text as one line');
  }
  return value;
}

function address(env: Environment, name: string, usual: string, problems: string[]): string {
  const value = env[name] || usual;
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) problems.push(`${name} must be an http(s) address`);
  return value;
}
