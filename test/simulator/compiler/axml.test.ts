import { drawnInside } from '../drawn';
import { component, type RootFiles, type RunningRoot, simulatorBench } from '../mini-root';

/** One rule of AXML: what is written, with which data, and what stands on the page. */
interface Case {
  rule: string;
  axml: string;
  data?: Record<string, unknown>;
  drawn: string;
}

const cases: Case[] = [
  // Text and attributes (reference 2.1)
  { rule: 'text may hold expressions', axml: 'Hi {{name}}, {{1 + 2}}!', data: { name: 'Li' }, drawn: 'Hi Li, 3!' },
  { rule: 'null and undefined are no text', axml: '[{{none}}{{missing}}]', data: { none: null }, drawn: '[]' },
  { rule: 'false and 0 are text', axml: '{{no}} {{zero}}', data: { no: false, zero: 0 }, drawn: 'false 0' },
  { rule: 'an array is joined', axml: '{{list}}', data: { list: [1, 2] }, drawn: '1,2' },
  { rule: 'a less-than inside braces is no tag', axml: '{{a < b ? "<" : ">"}}', data: { a: 1, b: 2 }, drawn: '<' },
  { rule: 'entities are decoded', axml: 'a &lt;b&gt; &amp; c', drawn: 'a <b> & c' },
  { rule: 'braces inside strings do not end an expression', axml: "{{'}}' + a}}", data: { a: 1 }, drawn: '}}1' },
  { rule: 'layout around text is no text', axml: '\n   one\n  ', drawn: 'one' },
  { rule: 'blank text between tags makes no node', axml: '<view/>\n <view/>', drawn: '<view></view><view></view>' },
  {
    rule: 'attributes mix text and expressions',
    axml: '<view class="a {{b}}  {{none}}" style="color: {{c}}"/>',
    data: { b: 'b', c: 'red', none: null },
    drawn: '<view class="a b  " style="color: red;"></view>',
  },
  {
    rule: 'rpx in inline styles follows the phone',
    axml: '<view style="width:{{10}}rpx"/>',
    drawn: '<view style="width: calc(10 * var(--rpx));"></view>',
  },
  {
    rule: 'hidden keeps the node',
    axml: '<view hidden="{{yes}}">x</view>',
    data: { yes: true },
    drawn: '<view hidden>x</view>',
  },
  { rule: 'hidden that is false is not there', axml: '<view hidden="{{false}}">x</view>', drawn: '<view>x</view>' },
  { rule: 'an attribute without value is true', axml: '<view hidden>x</view>', drawn: '<view hidden>x</view>' },
  {
    rule: 'role and aria-* reach the page',
    axml: '<view role="img" aria-label="{{a}}"/>',
    data: { a: 'Tea' },
    drawn: '<view role="img" aria-label="Tea"></view>',
  },
  {
    rule: 'names keep their case and tags of HTML mean nothing',
    axml: '<title>x</title>',
    drawn: '<text>title:</text>',
  },
  { rule: 'comments make nothing', axml: '<!-- {{ <view> -->x', drawn: 'x' },

  // Conditions (reference 2.1)
  { rule: 'a:if draws when it holds', axml: '<view a:if="{{a}}">a</view>', data: { a: 1 }, drawn: '<view>a</view>' },
  { rule: 'a:if draws nothing otherwise', axml: '<view a:if="{{a}}">a</view>', data: { a: 0 }, drawn: '' },
  ...[1, 2, 3].map((a) => ({
    rule: `a chain draws its branch (${a})`,
    axml: '<view a:if="{{a===1}}">1</view>\n<view a:elif="{{a===2}}">2</view>\n<view a:else>3</view>',
    data: { a },
    drawn: `<view>${a}</view>`,
  })),
  { rule: 'a block makes no node', axml: '<block a:if="{{true}}"><view>1</view>2</block>', drawn: '<view>1</view>2' },
  {
    rule: 'two chains after each other do not mix',
    axml: '<view a:if="{{no}}">1</view><view a:if="{{yes}}">2</view><view a:else>3</view>',
    data: { yes: 1, no: 0 },
    drawn: '<view>2</view>',
  },

  // Loops (reference 2.1)
  {
    rule: 'item and index are there',
    axml: '<text a:for="{{l}}" a:key="*this">{{index}}{{item}}</text>',
    data: { l: ['a', 'b'] },
    drawn: '<text>0a</text><text>1b</text>',
  },
  {
    rule: 'both can be renamed',
    axml: '<text a:for="{{l}}" a:for-item="x" a:for-index="i" a:key="n">{{i}}{{x.n}}</text>',
    data: { l: [{ n: 'a' }] },
    drawn: '<text>0a</text>',
  },
  {
    rule: 'loops nest, and the inner one sees the outer',
    axml: '<view a:for="{{l}}" a:for-item="row" key="{{index}}"><text a:for="{{row}}" a:key="*this">{{row.length}}{{item}}</text></view>',
    data: { l: [[1, 2], [3]] },
    drawn: '<view><text>21</text><text>22</text></view><view><text>13</text></view>',
  },
  {
    rule: 'a number loops from 1',
    axml: '<text a:for="{{2}}" a:key="*this">{{item}}{{index}}</text>',
    drawn: '<text>10</text><text>21</text>',
  },
  {
    rule: 'an object loops over its members',
    axml: '<text a:for="{{o}}" a:key="*this">{{index}}={{item}}</text>',
    data: { o: { a: 1 } },
    drawn: '<text>a=1</text>',
  },
  {
    rule: 'items with one key are all drawn',
    axml: '<text a:for="{{l}}" key="{{item.none}}">{{item}}</text>',
    data: { l: ['a', 'b'] },
    drawn: '<text>a</text><text>b</text>',
  },
  {
    rule: 'a block loops without a node',
    axml: '<block a:for="{{l}}" key="{{item}}">{{item}};</block>',
    data: { l: [1, 2] },
    drawn: '1;2;',
  },
  { rule: 'nothing loops over nothing', axml: '<view a:for="{{missing}}" a:key="*this"/>', drawn: '' },
  {
    rule: 'a:for goes around a:if of the same node',
    axml: '<text a:for="{{l}}" a:if="{{item > 1}}" a:key="*this">{{item}}</text>',
    data: { l: [1, 2, 3] },
    drawn: '<text>2</text><text>3</text>',
  },
  {
    rule: 'a loop may stand in an else branch',
    axml: '<view a:if="{{no}}"/><text a:else a:for="{{l}}" a:key="*this">{{item}}</text>',
    data: { l: [1, 2], no: false },
    drawn: '<text>1</text><text>2</text>',
  },
  {
    rule: 'a name in data comes back after the loop',
    axml: '<text a:for="{{[1]}}" a:key="*this">{{item}}</text>{{item}}',
    data: { item: 'data' },
    drawn: '<text>1</text>data',
  },

  // Templates, imports, includes (reference 2.3)
  {
    rule: 'a template sees only its data',
    axml: '<template name="t">{{a}}{{b}}</template><template is="t" data="{{a}}"/>',
    data: { a: 1, b: 2 },
    drawn: '1',
  },
  {
    rule: 'a template is chosen by an expression',
    axml: '<template name="t1">one</template><template name="t2">two</template><template is="t{{n}}"/>',
    data: { n: 2 },
    drawn: 'two',
  },
  {
    rule: 'template data renames and spreads',
    axml: '<template name="t">{{x}}{{y}}</template><template is="t" data="{{x: a, ...o}}"/>',
    data: { a: 1, o: { y: 2 } },
    drawn: '12',
  },
  {
    rule: 'import brings templates',
    axml: '<import src="/shared/templates.axml"/><template is="price" data="{{amount: 5}}"/>',
    drawn: '<text>¥5</text>',
  },
  {
    rule: 'imported templates may use what their file imports',
    axml: '<import src="/shared/templates.axml"/><template is="wrapped"/>',
    drawn: '<view>deep</view>',
  },
  {
    rule: 'include pastes everything else',
    axml: '<include src="/shared/part.axml"/>',
    data: { a: 'x' },
    drawn: '<view>part x</view>',
  },

  // SJS (reference 2.4)
  {
    rule: 'the default export has a name',
    axml: '<import-sjs name="m" from="/shared/math.sjs"/>{{m.twice(a)}}',
    data: { a: 4 },
    drawn: '8',
  },
  {
    rule: 'named exports can be renamed',
    axml: '<import-sjs name="{half, PI: pi}" from="/shared/math.sjs"/>{{half(4)}} {{pi}}',
    drawn: '2 3',
  },
  {
    rule: 'sjs modules import each other',
    axml: '<import-sjs name="m" from="/shared/math.sjs"/>{{m.shout("a")}}',
    drawn: 'A!',
  },
  {
    rule: 'constructor is the name of the type',
    axml: '<import-sjs name="m" from="/shared/math.sjs"/>{{m.type(a)}} {{m.type("")}}',
    data: { a: [] },
    drawn: 'Array String',
  },
  {
    rule: 'getRegExp and getDate exist',
    axml: '<import-sjs name="m" from="/shared/math.sjs"/>{{m.digits("a1b2")}} {{m.year()}}',
    drawn: '12 2020',
  },

  // Components and slots (reference 2.3, 4.2)
  { rule: 'a component has no node of its own', axml: '<plain text="x"/>', drawn: '<text>x</text>' },
  {
    rule: 'kebab-case attributes are camelCase props',
    axml: '<show-props long-name="1"/>',
    drawn: '<text>longName=1</text>',
  },
  { rule: 'a prop nobody gives is absent', axml: '<show-props given="{{missing}}"/>', drawn: '<text></text>' },
  { rule: 'data-* stays as it is written', axml: '<show-props data-id="{{7}}"/>', drawn: '<text>data-id=7</text>' },
  { rule: 'a valueless prop is true', axml: '<show-props loading/>', drawn: '<text>loading=true</text>' },
  {
    rule: 'slots fall back',
    axml: '<frame/>',
    drawn: '<view class="head">title</view><view class="body">nothing</view>',
  },
  {
    rule: 'content goes into the default slot',
    axml: '<frame>body {{a}}</frame>',
    data: { a: 1 },
    drawn: '<view class="head">title</view><view class="body">body 1</view>',
  },
  {
    rule: 'only named content leaves the fallback of the default slot',
    axml: '<frame><view slot="head">h</view></frame>',
    drawn: '<view class="head"><view>h</view></view><view class="body">nothing</view>',
  },
  {
    rule: 'a slot name may be an expression, and content may be conditional',
    axml: '<frame><view slot="{{where}}" a:if="{{yes}}">h</view><view a:if="{{no}}">b</view></frame>',
    data: { where: 'head', yes: true, no: false },
    drawn: '<view class="head"><view>h</view></view><view class="body">nothing</view>',
  },
  {
    rule: 'content may loop, in a block too',
    axml: '<frame><block a:for="{{l}}" a:key="*this"><text>{{item}}</text></block></frame>',
    data: { l: [1, 2] },
    drawn: '<view class="head">title</view><view class="body"><text>1</text><text>2</text></view>',
  },
  {
    rule: 'slots pass through two levels',
    axml: '<outer><text slot="top">t</text>rest</outer>',
    drawn: '<view class="head"><text>t</text></view><view class="body">rest</view>',
  },
  {
    rule: 'a scoped slot hands its values to the caller',
    axml: '<rows list="{{l}}"><text slot-scope="p">{{p.index}}:{{p.row}}{{tail}}</text></rows>',
    data: { l: ['a', 'b'], tail: '!' },
    drawn: '<text>0:a!</text><text>1:b!</text>',
  },
  {
    rule: 'a condition on scoped content may use the scope',
    axml: '<rows list="{{l}}"><text slot-scope="p" a:if="{{p.index > 0}}">{{p.row}}</text></rows>',
    data: { l: ['a', 'b'] },
    drawn: '<text>b</text>',
  },
  {
    rule: 'components stand in templates',
    axml: '<template name="t"><plain text="{{x}}"/></template><template is="t" data="{{x: 3}}"/>',
    drawn: '<text>3</text>',
  },
  { rule: 'usingComponents wins over built-ins', axml: '<slider/>', drawn: '<text>own slider</text>' },
  { rule: 'a global component of app.json needs no entry', axml: '<global-one/>', drawn: '<text>global</text>' },
  {
    rule: 'a component path may be a folder or a package',
    axml: '<in-folder/><from-package/>',
    drawn: '<text>folder</text><text>package</text>',
  },
];

const shared: RootFiles = {
  'shared/templates.axml':
    '<import src="./more.axml"/><template name="price"><text>¥{{amount}}</text></template><template name="wrapped"><template is="inner"/></template>',
  'shared/more.axml': '<template name="inner"><view>deep</view></template>',
  'shared/part.axml': '<template name="not-mine"/><view>part {{a}}</view>',
  'shared/math.sjs': `import loud from './loud.sjs';
export const PI = 3;
export const half = (n) => n / 2;
export default {
  twice: (n) => n * 2,
  shout: (t) => loud(t),
  type: (x) => x.constructor,
  digits: (t) => t.replace(getRegExp('[^0-9]', 'g'), ''),
  year: () => getDate(2020, 1, 1).getFullYear(),
};`,
  'shared/loud.sjs': 'export default function (t) { return t.toUpperCase() + "!"; }',
  ...component('components/plain', { axml: '<text>{{text}}</text>' }),
  ...component('components/title', { axml: '<text>title:</text>' }),
  ...component('components/show-props', {
    axml: '<text>{{all}}</text>',
    js: `Component({ data: { all: '' }, onInit() {
      this.setData({ all: Object.keys(this.props).map((k) => k + '=' + this.props[k]).join(' ') });
    } });`,
  }),
  ...component('components/frame', {
    axml: '<view class="head"><slot name="head">title</slot></view><view class="body"><slot>nothing</slot></view>',
  }),
  ...component('components/outer', {
    axml: '<frame><view a:if="{{false}}"/><slot name="top" slot="head"/><slot/></frame>',
    json: { usingComponents: { frame: './frame' } },
  }),
  ...component('components/rows', {
    axml: '<block a:for="{{list}}" a:key="*this"><slot row="{{item}}" index="{{index}}"/></block>',
  }),
  ...component('components/slider', { axml: '<text>own slider</text>' }),
  ...component('components/global-one', { axml: '<text>global</text>' }),
  ...component('components/folder/index', { axml: '<text>folder</text>' }),
  ...component('node_modules/some-package/es/thing/index', { axml: '<text>package</text>' }),
};

const usingComponents = {
  plain: '/components/plain',
  title: '/components/title',
  'show-props': '/components/show-props',
  frame: '/components/frame',
  outer: '/components/outer',
  rows: '/components/rows',
  slider: '/components/slider',
  'in-folder': '/components/folder',
  'from-package': 'some-package/es/thing/index',
};

/** Every case is a component of its own, and one page shows them all. */
function galleryOf(all: readonly Case[]): RootFiles {
  const files: RootFiles = { ...shared };
  const tags: Record<string, string> = {};
  all.forEach(({ axml, data = {} }, index) => {
    const js = `Component({ data: ${JSON.stringify(data)} });`;
    Object.assign(files, component(`cases/case-${index}`, { axml, js, json: { usingComponents } }));
    tags[`case-${index}`] = `/cases/case-${index}`;
  });
  const page = 'pages/index/index';
  files['app.json'] = { pages: [page], usingComponents: { 'global-one': '/components/global-one' } };
  files['app.js'] = 'App({});';
  files[`${page}.js`] = 'Page({});';
  files[`${page}.json`] = { usingComponents: tags };
  files[`${page}.axml`] = all.map((_, index) => `<view id="at-${index}"><case-${index}/></view>`).join('\n');
  return files;
}

describe('AXML draws', () => {
  const bench = simulatorBench();
  let gallery: RunningRoot;

  beforeAll(async () => {
    gallery = await bench.runFiles(galleryOf(cases));
  });
  afterAll(() => bench.close());

  test.each(cases.map(({ rule, drawn }, index) => ({ rule, drawn, index })))('$rule', async ({ drawn, index }) => {
    expect(await drawnInside(gallery.page, `#at-${index}`)).toBe(drawn);
  });

  test('nothing of it complains', () => {
    expect({ found: gallery.problems(), errors: gallery.simulator.errors() }).toEqual({ found: [], errors: [] });
  });
});
