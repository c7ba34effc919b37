/** What docs/theming.md promises: every colour is a token, each token has its value in the dark, and every token is used. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, projectRoot } from '../support/source-tree';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const styles = projectFiles().filter((path) => /^(?:pages|components)\/.*\.acss$/.test(path));
const app = read('app.acss');
const dark = app.slice(app.indexOf('prefers-color-scheme: dark'), app.indexOf('.dark-probe'));
const light = app.slice(0, app.indexOf('@media'));

const COLOR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(/i;

function tokensIn(text: string): Map<string, string> {
  return new Map([...text.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
}

test('no page and no component names a colour of its own', () => {
  expect(styles.length).toBeGreaterThan(10);
  expect(styles.filter((path) => COLOR.test(read(path)))).toEqual([]);
});

test('every colour has its value in the dark', () => {
  // White on the brand, and the veil under a sheet, are the same in both.
  const same = new Set(['--on-brand', '--veil']);
  const colors = [...tokensIn(light)]
    .filter(([name, value]) => COLOR.test(value) && !same.has(name))
    .map(([name]) => name);
  const inTheDark = tokensIn(dark);
  expect(colors.length).toBeGreaterThan(15);
  expect(colors.filter((name) => !inTheDark.has(name))).toEqual([]);
});

test('every token is used, and every token that is used is there', () => {
  const all = [app, ...styles.map(read)].join('\n');
  const used = new Set([...all.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name));
  const named = tokensIn(light);
  const ours = [...named.keys()].filter((name) => !/^--(?:button|tag|steps|list|popup)-/.test(name));
  expect(ours.filter((name) => !used.has(name))).toEqual([]);
  expect([...used].filter((name) => name !== undefined && !named.has(name))).toEqual([]);
});

test('the document names every token of the brand', () => {
  const document = readFileSync(join(projectRoot, 'docs/theming.md'), 'utf8');
  const brand = [...tokensIn(light).keys()].filter((name) =>
    /^--(?:brand|on-brand|success|warn|alarm|ink|card|ground|radius)/.test(name),
  );
  expect(brand.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});
