/** What the platform is given: the packages of the cloud functions (reference serverless-platform 3, package rules). */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { type BuiltFunction, buildFunctions } from '../../scripts/build-functions';
import { functionPackage } from '../../scripts/function-package';
import { projectFiles, projectRoot } from '../support/source-tree';
import { youngApis } from './young-apis';

const doors = projectFiles().flatMap((path) => /^cloudfunctions\/([^/]+)\/index\.ts$/.exec(path)?.[1] ?? []);

let outDir: string;
let built: BuiltFunction[];

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'shouyin-packages-'));
  built = await buildFunctions(projectRoot, outDir);
});

afterAll(() => rm(outDir, { recursive: true, force: true }));

const packageOf = (name: string, folder = outDir) => readFile(join(folder, `${name}.zip`));
const scriptOf = (name: string) => readFile(join(outDir, name, 'index.js'), 'utf8');

describe('the build of the cloud functions', () => {
  test('makes a folder and a package of each, and copies the triggers', async () => {
    expect(built.map(({ name }) => name)).toEqual([...doors].sort());
    const expected = [...doors, ...doors.map((name) => `${name}.zip`), 'triggers.json'];
    expect((await readdir(outDir)).sort()).toEqual(expected.sort());
  });

  test.each(doors)('%s: the package holds its index.js and nothing else, in less than 1 MB', async (name) => {
    const zip = await packageOf(name);
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.js']);
    expect(Buffer.from(files['index.js'] as Uint8Array).toString()).toBe(await scriptOf(name));
    expect(zip.length).toBeLessThanOrEqual(1024 * 1024);
    expect(built.find((one) => one.name === name)).toMatchObject({ zipBytes: zip.length });
  });

  test.each(doors)(
    '%s: neither source maps nor tests, nor code of sandbox, simulator or self-hosted cloud',
    async (name) => {
      const script = await scriptOf(name);
      // So that a failure does not print the whole script.
      expect(
        /sourceMappingURL|PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}|[A-Za-z0-9+/]{300,}/.exec(script)?.[0],
      ).toBeUndefined();
      const sources = [...script.matchAll(/^\/\/ (\S+\/\S+\.\w+)$/gm)].map((match) => match[1] as string);
      expect(sources).toContain(`cloudfunctions/${name}/index.ts`);
      const strange = sources.filter(
        (path) => !/^(cloudfunctions|contract|node_modules\/(valibot|fflate))\//.test(path),
      );
      expect(strange).toEqual([]);
    },
  );

  test.each(doors)('%s: runs on Node.js 14, the newest that the platform names', async (name) => {
    const young = youngApis(await scriptOf(name));
    const remedy = 'write it as Node.js 14.0 understands it, or bring it as backend/host/array-at.ts does';
    expect({ young, remedy }).toEqual({ young: [], remedy });
  });

  test('gives the same bytes for the same input, in any folder and time zone', async () => {
    const again = await mkdtemp(join(tmpdir(), 'shouyin-packages-again-'));
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Pacific/Kiritimati';
      await buildFunctions(projectRoot, again);
      for (const name of doors) expect((await packageOf(name, again)).equals(await packageOf(name))).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
      await rm(again, { recursive: true, force: true });
    }
  });

  test('has every function that a trigger names', async () => {
    const { http, timers } = JSON.parse(await readFile(join(outDir, 'triggers.json'), 'utf8'));
    const named = [...Object.values(http), ...Object.keys(timers)];
    expect(named.filter((name) => !doors.includes(name as string))).toEqual([]);
  });
});

describe('a package', () => {
  const index = { 'index.js': Buffer.from('module.exports = async () => 1;') };

  test.each(['order-create', '_', 'a'.repeat(30)])('may be named %s', (name) => {
    expect(Object.keys(unzipSync(functionPackage(name, index)))).toEqual(['index.js']);
  });

  test.each(['', '1st', '-x', 'a'.repeat(31), 'order.create', '订单', 'a/b'])('may not be named "%s"', (name) => {
    expect(() => functionPackage(name, index)).toThrow(/cannot name a function/);
  });

  test('without index.js is none', () => {
    expect(() => functionPackage('x', { 'main.js': index['index.js'] })).toThrow('has no index.js');
  });

  test('of more than 1 MB is refused', () => {
    const noise = createHash('shake256', { outputLength: 1_200_000 }).digest();
    expect(() => functionPackage('x', { ...index, 'noise.bin': noise })).toThrow('more than 1 MB');
  });
});

describe('the look-out for what Node.js 14 does not have', () => {
  test.each([
    ['a module by its new name', "require('node:crypto')"],
    ['a module that came later', "require('timers/promises')"],
    ['a package that is not in the bundle', "require('pg')"],
    ['a function of Object', 'Object.hasOwn({}, 1)'],
    ['a method of texts', "'a'.replaceAll('a', 'b')"],
    ['a method of arrays', '[1].findLast(Boolean)'],
    ['a function of a module', "const c = require('crypto'); c.randomUUID()"],
    ['a global', "fetch('http://x')"],
    ['a function of a global', 'AbortSignal.timeout(1)'],
    ['an encoding', "Buffer.from('').toString('base64url')"],
  ])('sees %s', (_, source) => {
    expect(youngApis(source)).not.toEqual([]);
  });

  test.each(['let a; a ??= 1', 'class A { #b = 1 }', 'class A { b = 1 }', '1_000', '/a/v'])(
    'sees the syntax %s',
    (source) => {
      expect(() => youngApis(source)).toThrow(SyntaxError);
    },
  );

  test('overlooks what is only called so', () => {
    expect(youngApis("const a = { fetch: 1 }; a.fetch; a?.b ?? require('crypto'); [1].at(-1)")).toEqual([]);
  });
});
