import type { Locator } from 'playwright-core';
import { eventually } from '../eventually';
import { onePage, type RunningRoot, simulatorBench } from '../mini-root';

const red = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>')}`;

const js = `Page({
  data: { src: '${red}', top: 0, into: '', current: 0, value: [0, 0], x: 0, nodes: [] },
  note(e) { getApp().log.push([e.type, e.currentTarget.id, e.detail]); },
  noteTap(e) { getApp().log.push([e.type, e.currentTarget.id]); },
});`;

const axml = `
<view><text id="text">one
two</text></view><view><text id="decoded" decode>a&amp;lt;b</text></view>
<image id="plain" src="{{src}}" onLoad="note"/>
<image id="wide" style="width: 200px" mode="widthFix" src="{{src}}"/>
<image id="fit" mode="aspectFit" src="{{src}}" aria-label="红色"/>
<image id="broken" src="/no-such.png" onError="note"/>
<view id="pressed" hover-class="is-pressed" hover-start-time="{{0}}" hover-stay-time="{{0}}">x</view>
<view id="role" role="button" aria-label="加一" onTap="noteTap">+</view>
<button id="button" onTap="noteTap">去结算</button>
<button id="busy" loading>付款中</button>
<scroll-view id="scroll" scroll-y scroll-top="{{top}}" scroll-into-view="{{into}}" style="height: 100px" onScroll="note"
  onScrollToLower="note" onScrollToUpper="note"><view style="height: 400px"></view><view id="deep" style="height: 400px"></view></scroll-view>
<swiper id="swiper" current="{{current}}" indicator-dots onChange="note">
  <swiper-item><view>1</view></swiper-item><swiper-item><view>2</view></swiper-item><swiper-item><view>3</view></swiper-item>
</swiper>
<progress id="progress" percent="{{40}}" show-info/>
<icon id="icon" type="success" size="40"/>
<navigator id="link" url="/pages/other/other"><text>其他</text></navigator>
<movable-area style="width: 200px; height: 40px"><movable-view id="movable" direction="horizontal" x="{{x}}" animation="{{false}}"
  style="width: 50px; height: 40px" onChange="note" onChangeEnd="note">m</movable-view></movable-area>
<picker-view id="columns" value="{{value}}" onChange="note">
  <picker-view-column id="column"><view>1</view><view>2</view><view>3</view></picker-view-column>
  <picker-view-column><view>a</view><view>b</view></picker-view-column>
</picker-view>
<rich-text id="rich" nodes="{{nodes}}"/>
<map id="map"/>
`;

describe('boxes, pictures and moving parts (reference mini-program 2.5)', () => {
  const bench = simulatorBench();
  let running: RunningRoot;

  const at = (id: string): Locator => running.page.locator(`#${id}`);
  const setData = (data: object) => running.page.evaluate(`getCurrentPages()[0].setData(${JSON.stringify(data)})`);
  const sizeOf = (id: string) => at(id).evaluate((element) => [element.clientWidth, element.clientHeight]);

  beforeAll(async () => {
    const other = 'pages/other/other';
    running = await bench.runFiles(
      onePage(
        { axml, js },
        {
          'app.json': { pages: ['pages/index/index', other] },
          'app.js': 'App({ log: [] });',
          [`${other}.axml`]: '<view>other</view>',
          [`${other}.js`]: 'Page({});',
          [`${other}.json`]: {},
        },
      ),
    );
  });
  beforeEach(async () => {
    await running.page.goto(running.url);
    await at('map').waitFor();
    await running.page.evaluate('new Promise((done) => setTimeout(done, 50))');
    await running.page.evaluate('getApp().log.length = 0');
  });
  afterAll(() => bench.close());

  test('text keeps its line breaks and decodes entities when asked', async () => {
    const lineHeight = await at('decoded').evaluate((element) => element.getBoundingClientRect().height);
    const height = await at('text').evaluate((element) => element.getBoundingClientRect().height);
    expect(height).toBe(2 * lineHeight);
    expect(await at('decoded').textContent()).toBe('a<b');
  });

  test.each`
    id         | rule                                      | size
    ${'plain'} | ${'is 300 × 225 unless styled'}           | ${[300, 225]}
    ${'wide'}  | ${'with widthFix follows the proportion'} | ${[200, 100]}
  `('image #$id $rule', async ({ id, size }) => {
    await eventually(() => sizeOf(id), size);
  });

  test('an image raises load with its own size, and error when it cannot be had', async () => {
    await setData({ src: red.replace('red', 'blue') });
    await eventually(
      () => running.log(),
      expect.arrayContaining([['load', 'plain', expect.objectContaining({ width: 40, height: 20 })]]),
    );
    await running.page.goto(running.url);
    await eventually(
      () => running.log(),
      expect.arrayContaining([['error', 'broken', { errMsg: expect.stringContaining('no-such.png') }]]),
    );
  });

  test('an image with a label is an image to assistive technology; mode is how it fits', async () => {
    expect(await running.page.getByRole('img', { name: '红色' }).count()).toBe(1);
    const fit = at('fit').locator('img');
    expect(await fit.evaluate((element) => getComputedStyle(element).objectFit)).toBe('contain');
  });

  test('the pressed class comes with the finger and goes with it', async () => {
    await at('pressed').hover();
    await running.page.mouse.down();
    await eventually(() => at('pressed').getAttribute('class'), expect.stringContaining('is-pressed'));
    await running.page.mouse.up();
    await eventually(
      async () => (await at('pressed').getAttribute('class')) ?? '',
      expect.not.stringContaining('is-pressed'),
    );
  });

  test.each([
    ['去结算', 'button', 'Enter'],
    ['去结算', 'button', ' '],
    ['加一', 'role', 'Enter'],
  ])('%s is a button, and is tapped by the key "%s"', async (name, id, key) => {
    await running.page.getByRole('button', { name }).focus();
    await running.page.keyboard.press(key);
    expect(await running.log()).toEqual([['tap', id]]);
  });

  test('a loading button says that it is busy', async () => {
    expect(await at('busy').getAttribute('aria-busy')).toBe('true');
  });

  test('a scroll-view scrolls where it is told and says where it is', async () => {
    await setData({ top: 120 });
    await eventually(
      () => running.log(),
      expect.arrayContaining([
        ['scroll', 'scroll', { scrollTop: 120, scrollLeft: 0, scrollHeight: 800, scrollWidth: 375 }],
      ]),
    );
    await setData({ into: 'deep' });
    await eventually(() => at('scroll').evaluate((element) => element.scrollTop), 400);
  });

  test('a scroll-view says once when an end comes near', async () => {
    const names = async () =>
      ((await running.log()) as [string][]).map(([name]) => name).filter((name) => name !== 'scroll');
    await at('scroll').evaluate((element) => element.scrollTo(0, 660));
    await eventually(names, ['scrollToLower']);
    await at('scroll').evaluate((element) => element.scrollTo(0, 690));
    await at('scroll').evaluate((element) => element.scrollTo(0, 10));
    await eventually(names, ['scrollToLower', 'scrollToUpper']);
  });

  test('a swiper says where a swipe ended, and follows `current`', async () => {
    const track = at('swiper').locator('.a-swiper-track');
    await track.evaluate((element) => element.scrollTo({ left: element.clientWidth, behavior: 'instant' }));
    await eventually(() => running.log(), [['change', 'swiper', { current: 1, source: 'touch' }]]);
    await setData({ current: 2 });
    await eventually(() => track.evaluate((element) => element.scrollLeft), 750);
  });

  test('progress and icon draw themselves', async () => {
    expect(await running.page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40');
    expect(await at('progress').textContent()).toBe('40%');
    const icon = await at('icon').locator('svg').boundingBox();
    expect(icon).toMatchObject({ width: 40, height: 40 });
  });

  test('a navigator is a link to another page', async () => {
    await running.page.getByRole('link', { name: '其他' }).click();
    await eventually(
      () => running.page.evaluate('getCurrentPages().map(({ route }) => route)'),
      ['pages/index/index', 'pages/other/other'],
    );
  });

  test('a movable-view follows the finger inside its area and its attribute', async () => {
    await at('movable').scrollIntoViewIfNeeded();
    const box = await at('movable').boundingBox();
    if (!box) throw new Error('the movable view is not drawn');
    await running.page.mouse.move(box.x + 10, box.y + 10);
    await running.page.mouse.down();
    await running.page.mouse.move(box.x + 310, box.y + 10, { steps: 3 });
    await running.page.mouse.up();
    expect(((await running.log()) as unknown[]).at(-1)).toEqual(['changeEnd', 'movable', { x: 150, y: 0 }]);
    await setData({ x: 30 });
    await eventually(async () => (await at('movable').boundingBox())?.x, box.x + 30);
  });

  test('a picker-view tells the row of every column', async () => {
    await at('column').evaluate((element) => element.scrollTo(0, 68));
    await eventually(() => running.log(), [['change', 'columns', { value: [2, 0] }]]);
  });

  test('rich text draws what is harmless and nothing else', async () => {
    await setData({ nodes: '<p style="color: red">茶<script>alert(1)</script><img src="x" onerror="alert(1)"></p>' });
    await eventually(() => at('rich').innerHTML(), '<p style="color: red;">茶<img src="x"></p>');
  });

  test('a tag that cannot be drawn is named once, with its place', async () => {
    expect(await at('map').textContent()).toBe('<map>');
    const before = running.problems().length;
    await running.page.goto(running.url);
    await at('map').waitFor();
    await eventually(
      () =>
        running
          .problems()
          .slice(before)
          .filter((problem) => problem.includes('<map> is not supported')),
      [expect.stringContaining('pages/index/index.axml:')],
    );
  });
});
