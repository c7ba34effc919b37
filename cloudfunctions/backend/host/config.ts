/** Where the backend's choices are made: everything a merchant configures, checked before anything starts. */
import type { OrderLimits } from '../flow/ports';
import { fshowsConfig } from './fshows-config';
import type { MerchantConfig } from './merchant-config';
import { moreMerchants, routeFaults } from './more-merchants';
import { contactConfig, instalmentsConfig } from './offers-config';
import { orderLimits } from './order-limits';
import { publicKeyPem } from './public-key';
import { routesConfig } from './routes-config';

/** The first merchant's settings, and everything that all of them share. */
export interface BackendConfig extends MerchantConfig {
  /** Those besides the first. */
  moreMerchants?: MerchantConfig[];
  /** The app that signs at Alipay; also the mini-program that opens the cashier. */
  appId: string;
  /** Alipay's public key (not the app's): one line of base64 or PEM. */
  alipayPublicKey: string;
  /** Public address of the notify trigger. Without it news comes by query alone. */
  notifyUrl?: string;
  /** Secret that order numbers are derived with. Changing it makes repeated requests of running purchases name new orders. */
  orderKey: string;
  /** How long an unpaid order may be paid, ms. */
  orderLifetimeMs: number;
  /** Buyer ids of the people who may refund. */
  operatorIds?: string[];
  /** Secret with which the merchant's own systems may refund. */
  operatorToken?: string;
  /** Where events are sent; without it they are only kept. */
  eventsUrl?: string;
  /** What events are signed with; the receiver has it too. */
  eventsSecret?: string;
  /** What one order and one page may hold, where it is less than the contract allows. */
  limits?: OrderLimits;
}

/** Configuration that cannot work. The message lists everything that is wrong, and what to do. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is incomplete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const DEFAULT_LIFETIME_MINUTES = 15;
const SHORTEST_ORDER_KEY = 32;
const SHORTEST_SECRET = 32;
const MOST_LIFETIME_MINUTES = 15 * 24 * 60;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the backend's configuration from the environment, and from the settings of the build what the environment leaves open. Throws a
 * {@link ConfigError} that names every fault at once.
 */
export function loadConfig(given: Environment = process.env, settings: Environment = {}): BackendConfig {
  const env = { ...settings, ...given };
  const problems: string[] = [];
  const config: BackendConfig = {
    merchantId: required(env, 'SHOUYIN_MERCHANT_ID', 'your own id of the merchant, e.g. "shop-1"', problems),
    formerIds: listOf(env.SHOUYIN_FORMER_MERCHANT_IDS),
    merchantName: required(env, 'SHOUYIN_MERCHANT_NAME', 'the name buyers see', problems),
    appId: required(env, 'ALIPAY_APP_ID', 'the APPID of the mini-program', problems),
    sellerId: env.ALIPAY_SELLER_ID || undefined,
    alipayPublicKey: publicKey(env, problems),
    notifyUrl: notifyUrl(env, problems),
    appAuthToken: env.ALIPAY_APP_AUTH_TOKEN || undefined,
    orderKey: orderKey(env, problems),
    orderLifetimeMs: lifetimeMs(env, problems),
    operatorIds: listOf(env.SHOUYIN_OPERATOR_IDS),
    operatorToken: secret(env, 'SHOUYIN_OPERATOR_TOKEN', problems),
    ...eventsTarget(env, problems),
    honourLateMs: honourLateMs(env, problems),
    fshows: fshowsConfig(env, problems),
    routes: routesConfig(env, problems),
    contact: contactConfig(env, problems),
    instalments: instalmentsConfig(env, problems),
    limits: orderLimits(env, problems),
  };
  config.moreMerchants = moreMerchants(env, config, problems);
  problems.push(
    ...routeFaults(config, true),
    ...(config.moreMerchants ?? []).flatMap((more) => routeFaults(more, false)),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function required(env: Environment, name: string, meaning: string, problems: string[]): string {
  const value = env[name] ?? '';
  if (value === '') problems.push(`${name} is missing: ${meaning}`);
  return value;
}

function publicKey(env: Environment, problems: string[]): string {
  const value = required(env, 'ALIPAY_PUBLIC_KEY', "Alipay's public key from the console (not the app's)", problems);
  if (value === '') return value;
  try {
    return publicKeyPem(value);
  } catch {
    problems.push('ALIPAY_PUBLIC_KEY is not a public key: paste the base64 text from the console, or the PEM');
    return '';
  }
}

function notifyUrl(env: Environment, problems: string[]): string | undefined {
  const value = env.SHOUYIN_NOTIFY_URL;
  if (!value) return undefined;
  if (!/^https?:\/\/[^\s<>]{1,240}$/.test(value))
    problems.push('SHOUYIN_NOTIFY_URL must be an http(s) address of at most 256 characters');
  return value;
}

function orderKey(env: Environment, problems: string[]): string {
  const value = required(env, 'SHOUYIN_ORDER_KEY', `a secret of at least ${SHORTEST_ORDER_KEY} characters`, problems);
  if (value !== '' && value.length < SHORTEST_ORDER_KEY) {
    problems.push(
      `SHOUYIN_ORDER_KEY is too short: at least ${SHORTEST_ORDER_KEY} characters, e.g. from "openssl rand -hex 32"`,
    );
  }
  return value;
}

function lifetimeMs(env: Environment, problems: string[]): number {
  const minutes = Number(env.SHOUYIN_ORDER_MINUTES ?? DEFAULT_LIFETIME_MINUTES);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_LIFETIME_MINUTES) {
    problems.push(`SHOUYIN_ORDER_MINUTES must be a whole number from 1 to ${MOST_LIFETIME_MINUTES}`);
  }
  return minutes * 60_000;
}

/** Names with commas between them; undefined when there are none. */
function listOf(text = ''): string[] | undefined {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.length > 0 ? names : undefined;
}

/** A secret that may be left out, but not be short. */
function secret(env: Environment, name: string, problems: string[]): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (value.length < SHORTEST_SECRET) problems.push(`${name} is too short: at least ${SHORTEST_SECRET} characters`);
  return value;
}

/** Events name orders and sums: they travel encrypted, except within one machine. */
function eventsTarget(env: Environment, problems: string[]): Pick<BackendConfig, 'eventsUrl' | 'eventsSecret'> {
  const eventsSecret = secret(env, 'SHOUYIN_EVENTS_SECRET', problems);
  const eventsUrl = env.SHOUYIN_EVENTS_URL || undefined;
  if (!eventsUrl) return { eventsSecret };
  if (!/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$)/.test(eventsUrl) || !isAddress(eventsUrl)) {
    problems.push('SHOUYIN_EVENTS_URL must be an https address (http only for 127.0.0.1, ::1 or localhost)');
  }
  if (!eventsSecret) problems.push('SHOUYIN_EVENTS_SECRET is missing: what events are signed with');
  return { eventsUrl, eventsSecret };
}

function honourLateMs(env: Environment, problems: string[]): number | undefined {
  if (!env.SHOUYIN_HONOUR_LATE_MINUTES) return undefined;
  const minutes = Number(env.SHOUYIN_HONOUR_LATE_MINUTES);
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > MOST_LIFETIME_MINUTES) {
    problems.push(`SHOUYIN_HONOUR_LATE_MINUTES must be a whole number from 0 to ${MOST_LIFETIME_MINUTES}`);
  }
  return minutes * 60_000;
}

/** `URL.canParse` is younger than the platform's runtimes. */
function isAddress(text: string): boolean {
  try {
    return new URL(text).host !== '';
  } catch {
    return false;
  }
}
