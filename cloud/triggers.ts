import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cronRefusal } from './cron-rule';
import type { HttpTriggers } from './http/http-door';
import type { TimerRules } from './timers';

/** What calls functions besides the app. */
export interface Triggers {
  http: HttpTriggers;
  timers: TimerRules;
}

/** The platform's rule for paths (reference serverless-platform 3.1). */
const TRIGGER_PATH = /^(?=.{2,128}$)(\/[A-Za-z0-9_.-]+)+$/;

/**
 * Reads `triggers.json` beside the built functions, which the build always writes. Throws when it is missing or damaged,
 * or asks for something that the platform would not take.
 */
export async function readTriggers(functionsRoot: string): Promise<Triggers> {
  const file = join(functionsRoot, 'triggers.json');
  const { http = {}, timers = {} } = await readJson(file);
  for (const path of Object.keys(http)) {
    if (!TRIGGER_PATH.test(path)) throw new Error(`${file}: "${path}" cannot be the path of an HTTP trigger`);
  }
  for (const [functionName, { cron }] of Object.entries(timers)) {
    const refusal = cronRefusal(cron);
    if (refusal) throw new Error(`${file}: the timer of ${functionName} cannot be "${cron}": ${refusal}`);
  }
  return { http, timers };
}

async function readJson(file: string): Promise<Partial<Triggers>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Triggers>;
  } catch (cause) {
    throw new Error(`${file} cannot be read; run the build first`, { cause });
  }
}
