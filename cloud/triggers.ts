import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { cronRefusal } from './cron-rule';
import type { HttpTriggers } from './http/http-door';
import type { TimerRules } from './timers';

/** What calls functions besides the app, and how long they may take. */
export interface Triggers {
  http: HttpTriggers;
  timers: TimerRules;
  /** Time limits of functions that need another than the usual one. */
  seconds: Readonly<Record<string, number>>;
}

/** The platform's rule for paths (reference serverless-platform 3.1). */
const TRIGGER_PATH = /^(?=.{2,128}$)(\/[A-Za-z0-9_.-]+)+$/;

const triggerPath = v.pipe(v.string(), v.regex(TRIGGER_PATH, 'cannot be the path of an HTTP trigger'));
const timer = v.object({
  cron: v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      const refusal = dataset.typed ? cronRefusal(dataset.value) : null;
      if (refusal) addIssue({ message: `"${dataset.value}": ${refusal}` });
    }),
  ),
  userPayload: v.optional(v.string()),
});
const triggersSchema = v.object({
  http: v.optional(v.record(triggerPath, v.string()), {}),
  timers: v.optional(v.record(v.string(), timer), {}),
  seconds: v.optional(v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(300))), {}),
});

/**
 * Reads `triggers.json` beside the built functions, which the build always writes, and beside the merchant's own. Throws when one is
 * missing or damaged, asks for something that the platform would not take, or for what is taken.
 */
export async function readTriggers(functionsRoot: string, ownFunctionsRoot?: string): Promise<Triggers> {
  const ours = await readFrom(join(functionsRoot, 'triggers.json'), 'run the build first');
  if (ownFunctionsRoot === undefined) return ours;
  const file = join(ownFunctionsRoot, 'triggers.json');
  const own = await readFrom(file, 'write {} into it when your functions need none');
  const merged = {
    http: { ...own.http, ...ours.http },
    timers: { ...own.timers, ...ours.timers },
    seconds: { ...own.seconds, ...ours.seconds },
  };
  for (const kind of ['http', 'timers', 'seconds'] as const) {
    const taken = Object.keys(own[kind]).find((key) => Object.hasOwn(ours[kind], key));
    if (taken !== undefined) throw new Error(`${file}: ${kind} "${taken}" is there already`);
  }
  return merged;
}

async function readFrom(file: string, remedy: string): Promise<Triggers> {
  const parsed = v.safeParse(triggersSchema, await readJson(file, remedy));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = (issue.path ?? []).map(({ key }) => String(key)).join(' ');
  throw new Error(`${file}: ${where}: ${issue.message}`);
}

async function readJson(file: string, remedy: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read; ${remedy}`, { cause });
  }
}
