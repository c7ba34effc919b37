/** Styles in Less, compiled by whatever package `less` a mini-program has; here a small one of the same face. */
import { rootCompiler } from '../../../simulator/compiler/compile-root';
import { onePage, type RootFiles, writeRoot } from '../mini-root';

/** Knows `@name: value;`, `@import 'file';` and how to complain, as the real one does. */
const less = `
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
exports.render = async (text, { filename, paths }) => {
  const imports = [];
  const whole = text.replace(/@import '([^']+)';/g, (_, name) => {
    imports.push(join(paths[0], name));
    return readFileSync(imports.at(-1), 'utf8');
  });
  const broken = whole.indexOf('!!');
  if (broken !== -1) throw Object.assign(new Error('Unrecognised input'), { filename, index: broken });
  const values = Object.fromEntries([...whole.matchAll(/@([\\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
  const css = whole.replace(/@[\\w-]+: [^;]+;/g, '').replace(/@([\\w-]+)/g, (_, name) => values[name]);
  return { css, imports };
};`;

const styled = (style: string): RootFiles => ({
  ...onePage({ axml: '<view class="a">x</view>' }),
  'pages/index/index.less': style,
  'pages/index/sizes.less': '@wide: 100rpx;',
  'app.less': '@ink: red; view { color: @ink; }',
  'node_modules/less/index.js': less,
});

async function compiled(files: RootFiles) {
  const { root, remove } = writeRoot(files);
  const compiler = rootCompiler(root);
  const result = await compiler.compile();
  await compiler.close();
  remove();
  return result;
}

test('Less becomes ACSS, of the app as of a page, and what it imports is watched', async () => {
  const { css, errors, warnings, files } = await compiled(styled("@import 'sizes.less'; .a { width: @wide; }"));
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
  expect(css).toContain('a-view { color: red; }');
  expect(css).toContain('width: calc(100 * var(--rpx))');
  expect(files.some((file) => file.endsWith('sizes.less'))).toBe(true);
});

test('a mistake in Less stands where it is', async () => {
  const { errors } = await compiled(styled('.a {\n  !! }'));
  expect(errors).toMatchObject([{ file: 'pages/index/index.less', line: 2, column: 3, message: 'Unrecognised input' }]);
});

test('ACSS that was built from Less is used as it is', async () => {
  const { css } = await compiled({ ...styled('.a { width: 1px; }'), 'pages/index/index.acss': '.a { width: 2px; }' });
  expect(css).toContain('width: 2px');
  expect(css).not.toContain('width: 1px');
});
