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
 * Reads `triggers.json` beside the built functions, which the build always writes, and beside the merchant's own. Throws when one is
 * missing or damaged, asks for something that the platform would not take, or for what is taken.
 */
export async function readTriggers(functionsRoot: string, ownFunctionsRoot?: string): Promise<Triggers> {
  const ours = await readFrom(join(functionsRoot, 'triggers.json'), 'run the build first');
  if (ownFunctionsRoot === undefined) return ours;
  const file = join(ownFunctionsRoot, 'triggers.json');
  const own = await readFrom(file, 'write {} into it when your functions need none');
  const taken = [...Object.keys(own.http), ...Object.keys(own.timers)].find(
    (key) => key in ours.http || key in ours.timers,
  );
  if (taken !== undefined) throw new Error(`${file}: "${taken}" is there already`);
  return { http: { ...ours.http, ...own.http }, timers: { ...ours.timers, ...own.timers } };
}

async function readFrom(file: string, remedy: string): Promise<Triggers> {
  const { http = {}, timers = {} } = await readJson(file, remedy);
  for (const path of Object.keys(http)) {
    if (!TRIGGER_PATH.test(path)) throw new Error(`${file}: "${path}" cannot be the path of an HTTP trigger`);
  }
  for (const [functionName, { cron }] of Object.entries(timers)) {
    const refusal = cronRefusal(cron);
    if (refusal) throw new Error(`${file}: the timer of ${functionName} cannot be "${cron}": ${refusal}`);
  }
  return { http, timers };
}

async function readJson(file: string, remedy: string): Promise<Partial<Triggers>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Triggers>;
  } catch (cause) {
    throw new Error(`${file} cannot be read; ${remedy}`, { cause });
  }
}
