import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { generateRsaKeys, type RsaKeys } from './rsa';

/** The sandbox's own keys: Alipay's pair, and one pair for each app that is handed to its clients. */
export interface Identity {
  alipayKeys: RsaKeys;
  appKeys: Readonly<Record<string, RsaKeys>>;
}

const keysSchema = v.object({ privateKeyPkcs1: v.string(), privateKeyPkcs8: v.string(), publicKeySpki: v.string() });
const identitySchema = v.object({ alipayKeys: keysSchema, appKeys: v.record(v.string(), keysSchema) });

/** Reads the identity kept in `home`, generating what is missing. The file is readable by its owner only. */
export async function keptIdentity(home: string, appIds: readonly string[]): Promise<Identity> {
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

let shared: Promise<Identity | undefined> = Promise.resolve(undefined);

/** For sandboxes without a home: generated once in a process, because RSA keys take longer than all else in a test. */
export function passingIdentity(appIds: readonly string[]): Promise<Identity> {
  const completed = shared.then((known) => completeIdentity(known, appIds));
  shared = completed;
  return completed;
}

/** Returns `known` itself when nothing is missing. */
async function completeIdentity(known: Identity | undefined, appIds: readonly string[]): Promise<Identity> {
  const missing = appIds.filter((appId) => !known?.appKeys[appId]);
  if (known && missing.length === 0) return known;
  const [alipayKeys, added] = await Promise.all([
    known?.alipayKeys ?? generateRsaKeys(),
    Promise.all(missing.map(async (appId) => [appId, await generateRsaKeys()] as const)),
  ]);
  return { alipayKeys, appKeys: { ...known?.appKeys, ...Object.fromEntries(added) } };
}

function readIdentity(file: string): Identity {
  try {
    return v.parse(identitySchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is damaged. Delete it to let the sandbox generate new keys.`, { cause });
  }
}
