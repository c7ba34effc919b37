import { type Case, tap } from '../case';

const log = (...names: string[]): string => names.map((name) => `${name}() { log('${name}'); }`).join(', ');
const read = (axml: string, js: string): { axml: string; js: string } => ({ axml, js });

/** Reference mini-program 4.2: components. */
export const componentCases: readonly Case[] = [
  {
    rule: '4.2 made: onInit, deriveDataFromProps, didMount',
    axml: '<x/>',
    components: { x: { js: `Component({ ${log('didMount', 'deriveDataFromProps', 'onInit')} });` } },
    logs: ['onInit', 'deriveDataFromProps', 'didMount'],
  },
  {
    rule: '4.2 new props: deriveDataFromProps, then didUpdate',
    axml: '<x n="{{n}}"/>',
    data: { n: 1 },
    components: { x: { js: `Component({ ${log('deriveDataFromProps', 'didUpdate')} });` } },
    steps: ['getApp().log.splice(0)', 'page.setData({ n: 2 })'],
    logs: ['deriveDataFromProps', 'didUpdate'],
  },
  {
    rule: '4.2 own setData: deriveDataFromProps, then didUpdate',
    axml: '<x/>',
    components: {
      x: {
        axml: '<view id="t" onTap="add">x</view>',
        js: `Component({ data: { n: 0 }, ${log('deriveDataFromProps', 'didUpdate')}, methods: { add() { this.setData({ n: 1 }); } } });`,
      },
    },
    steps: ['getApp().log.splice(0)', tap('#t')],
    logs: ['deriveDataFromProps', 'didUpdate'],
  },
  {
    rule: '4.2 deriveDataFromProps sees the next props as argument and the old ones as this.props',
    axml: '<x n="{{n}}"/>',
    data: { n: 1 },
    components: { x: { js: 'Component({ deriveDataFromProps(next) { log([this.props.n, next.n]); } });' } },
    steps: ['page.setData({ n: 2 })'],
    logs: [
      [1, 1],
      [1, 2],
    ],
  },
  {
    rule: '4.2 what deriveDataFromProps sets is in the same drawing',
    axml: '<x n="{{n}}"/>',
    data: { n: 1 },
    components: {
      x: {
        axml: '<text>{{twice}}</text>',
        js: "Component({ deriveDataFromProps({ n }) { this.setData({ twice: n * 2 }); }, didUpdate() { log('once'); } });",
      },
    },
    steps: ['page.setData({ n: 4 })'],
    reads: '8',
    logs: ['once'],
  },
  {
    rule: '4.2 didUpdate gets the props and data before',
    axml: '<x n="{{n}}"/>',
    data: { n: 1 },
    components: {
      x: {
        js: 'Component({ data: { m: 1 }, deriveDataFromProps({ n }) { this.setData({ m: n * 10 }); }, didUpdate(props, data) { log([props.n, data.m, this.props.n, this.data.m]); } });',
      },
    },
    steps: ['page.setData({ n: 2 })'],
    logs: [[1, 10, 2, 20]],
  },
  {
    rule: '4.2 gone: didUnmount',
    axml: '<x a:if="{{on}}"/>',
    data: { on: true },
    components: { x: { js: `Component({ ${log('didUnmount')} });` } },
    steps: ['page.setData({ on: false })'],
    logs: ['didUnmount'],
  },
  {
    rule: '4.2 didMount of those inside comes before that of the outer',
    axml: '<outer/>',
    components: {
      outer: {
        axml: '<inner/>',
        js: "Component({ onInit() { log('outer onInit'); }, didMount() { log('outer didMount'); } });",
      },
      inner: { js: "Component({ onInit() { log('inner onInit'); }, didMount() { log('inner didMount'); } });" },
    },
    logs: ['outer onInit', 'inner onInit', 'inner didMount', 'outer didMount'],
  },
  {
    rule: '4.2 setData of a component that is gone does nothing',
    axml: '<x a:if="{{on}}"/>',
    data: { on: true },
    components: {
      x: {
        js: 'Component({ data: { n: 0 }, didUnmount() { this.setData({ n: 1 }); setTimeout(() => { this.setData({ n: 2 }); log(this.data.n); }); } });',
      },
    },
    steps: ['page.setData({ on: false })', 'new Promise((done) => setTimeout(done, 100))'],
    logs: [1],
  },
  {
    rule: '4.2 props have defaults',
    axml: '<x/><x v="given"/>',
    components: { x: read('<text>{{v}};</text>', "Component({ props: { v: 'default' } });") },
    reads: 'default;given;',
  },
  {
    rule: '4.2 undefined counts as not given, null does not',
    axml: '<x v="{{missing}}"/><x v="{{none}}"/>',
    data: { none: null },
    components: { x: read("<text>{{v === null ? 'null' : v}};</text>", "Component({ props: { v: 'default' } });") },
    reads: 'default;null;',
  },
  {
    rule: '4.2 a prop nobody gives is absent',
    axml: '<x/><x v="{{missing}}"/><x v="1"/>',
    components: { x: { js: "Component({ onInit() { log('v' in this.props); } });" } },
    logs: [false, false, true],
  },
  {
    rule: '4.2 data wins over a prop of the same name in AXML',
    axml: '<x v="prop"/>',
    components: { x: read('<text>{{v}}</text>', "Component({ data: { v: 'data' } });") },
    reads: 'data',
  },
  {
    rule: '4.2 props reach AXML without a copy in data',
    axml: '<x v="{{o}}"/>',
    data: { o: { a: 1 } },
    components: { x: { axml: '<text>{{v.a}}</text>' } },
    reads: '1',
  },
  {
    rule: '4.2 a component of one’s own data only follows its props',
    axml: '<x n="{{n}}"/>',
    data: { n: 1 },
    components: { x: { axml: '<text>{{n}}</text>' } },
    steps: ['page.setData({ n: 2 })'],
    reads: '2',
  },
  {
    rule: '4.2 this.props cannot be replaced',
    axml: '<x v="1"/>',
    components: { x: { js: 'Component({ onInit() { try { this.props = {}; } catch { } log(this.props.v); } });' } },
    logs: ['1'],
  },
  {
    rule: '4.2 methods see the instance as this',
    axml: '<x/>',
    components: {
      x: {
        axml: '<view id="t" onTap="go">x</view>',
        js: 'Component({ data: { n: 3 }, methods: { go() { log(this.data.n); } } });',
      },
    },
    steps: [tap('#t')],
    logs: [3],
  },
  {
    rule: '4.2 own methods win over a later mixin, which wins over an earlier',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ mixins: [{ methods: { a() { return 'early'; }, b() { return 'early'; }, c() { return 'early'; } } }, { methods: { b() { return 'late'; }, c() { return 'late'; } } }], methods: { c() { return 'own'; } }, onInit() { log(this.a(), this.b(), this.c()); } });",
      },
    },
    logs: ['early late own'],
  },
  {
    rule: '4.2 hooks of mixins all run, before the own',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ mixins: [{ onInit() { log('a'); } }, { onInit() { log('b'); } }], onInit() { log('own'); } });",
      },
    },
    logs: ['a', 'b', 'own'],
  },
  {
    rule: '4.2 mixins may have mixins',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ mixins: [{ mixins: [{ methods: { deep() { return 'deep'; } } }] }], onInit() { log(this.deep()); } });",
      },
    },
    logs: ['deep'],
  },
  {
    rule: '4.2 data and props of mixins join',
    axml: '<x/>',
    components: {
      x: read(
        '<text>{{a}}{{b}}{{c}}</text>',
        'Component({ mixins: [Mixin({ data: { a: 1, b: 1 }, props: { c: 3 } })], data: { b: 2 } });',
      ),
    },
    reads: '123',
  },
  {
    rule: '4.2 hasMixin knows them',
    axml: '<x/>',
    components: {
      x: {
        js: 'const mixin = Mixin({}); const other = Mixin({});\nComponent({ mixins: [mixin], onInit() { log([this.hasMixin(mixin), this.hasMixin(other)]); } });',
      },
    },
    logs: [[true, false]],
  },
  {
    rule: '4.2 observers run where options ask for them',
    axml: '<x/>',
    components: {
      x: {
        js: 'Component({ options: { observers: true }, data: { n: 0 }, observers: { n(v) { log(v); } }, didMount() { this.setData({ n: 1 }); } });',
      },
    },
    logs: [1],
  },
  {
    rule: '4.2 without the option observers do not run',
    axml: '<x/>',
    components: {
      x: {
        js: 'Component({ data: { n: 0 }, observers: { n(v) { log(v); } }, didMount() { this.setData({ n: 1 }); } });',
      },
    },
    logs: [],
  },
  {
    rule: '4.2 an observer of several fields gets them all',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ options: { observers: true }, data: { a: 1, b: 2 }, observers: { 'a, b'(a, b) { log([a, b]); } }, didMount() { this.setData({ b: 3 }); } });",
      },
    },
    logs: [[1, 3]],
  },
  {
    rule: '4.2 an observer of a path, and of everything under one',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ options: { observers: true }, data: { o: { p: { q: 1 } } }, observers: { 'o.p.q'(v) { log(['path', v]); }, 'o.**'(v) { log(['all', v.p.q]); } }, didMount() { this.setData({ 'o.p.q': 2 }); } });",
      },
    },
    logs: [
      ['path', 2],
      ['all', 2],
    ],
  },
  {
    rule: '4.2 an observer of an element of a list',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ options: { observers: true }, data: { l: [1, 2] }, observers: { 'l[1]'(v) { log(v); } }, didMount() { this.setData({ 'l[0]': 5 }); this.setData({ 'l[1]': 6 }); } });",
      },
    },
    logs: [6],
  },
  {
    rule: '4.2 observers see props as they change',
    axml: '<x n="{{n}}"/>',
    data: { n: 1 },
    components: { x: { js: 'Component({ options: { observers: true }, observers: { n(v) { log(v); } } });' } },
    steps: ['page.setData({ n: 2 })'],
    logs: [1, 2],
  },
  {
    rule: '4.2 lifetimes run where options ask for them',
    axml: '<x a:if="{{on}}"/>',
    data: { on: true },
    components: {
      x: {
        js: `Component({ options: { lifetimes: true }, lifetimes: { ${log('created', 'attached', 'ready', 'detached')} } });`,
      },
    },
    steps: ['page.setData({ on: false })'],
    logs: ['created', 'attached', 'ready', 'detached'],
  },
  {
    rule: '4.2 without the option lifetimes do not run',
    axml: '<x/>',
    components: { x: { js: `Component({ lifetimes: { ${log('created')} } });` } },
    logs: [],
  },
  {
    rule: '4.2 pageEvents tell of the page’s life',
    axml: '<x/>',
    components: { x: { js: `Component({ pageEvents: { ${log('onHide', 'onShow')} } });` } },
    steps: ["my.navigateTo({ url: '/home' }).then(() => undefined)", 'my.navigateBack().then(() => undefined)'],
    logs: ['onHide', 'onShow'],
  },
  {
    rule: '4.2 rootEvents are the same',
    axml: '<x/>',
    components: { x: { js: `Component({ rootEvents: { ${log('onHide')} } });` } },
    steps: ["my.navigateTo({ url: '/home' }).then(() => undefined)"],
    logs: ['onHide'],
  },
  {
    rule: '4.2 pageEvents of a component hear onReady and onPageScroll',
    axml: '<x/><view style="height: 3000px"/>',
    components: {
      x: {
        js: 'Component({ pageEvents: { onReady() { log("ready"); }, onPageScroll({ scrollTop }) { log(scrollTop); } } });',
      },
    },
    steps: [
      "document.querySelector('a-page[data-page-top]').scrollTo(0, 50)",
      'new Promise((done) => setTimeout(done, 100))',
    ],
    logs: ['ready', 50],
  },
  {
    rule: '4.2 onError of a component hears its own errors',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ onError(problem) { log(problem.message); }, didMount() { throw new Error('broken'); } });",
      },
    },
    logs: ['broken'],
    says: 'didMount of cases',
  },
  {
    rule: '4.2 $id differs from instance to instance and stands in AXML',
    axml: '<x/><x/>',
    components: { x: { axml: '<text class="id">{{$id}}</text>', js: 'Component({ onInit() { log(this.$id); } });' } },
    steps: [
      "(([a, b]) => [a !== b, [...document.querySelectorAll('[data-page-top] .id')].map((e) => Number(e.textContent)).join() === a + ',' + b])(getApp().log)",
    ],
    gives: [true, true],
  },
  {
    rule: '4.2 is names the component, $page is its page',
    axml: '<x/>',
    components: {
      x: {
        js: "Component({ didMount() { log(this.is.replace(/\\d+/, 'n')); log(this.$page === getCurrentPages()[0]); } });",
      },
    },
    logs: ['cases/n/x', true],
  },
  {
    rule: '4.2 selectOwnerComponent is who wrote the tag',
    axml: '<outer/>',
    components: {
      outer: { axml: '<x/>', js: "Component({ data: { name: 'outer' } });" },
      x: { js: 'Component({ didMount() { log(this.selectOwnerComponent().data.name); } });' },
    },
    logs: ['outer'],
  },
  {
    rule: '4.2 selectComposedParentComponent is the component whose slot it stands in',
    axml: '<outer><x/></outer>',
    components: {
      outer: { axml: '<view><slot/></view>', js: "Component({ data: { name: 'outer' } });" },
      x: { js: 'Component({ didMount() { log(this.selectComposedParentComponent().data.name); } });' },
    },
    logs: ['outer'],
  },
  {
    rule: '4.2 $selectComponent finds by id and by class',
    axml: '<x id="one" n="1"/><x class="two" n="2"/>',
    js: "Page({ onReady() { log([this.$selectComponent('#one').props.n, this.$selectComponent('.two').props.n, this.$selectComponent('#gone')]); } });",
    components: { x: {} },
    logs: [['1', '2', null]],
  },
  {
    rule: '4.2 $selectComponents finds all',
    axml: '<x class="a"/><x class="a b"/>',
    js: "Page({ onReady() { log(this.$selectComponents('.a').length); } });",
    components: { x: {} },
    logs: [2],
  },
  {
    rule: '4.2 selectors hand out what ref() gives',
    axml: '<x id="one"/>',
    js: "Page({ onReady() { log(this.$selectComponent('#one')); } });",
    components: { x: { js: 'Component({ ref() { return { own: 1 }; } });' } },
    logs: [{ own: 1 }],
  },
  {
    rule: '4.2 a component may use itself',
    axml: '<x n="{{3}}"/>',
    components: {
      x: { axml: '<text>{{n}}</text><x a:if="{{n > 1}}" n="{{n - 1}}"/>', json: { usingComponents: { x: './x' } } },
    },
    reads: '321',
  },
  {
    rule: '4.2 usingComponents may name a folder',
    axml: '<x/>',
    json: { usingComponents: { x: './parts/badge' } },
    files: {
      'parts/badge/index.axml': '<text>badge</text>',
      'parts/badge/index.js': 'Component({});',
      'parts/badge/index.json': { component: true },
    },
    reads: 'badge',
  },
  {
    rule: '4.2 usingComponents may be absolute',
    axml: '<x/>',
    json: { usingComponents: { x: '/shared/tag' } },
    files: {
      '/shared/tag.axml': '<text>shared</text>',
      '/shared/tag.js': 'Component({});',
      '/shared/tag.json': { component: true },
    },
    reads: 'shared',
  },
  {
    rule: '4.2 usingComponents may name a package',
    axml: '<x/>',
    json: { usingComponents: { x: 'some-kit/es/tag/index' } },
    reads: 'from a package',
  },
  { rule: '4.2 components of app.json are everywhere', axml: '<everywhere/>', reads: 'global' },
  {
    rule: '4.2 a component that is not there is refused',
    axml: '<x/>',
    json: { usingComponents: { x: './gone' } },
    says: 'cannot find the component "./gone"',
  },
  {
    rule: '4.2 a component’s data may be a function',
    axml: '<x/>',
    components: { x: read('<text>{{n}}</text>', 'Component({ data() { return { n: 7 }; } });') },
    reads: '7',
  },
  {
    rule: '4.2 two instances do not share data',
    axml: '<x/><x/>',
    components: {
      x: read(
        '<text>{{n}}</text>',
        'let made = 0;\nComponent({ data: { n: 0 }, onInit() { made += 1; this.setData({ n: made }); } });',
      ),
    },
    reads: '12',
  },
  {
    rule: '4.2 a function prop stays the same from drawing to drawing',
    axml: '<x n="{{n}}" onDone="done"/>',
    js: 'Page({ data: { n: 1 }, done() {} });',
    components: { x: { js: 'Component({ didUpdate(before) { log(before.onDone === this.props.onDone); } });' } },
    steps: ['page.setData({ n: 2 })'],
    logs: [true],
  },
  {
    rule: '4.2 props that did not change update nothing',
    axml: '<x o="{{o}}"/><text>{{n}}</text>',
    data: { o: { a: [1] }, n: 1 },
    components: { x: { js: `Component({ ${log('didUpdate')} });` } },
    steps: ['page.setData({ n: 2, o: { a: [1] } })'],
    logs: [],
  },
  {
    rule: '4.2 externalClasses bring a class of the caller inside',
    axml: '<x my-class="red"/>',
    acss: '.red { color: rgb(255, 0, 0); }',
    components: {
      x: {
        axml: '<text class="a my-class">x</text>',
        js: "Component({ options: { externalClasses: true }, externalClasses: ['my-class'] });",
      },
    },
    draws: '<text class="a red">x</text>',
  },
  {
    rule: '4.2 relations are named as not supported',
    axml: '<x/>',
    components: { x: { js: "Component({ relations: { './y': { type: 'child' } } });" } },
    says: 'relations are not supported',
  },
];
