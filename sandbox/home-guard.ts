import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** Two sandboxes writing one home would lose each other's records. */

const addressSchema = v.object({ url: v.pipe(v.string(), v.url()) });
const appsSchema = v.object({ apps: v.array(v.object({ alipayPublicKey: v.string() })) });
const PATIENCE_MS = 1000;

/**
 * Throws when another sandbox is alive in `home`. The one that answers at the address noted there is asked whether it has
 * this home's key; a note left by a killed process, or taken over by another program, means nothing.
 */
export async function assertHomeIsFree(home: string, alipayPublicKey: string): Promise<void> {
  const url = notedUrl(home);
  if (url && (await keyOf(url)) === alipayPublicKey) {
    throw new Error(`${home} is in use by the sandbox at ${url}. Stop that one, or choose another home.`);
  }
}

/** Leaves the address in `home` for {@link assertHomeIsFree} of the next sandbox; replaces what a killed one left. */
export function noteAddress(home: string, url: string): void {
  writeFileSync(noteFile(home), JSON.stringify({ url }), { mode: 0o600 });
}

/** Takes the note away; does nothing when there is none. */
export function removeAddress(home: string): void {
  rmSync(noteFile(home), { force: true });
}

function noteFile(home: string): string {
  return join(home, 'address.json');
}

function notedUrl(home: string): string | undefined {
  try {
    return v.parse(addressSchema, JSON.parse(readFileSync(noteFile(home), 'utf8'))).url;
  } catch {
    return undefined;
  }
}

async function keyOf(url: string): Promise<string | undefined> {
  try {
    const reply = await fetch(`${url}/api/apps`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return v.parse(appsSchema, await reply.json()).apps[0]?.alipayPublicKey;
  } catch {
    return undefined;
  }
}
