import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join, posix, relative } from 'node:path';
import goods from '../../cloudfunctions/backend/host/goods.json';
import shipped from '../../images/goods/pictures.json';
import { goodsPicture } from '../../models/pictures';
import { type BuildReport, buildMiniprogram } from '../../scripts/build-miniprogram';

const projectRoot = join(__dirname, '..', '..');
const space = { endpoint: 'https://cloud.example', spaceId: 'space', clientSecret: 'the-secret', appId: '2021' };

let folder: string;
let outDir: string;
let report: BuildReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'miniprogram-'));
  outDir = join(folder, 'out');
  report = await buildMiniprogram({ projectRoot, outDir, space });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const read = (file: string) => readFile(join(outDir, file), 'utf8');
const textOf = async (extension: string) => {
  const files = (await filesIn(outDir)).filter((file) => extname(file) === extension);
  return Promise.all(files.map(async (file) => [file, await read(file)] as const));
};

/** Where a reference in a file of the app points, from the root. */
const target = (file: string, path: string) =>
  path.startsWith('/') ? path.slice(1) : posix.normalize(posix.join(posix.dirname(file), path));

describe('the built mini-program', () => {
  test('is at most 500 KB, all files together, as reported', async () => {
    const files = await filesIn(outDir);
    const sizes = await Promise.all(files.map(async (file) => (await readFile(join(outDir, file))).length));
    expect(report.files).toBe(files.length);
    expect(report.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(Object.keys(report.sizes).sort()).toEqual(files.sort());
    expect(report.bytes).toBeLessThanOrEqual(500 * 1024);
    const folders = Object.values(report.folders);
    expect(folders.reduce((sum, size) => sum + size, 0)).toBe(report.bytes);
    expect(folders).toEqual([...folders].sort((a, b) => b - a));
  });

  test('has script, markup and configuration of every page', async () => {
    const { pages } = JSON.parse(await read('app.json'));
    expect(pages).toContain('pages/result/result');
    for (const page of pages)
      expect(report.sizes).toMatchObject({
        [`${page}.js`]: expect.any(Number),
        [`${page}.axml`]: expect.any(Number),
        [`${page}.json`]: expect.any(Number),
      });
  });

  test('has every component that something uses, named from the root', async () => {
    const configurations = await textOf('.json');
    const used = configurations.flatMap(([, text]) =>
      Object.values(JSON.parse(text).usingComponents ?? {}),
    ) as string[];
    expect(used.length).toBeGreaterThan(10);
    for (const path of used) {
      expect(path).toMatch(/^\/(components|antd-mini)\//);
      for (const extension of ['.js', '.axml', '.json'])
        expect(report.sizes).toHaveProperty([path.slice(1) + extension]);
      expect(JSON.parse(await read(`${path.slice(1)}.json`)).component).toBe(true);
    }
  });

  test('imports nothing from outside its folder', async () => {
    for (const [file, text] of await textOf('.js')) {
      const imports = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?["']([^"']+)["']/g)].map(([, path = '']) => path);
      for (const path of imports) {
        expect(path).toMatch(/^[./]/);
        expect(report.sizes).toHaveProperty([target(file, path)]);
      }
      expect(text).not.toMatch(/\brequire\(["']/);
    }
  });

  test('has everything its markup, styles and SJS refer to', async () => {
    const markup = [...(await textOf('.axml')), ...(await textOf('.sjs')), ...(await textOf('.acss'))];
    for (const [file, text] of markup) {
      const references = [...text.matchAll(/(?:\bfrom|<import src|\bsrc|@import)\s*=?\s*["']([^"'{]+)["']/g)];
      for (const [, path = ''] of references) {
        if (/^https?:/.test(path)) continue;
        expect(report.sizes).toHaveProperty([target(file, path)]);
      }
    }
  });

  test('registers each page and component in its own script', async () => {
    const parts = (await textOf('.axml')).map(([file]) => file.replace(/\.axml$/, ''));
    for (const part of parts) {
      const script = await read(`${part}.js`);
      const shared = [...script.matchAll(/from\s*"([^"]+)"/g)].map(([, path = '']) => target(`${part}.js`, path));
      const all = [script, ...(await Promise.all(shared.filter((path) => path.startsWith('shared/')).map(read)))].join(
        '\n',
      );
      expect(all).toMatch(part.startsWith('pages/') ? /\bPage\(/ : /\bComponent\(/);
    }
  });

  test('asks for nothing that a phone does not have', async () => {
    for (const [, text] of await textOf('.js')) expect(text).not.toMatch(/process\.env|\beval\(|new Function\(/);
  });

  test('keeps the settings of its cloud in one file that can be replaced', async () => {
    const scripts = await textOf('.js');
    expect(scripts.filter(([, text]) => text.includes(space.clientSecret)).map(([file]) => file)).toEqual(['space.js']);
    expect(scripts.filter(([, text]) => /from\s*"\/space\.js"/.test(text))).toHaveLength(1);
  });

  test('ships a picture for every name in the list of pictures, and one for all others', async () => {
    const pictures = await readdir(join(outDir, 'images/goods'));
    expect(pictures.sort()).toEqual([...Object.values(shipped), 'any.svg'].sort());
    for (const { picture } of goods) expect(report.sizes).toHaveProperty([goodsPicture(picture).slice(1)]);
  });

  test.each([
    ['tea-lu-an', '/images/goods/tea-lu-an.svg'],
    ['nobody-drew-it', '/images/goods/any.svg'],
    ['constructor', '/images/goods/any.svg'],
    ['https://img.example/tea.png', 'https://img.example/tea.png'],
  ])('the picture of goods named %s is %s', (name, path) => {
    expect(goodsPicture(name)).toBe(path);
  });

  test('built again holds no file of the build before', async () => {
    await writeFile(join(outDir, 'shared', 'chunk-OLD.js'), 'export {}');
    await buildMiniprogram({ projectRoot, outDir, space });
    expect((await filesIn(outDir)).sort()).toEqual(Object.keys(report.sizes).sort());
  });
});

describe('a mini-program that is not complete is not built', () => {
  async function projectWithout(path: string): Promise<string> {
    const root = await mkdtemp(join(folder, 'project-'));
    for (const part of ['app.ts', 'app.json', 'app.acss', 'pages', 'components', 'models', 'contract', 'images']) {
      await cp(join(projectRoot, part), join(root, part), { recursive: true });
    }
    await rm(join(root, path));
    return root;
  }

  test.each([
    ['pages/order/order.axml', 'app.json names the page pages/order/order, which has no pages/order/order.axml'],
    ['pages/order/order.ts', 'app.json names the page pages/order/order, which has no pages/order/order.ts'],
    [
      'components/price-text/price-text.json',
      'names the component components/price-text/price-text, which has no components/price-text/price-text.json',
    ],
  ])('without %s', async (path, message) => {
    const root = await projectWithout(path);
    await expect(buildMiniprogram({ projectRoot: root, outDir: join(root, 'out'), space })).rejects.toThrow(message);
    expect(await readdir(dirname(join(root, 'out')))).not.toContain('out');
  });
});
