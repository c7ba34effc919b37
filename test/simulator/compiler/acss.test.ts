import { join } from 'node:path';
import { compileAcss } from '../../../simulator/compiler/acss';
import { report } from '../../../simulator/compiler/diagnostic';
import type { Unit } from '../../../simulator/compiler/project';
import { workspace } from '../../../simulator/compiler/workspace';

function css(acss: string, options: { unit?: Partial<Unit>; more?: Record<string, string> } = {}): string {
  const root = join(__dirname, 'no-such-root');
  const files = workspace(root, { 'a/a.acss': acss, ...options.more });
  const unit = options.unit as Unit | undefined;
  return compileAcss(join(root, 'a/a.acss'), { files, report: report(), ...(unit ? { unit } : {}) });
}

describe('ACSS becomes CSS of the phone (reference mini-program 3)', () => {
  test.each`
    rule                                        | acss                                                   | css
    ${'rpx follows the width of the phone'}     | ${'.a{width:20rpx}'}                                   | ${'.a{width:calc(20 * var(--rpx))}'}
    ${'fractions and negatives too'}            | ${'.a{margin:-1.5rpx .5rpx 0rpx}'}                     | ${'.a{margin:calc(-1.5 * var(--rpx)) calc(.5 * var(--rpx)) 0px}'}
    ${'inside calc and functions'}              | ${'.a{width:calc(100% - 24rpx)}'}                      | ${'.a{width:calc(100% - calc(24 * var(--rpx)))}'}
    ${'in custom properties'}                   | ${'.a{--gap:8rpx;width:var(--w,8rpx)}'}                | ${'.a{--gap:calc(8 * var(--rpx));width:var(--w,calc(8 * var(--rpx)))}'}
    ${'vw and vh mean the phone'}               | ${'.a{height:100vh;width:50vw}'}                       | ${'.a{height:calc(100 * var(--vh));width:calc(50 * var(--vw))}'}
    ${'names that only look like lengths stay'} | ${'.a{animation:spin-2vh 1s;color:#2vw}'}              | ${'.a{animation:spin-2vh 1s;color:#2vw}'}
    ${'tags are host elements'}                 | ${'view,scroll-view>text:first-child{color:red}'}      | ${'a-view,a-scroll-view>a-text:first-child{color:red}'}
    ${'classes named like tags stay'}           | ${'.view #text.text{color:red}'}                       | ${'.view #text.text{color:red}'}
    ${'tags inside :not are tags'}              | ${'.a:not(view):nth-child(odd){color:red}'}            | ${'.a:not(a-view):nth-child(odd){color:red}'}
    ${'pseudo-elements stay'}                   | ${'text::before{content:"view"}'}                      | ${'a-text::before{content:"view"}'}
    ${'page is the page'}                       | ${'page{color:red}'}                                   | ${'a-page{color:red}'}
    ${'steps of keyframes stay'}                | ${'@keyframes k{from{top:0}50%{top:2rpx}to{top:1px}}'} | ${'@keyframes k{from{top:0}50%{top:calc(2 * var(--rpx))}to{top:1px}}'}
    ${'rules in media queries are rules'}       | ${'@media (min-width:1px){view{top:1rpx}}'}            | ${'@media (min-width:1px){a-view{top:calc(1 * var(--rpx))}}'}
  `('$rule', ({ acss, css: expected }) => {
    expect(css(acss)).toBe(expected);
  });

  test.each`
    acss                             | css
    ${'.a .b{top:0}'}                | ${'.a .b:where([data-scope="x"]){top:0}'}
    ${'.a::before{top:0}'}           | ${'.a:where([data-scope="x"])::before{top:0}'}
    ${'.a>view:not(.b + .c){top:0}'} | ${'.a>a-view:not(.b + .c):where([data-scope="x"]){top:0}'}
    ${':host{top:0}'}                | ${'a-component[data-host="x"]{top:0}'}
    ${':host(.on) .a{top:0}'}        | ${'a-component[data-host="x"].on .a{top:0}'}
  `('apply-shared keeps $acss inside its component', ({ acss, css: expected }) => {
    const unit = { id: 'x', kind: 'component' as const, json: { styleIsolation: 'apply-shared' } };
    expect(css(acss, { unit })).toBe(expected);
  });

  test('rules of a page stay inside it and weigh what they weighed', () => {
    const place = 'a-page:where([data-path="pages/a/a"])';
    expect(css('.a{top:0}page{left:0}page .b{right:0}', { unit: { id: 'pages/a/a', kind: 'page', json: {} } })).toBe(
      `:where(${place}) .a{top:0}${place}{left:0}${place} .b{right:0}`,
    );
  });

  test('@import brings other files, from the folder, the root or a package, each once per importer', () => {
    const more = {
      'a/near.acss': '@import "./a.acss";.near{top:1rpx}',
      'shared/far.acss': '.far{top:0}',
      'node_modules/pkg/style.acss': '.pkg{top:0}',
    };
    const text = "@import './near.acss';@import '/shared/far.acss';@import 'pkg/style.acss';.own{top:0}";
    expect(css(text, { more })).toBe('.near{top:calc(1 * var(--rpx))}.far{top:0}.pkg{top:0}.own{top:0}');
  });
});
