import { component, onePage, type RunningRoot, simulatorBench } from '../mini-root';

const page = {
  js: `const note = (self, what) => getApp().log.push(what);
    Page({
      data: { handler: 'onTapB', empty: '', obj: { n: [1] } },
      onTapA(e) { note(this, 'a'); getApp().last = e; },
      onTapB(e) { note(this, 'b'); getApp().last = e; },
      onCaught(e) { note(this, 'caught'); },
      onTouch(e) { note(this, e.type + ' ' + e.touches.length + '/' + e.changedTouches.length); },
      onLong(e) { note(this, 'long'); },
      onChange(value) { note(this, 'changed to ' + value); },
      onRef(instance) { note(this, 'ref ' + instance.name); },
      onAppear(e) { note(this, e.type); },
      onEnd(e) { note(this, 'end ' + e.currentTarget.id); },
      onFromSjs(value) { note(this, 'from sjs ' + value); },
    });`,
  json: { usingComponents: { row: '/components/row', framed: '/components/framed' } },
  acss: '@keyframes blink { from { opacity: 0 } } .blink { animation: blink 20ms; }',
  axml: `
<import-sjs name="hands" from="./hands.sjs"/>
<view id="outer" data-level="{{1}}" mark:place="outer" onTap="onTapA">
  <view id="inner" data-item="{{obj}}" data-foo-bar="x" mark:kind="inner" onTap="{{handler}}"><text id="deep" data-deep="d">both</text></view>
  <view id="caught" catchTap="onCaught">caught</view>
  <view id="pair" onTap="onTapB" catchTap="onCaught">pair</view>
  <view id="unbound" onTap="{{empty}}">unbound</view>
  <row id="row" onTap="onTapB" data-id="{{7}}"/>
  <framed><view id="slotted" onTap="onTapB">slotted</view></framed>
  <button id="off" disabled onTap="onTapB">off</button>
  <view id="sjs" onTap="{{hands.press}}" data-n="{{5}}">sjs</view>
  <view id="missing" onTap="nowhere">missing</view>
</view>
<view id="capturing" capture-onTap="onTapA"><view id="captured" onTap="onTapB">captured</view></view>
<view id="touch" onTouchStart="onTouch" onTouchMove="onTouch" onTouchEnd="onTouch" style="height:60px">touch</view>
<view id="hold" onLongTap="onLong" onTap="onTapA">hold</view>
<view id="seen" onAppear="onAppear" onFirstAppear="onAppear" style="height:20px">seen</view>
<view id="animated" class="{{blink}}" onAnimationEnd="onEnd"><view class="{{innerBlink}}">x</view></view>
<row onChange="onChange" ref="onRef"/>
`,
};

const files = onePage(page, {
  'pages/index/hands.sjs': `export default { press: function (event, owner) {
    event.instance.setStyle({ color: 'rgb(1, 2, 3)', width: '10rpx' });
    event.instance.addClass('pressed');
    owner.callMethod('onFromSjs', event.target.dataset.n);
  } };`,
  ...component('components/row', {
    axml: '<view class="row" onTap="onTap"><text>row {{show}}</text></view>',
    js: `Component({
      ref() { return { name: 'the row' }; },
      methods: { onTap(e) {
        getApp().log.push('row ' + this.props['data-id']);
        if (this.props.onTap) this.props.onTap(e);
        if (this.props.onChange) this.props.onChange(3);
      } },
    });`,
  }),
  ...component('components/framed', {
    axml: '<view onTap="onTap"><slot/></view>',
    js: `Component({ methods: { onTap() { getApp().log.push('frame'); } } });`,
  }),
});

describe('events (reference mini-program 2.3)', () => {
  const bench = simulatorBench();
  let running: RunningRoot;

  beforeAll(async () => {
    running = await bench.runFiles(files);
  });
  beforeEach(async () => {
    await running.page.goto(running.url);
    await running.page.locator('#outer').waitFor();
    await running.page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    await running.page.evaluate('getApp().log.length = 0');
  });
  afterAll(() => bench.close());

  test.each`
    rule                                               | target         | log
    ${'a tap bubbles, the inner handler first'}        | ${'#deep'}     | ${['b', 'a']}
    ${'catch stops it'}                                | ${'#caught'}   | ${['caught']}
    ${'on and catch on one node both run'}             | ${'#pair'}     | ${['b', 'caught']}
    ${'an empty handler is unbound'}                   | ${'#unbound'}  | ${['a']}
    ${'onTap on a component is only a prop'}           | ${'.row'}      | ${['row 7', 'b', 'a']}
    ${'a tap in a slot bubbles through the component'} | ${'#slotted'}  | ${['b', 'frame', 'a']}
    ${'a capturing handler runs first'}                | ${'#captured'} | ${['a', 'b']}
  `('$rule', async ({ target, log }) => {
    await running.page.locator(target).first().click();
    expect(await running.log()).toEqual(log);
  });

  test('a disabled button gets no tap', async () => {
    await running.page.locator('#off').dispatchEvent('click');
    expect(await running.log()).not.toContain('b');
  });

  test('the event says where it happened and whose handler runs', async () => {
    await running.page.locator('#deep').click();
    const read = `(({ type, target, currentTarget, mark, detail, timeStamp }) => ({
      type, target, currentTarget, mark, hasPlace: typeof detail.x === 'number', hasTime: timeStamp > 0,
    }))(getApp().last)`;
    expect(await running.page.evaluate(read)).toEqual({
      type: 'tap',
      target: { id: 'deep', tagName: 'text', dataset: { level: 1 }, targetDataset: { deep: 'd' } },
      currentTarget: { id: 'outer', tagName: 'view', dataset: { level: 1 } },
      mark: { place: 'outer', kind: 'inner' },
      hasPlace: true,
      hasTime: true,
    });
  });

  test('data-* keeps objects and turns to camelCase', async () => {
    await running.page.evaluate(`getCurrentPages()[0].onTapA = () => undefined`);
    await running.page.locator('#inner').click();
    expect(await running.page.evaluate('getApp().last.currentTarget.dataset')).toEqual({
      item: { n: [1] },
      fooBar: 'x',
    });
  });

  test('an sjs handler changes styles and calls the page', async () => {
    await running.page.locator('#sjs').click();
    expect(await running.log()).toEqual(['from sjs 5', 'a']);
    const sjs = running.page.locator('#sjs');
    expect(await sjs.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)');
    expect(await sjs.getAttribute('class')).toBe('pressed');
  });

  test('a handler that does not exist is named with its place', async () => {
    await running.page.locator('#missing').click();
    const place = /pages\/index\/index\.axml:\d+:\d+: pages\/index\/index has no method "nowhere"/;
    expect(running.problems().join('\n')).toMatch(place);
  });

  test('a mouse makes touches where there is no finger', async () => {
    const box = await running.page.locator('#touch').boundingBox();
    if (!box) throw new Error('#touch is not drawn');
    await running.page.mouse.move(box.x + 5, box.y + 5);
    await running.page.mouse.down();
    await running.page.mouse.move(box.x + 9, box.y + 9);
    await running.page.mouse.up();
    expect(await running.log()).toEqual(['touchStart 1/1', 'touchMove 1/1', 'touchEnd 0/1']);
  });

  test('a finger makes touches once, though the browser sends mouse events after it', async () => {
    const touching = await bench.runFiles(files, { touch: true });
    await touching.page.evaluate('getApp().log.length = 0');
    await touching.page.locator('#touch').tap();
    await touching.page.locator('#deep').tap();
    expect(await touching.log()).toEqual(['touchStart 1/1', 'touchEnd 0/1', 'b', 'a']);
    await touching.close();
  });

  test('holding is a long tap and then no tap', async () => {
    await running.page.locator('#hold').click({ delay: 600 });
    await running.page.locator('#hold').click();
    expect(await running.log()).toEqual(['long', 'a']);
  });

  test('animationEnd of something inside is not the own one', async () => {
    await running.page.evaluate(`getCurrentPages()[0].setData({ innerBlink: 'blink' })`);
    await running.page
      .locator('.blink')
      .evaluate((element) => Promise.all(element.getAnimations().map((one) => one.finished)));
    await running.page.evaluate(`getCurrentPages()[0].setData({ blink: 'blink' })`);
    await running.page.waitForFunction('getApp().log.length > 0');
    expect(await running.log()).toEqual(['end animated']);
  });

  test('appear comes when half of an element is seen', async () => {
    await running.page.goto(running.url);
    await running.page.waitForFunction(`getApp().log.includes('appear')`);
    expect((await running.log()).filter((one) => /appear/i.test(String(one)))).toEqual(['firstAppear', 'appear']);
  });

  test('a component hands its own events and its ref to the page', async () => {
    await running.page.goto(running.url);
    await running.page.locator('.row').nth(1).click();
    expect((await running.log()).filter((one) => /ref|changed/.test(String(one)))).toEqual([
      'ref the row',
      'changed to 3',
    ]);
  });
});
