/** The sandbox's cashier is in the builds for trying, and in no other. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildMiniprogram } from '../../scripts/build-miniprogram';
import { sandboxToPayAt } from '../../scripts/space';
import { projectRoot } from '../support/source-tree';

const space = { endpoint: 'https://cloud.example', spaceId: 'space', clientSecret: 'secret', appId: '2021' };
const sandboxUrl = 'http://127.0.0.1:8090';

let folder: string;
let released: Map<string, string>;
let forTrying: Map<string, string>;

async function textsIn(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => [relative(root, path), await readFile(path, 'utf8')] as const);
  return new Map(await Promise.all(read));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'development-build-'));
  const [one, other] = [join(folder, 'released'), join(folder, 'for-trying')];
  await Promise.all([
    buildMiniprogram({ projectRoot, outDir: one, space }),
    buildMiniprogram({ projectRoot, outDir: other, space: { ...space, sandboxUrl }, isDevelopment: true }),
  ]);
  [released, forTrying] = await Promise.all([textsIn(one), textsIn(other)]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('a release has no trace of the sandbox, by name, by word or by address', () => {
  const traces = [...released].filter(([file, text]) => /sandbox|沙箱|api\/pay|api\/auth-codes/i.test(file + text));
  expect(traces.map(([file]) => file)).toEqual([]);
});

test('a release opens the cashier of the phone, and asks the phone for its auth code', () => {
  const scripts = [...released].filter(([file]) => file.endsWith('.js')).map(([, text]) => text);
  expect(scripts.some((text) => text.includes('my.tradePay('))).toBe(true);
  expect(scripts.some((text) => text.includes('my.getAuthCode'))).toBe(true);
});

test('a development build has the cashier on every page, and calls the one of the phone nowhere', () => {
  const { pages } = JSON.parse(forTrying.get('app.json') ?? '{}') as { pages: string[] };
  expect(pages.length).toBeGreaterThan(4);
  for (const page of pages) {
    expect(forTrying.get(`${page}.axml`)).toMatch(/<sandbox-cashier \/>\s*$/);
    expect(JSON.parse(forTrying.get(`${page}.json`) ?? '{}').usingComponents['sandbox-cashier']).toBeDefined();
  }
  const calls = [...forTrying].filter(([, text]) => /\bmy\.(?:tradePay|getAuthCode)[(;)}]/.test(text));
  expect(calls.map(([file]) => file)).toEqual([]);
  expect(forTrying.get('space.js')).toContain(sandboxUrl);
});

test('what differs between the two is the cashier alone', () => {
  const more = [...forTrying.keys()].filter((file) => !released.has(file) && !file.startsWith('shared/'));
  expect(more.every((file) => file.startsWith('pages/sandbox-cashier/'))).toBe(true);
});

test('the IDE compiles a development build, and previews and uploads a release', async () => {
  const { scripts } = JSON.parse(await readFile(join(projectRoot, 'mini.project.json'), 'utf8'));
  expect(scripts).toEqual({
    beforeCompile: 'npm run build -- --development',
    beforePreview: 'npm run build',
    beforeUpload: 'npm run build',
  });
});

test.each([
  [{}, 'http://127.0.0.1:8090'],
  [{ SANDBOX_PORT: '9090' }, 'http://127.0.0.1:9090'],
  [{ SANDBOX_PORT: '9090', SHOUYIN_SANDBOX: 'http://10.0.0.5:8090' }, 'http://10.0.0.5:8090'],
])('the sandbox to pay at is where %j says', (env, url) => {
  expect(sandboxToPayAt(env)).toBe(url);
});
