/** Styles in Less, as mini-programs in the IDE may be written. */
import { rootCompiler } from '../../../simulator/compiler/compile-root';
import { onePage, type RootFiles, writeRoot } from '../mini-root';

const styled = (style: string): RootFiles => ({
  ...onePage({ axml: '<view class="a">x</view>' }),
  'pages/index/index.less': style,
  'pages/index/sizes.less': '@wide: 100rpx;',
  'app.less': '@ink: red; view { color: @ink; }',
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
  expect(css).toMatch(/a-view \{\s*color: red;\s*\}/);
  expect(css).toContain('width: calc(100 * var(--rpx))');
  expect(files.some((file) => file.endsWith('sizes.less'))).toBe(true);
});

test('a mistake in Less stands where it is', async () => {
  const { errors } = await compiled(styled('.a {\n  !! }'));
  expect(errors).toMatchObject([
    { file: 'pages/index/index.less', line: 2, column: 3, message: expect.stringMatching(/[Uu]nrecogni[sz]ed input/) },
  ]);
});

test('ACSS that was built from Less is used as it is', async () => {
  const { css } = await compiled({ ...styled('.a { width: 1px; }'), 'pages/index/index.acss': '.a { width: 2px; }' });
  expect(css).toContain('width: 2px');
  expect(css).not.toContain('width: 1px');
});

test('what Less can and ACSS cannot, becomes ACSS: nesting, mixins, arithmetic', async () => {
  const style =
    '.round(@r) { border-radius: @r; } .a { .round(4rpx); .b { width: 2rpx * 3; } &:active { color: blue; } }';
  const { css, errors } = await compiled(styled(style));
  expect(errors).toEqual([]);
  expect(css).toContain('border-radius: calc(4 * var(--rpx))');
  expect(css).toMatch(/\.a \.b[^{]*\{\s*width: calc\(6 \* var\(--rpx\)\)/);
});

test('a mini-program that brings its own Less is compiled by that', async () => {
  const own = "exports.render = async () => ({ css: '.a { color: green; }', imports: [] });";
  const { css } = await compiled({ ...styled('.a { color: red; }'), 'node_modules/less/index.js': own });
  expect(css).toContain('color: green');
});
