/** Looks at a configuration as `npm run serve` would use it, from keys to gateway, and says in words what is wrong. */
import { systemClock } from '../cloudfunctions/backend/host/clock';
import { ConfigError } from '../cloudfunctions/backend/host/config';
import { privateKeyFault, publicKeyFault } from './alipay/key-diagnosis';
import { alipayCloud } from './alipay-cloud';
import { openDatabase } from './database';
import type { AlipayCloud } from './faces';
import { cloudLog } from './log';
import { cloudMetrics } from './metrics';
import { type ServeConfig, serveConfig } from './serve-config';

/** One thing that was examined; a fault is a sentence that says what to mend. */
export interface Finding {
  what: 'private key' | 'public key' | 'configuration' | 'database' | 'gateway';
  /** null when all is well. */
  fault: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type GatewayReply = Awaited<ReturnType<AlipayCloud['payment']['common']['query']>>;

/** A number nobody can have used: the right answer is that there is no such trade. */
const NO_SUCH_TRADE = 'SHOUYIN_DOCTOR_ASKS_FOR_NOTHING';

/** Examines everything that can be examined from here; nothing is changed, and no trade is made. */
export async function examine(env: Environment): Promise<Finding[]> {
  const keys: Finding[] = [
    { what: 'private key', fault: privateKeyFault(env.ALIPAY_PRIVATE_KEY ?? '') },
    { what: 'public key', fault: publicKeyFault(env.ALIPAY_PUBLIC_KEY ?? '') },
  ];
  const config = readConfig(env);
  if (typeof config === 'string') return [...keys, { what: 'configuration', fault: config }];
  const [database, gateway] = await Promise.all([databaseFault(config), gatewayFault(config)]);
  return [
    ...keys,
    { what: 'configuration', fault: null },
    { what: 'database', fault: database },
    { what: 'gateway', fault: gateway },
  ];
}

function readConfig(env: Environment): ServeConfig | string {
  try {
    return serveConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('; ');
    throw error;
  }
}

async function databaseFault(config: ServeConfig): Promise<string | null> {
  try {
    await (await openDatabase(config.database, cloudLog('silent'))).destroy();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

async function gatewayFault(config: ServeConfig): Promise<string | null> {
  const cloud = alipayCloud(config.alipay, systemClock, cloudLog('silent'), cloudMetrics());
  try {
    return faultOfAnswer(await cloud.payment.common.query({ outTradeNo: NO_SUCH_TRADE }), config);
  } catch (error) {
    return `${config.alipay.gateway} does not answer as Alipay's gateway does: ${messageOf(error)}`;
  }
}

/** What the gateway's answer to a harmless question says about keys and account (reference alipay-trade 1.7). */
function faultOfAnswer(reply: GatewayReply, { alipay }: ServeConfig): string | null {
  const code = reply.subCode ?? reply.code ?? '';
  if (/invalid-signature/.test(code)) {
    return `the gateway does not accept our signature (${code}): upload the public key that belongs to ALIPAY_PRIVATE_KEY for app ${alipay.appId}`;
  }
  if (/invalid-app-id|missing-signature-config/.test(code)) {
    return `the gateway does not know app ${alipay.appId}, or has no key of it (${code}); sandbox and production are different worlds`;
  }
  if (reply.unverified) {
    return `the answer (${code}) does not carry the signature of ALIPAY_PUBLIC_KEY: paste the key of this gateway`;
  }
  return /TRADE_NOT_EXIST/.test(code) ? null : `the gateway answers ${code}: ${reply.subMsg ?? reply.msg ?? ''}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
