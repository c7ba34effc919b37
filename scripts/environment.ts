/** One environment of the platform, as a person keeps it: a file in the tree without a secret in it, and one of secrets elsewhere. */
import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { VARIABLES, variables } from '../cloud/variables';
import { ConfigError, loadConfig } from '../cloudfunctions/backend/host/config';

/** Where the settings of one environment of the platform are read from. */
export interface EnvironmentFiles {
  projectRoot: string;
  /** Names `cloudfunctions/environments/<name>.json`. */
  name: string;
  /** Without, the secrets must be variables of the platform's functions. */
  secretsFile?: string;
}

/** The variables of one environment, by who needs them. */
export interface PlatformEnvironment {
  /** What the app is built with (scripts/space.ts). */
  app: Record<string, string>;
  /** What goes into the package of every function. */
  functions: Record<string, string>;
  /** Secrets that the functions need and that are not among these: to be set at the platform. */
  missingSecrets: string[];
}

const ENVIRONMENTS = join('cloudfunctions', 'environments');
/** What the packages and the app both have: which app it is, whose shop, and what it offers. */
const FOR_BOTH = /^(ALIPAY_APP_ID|SHOUYIN_MERCHANT_NAME|SHOUYIN_CONTACT_\w+|SHOUYIN_INSTALMENT\w+)$/;
const FOR_THE_APP = new Set(['SHOUYIN_ENDPOINT', 'SHOUYIN_SPACE_ID', 'SHOUYIN_CLIENT_SECRET']);
/** The platform signs, listens, limits and stores by itself; only `npm run serve` reads these. */
const ONLY_SELF_HOSTED = new Set([
  ...Object.keys(VARIABLES['The database']),
  ...Object.keys(VARIABLES['Where it listens']),
  ...Object.keys(VARIABLES['Operating it']),
  ...['ALIPAY_PRIVATE_KEY', 'ALIPAY_GATEWAY', 'ALIPAY_SECONDS', 'SHOUYIN_FUNCTIONS', 'SHOUYIN_FUNCTION_SECONDS'],
  ...['SHOUYIN_SERVER_KEYS', 'SHOUYIN_CLIENT_METHODS', 'SHOUYIN_MAX_BODY_KIB', 'SHOUYIN_CLOCK_SKEW_MINUTES'],
  ...[...variables.keys()].filter((name) => name.startsWith('SHOUYIN_RATE_')),
]);
/** A stand-in for a secret that the platform has, so that the rest can be checked without it. */
const AT_THE_PLATFORM = 'set at the platform, not known here';

const settingsSchema = v.record(v.string(), v.string());

/** Reads and checks an environment. Throws a ConfigError with everything that is wrong, and never with a value. */
export async function readEnvironment(files: EnvironmentFiles): Promise<PlatformEnvironment> {
  const open = await readOpen(files);
  const secrets = files.secretsFile ? await readSecrets(files.projectRoot, files.secretsFile) : {};
  const all = withoutEmpty({ ...open, ...secrets });
  const functions = pick(all, (name) => !FOR_THE_APP.has(name));
  const missingSecrets = files.secretsFile ? [] : neededSecrets(all);
  const placeholders = Object.fromEntries(missingSecrets.map((name) => [name, AT_THE_PLATFORM]));
  const problems = [...appProblems(all), ...functionProblems({ ...placeholders, ...functions })];
  if (problems.length > 0) throw new ConfigError(problems);
  return { app: pick(all, (name) => FOR_THE_APP.has(name) || FOR_BOTH.test(name)), functions, missingSecrets };
}

// --- Internal helpers ---

async function readOpen({ projectRoot, name }: EnvironmentFiles): Promise<Record<string, string>> {
  const folder = join(projectRoot, ENVIRONMENTS);
  const known = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  if (!known.includes(`${name}.json`)) {
    throw new ConfigError([`there is no environment ${name} in ${ENVIRONMENTS}: it has ${known.join(', ')}`]);
  }
  const file = join(ENVIRONMENTS, `${name}.json`);
  const settings = await readSettings(join(projectRoot, file), file);
  refuse(file, settings, (key) => {
    if (ONLY_SELF_HOSTED.has(key)) return 'is for npm run serve alone; the platform has no use for it';
    if (variables.get(key)?.secret) return 'is a secret: it belongs into the file of --secrets, outside the repository';
    return variables.has(key) || FOR_THE_APP.has(key)
      ? null
      : 'is no variable of ours; npm run serve -- --help lists them';
  });
  return settings;
}

async function readSecrets(projectRoot: string, file: string): Promise<Record<string, string>> {
  if (await isCommittable(projectRoot, file)) {
    throw new ConfigError([`${file} is inside the repository and not ignored by git: keep secrets elsewhere`]);
  }
  const settings = await readSettings(file, file);
  refuse(file, settings, (key) => {
    if (key === 'ALIPAY_PRIVATE_KEY')
      return 'must not leave your hands: the platform signs with the key in its console';
    if (ONLY_SELF_HOSTED.has(key)) return 'is for npm run serve alone; the platform has no use for it';
    return variables.get(key)?.secret ? null : 'is no secret of ours; what is none belongs into the environment';
  });
  return settings;
}

async function readSettings(path: string, called: string): Promise<Record<string, string>> {
  try {
    return v.parse(settingsSchema, JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new ConfigError([`there is no file ${called}`]);
    throw new ConfigError([`${called} is not a JSON object of names and texts`]);
  }
}

function refuse(file: string, settings: Record<string, string>, fault: (name: string) => string | null): void {
  const problems = Object.keys(settings).flatMap((name) => {
    const words = fault(name);
    return words === null ? [] : [`${name} in ${file} ${words}`];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

async function isCommittable(projectRoot: string, file: string): Promise<boolean> {
  const root = await realpath(projectRoot);
  const path = await realpath(file).catch(() => file);
  const inside = relative(root, path);
  if (inside.startsWith('..') || isAbsolute(inside)) return false;
  return await promisify(execFile)('git', ['-C', root, 'check-ignore', '--quiet', path]).then(
    () => false,
    () => true,
  );
}

function neededSecrets(all: Record<string, string>): string[] {
  const events = all.SHOUYIN_EVENTS_URL ? ['SHOUYIN_EVENTS_SECRET'] : [];
  return ['SHOUYIN_ORDER_KEY', ...events];
}

function appProblems(all: Record<string, string>): string[] {
  const needed = ['SHOUYIN_ENDPOINT', 'SHOUYIN_SPACE_ID'];
  return needed.filter((name) => !all[name]).map((name) => `${name} is missing: the console of the space shows it`);
}

function functionProblems(functions: Record<string, string>): string[] {
  try {
    loadConfig(functions);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
}

function pick(all: Record<string, string>, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)));
}

/** A name that is still to be filled in is not set. */
function withoutEmpty(all: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
