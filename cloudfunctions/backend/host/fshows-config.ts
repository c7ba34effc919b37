/** The connection to the clearing provider Fshows, as a merchant configures it (reference fshows 1, 2). */
import { createPrivateKey } from 'node:crypto';
import { publicKeyPem } from './public-key';

/** One merchant's connection; all but `partialRefunds` is needed. */
export interface FshowsConfig {
  gateway: string;
  /** The clearing provider's id at Fshows. */
  appId: string;
  /** The provider's own key, PEM or its base64 in one line. Stays on the server. */
  privateKey: string;
  /** Fshows' public key for notifies: base64 in one line, or PEM. */
  platformPublicKey: string;
  /** The merchant's id there, from its onboarding. */
  subMerchantId: string;
  /** Whether parts of a payment may be given back. */
  partialRefunds?: boolean;
}

const PRODUCTION_GATEWAY = 'https://openapi-liquidation.51fubei.com/gateway';
const NEEDED = ['FSHOWS_APP_ID', 'FSHOWS_PRIVATE_KEY', 'FSHOWS_PUBLIC_KEY', 'FSHOWS_SUB_MERCHANT_ID'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The first merchant's connection; undefined when nothing of it is set. Half a connection becomes problems in words. */
export function fshowsConfig(env: Environment, problems: string[]): FshowsConfig | undefined {
  if (NEEDED.every((name) => !env[name])) return undefined;
  const missing = NEEDED.filter((name) => !env[name]);
  problems.push(...missing.map((name) => `${name} is missing: the connection to Fshows needs ${NEEDED.join(', ')}`));
  const [appId = '', privateKey = '', platformPublicKey = '', subMerchantId = ''] = NEEDED.map((name) => env[name]);
  const gateway = env.FSHOWS_GATEWAY || PRODUCTION_GATEWAY;
  const config = { gateway, appId, privateKey, platformPublicKey, subMerchantId };
  if (missing.length === 0) problems.push(...faultsOf(config).map((fault) => `FSHOWS_${fault}`));
  return env.FSHOWS_PARTIAL_REFUNDS === 'yes' ? { ...config, partialRefunds: true } : config;
}

/** Everything that cannot work, in words that begin with the name of the setting. */
export function faultsOf({ gateway, privateKey, platformPublicKey, subMerchantId }: FshowsConfig): string[] {
  return [
    ...(/^https?:\/\/[^\s<>]+$/.test(gateway) ? [] : ['GATEWAY must be an http(s) address']),
    ...(reads(() => privateKeyPem(privateKey)) ? [] : ['PRIVATE_KEY is not an RSA private key: paste PEM or base64']),
    ...(reads(() => publicKeyPem(platformPublicKey)) ? [] : ['PUBLIC_KEY is not a public key: paste base64 or PEM']),
    ...(/^[0-9A-Za-z]{1,20}$/.test(subMerchantId) ? [] : ['SUB_MERCHANT_ID must be at most 20 digits']),
  ];
}

/** PEM of an RSA private key given as PEM or as one line of base64, PKCS#8 or PKCS#1. Throws when it is anything else. */
export function privateKeyPem(text: string): string {
  const key = text.includes('-----BEGIN') ? createPrivateKey(text) : privateKeyOf(Buffer.from(text.trim(), 'base64'));
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('the private key is not an RSA key');
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function privateKeyOf(der: Buffer) {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs1' });
  }
}

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
