/** Settings of an environment of the platform: what may be in the tree, what may not, and what is missing. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../scripts/environment';
import { projectRoot as ownRoot } from '../support/source-tree';

const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const settings = {
  SHOUYIN_ENDPOINT: 'https://api.next.bspapp.com',
  SHOUYIN_SPACE_ID: 'mp-1',
  SHOUYIN_MERCHANT_ID: 'shop-1',
  SHOUYIN_MERCHANT_NAME: '小店',
  SHOUYIN_OPERATOR_IDS: '',
  ALIPAY_APP_ID: '2021000000000000',
  ALIPAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
};
const secrets = { SHOUYIN_CLIENT_SECRET: 'c'.repeat(32), SHOUYIN_ORDER_KEY: 'k'.repeat(32) };

let folder: string;
let projectRoot: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shouyin-environment-'));
  projectRoot = join(folder, 'project');
  await mkdir(join(projectRoot, 'cloudfunctions', 'environments'), { recursive: true });
  execFileSync('git', ['init', '--quiet', projectRoot]);
  await writeFile(join(projectRoot, '.gitignore'), 'ignored/\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function secretsAt(path: string, content: unknown = secrets): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function read(content: unknown, secretsFile?: string) {
  const file = join(projectRoot, 'cloudfunctions', 'environments', 'trial.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return await readEnvironment({ projectRoot, name: 'trial', ...(secretsFile ? { secretsFile } : {}) });
}

describe('an environment', () => {
  test('gives the app its space and what it shows at its first start, and the functions everything but the space', async () => {
    const { app, functions, missingSecrets } = await read(settings, await secretsAt('secrets.json'));
    expect(app).toEqual({
      SHOUYIN_ENDPOINT: settings.SHOUYIN_ENDPOINT,
      SHOUYIN_SPACE_ID: 'mp-1',
      SHOUYIN_CLIENT_SECRET: secrets.SHOUYIN_CLIENT_SECRET,
      ALIPAY_APP_ID: settings.ALIPAY_APP_ID,
      SHOUYIN_MERCHANT_NAME: '小店',
    });
    expect(functions).toEqual({
      SHOUYIN_MERCHANT_ID: 'shop-1',
      SHOUYIN_MERCHANT_NAME: '小店',
      ALIPAY_APP_ID: settings.ALIPAY_APP_ID,
      ALIPAY_PUBLIC_KEY: settings.ALIPAY_PUBLIC_KEY,
      SHOUYIN_ORDER_KEY: secrets.SHOUYIN_ORDER_KEY,
    });
    expect(missingSecrets).toEqual([]);
  });

  test('without its secrets names those that the platform must have', async () => {
    const withEvents = { ...settings, SHOUYIN_EVENTS_URL: 'https://shop.example/events' };
    const { functions, missingSecrets } = await read(withEvents);
    expect(missingSecrets).toEqual(['SHOUYIN_ORDER_KEY', 'SHOUYIN_EVENTS_SECRET']);
    expect(Object.keys(functions)).not.toContain('SHOUYIN_ORDER_KEY');
  });

  test('that nobody made is named, with those there are', async () => {
    await read(settings);
    await expect(readEnvironment({ projectRoot, name: 'other' })).rejects.toThrow('it has trial.json');
  });

  test.each([
    ['what is not filled in', { ...settings, SHOUYIN_SPACE_ID: '' }, 'SHOUYIN_SPACE_ID is missing'],
    ['what the functions need', { ...settings, ALIPAY_APP_ID: '' }, 'ALIPAY_APP_ID is missing'],
    ['a key that is none', { ...settings, ALIPAY_PUBLIC_KEY: 'paste' }, 'ALIPAY_PUBLIC_KEY is not a public key'],
    ['a secret', { ...settings, SHOUYIN_ORDER_KEY: 'k' }, 'SHOUYIN_ORDER_KEY in .*trial.json is a secret'],
    ['the client secret', { ...settings, SHOUYIN_CLIENT_SECRET: 'c' }, 'SHOUYIN_CLIENT_SECRET in .* is a secret'],
    ['what only npm run serve reads', { ...settings, DATABASE_URL: 'x' }, 'DATABASE_URL in .* is for npm run serve'],
    [
      'a rate of npm run serve',
      { ...settings, SHOUYIN_RATE_PER_BUYER: '1' },
      'SHOUYIN_RATE_PER_BUYER in .* is for npm',
    ],
    ['a misspelt name', { ...settings, SHOUYIN_MERCHANTID: 'x' }, 'SHOUYIN_MERCHANTID in .* is no variable of ours'],
    [
      'what is no text',
      { ...settings, SHOUYIN_ORDER_MINUTES: 15 },
      'trial.json is not a JSON object of names and texts',
    ],
    ['what is no JSON', '{', 'trial.json is not a JSON object'],
  ])('is refused with %s', async (_, content, words) => {
    await expect(read(content)).rejects.toThrow(new RegExp(words));
  });

  test('of this repository is there, has no secret, and waits to be filled in', async () => {
    const names = await readdir(join(ownRoot, 'cloudfunctions', 'environments'));
    expect(names.sort()).toEqual(['production.json', 'trial.json']);
    for (const name of names) {
      const content = await readFile(join(ownRoot, 'cloudfunctions', 'environments', name), 'utf8');
      await expect(read(content)).rejects.toThrow('SHOUYIN_SPACE_ID is missing');
      await expect(read({ ...settings, ...filledIn(content) })).resolves.toMatchObject({
        app: { SHOUYIN_SPACE_ID: 'mp-1' },
      });
    }
  });
});

/** What somebody has written into it already. */
function filledIn(content: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(JSON.parse(content) as Record<string, string>).filter(([, value]) => value !== ''),
  );
}

describe('the secrets of an environment', () => {
  test('may be inside the repository where git ignores them', async () => {
    const file = await secretsAt('project/ignored/secrets.json');
    await expect(read(settings, file)).resolves.toMatchObject({ missingSecrets: [] });
  });

  test('are refused where git would take them', async () => {
    const file = await secretsAt('project/secrets.json');
    await expect(read(settings, file)).rejects.toThrow('inside the repository and not ignored by git');
  });

  test.each([
    ['the private key', { ...secrets, ALIPAY_PRIVATE_KEY: 'p' }, 'ALIPAY_PRIVATE_KEY in .* must not leave your hands'],
    ['what is no secret', { ...secrets, SHOUYIN_MERCHANT_ID: 'x' }, 'belongs into the environment'],
    ['what only npm run serve reads', { ...secrets, DATABASE_URL: 'x' }, 'is for npm run serve alone'],
    ['too short a key', { ...secrets, SHOUYIN_ORDER_KEY: 'k' }, 'SHOUYIN_ORDER_KEY is too short'],
    ['what is no JSON', 'k=v', 'is not a JSON object'],
  ])('are refused with %s, without a word of what they are', async (_, content, words) => {
    const file = await secretsAt('faulty.json', content);
    const refusal = read(settings, file);
    await expect(refusal).rejects.toThrow(new RegExp(words));
    await expect(refusal).rejects.not.toThrow(secrets.SHOUYIN_CLIENT_SECRET);
  });

  test('that are not there are named', async () => {
    await expect(read(settings, join(folder, 'nowhere.json'))).rejects.toThrow('there is no file');
  });
});
