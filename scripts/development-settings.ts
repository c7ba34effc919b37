import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

/** What one machine's development set-up keeps between starts, under its home folder and nowhere else. */
export interface DevelopmentSettings {
  spaceId: string;
  clientSecret: string;
  orderKey: string;
  /** Refunds whoever sends it as `x-operator-token`, e.g. to /http/order-refund. */
  operatorToken: string;
}

const settingsSchema = v.object({
  spaceId: v.string(),
  clientSecret: v.string(),
  orderKey: v.string(),
  // Homes of before there were operators have none.
  operatorToken: v.optional(v.string()),
});

/** Reads the settings kept in `home`, or makes them on the first start. Readable by their owner only. */
export async function developmentSettings(home: string): Promise<DevelopmentSettings> {
  const file = join(home, 'settings.json');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return completed(parseSettings(kept, file), file);
  const made = { spaceId: 'shouyin-dev', clientSecret: secret(), orderKey: secret(), operatorToken: secret() };
  await mkdir(home, { recursive: true, mode: 0o700 });
  // Two starts at once may both come here: the first to write wins, the other reads what it wrote.
  await writeFile(file, textOf(made), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return completed(parseSettings(await readFile(file, 'utf8'), file), file);
}

async function completed(kept: v.InferOutput<typeof settingsSchema>, file: string): Promise<DevelopmentSettings> {
  if (kept.operatorToken !== undefined) return { ...kept, operatorToken: kept.operatorToken };
  const whole = { ...kept, operatorToken: secret() };
  await writeFile(file, textOf(whole), { mode: 0o600 });
  return whole;
}

function textOf(settings: DevelopmentSettings): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function parseSettings(text: string, file: string): v.InferOutput<typeof settingsSchema> {
  try {
    return v.parse(settingsSchema, JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is damaged; delete it to let the next start make a new one`, { cause });
  }
}

function secret(): string {
  return randomBytes(32).toString('hex');
}
