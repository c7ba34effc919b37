import type { Case } from '../case';

const usesModule = (text: string, axml: string, reads: string, rule: string, data: object = {}): Case => ({
  rule,
  axml: `<import-sjs name="m" from="./m.sjs"/><text>${axml}</text>`,
  files: { 'm.sjs': text },
  data,
  reads,
});

/** Reference mini-program 2.4: SJS. */
export const sjsCases: readonly Case[] = [
  usesModule(
    'const yuan = (fen) => fen / 100;\nexport default { yuan };',
    '{{m.yuan(n)}}',
    '3.5',
    '2.4 a default export is used by name',
    { n: 350 },
  ),
  {
    rule: '2.4 named exports, one of them renamed',
    axml: '<import-sjs name="{a, b: c}" from="./m.sjs"/><text>{{a}}{{c(1)}}</text>',
    files: { 'm.sjs': 'export const a = 1;\nexport function b(n) { return n + 1; }' },
    reads: '12',
  },
  {
    rule: '2.4 a module may import another',
    axml: '<import-sjs name="m" from="./m.sjs"/><text>{{m.twice(2)}}</text>',
    files: {
      'm.sjs': "import { double } from './n.sjs';\nexport default { twice: double };",
      'n.sjs': 'export const double = (n) => n * 2;',
    },
    reads: '4',
  },
  usesModule(
    'export default { kinds: (...all) => all.map((one) => one.constructor).join() };',
    "{{m.kinds(1, 'a', l, o, true)}}",
    'Number,String,Array,Object,Boolean',
    '2.4 constructor is the name of the type',
    { l: [], o: {} },
  ),
  usesModule(
    'export default { f: () => getDate(2026, 0, 2).getFullYear() };',
    '{{m.f()}}',
    '2026',
    '2.4 getDate makes dates',
  ),
  usesModule(
    'export default { f: (s) => getDate(s).getTime() };',
    "{{m.f('2026-01-01T00:00:00Z')}}",
    '1767225600000',
    '2.4 getDate reads text',
  ),
  usesModule(
    "export default { f: (s) => s.replace(getRegExp('a', 'g'), 'b') };",
    "{{m.f('aa')}}",
    'bb',
    '2.4 getRegExp makes patterns with flags',
  ),
  usesModule(
    ['export default { f: ({ a, ...rest }, [first]) => `', '{a}', '{Object.keys(rest)}', '{first}` };'].join('$'),
    '{{m.f(o, l)}}',
    '1b2',
    '2.4 destructuring, rest and template strings',
    { o: { a: 1, b: 2 }, l: [2] },
  ),
  usesModule('export default { f: (l) => [...l, 3].length };', '{{m.f(l)}}', '3', '2.4 spread', { l: [1, 2] }),
  usesModule('export default { f: (o) => JSON.parse(JSON.stringify(o)).a };', '{{m.f(o)}}', '1', '2.4 JSON', {
    o: { a: 1 },
  }),
  usesModule(
    'export default { f: () => Math.max(1, 2) + Number.MAX_SAFE_INTEGER % 2 };',
    '{{m.f()}}',
    '3',
    '2.4 Math and the constants of Number',
  ),
  usesModule(
    "export default { f: () => parseInt('12px', 10) + parseFloat('0.5') + encodeURIComponent('茶') };",
    '{{m.f()}}',
    '12.5%E8%8C%B6',
    '2.4 parse and encode functions',
  ),
  usesModule(
    'let count = 0;\nexport default { f: () => { count += 1; return count; } };',
    '{{m.f()}}{{m.f()}}',
    '12',
    '2.4 a module has variables of its own',
  ),
  usesModule('export default { a: { b: 1 } };', '{{m.a.b}}', '1', '2.4 what is exported need not be a function'),
  {
    rule: '2.4 SJS in attributes: class and style',
    axml: '<import-sjs name="m" from="./m.sjs"/><view class="{{m.names(yes)}}" style="{{m.width(n)}}">x</view>',
    data: { yes: true, n: 0 },
    files: { 'm.sjs': "export default { names: (yes) => (yes ? 'a b' : ''), width: (n) => 'width: ' + n + 'rpx' };" },
    draws: '<view class="a b" style="width: 0px;">x</view>',
  },
  {
    rule: '2.4 SJS in a loop and in a condition',
    axml: '<import-sjs name="m" from="./m.sjs"/><text a:for="{{m.odd(l)}}" a:if="{{m.big(item)}}" a:key="*this">{{item}}</text>',
    data: { l: [1, 2, 3, 5] },
    files: { 'm.sjs': 'export default { odd: (l) => l.filter((n) => n % 2 === 1), big: (n) => n > 1 };' },
    reads: '35',
  },
  {
    rule: '2.4 a component may use SJS beside it',
    axml: '<x v="{{2}}"/>',
    components: { x: { axml: '<import-sjs name="m" from="./m.sjs"/><text>{{m.f(v)}}</text>' } },
    files: { 'm.sjs': 'export default { f: (n) => n * 2 };' },
    reads: '4',
  },
  {
    rule: '2.4 SJS works in templates of the file that imports it',
    axml: '<import src="./t.axml"/><template is="t" data="{{n: 2}}"/>',
    files: {
      't.axml': '<import-sjs name="m" from="./m.sjs"/><template name="t"><text>{{m.f(n)}}</text></template>',
      'm.sjs': 'export default { f: (n) => n * 3 };',
    },
    reads: '6',
  },
  {
    rule: '2.4 new Date is warned of',
    axml: '<import-sjs name="m" from="./m.sjs"/>',
    files: { 'm.sjs': 'export default { f: () => new Date() };' },
    says: 'use getDate()',
  },
  {
    rule: '2.4 a pattern literal is warned of',
    axml: '<import-sjs name="m" from="./m.sjs"/>',
    files: { 'm.sjs': "export default { f: (s) => s.replace(/a/, '') };" },
    says: 'use getRegExp(pattern, flags)',
  },
  {
    rule: '2.4 my is out of reach',
    axml: '<import-sjs name="m" from="./m.sjs"/>',
    files: { 'm.sjs': 'export default { f: () => my.alert({}) };' },
    says: 'cannot call my.*',
  },
  {
    rule: '2.4 an SJS module that is not there is refused',
    axml: '<import-sjs name="m" from="./gone.sjs"/>',
    says: 'cannot find "./gone.sjs"',
  },
  {
    rule: '2.4 a mistake in SJS is refused with its place',
    axml: '<import-sjs name="m" from="./m.sjs"/>',
    files: { 'm.sjs': 'export default {' },
    says: 'Unexpected token',
  },
];
