import { rootCompiler } from '../../../simulator/compiler/compile-root';
import { formatDiagnostic } from '../../../simulator/compiler/diagnostic';
import { component, onePage, type RootFiles, writeRoot } from '../mini-root';

/** What the compiler says about a root: `file:line:column message`. */
async function findings(files: RootFiles): Promise<{ errors: string[]; warnings: string[]; canRun: boolean }> {
  const { root, remove } = writeRoot(files);
  const compiler = rootCompiler(root);
  const { errors, warnings, js } = await compiler.compile();
  await compiler.close();
  remove();
  const short = ({ file, line, column, message }: (typeof errors)[number]): string =>
    `${file}:${line}:${column} ${message}`;
  return { errors: errors.map(short), warnings: warnings.map(short), canRun: js !== null };
}

const at = (line: number, column: number): string => `pages/index/index.axml:${line}:${column}`;

describe('what the real compiler refuses is refused with its place', () => {
  test.each`
    axml                                                  | error
    ${'<view>\n  <text>a</view>'}                         | ${`${at(2, 3)} <text> is never closed`}
    ${'<view>\n  {{a</view>'}                             | ${`${at(2, 3)} "{{" is never closed by "}}"`}
    ${'<view a="{{l.map(x => x)}}"/>'}                    | ${`${at(1, 18)} an arrow function cannot be used in AXML; move it into an .sjs module`}
    ${'<view\n  a="{{1 +}}"/>'}                           | ${`${at(2, 11)} Unexpected token`}
    ${'<view a:if="{{a}}" a:else>x</view>'}               | ${`${at(1, 20)} no multiple condition: a:if and a:else on one node`}
    ${'<view></text></view>'}                             | ${`${at(1, 7)} </text> closes nothing`}
    ${'<view a:else>x</view>'}                            | ${`${at(1, 7)} a:else must follow an element with a:if or a:elif`}
    ${'<view a:if="{{a}}"/><view a:else/><view a:else/>'} | ${`${at(1, 41)} a:else must follow an element with a:if or a:elif`}
    ${'<view id="a" id="b"/>'}                            | ${`${at(1, 14)} the attribute "id" is given twice`}
    ${'<import src="./none.axml"/>'}                      | ${`${at(1, 14)} cannot find "./none.axml" (.axml file)`}
    ${'<include/>'}                                       | ${`${at(1, 1)} <include> needs the attribute "src"`}
    ${'<include src="./index.axml"/>'}                    | ${`${at(1, 1)} pages/index/index.axml includes itself`}
    ${'<import-sjs from="./none.sjs" name="x"/>'}         | ${`${at(1, 19)} cannot find "./none.sjs" (.sjs file)`}
    ${'<template/>'}                                      | ${`${at(1, 1)} <template> needs the attribute "is" or "name"`}
  `('$axml', async ({ axml, error }) => {
    expect(await findings(onePage({ axml }))).toEqual({ errors: [error], warnings: [], canRun: false });
  });

  test.each`
    what                          | files                                                                                                                  | error
    ${'no app.json'}              | ${{ 'app.js': '' }}                                                                                                    | ${/^app\.json:1:1 there is no app\.json in .*; is it a mini-program root\?$/}
    ${'a broken app.json'}        | ${{ 'app.json': '{\n  "pages": [,]\n}' }}                                                                              | ${/^app\.json:2:13 Unexpected "," in JSON$/}
    ${'no pages'}                 | ${{ 'app.json': {} }}                                                                                                  | ${/^app\.json:1:1 app\.json lists no pages$/}
    ${'a page without a script'}  | ${{ 'app.json': '{"pages": ["pages/x/x"]}' }}                                                                          | ${/^app\.json:1:12 the page "pages\/x\/x" has no \.js or \.ts file$/}
    ${'a component not there'}    | ${onePage({ axml: '<a/>', json: { usingComponents: { a: './none' } } })}                                               | ${/^pages\/index\/index\.json:3:10 cannot find the component "\.\/none"$/}
    ${'a syntax error in a page'} | ${onePage({ axml: '', js: 'Page({\n  data: }\n);' })}                                                                  | ${/^pages\/index\/index\.js:2:9 Unexpected "}"$/}
    ${'an import not there'}      | ${onePage({ axml: '', js: "import './none';\nPage({});" })}                                                            | ${/^pages\/index\/index\.js:1:8 Could not resolve "\.\/none"$/}
    ${'a broken sjs module'}      | ${onePage({ axml: '<import-sjs from="./a.sjs" name="a"/>' }, { 'pages/index/a.sjs': 'export default {\n  a: ,\n};' })} | ${/^pages\/index\/a\.sjs:2:6 Unexpected token$/}
    ${'a broken style'}           | ${onePage({ axml: '', acss: '.a {\n  color red\n}' })}                                                                 | ${/^pages\/index\/index\.acss:2:3 Unknown word/}
    ${'a style import not there'} | ${onePage({ axml: '', acss: '.a {}\n@import "./none.acss";' })}                                                        | ${/^pages\/index\/index\.acss:2:1 cannot find "\.\/none\.acss"$/}
  `('$what', async ({ files, error }) => {
    const found = await findings(files);
    expect(found.errors[0]).toMatch(error);
    expect(found.canRun).toBe(false);
  });
});

describe('what only the real toolchain would reject is a warning', () => {
  const framed = component('components/framed', { axml: '<slot/>' });

  test.each`
    what                              | files                                                                                                                                         | warning
    ${'a loop without key'}           | ${onePage({ axml: '<view>\n<view a:for="{{[1]}}"/></view>' })}                                                                                | ${'pages/index/index.axml:2:1 a loop without a:key or key tells its items apart by position only'}
    ${'slot on a block'}              | ${onePage({ axml: '<framed><block slot="x">a</block></framed>', json: { usingComponents: { framed: '/components/framed' } } }, framed)}       | ${'pages/index/index.axml:1:16 slot on <block> is refused by the real compiler; put it on an element such as <view>'}
    ${'attribute selectors'}          | ${onePage({ axml: '', acss: '.a {}\nview[hidden] { color: red }' })}                                                                          | ${'pages/index/index.acss:2:1 attribute selectors are not supported in acss; use a class'}
    ${'relative addresses'}           | ${onePage({ axml: '', acss: '.a {\n  background: url(../a.png) }' })}                                                                         | ${'pages/index/index.acss:2:3 url(../a.png) must be absolute, such as /images/x.png'}
    ${'reserved import names'}        | ${onePage({ axml: '', js: "\nimport { fetch } from './net';\nPage({ fetch });" }, { 'pages/index/net.js': 'export const fetch = 1;' })}       | ${'pages/index/index.js:2:1 the imported name "fetch" is undefined in Alipay; rename it with "as"'}
    ${'new Date in sjs'}              | ${onePage({ axml: '<import-sjs from="./a.sjs" name="a"/>' }, { 'pages/index/a.sjs': 'export default () =>\n  new Date();' })}                 | ${'pages/index/a.sjs:2:3 sjs has no "new Date"; use getDate()'}
    ${'a pattern literal in sjs'}     | ${onePage({ axml: '<import-sjs from="./a.sjs" name="a"/>' }, { 'pages/index/a.sjs': 'export default () => /x/;' })}                           | ${'pages/index/a.sjs:1:22 sjs has no regular expression literals; use getRegExp(pattern, flags)'}
    ${'my in sjs'}                    | ${onePage({ axml: '<import-sjs from="./a.sjs" name="a"/>' }, { 'pages/index/a.sjs': 'export default () => my.env;' })}                        | ${'pages/index/a.sjs:1:22 sjs runs in the render layer and cannot call my.*'}
    ${'a component not called one'}   | ${onePage({ axml: '<framed/>', json: { usingComponents: { framed: '/components/framed' } } }, { ...framed, 'components/framed.json': '{}' })} | ${'components/framed.json:1:1 a component needs "component": true in its json'}
    ${'components of the first kind'} | ${{ ...onePage({ axml: '' }), 'mini.project.json': '{}' }}                                                                                    | ${'mini.project.json:1:1 compileOptions.component2 should be true; the simulator runs components that way'}
    ${'a plugin'}                     | ${onePage({ axml: '', json: { usingComponents: { p: 'plugin://x/y' } } })}                                                                    | ${'pages/index/index.json:3:10 plugins are not supported by the simulator'}
  `('$what', async ({ files, warning }) => {
    expect(await findings(files)).toEqual({ errors: [], warnings: [warning], canRun: true });
  });

  test('a renamed reserved import is fine', async () => {
    const files = onePage(
      { axml: '', js: "import { fetch as load } from './net';\nPage({ load });" },
      { 'pages/index/net.js': 'export const fetch = 1;' },
    );
    expect((await findings(files)).warnings).toEqual([]);
  });

  test('how installed components are written is their authors business', async () => {
    const loop = { axml: '<view a:for="{{[1]}}"/>' };
    const json = { usingComponents: { loop: 'some-package/loop' } };
    const files = onePage({ axml: '<loop/>', json }, component('node_modules/some-package/loop', loop));
    expect((await findings(files)).warnings).toEqual([]);
  });
});

test('a finding is shown with the lines around it and a caret', () => {
  const message = { severity: 'error', message: 'no', file: 'a.axml', line: 2, column: 3 } as const;
  const frame = '  1 | <view>\n> 2 |   {{a\n    |   ^';
  expect(formatDiagnostic({ ...message, frame })).toBe(`a.axml:2:3: error: no\n${frame}`);
});
