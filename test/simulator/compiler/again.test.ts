import { rootCompiler } from '../../../simulator/compiler/compile-root';
import { onePage, writeRoot } from '../mini-root';

/** Compiles a root, and again after each edit, with what the work before left in memory. */
describe('compiling again after an edit', () => {
  const page = 'pages/index/index';
  const files = onePage(
    { axml: '<include src="./part.axml"/><text a:for="{{[1]}}">{{item}}</text>', acss: "@import './more.acss';" },
    { 'pages/index/part.axml': '<text>part one</text>', 'pages/index/more.acss': '.a { top: 1px; }' },
  );
  let written: ReturnType<typeof writeRoot>;
  let compiler: ReturnType<typeof rootCompiler>;

  beforeEach(() => {
    written = writeRoot(files);
    compiler = rootCompiler(written.root);
  });
  afterEach(async () => {
    await compiler.close();
    written.remove();
  });

  test.each`
    what                   | path                       | text                                                                        | seen
    ${'the page itself'}   | ${`${page}.axml`}          | ${'<text>page two</text>'}                                                  | ${'page two'}
    ${'an included file'}  | ${'pages/index/part.axml'} | ${'<text>part two</text>'}                                                  | ${'part two'}
    ${'the script'}        | ${`${page}.js`}            | ${'Page({ data: { n: "script two" } });'}                                   | ${'script two'}
    ${'an imported style'} | ${'pages/index/more.acss'} | ${'.a { top: 22px; }'}                                                      | ${'22px'}
    ${'app.json’s title'}  | ${'app.json'}              | ${JSON.stringify({ pages: [page], window: { defaultTitle: 'title two' } })} | ${'title two'}
  `('an edit of $what is seen', async ({ path, text, seen }) => {
    await compiler.compile();
    written.write(path, text);
    const { js, css, title, errors } = await compiler.compile();
    expect(errors).toEqual([]);
    expect(`${js}${css}${title}`).toContain(seen);
  });

  test('a warning is said again as long as it holds', async () => {
    const first = await compiler.compile();
    const second = await compiler.compile();
    expect(first.warnings).toHaveLength(1);
    expect(second.warnings).toEqual(first.warnings);
    expect(second.files.sort()).toEqual(first.files.sort());
  });

  test('a file that was missing and comes remedies the error', async () => {
    written.write(`${page}.axml`, '<include src="./late.axml"/>');
    expect((await compiler.compile()).errors).toHaveLength(1);
    expect((await compiler.compile()).errors).toHaveLength(1);
    written.write('pages/index/late.axml', '<text>late</text>');
    const { js, errors } = await compiler.compile();
    expect(errors).toEqual([]);
    expect(js).toContain('late');
  });

  test('a component that takes the place of a built-in is used', async () => {
    written.write(`${page}.axml`, '<tag/>');
    await compiler.compile();
    written.write('tag.axml', '<text>own</text>');
    written.write('tag.js', 'Component({});');
    written.write('tag.json', '{ "component": true }');
    written.write(`${page}.json`, '{ "usingComponents": { "tag": "/tag" } }');
    const { js, errors } = await compiler.compile();
    expect(errors).toEqual([]);
    expect(js).toMatch(/\br\d*\.component\(c, "tag"/);
  });
});
