import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpTriggers } from './http/http-door';
import type { TimerRules } from './timers';

/** What calls functions besides the app. */
export interface Triggers {
  http: HttpTriggers;
  timers: TimerRules;
}

/** Reads `triggers.json` beside the built functions. Throws when it is missing or damaged: the build always writes it. */
export async function readTriggers(functionsRoot: string): Promise<Triggers> {
  const file = join(functionsRoot, 'triggers.json');
  try {
    const { http = {}, timers = {} } = JSON.parse(await readFile(file, 'utf8')) as Partial<Triggers>;
    return { http, timers };
  } catch (cause) {
    throw new Error(`${file} cannot be read; run the build first`, { cause });
  }
}
