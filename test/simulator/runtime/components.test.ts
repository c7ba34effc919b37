import { component, onePage, type RootFiles, type RunningRoot, simulatorBench } from '../mini-root';

const page = (
  axml: string,
  usingComponents: Record<string, string>,
  js = 'Page({});',
): Parameters<typeof onePage>[0] => ({
  axml,
  js,
  json: { usingComponents },
});

describe('components (reference mini-program 4.2)', () => {
  const bench = simulatorBench();
  afterAll(() => bench.close());

  const run = (files: RootFiles): Promise<RunningRoot> => bench.runFiles(files);
  const settle = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))';

  test('own members win over mixins, later mixins over earlier, and data over props', async () => {
    const js = `const early = Mixin({ data: { a: 'early', b: 'early', c: 'early' }, props: { p: 'early' }, methods: { say() { return 'early'; }, only() { return 'only'; } } });
      Component({
        mixins: [early, { data: { b: 'late', c: 'late' }, methods: { say() { return 'late'; } } }],
        data: { c: 'own', both: 'data' },
        props: { both: 'prop' },
        onInit() { this.setData({ said: this.say() + ' ' + this.only() }); },
      });`;
    const axml = '<text>{{a}} {{b}} {{c}} {{p}} {{both}} {{said}}</text>';
    const { page: shown } = await run(onePage(page('<x/>', { x: '/x' }), component('x', { axml, js })));
    expect(await shown.locator('a-text').textContent()).toBe('early late own early data late only');
  });

  test('lifetimes and observers run only where options ask for them', async () => {
    const js = (options: string): string => `Component({ ${options}
      lifetimes: { created() { getApp().log.push('created'); }, attached() { getApp().log.push('attached'); }, ready() { getApp().log.push('ready'); }, detached() { getApp().log.push('detached'); } },
      observers: { n() { getApp().log.push('n'); } },
      didMount() { this.setData({ n: 1 }); },
    });`;
    const files = onePage(
      page('<on a:if="{{yes}}"/><off a:if="{{yes}}"/>', { on: '/on', off: '/off' }, 'Page({ data: { yes: true } });'),
      {
        ...component('on', { axml: '<text/>', js: js('options: { lifetimes: true, observers: true },') }),
        ...component('off', { axml: '<text/>', js: js('') }),
      },
    );
    const { page: shown, log } = await run(files);
    await shown.evaluate(`getCurrentPages()[0].setData({ yes: false }), ${settle}`);
    expect(await log()).toEqual(['created', 'attached', 'ready', 'n', 'detached']);
  });

  test('a default is used when nothing, or undefined, is given; null is a value', async () => {
    const files = onePage(
      page('<x/><x v="{{missing}}"/><x v="{{none}}"/><x v="{{0}}"/>', { x: '/x' }, 'Page({ data: { none: null } });'),
      component('x', {
        axml: '<text>{{v === null ? "null" : v}};</text>',
        js: "Component({ props: { v: 'default' } });",
      }),
    );
    const { page: shown } = await run(files);
    expect(await shown.locator('a-page').textContent()).toBe('default;default;null;0;');
  });

  test('instances know their page, their id and what made them', async () => {
    const js = `Component({ didMount() { getApp().log.push(this.is, typeof this.$id, this.$page === getCurrentPages()[0], this.selectOwnerComponent() === this.$page); } });`;
    const { log } = await run(
      onePage(page('<x/>', { x: '/parts/x' }), component('parts/x', { axml: '<text>{{$id > 0}}</text>', js })),
    );
    expect(await log()).toEqual(['parts/x', 'number', true, true]);
  });

  test('a selector query of a component sees its own elements only', async () => {
    const js = `Component({ didMount() {
      this.createSelectorQuery().selectAll('.box').boundingClientRect().select('text').boundingClientRect().exec(([boxes, text]) => {
        getApp().log.push(this.props.name, boxes.map(({ width }) => width), text && text.width > 0);
      });
    } });`;
    const axml = '<view class="box" style="width:{{width}}px"><slot/></view>';
    const files = onePage(
      page(
        '<view class="box"><text>outer</text></view><x name="one" width="{{10}}"><text>slotted</text></x><x name="two" width="{{20}}"/>',
        { x: '/x' },
      ),
      component('x', { axml, js }),
    );
    const { page: shown, log } = await run(files);
    await shown.waitForFunction('getApp().log.length === 6');
    expect(await log()).toEqual(['one', [10], null, 'two', [20], null]);
  });

  test('this.router starts from the own file, my.navigateTo from the page on top', async () => {
    const js = "Component({ methods: { go() { this.router.navigateTo({ url: './other/other' }); } } });";
    const files: RootFiles = {
      ...onePage(page('<x/>', { x: '/parts/x' }), component('parts/x', { axml: '<view onTap="go">go</view>', js })),
      'app.json': { pages: ['pages/index/index', 'parts/other/other'] },
      'parts/other/other.axml': '<text>arrived</text>',
      'parts/other/other.js': 'Page({});',
    };
    const { page: shown } = await run(files);
    await shown.getByText('go', { exact: true }).click();
    await shown.getByText('arrived').waitFor();
  });

  test('items keep their state by key when a list is reordered', async () => {
    const js = 'Component({ data: { n: 0 }, methods: { add() { this.setData({ n: this.data.n + 1 }); } } });';
    const files = onePage(
      page(
        '<x a:for="{{l}}" a:key="id" name="{{item.id}}"/>',
        { x: '/x' },
        "Page({ data: { l: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } });",
      ),
      component('x', { axml: '<view class="item" onTap="add">{{name}}{{n}} </view>', js }),
    );
    const { page: shown } = await run(files);
    await shown.locator('.item').nth(1).click();
    await shown.evaluate(`getCurrentPages()[0].setData({ l: [{ id: 'c' }, { id: 'b' }] }), ${settle}`);
    expect(await shown.locator('a-page').textContent()).toBe('c0 b1 ');
  });

  test('a branch that changes makes a new component, though its tag is the same', async () => {
    const js =
      "Component({ didMount() { getApp().log.push('on ' + this.props.n); }, didUnmount() { getApp().log.push('off ' + this.props.n); } });";
    const files = onePage(
      page('<x a:if="{{first}}" n="1"/><x a:else n="2"/>', { x: '/x' }, 'Page({ data: { first: true } });'),
      component('x', { axml: '<text/>', js }),
    );
    const { page: shown, log } = await run(files);
    await shown.evaluate(`getCurrentPages()[0].setData({ first: false }), ${settle}`);
    expect((await log()).sort()).toEqual(['off 1', 'on 1', 'on 2']);
  });

  test('setData in didUpdate that says nothing new ends', async () => {
    const js = 'Component({ data: { n: 0 }, didUpdate() { getApp().log.push(1); this.setData({ n: 1 }); } });';
    const files = onePage(
      page('<x v="{{v}}"/>', { x: '/x' }, 'Page({ data: { v: 1 } });'),
      component('x', { axml: '<text/>', js }),
    );
    const { page: shown, log } = await run(files);
    await shown.evaluate(`getCurrentPages()[0].setData({ v: 2 }), ${settle}`);
    expect(await log()).toEqual([1, 1]);
  });

  test('a child that tells its page something while both are drawn loses nothing', async () => {
    const js = 'Component({ didUpdate() { if (this.props.v < 4) this.props.onNext(this.props.v + 1); } });';
    const files = onePage(
      page(
        '<x v="{{v}}" onNext="next"/><text>{{v}}</text>',
        { x: '/x' },
        'Page({ data: { v: 1 }, next(v) { this.setData({ v }); } });',
      ),
      component('x', { axml: '<view/>', js }),
    );
    const { page: shown } = await run(files);
    await shown.evaluate('getCurrentPages()[0].setData({ v: 2 })');
    await shown.getByText('4', { exact: true }).waitFor();
  });

  test.each`
    what                       | files                                                                                                           | says
    ${'a tag nobody knows'}    | ${onePage({ axml: '<view>\n  <foo>x</foo></view>' })}                                                           | ${'pages/index/index.axml:2:3: <foo> is neither a built-in the simulator knows nor in usingComponents'}
    ${'a template not there'}  | ${onePage({ axml: '<template is="{{n}}"/>', js: "Page({ data: { n: 'none' } });" })}                            | ${'pages/index/index.axml:1:1: there is no template "none"'}
    ${'relations'}             | ${onePage(page('<x/>', { x: '/x' }), component('x', { axml: '', js: 'Component({ relations: { y: {} } });' }))} | ${'x: relations are not supported by the simulator'}
    ${'a script without Page'} | ${onePage({ axml: '', js: 'const nothing = 1;' })}                                                              | ${'pages/index/index: its script does not call Page()'}
    ${'an unknown first page'} | ${onePage({ axml: '' }, { 'app.json': { pages: ['pages/index/index'], entryPagePath: 'pages/x/x' } })}          | ${'while opening the first page'}
  `('$what is named once in the console', async ({ files, says }) => {
    const { problems, close } = await run(files);
    expect(problems().filter((problem) => problem.includes(says))).toHaveLength(1);
    await close();
  });
});

describe('pages (reference mini-program 4.1)', () => {
  const bench = simulatorBench();
  afterAll(() => bench.close());

  const long = (js: string): RootFiles => ({
    ...onePage({ axml: '<view style="height:3000px">long</view>', js, json: { pullRefresh: true } }),
  });

  test('scrolling tells where, and the end once per arrival', async () => {
    const js = `Page({
      onPageScroll({ scrollTop }) { this.top = scrollTop; },
      onReachBottom() { getApp().log.push('bottom ' + (this.top > 1000)); },
    });`;
    const { page: shown, log } = await bench.runFiles(long(js));
    const scroll = (top: number): Promise<void> =>
      shown.locator('a-page').evaluate((element, to) => element.scrollTo(0, to), top);
    await scroll(100);
    await shown.waitForFunction('getCurrentPages()[0].top === 100');
    await scroll(9999);
    await shown.waitForFunction('getApp().log.length === 1');
    await scroll(0);
    await shown.waitForFunction('getCurrentPages()[0].top === 0');
    await scroll(9999);
    await shown.waitForFunction('getApp().log.length === 2');
    expect(await log()).toEqual(['bottom true', 'bottom true']);
  });

  test('a pull from the top refreshes until it is stopped', async () => {
    const js = 'Page({ onPullDownRefresh({ from }) { getApp().log.push(from); } });';
    const { page: shown, log } = await bench.runFiles(long(js));
    const pull = async (): Promise<void> => {
      const box = await shown.locator('a-page').boundingBox();
      if (!box) throw new Error('no page is drawn');
      await shown.mouse.move(box.x + 50, box.y + 50);
      await shown.mouse.down();
      await shown.mouse.move(box.x + 50, box.y + 180, { steps: 3 });
      await shown.mouse.up();
    };
    await pull();
    await pull();
    expect(await shown.locator('a-page[data-pulling]').count()).toBe(1);
    await shown.evaluate('my.stopPullDownRefresh()');
    await shown.evaluate('my.startPullDownRefresh()');
    expect(await log()).toEqual(['manual', 'code']);
  });

  test('the title bar is the page’s, and comes back with it', async () => {
    const files: RootFiles = {
      ...onePage({ axml: '<text>a</text>', js: "Page({ onReady() { my.setNavigationBar({ title: 'Changed' }); } });" }),
      'app.json': { pages: ['pages/index/index', 'pages/b/b'], window: { defaultTitle: 'Shop' } },
      'pages/b/b.axml': '<text>b</text>',
      'pages/b/b.js': 'Page({});',
      'pages/b/b.json': { defaultTitle: 'Second' },
    };
    const { page: shown } = await bench.runFiles(files);
    await shown.getByText('Changed', { exact: true }).waitFor();
    await shown.evaluate("my.navigateTo({ url: '/pages/b/b' })");
    await shown.getByText('Second', { exact: true }).waitFor();
    await shown.evaluate('my.navigateBack()');
    await shown.getByText('Changed', { exact: true }).waitFor();
  });
});
