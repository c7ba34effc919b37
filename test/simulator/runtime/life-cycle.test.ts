import { component, type RootFiles, type RunningRoot, simulatorBench } from '../mini-root';

const app = `App({
  log: [],
  onLaunch({ path, query }) { this.log.push('app onLaunch ' + path + ' ' + JSON.stringify(query)); },
  onShow() { this.log.push('app onShow'); },
  onHide() { this.log.push('app onHide'); },
  onError(message) { this.log.push('app onError ' + message); },
});`;

/** A page that logs its life, with a component that logs its own. */
function loggingPage(name: string, inside = ''): RootFiles {
  const path = `pages/${name}/${name}`;
  return {
    [`${path}.axml`]: `<view>${name} page<watcher name="${name}" value="{{value}}"/>${inside}</view>`,
    [`${path}.json`]: { usingComponents: { watcher: '/components/watcher' } },
    [`${path}.js`]: `const log = (what) => getApp().log.push('${name} ' + what);
      Page({
        data: { value: 0 },
        onLoad(query) { log('onLoad ' + JSON.stringify(query)); this.setData({ value: 1 }); },
        onShow() { log('onShow'); }, onReady() { log('onReady'); },
        onHide() { log('onHide'); }, onUnload() { log('onUnload'); },
        onTabItemTap({ index }) { log('onTabItemTap ' + index); },
        bump() { this.setData({ value: this.data.value + 1 }); },
      });`,
  };
}

const files: RootFiles = {
  'app.json': {
    pages: ['pages/a/a', 'pages/b/b', 'pages/c/c', 'pages/d/d'],
    tabBar: {
      items: [
        { pagePath: 'pages/a/a', name: 'A' },
        { pagePath: 'pages/d/d', name: 'D' },
      ],
    },
  },
  'app.js': app,
  ...loggingPage('a'),
  ...loggingPage('b'),
  ...loggingPage('c'),
  ...loggingPage('d'),
  ...component('components/watcher', {
    axml: '<text>{{name}}{{value}}</text><inner value="{{value}}"/>',
    json: { usingComponents: { inner: './inner' } },
    js: `const log = (self, what) => getApp().log.push('watcher ' + self.props.name + ' ' + what);
      Component({
        mixins: [{ onInit() { log(this, 'mixin onInit'); } }],
        onInit() { log(this, 'onInit'); },
        deriveDataFromProps(next) { log(this, 'derive ' + this.props.value + '>' + next.value); },
        didMount() { log(this, 'didMount'); },
        didUpdate(props) { log(this, 'didUpdate ' + props.value + '>' + this.props.value); },
        didUnmount() { log(this, 'didUnmount'); },
        pageEvents: { onHide() { log(this, 'page onHide'); } },
      });`,
  }),
  ...component('components/inner', {
    axml: '<text/>',
    js: `Component({
      didMount() { getApp().log.push('inner didMount'); },
      didUnmount() { getApp().log.push('inner didUnmount'); },
    });`,
  }),
};

const opened = (name: string, query = '{}'): string[] => [
  `${name} onLoad ${query}`,
  `${name} onShow`,
  `watcher ${name} mixin onInit`,
  `watcher ${name} onInit`,
  `watcher ${name} derive 1>1`,
  'inner didMount',
  `watcher ${name} didMount`,
  `${name} onReady`,
];
const unloaded = (name: string): string[] => [`${name} onUnload`, `watcher ${name} didUnmount`, 'inner didUnmount'];
const hidden = (name: string): string[] => [`${name} onHide`, `watcher ${name} page onHide`];

describe('the order of life-cycle hooks (reference mini-program 4)', () => {
  const bench = simulatorBench();
  let running: RunningRoot;
  beforeAll(async () => {
    running = await bench.runFiles(files);
  });
  afterAll(() => bench.close());

  /** Starts anew, runs steps one after the other, and gives the log of the last one. */
  const logOf = async (...steps: string[]): Promise<unknown[]> => {
    const { page, log, url } = running;
    await page.goto(url);
    for (const step of steps) {
      await page.evaluate('getApp().log.length = 0');
      await page.evaluate(step);
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    }
    return log();
  };

  test('a launch opens the app, then the first page', async () => {
    await running.page.goto(`${running.url}?page=pages/b/b%3Fid%3D1`);
    const launched = ['app onLaunch pages/b/b {"id":"1"}', 'app onShow', ...opened('b', '{"id":"1"}')];
    expect(await running.log()).toEqual(launched);
  });

  const to = (method: string, url: string): string => `my.${method}({ url: '${url}' })`;

  test.each`
    title                                             | steps                                                                                                                     | log
    ${'navigateTo hides the page under it'}           | ${[to('navigateTo', '/pages/b/b?n=1&m=%E8%8C%B6')]}                                                                       | ${[...hidden('a'), ...opened('b', '{"n":"1","m":"茶"}')]}
    ${'navigateTo knows relative addresses'}          | ${[to('navigateTo', '../b/b')]}                                                                                           | ${[...hidden('a'), ...opened('b')]}
    ${'navigateBack unloads and shows'}               | ${[to('navigateTo', '/pages/b/b'), 'my.navigateBack()']}                                                                  | ${[...unloaded('b'), 'a onShow']}
    ${'navigateBack past the first page stops there'} | ${[to('navigateTo', '/pages/b/b'), to('navigateTo', '/pages/c/c'), 'my.navigateBack({delta:9})']}                         | ${[...unloaded('c'), ...unloaded('b'), 'a onShow']}
    ${'redirectTo replaces the page on top'}          | ${[to('navigateTo', '/pages/b/b'), to('redirectTo', '/pages/c/c')]}                                                       | ${[...unloaded('b'), ...opened('c')]}
    ${'reLaunch ends everything'}                     | ${[to('navigateTo', '/pages/b/b'), to('reLaunch', '/pages/c/c')]}                                                         | ${[...unloaded('b'), ...unloaded('a'), ...opened('c')]}
    ${'switchTab hides the tab it leaves'}            | ${[to('switchTab', '/pages/d/d')]}                                                                                        | ${[...hidden('a'), ...opened('d')]}
    ${'a tab that was open is only shown again'}      | ${[to('switchTab', '/pages/d/d'), to('switchTab', '/pages/a/a')]}                                                         | ${[...hidden('d'), 'a onShow']}
    ${'switchTab ends pages that are no tab'}         | ${[to('navigateTo', '/pages/b/b'), to('switchTab', '/pages/d/d')]}                                                        | ${[...unloaded('b'), ...opened('d')]}
    ${'new props: derive, drawing, didUpdate'}        | ${['getCurrentPages()[0].bump()']}                                                                                        | ${['watcher a derive 1>2', 'watcher a didUpdate 1>2']}
    ${'equal props are nothing new'}                  | ${['getCurrentPages()[0].setData({ value: 1, other: 2 })']}                                                               | ${[]}
    ${'setData after onUnload is nothing'}            | ${[to('navigateTo', '/pages/b/b'), 'void (window.gone = getCurrentPages()[1], my.navigateBack())', 'window.gone.bump()']} | ${[]}
  `('$title', async ({ steps, log }) => {
    expect(await logOf(...steps)).toEqual(log);
  });

  test.each`
    title                                   | step                                                                                                 | failure
    ${'a page that does not exist'}         | ${"my.navigateTo({ url: '/pages/x/x?a=1' })"}                                                        | ${{ error: 1, errorMessage: '/pages/x/x?a=1 resolved to pages/x/x is not found' }}
    ${'going back from the first page'}     | ${'my.navigateBack()'}                                                                               | ${{ error: 1, errorMessage: 'already top of navigation' }}
    ${'navigateTo a tab page'}              | ${"my.navigateTo({ url: '/pages/d/d' })"}                                                            | ${{ error: 1, errorMessage: 'pages/d/d is a tab page; use switchTab' }}
    ${'switchTab to a page that is no tab'} | ${"my.switchTab({ url: '/pages/b/b' })"}                                                             | ${{ error: 1, errorMessage: 'pages/b/b is not a tab page' }}
    ${'an eleventh page'}                   | ${"(async () => { for (let i = 0; i < 10; i += 1) await my.navigateTo({ url: '/pages/b/b' }); })()"} | ${{ error: 1, errorMessage: 'at most 10 pages can be open' }}
  `('$title fails and changes nothing', async ({ step, failure }) => {
    const { page, url } = running;
    await page.goto(url);
    const answer = `(${step}).then(() => 'went', ({ error, errorMessage }) => ({ error, errorMessage }))`;
    expect(await page.evaluate(answer)).toEqual(failure);
  });

  test('a page that was covered keeps its state and its place', async () => {
    const tall = { ...files, ...loggingPage('a', '<view style="height: 3000px">tall</view>') };
    const { page, close } = await bench.runFiles(tall);
    await page.evaluate('getCurrentPages()[0].bump()');
    const first = page.locator('a-page').first();
    await first.evaluate((element) => element.scrollTo(0, 700));
    await page.evaluate(to('navigateTo', '/pages/b/b'));
    await page.getByText('b page').waitFor();
    expect(await page.getByText('a page').isVisible()).toBe(false);
    await page.evaluate('my.navigateBack()');
    await page.getByText('a page').waitFor();
    expect(await first.textContent()).toContain('a2');
    expect(await first.evaluate((element) => element.scrollTop)).toBe(700);
    expect(await page.evaluate('getCurrentPages().map((one) => one.route)')).toEqual(['pages/a/a']);
    await close();
  });

  test('navigating in onLoad happens after that page has been drawn', async () => {
    const eager = {
      ...files,
      'pages/b/b.js': `Page({ onLoad() { my.navigateTo({ url: '/pages/c/c' }); }, onReady() { getApp().log.push('b onReady'); } });`,
    };
    const { page, log, close } = await bench.runFiles(eager);
    await page.evaluate(to('navigateTo', '/pages/b/b'));
    await page.getByText('c page').waitFor();
    const found = await log();
    expect(found.indexOf('b onReady')).toBeLessThan(found.indexOf('c onLoad {}'));
    await close();
  });

  test('an error in a hook reaches App.onError and nothing else breaks', async () => {
    const broken = { ...files, 'pages/b/b.js': `Page({ onLoad() { throw new Error('no luck'); } });` };
    const { page, log, problems, close } = await bench.runFiles(broken, { query: '?page=pages/b/b' });
    await page.getByText('b page').waitFor();
    expect(await log()).toContain('app onError no luck');
    expect(problems().join('\n')).toContain('onLoad of pages/b/b');
    await close();
  });

  test('a script that throws spoils only its own page', async () => {
    const broken = { ...files, 'pages/c/c.js': `throw new Error('half written');` };
    const { page, problems, close } = await bench.runFiles(broken);
    await page.getByText('a page').waitFor();
    expect(problems().join('\n')).toContain('half written');
    await close();
  });
});
