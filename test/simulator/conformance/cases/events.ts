import type { Page } from 'playwright-core';
import { type Case, logged, tap } from '../case';

const hold = async (page: Page): Promise<void> => {
  const box = await page.locator('a-page[data-page-top] #t').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await page.mouse.down();
  await page.waitForTimeout(650);
  await page.mouse.up();
};
const saying = (...names: string[]): string =>
  `Page({ ${names.map((name) => `${name}() { log('${name}'); }`).join(', ')} });`;

/** Reference mini-program 2.3: events. */
export const eventCases: readonly Case[] = [
  {
    rule: '2.3 onTap names a method',
    axml: '<view id="t" onTap="a">x</view>',
    js: saying('a'),
    steps: [tap('#t')],
    logs: ['a'],
  },
  {
    rule: '2.3 on bubbles, the inner node first',
    axml: '<view onTap="outer"><view id="t" onTap="inner">x</view></view>',
    js: saying('outer', 'inner'),
    steps: [tap('#t')],
    logs: ['inner', 'outer'],
  },
  {
    rule: '2.3 catch stops',
    axml: '<view onTap="outer"><view id="t" catchTap="inner">x</view></view>',
    js: saying('outer', 'inner'),
    steps: [tap('#t')],
    logs: ['inner'],
  },
  {
    rule: '2.3 the name may be an expression, and none when empty',
    axml: "<view onTap=\"{{yes ? 'a' : ''}}\"><view id=\"t\" onTap=\"{{yes ? '' : 'b'}}\">x</view></view>",
    js: saying('a', 'b').replace('{', '{ data: { yes: true },'),
    steps: [tap('#t')],
    logs: ['a'],
  },
  {
    rule: '2.3 a method that is not there is named',
    axml: '<view id="t" onTap="gone">x</view>',
    steps: [tap('#t')],
    says: 'has no method "gone"',
  },
  {
    rule: '2.3 the event says what, where and when',
    axml: '<view id="outer" data-a="1" onTap="hear"><text id="t" data-b="2">x</text></view>',
    js: `Page({ hear(e) {
      log(e.type); log(typeof e.timeStamp); log(typeof e.detail);
      log(e.target.id); log(e.target.tagName); log(e.currentTarget.id); log(e.currentTarget.tagName);
    } });`,
    steps: [tap('#t')],
    logs: ['tap', 'number', 'object', 't', 'text', 'outer', 'view'],
  },
  {
    rule: '2.3 target.dataset is that of the node with the handler, targetDataset the source’s',
    axml: '<view data-a="1" onTap="hear"><text id="t" data-b="2">x</text></view>',
    js: 'Page({ hear({ target, currentTarget }) { log(target.dataset); log(target.targetDataset); log(currentTarget.dataset); } });',
    steps: [tap('#t')],
    logs: [{ a: '1' }, { b: '2' }, { a: '1' }],
  },
  {
    rule: '2.3 this in a handler is the page',
    axml: '<view id="t" onTap="hear">{{n}}</view>',
    js: 'Page({ data: { n: 0 }, hear() { this.setData({ n: this.data.n + 1 }); } });',
    steps: [tap('#t')],
    reads: '1',
  },
  {
    rule: '2.3 touch events carry touches and changedTouches',
    axml: '<view id="t" onTouchStart="down" onTouchEnd="up">x</view>',
    js: `Page({
      down({ type, touches, changedTouches: [one] }) { log(type, touches.length, Object.keys(one).sort().join()); },
      up({ type, touches, changedTouches }) { log(type, touches.length, changedTouches.length); },
    });`,
    steps: [tap('#t')],
    logs: ['touchStart 1 clientX,clientY,identifier,pageX,pageY', 'touchEnd 0 1'],
  },
  {
    rule: '2.3 touch events bubble',
    axml: '<view onTouchStart="outer"><view id="t" onTouchStart="inner">x</view></view>',
    js: saying('outer', 'inner'),
    steps: [tap('#t')],
    logs: ['inner', 'outer'],
  },
  {
    rule: '2.3 catchTouchStart stops',
    axml: '<view onTouchStart="outer"><view id="t" catchTouchStart="inner">x</view></view>',
    js: saying('outer', 'inner'),
    steps: [tap('#t')],
    logs: ['inner'],
  },
  {
    rule: '2.3 longTap comes after half a second, and the tap does not',
    axml: '<view id="t" onLongTap="long" onTap="short">x</view>',
    js: saying('long', 'short'),
    steps: [hold],
    logs: ['long'],
  },
  {
    rule: '2.3 onXxx on a component is a prop that is a function',
    axml: '<x onDone="hear"/>',
    js: 'Page({ hear(v) { log(v); } });',
    components: {
      x: { js: "Component({ didMount() { log(typeof this.props.onDone); this.props.onDone('told'); } });" },
    },
    logs: ['function', 'told'],
  },
  {
    rule: '2.3 a component that is given no onXxx has no such prop',
    axml: '<x/>',
    components: { x: { js: "Component({ didMount() { log('onDone' in this.props); } });" } },
    logs: [false],
  },
  {
    rule: '2.3 an empty onXxx on a component is none',
    axml: '<x onDone="{{\'\'}}"/>',
    components: { x: { js: "Component({ didMount() { log('onDone' in this.props); } });" } },
    logs: [false],
  },
  {
    rule: '2.3 a tap inside a component goes on to the nodes around it',
    axml: '<view onTap="outer"><x/></view>',
    js: saying('outer'),
    components: {
      x: { axml: '<view id="t" onTap="inner">x</view>', js: "Component({ methods: { inner() { log('inner'); } } });" },
    },
    steps: [tap('#t')],
    logs: ['inner', 'outer'],
  },
  {
    rule: '2.3 onTap on a component is a prop, not a listener',
    axml: '<x onTap="hear"/>',
    js: saying('hear'),
    components: { x: { axml: '<view id="t">x</view>' } },
    steps: [tap('#t')],
    logs: [],
  },
  {
    rule: '2.3 a component hands a function prop on to a component inside',
    axml: '<outer onDone="hear"/>',
    js: 'Page({ hear(v) { log(v); } });',
    components: {
      outer: {
        axml: '<inner onDone="onDone"/>',
        js: 'Component({ methods: { onDone(v) { this.props.onDone(v + 1); } } });',
      },
      inner: { js: 'Component({ didMount() { this.props.onDone(1); } });' },
    },
    logs: [2],
  },
  {
    rule: '2.3 only on* and catch* pass functions',
    axml: '<x done="{{f}}"/>',
    js: 'Page({ data: { f() {} } });',
    components: { x: { js: 'Component({ didMount() { log(typeof this.props.done); } });' } },
    logs: ['undefined'],
  },
  {
    rule: '2.3 catchXxx on a component is the prop catchXxx',
    axml: '<x catchTap="hear"/>',
    js: saying('hear'),
    components: {
      x: { js: 'Component({ didMount() { log(typeof this.props.catchTap, typeof this.props.onTap); } });' },
    },
    logs: ['function undefined'],
  },
  {
    rule: '2.4 an SJS function may handle an event: (event, ownerComponent)',
    axml: '<import-sjs name="m" from="./m.sjs"/><view id="t" class="a" data-n="{{5}}" onTap="{{m.hear}}">x</view>',
    js: 'Page({ told(v) { log(v); } });',
    files: {
      'm.sjs': `const hear = (event, owner) => {
        event.instance.addClass('b'); event.instance.setStyle({ color: 'rgb(1, 2, 3)' });
        owner.callMethod('told', event.type + event.instance.getDataset().n + event.instance.hasClass('b'));
      };
      export default { hear };`,
    },
    steps: [
      tap('#t'),
      "(({ className, style }) => [className, style.color])(document.querySelector('[data-page-top] #t'))",
    ],
    logs: ['tap5true'],
    gives: ['a b', 'rgb(1, 2, 3)'],
  },
  {
    rule: '2.5 a view tells of the end of its own transition',
    axml: '<view class="{{on ? \'on\' : \'\'}}" id="t" onTransitionEnd="end">x<view class="in">y</view></view>',
    js: 'Page({ data: { on: false }, end({ type }) { log(type); } });',
    acss: '#t { transition: opacity 30ms; } .on { opacity: 0.5; }',
    steps: ['page.setData({ on: true })', 'new Promise((done) => setTimeout(done, 120))'],
    logs: ['transitionEnd'],
  },
  {
    rule: '2.5 a view tells of its animation: start, iterations, end',
    axml: '<view class="on" onAnimationStart="hear" onAnimationIteration="hear" onAnimationEnd="hear">x</view>',
    js: 'Page({ hear({ type }) { log(type); } });',
    acss: '@keyframes fade { from { opacity: 0 } } .on { animation: fade 400ms 2; }',
    // Long enough for a busy machine to draw in between: an iteration that no frame saw is not told.
    steps: [logged(3)],
    logs: ['animationStart', 'animationIteration', 'animationEnd'],
  },
  {
    rule: '2.5 appear and disappear follow half of the node; firstAppear comes once',
    axml: '<view style="height: 3000px"></view><view style="height: 20px" onAppear="hear" onDisappear="hear" onFirstAppear="hear">x</view>',
    js: 'Page({ hear({ type }) { log(type); } });',
    steps: [
      ...[9999, 0, 9999].flatMap((top, index) => [
        `document.querySelector('a-page[data-page-top]').scrollTo(0, ${top})`,
        logged(index + 2),
      ]),
    ],
    logs: ['firstAppear', 'appear', 'disappear', 'appear'],
  },
];
