import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { generateRsaKeys, type RsaKeys } from './rsa';

/** One pair of the gateway, and one for each app that is handed to its clients. */
interface Keyring {
  gatewayKeys: RsaKeys;
  appKeys: Readonly<Record<string, RsaKeys>>;
}

/** The sandbox's own keys: Alipay's pair and its apps', and the same of Fshows. */
export interface Identity {
  alipayKeys: RsaKeys;
  appKeys: Readonly<Record<string, RsaKeys>>;
  fshows: Keyring;
}

/** Whose keys are needed. */
export interface AppIds {
  alipay: readonly string[];
  fshows: readonly string[];
}

const keysSchema = v.object({ privateKeyPkcs1: v.string(), privateKeyPkcs8: v.string(), publicKeySpki: v.string() });
const appKeysSchema = v.record(v.string(), keysSchema);
const identitySchema = v.object({
  alipayKeys: keysSchema,
  appKeys: appKeysSchema,
  /** A sandbox before Fshows had none. */
  fshows: v.optional(v.object({ gatewayKeys: keysSchema, appKeys: appKeysSchema })),
});

type KeptIdentity = v.InferOutput<typeof identitySchema>;

/** Reads the identity kept in `home`, generating what is missing. The file is readable by its owner only. */
export async function keptIdentity(home: string, appIds: AppIds): Promise<Identity> {
  const file = join(home, 'identity.json');
  const kept = existsSync(file) ? readIdentity(file) : undefined;
  const identity = await completeIdentity(kept, appIds);
  if (identity !== kept) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.next`, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.next`, file);
  }
  return identity;
}

let shared: Promise<KeptIdentity | undefined> = Promise.resolve(undefined);

/** For sandboxes without a home: generated once in a process, because RSA keys take longer than all else in a test. */
export function passingIdentity(appIds: AppIds): Promise<Identity> {
  const completed = shared.then((known) => completeIdentity(known, appIds));
  shared = completed;
  return completed;
}

/** Returns `known` itself when nothing is missing. */
async function completeIdentity(known: KeptIdentity | undefined, { alipay, fshows }: AppIds): Promise<Identity> {
  const ofAlipay = known && { gatewayKeys: known.alipayKeys, appKeys: known.appKeys };
  const [ours, theirs] = await Promise.all([
    completeKeyring(ofAlipay, alipay, ALIPAY_BITS),
    completeKeyring(known?.fshows, fshows, FSHOWS_BITS),
  ]);
  const isComplete = known?.fshows !== undefined && ours === ofAlipay && theirs === known.fshows;
  return isComplete ? (known as Identity) : { alipayKeys: ours.gatewayKeys, appKeys: ours.appKeys, fshows: theirs };
}

const ALIPAY_BITS = 2048;
/** The documented norm of the clearing platform (reference fshows 1): clients must bear keys as short as these. */
const FSHOWS_BITS = 1024;

async function completeKeyring(known: Keyring | undefined, appIds: readonly string[], bits: number): Promise<Keyring> {
  const missing = appIds.filter((appId) => !known?.appKeys[appId]);
  if (known && missing.length === 0) return known;
  const [gatewayKeys, added] = await Promise.all([
    known?.gatewayKeys ?? generateRsaKeys(bits),
    Promise.all(missing.map(async (appId) => [appId, await generateRsaKeys(bits)] as const)),
  ]);
  return { gatewayKeys, appKeys: { ...known?.appKeys, ...Object.fromEntries(added) } };
}

function readIdentity(file: string): KeptIdentity {
  try {
    return v.parse(identitySchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is damaged. Delete it to let the sandbox generate new keys.`, { cause });
  }
}
