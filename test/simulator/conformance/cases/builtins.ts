import type { Page } from 'playwright-core';
import { type Case, press, type Step, style, tap, type } from '../case';

const hear = (data: object = {}): string =>
  `Page({ data: ${JSON.stringify(data)}, hear({ type, detail }) { log([type, detail]); } });`;
const wait = (ms: number): string => `new Promise((done) => setTimeout(done, ${ms}))`;
const pixel = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/%3E";
const size = (selector: string): string =>
  `(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(document.querySelector('[data-page-top] ${selector}'))`;
const choose: Step = (page: Page) => page.locator('[data-page-top] select').selectOption('1');

/** Reference mini-program 2.5: built-in components. */
export const builtinCases: readonly Case[] = [
  {
    rule: '2.5 text keeps line breaks of its data',
    axml: '<text class="t">{{s}}</text><text class="one">a</text>',
    data: { s: 'a\nb' },
    steps: [
      "document.querySelector('[data-page-top] .t').getBoundingClientRect().height > 1.5 * document.querySelector('[data-page-top] .one').getBoundingClientRect().height",
    ],
    gives: true,
  },
  { rule: '2.5 text is inline', axml: '<text class="t">a</text>', steps: [style('.t', 'display')], gives: 'inline' },
  {
    rule: '2.5 text decodes entities with decode',
    axml: '<text decode>{{s}}</text>',
    data: { s: 'a&lt;b' },
    reads: 'a<b',
  },
  {
    rule: '2.5 text without decode leaves entities',
    axml: '<text>{{s}}</text>',
    data: { s: 'a&lt;b' },
    reads: 'a&lt;b',
  },
  {
    rule: '2.5 an image is 300 by 225 px unless styled',
    axml: `<image id="i" src="${pixel}"/>`,
    steps: [size('#i')],
    gives: [300, 225],
  },
  {
    rule: '2.5 widthFix keeps the proportion by the height',
    axml: `<image id="i" mode="widthFix" style="width: 80px" src="${pixel}"/>`,
    steps: [wait(100), size('#i')],
    gives: [80, 60],
  },
  {
    rule: '2.5 load tells the picture’s own size',
    axml: `<image src="${pixel}" onLoad="hear"/>`,
    js: hear(),
    steps: [wait(100)],
    logs: [['load', { width: 4, height: 3 }]],
  },
  {
    rule: '2.5 an image that cannot be read raises error with errMsg',
    axml: '<image src="data:image/png,no" onError="hear"/>',
    js: 'Page({ hear({ type, detail }) { log(type, typeof detail.errMsg); } });',
    steps: [wait(100)],
    logs: ['error string'],
  },
  {
    rule: '2.5 a disabled button gets no tap',
    axml: '<button id="b" disabled onTap="hear">x</button>',
    js: hear(),
    steps: ["document.querySelector('[data-page-top] #b').click()"],
    logs: [],
  },
  {
    rule: '2.5 a button that is pressed wears button-hover',
    axml: '<button id="b" hover-start-time="{{0}}">x</button>',
    steps: [
      "document.querySelector('[data-page-top] #b').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))",
      wait(100),
      "document.querySelector('[data-page-top] #b').className",
    ],
    gives: 'button-hover',
  },
  {
    rule: '2.5 a view that is pressed wears its hover-class',
    axml: '<view id="v" hover-class="down" hover-start-time="{{0}}">x</view>',
    steps: [
      "document.querySelector('[data-page-top] #v').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))",
      wait(100),
      "document.querySelector('[data-page-top] #v').className",
    ],
    gives: 'down',
  },
  {
    rule: '2.5 input tells {value, cursor}',
    axml: '<input id="i" onInput="hear"/>',
    js: hear(),
    steps: [type('#i', 'tea')],
    logs: [['input', { value: 'tea', cursor: 3 }]],
  },
  {
    rule: '2.5 focus, confirm and blur tell {value}',
    axml: '<input id="i" value="a" onFocus="hear" onConfirm="hear" onBlur="hear"/>',
    js: hear(),
    steps: [tap('#i input'), press('Enter')],
    logs: [
      ['focus', { value: 'a' }],
      ['confirm', { value: 'a' }],
      ['blur', { value: 'a' }],
    ],
  },
  {
    rule: '2.5 confirm-hold keeps the focus',
    axml: '<input id="i" confirm-hold onConfirm="hear" onBlur="hear"/>',
    js: hear(),
    steps: [tap('#i input'), press('Enter')],
    logs: [['confirm', { value: '' }]],
  },
  {
    rule: '2.5 maxlength is 140 unless told, and cuts what is typed',
    axml: '<input id="a"/><input id="b" maxlength="{{2}}"/>',
    steps: [
      tap('#b input'),
      (page) => page.keyboard.type('tea'),
      "[document.querySelector('#a input').maxLength, document.querySelector('#b input').value]",
    ],
    gives: [140, 'te'],
  },
  {
    rule: '2.5 a controlled input shows what the page gives',
    axml: '<input id="i" controlled value="{{v}}" onInput="up"/>',
    js: "Page({ data: { v: '' }, up({ detail }) { this.setData({ v: detail.value.toUpperCase() }); } });",
    steps: [type('#i', 'tea'), wait(100), "document.querySelector('[data-page-top] #i input').value"],
    gives: 'TEA',
  },
  {
    rule: '2.5 password hides, type chooses the keyboard',
    axml: '<input id="a" password/><input id="b" type="digit"/><input id="c" type="numberpad"/>',
    steps: [
      "['a', 'b', 'c'].map((id) => document.querySelector('#' + id + ' input')).map((e) => e.type + ' ' + e.inputMode)",
    ],
    gives: ['password text', 'text decimal', 'text numeric'],
  },
  {
    rule: '2.5 placeholder-class styles the placeholder',
    axml: '<input placeholder="name" placeholder-class="hint"/>',
    acss: '.hint { color: rgb(1, 2, 3); }',
    steps: [style('.hint', 'color')],
    gives: 'rgb(1, 2, 3)',
  },
  {
    rule: '2.5 a textarea counts unless show-count is false',
    axml: '<textarea value="ab"/><textarea show-count="{{false}}"/>',
    reads: '2/140',
  },
  {
    rule: '2.5 a form gathers what its controls hold, and what submitted it',
    axml: `<form onSubmit="hear"><input name="who" value="Li"/><textarea name="note" value="soon" show-count="{{false}}"/><switch name="gift" checked/>
      <checkbox-group name="extras"><checkbox value="a" checked/><checkbox value="b"/></checkbox-group>
      <radio-group name="way"><radio value="x"/><radio value="y" checked/></radio-group><slider name="n" value="3"/>
      <picker name="city" range="{{['p', 'q']}}" value="{{1}}"/><button id="go" form-type="submit" data-from="here">go</button></form>`,
    js: 'Page({ hear({ detail }) { log(detail); } });',
    steps: [tap('#go')],
    logs: [
      {
        value: { who: 'Li', note: 'soon', gift: true, extras: ['a'], way: 'y', n: 3, city: 1 },
        buttonTarget: { dataset: { from: 'here' } },
      },
    ],
  },
  {
    rule: '2.5 reset puts controls back and tells',
    axml: '<form onReset="hear"><input id="i" name="a" value="first"/><button id="r" form-type="reset">r</button></form>',
    js: hear(),
    steps: [type('#i', 'typed'), tap('#r'), "document.querySelector('[data-page-top] #i input').value"],
    logs: [['reset', {}]],
    gives: 'first',
  },
  {
    rule: '2.5 a picker tells the index',
    axml: '<picker range="{{l}}" onChange="hear">choose</picker>',
    js: hear({ l: ['a', 'b'] }),
    steps: [choose],
    logs: [['change', { value: 1 }]],
  },
  {
    rule: '2.5 range-key names what a picker shows',
    axml: '<picker range="{{l}}" range-key="name">choose</picker>',
    data: { l: [{ name: 'one' }, { name: 'two' }] },
    steps: ["[...document.querySelectorAll('[data-page-top] option')].map((e) => e.textContent)"],
    gives: ['one', 'two'],
  },
  {
    rule: '2.5 a radio-group tells the value',
    axml: '<radio-group onChange="hear"><radio id="a" value="a" checked/><radio id="b" value="b"/></radio-group>',
    js: hear(),
    steps: [tap('#b')],
    logs: [['change', { value: 'b' }]],
  },
  {
    rule: '2.5 of a group one radio is on',
    axml: '<radio-group><radio id="a" value="a" checked/><radio id="b" value="b"/></radio-group>',
    steps: [tap('#b'), "['a', 'b'].map((id) => document.getElementById(id).getAttribute('aria-checked'))"],
    gives: ['false', 'true'],
  },
  {
    rule: '2.5 a bare radio tells a boolean',
    axml: '<radio id="a" onChange="hear"/>',
    js: hear(),
    steps: [tap('#a')],
    logs: [['change', { value: true }]],
  },
  {
    rule: '2.5 a checkbox-group tells all values that are on',
    axml: '<checkbox-group onChange="hear"><checkbox id="a" value="a" checked/><checkbox id="b" value="b"/></checkbox-group>',
    js: hear(),
    steps: [tap('#b'), tap('#a')],
    logs: [
      ['change', { value: ['a', 'b'] }],
      ['change', { value: ['b'] }],
    ],
  },
  {
    rule: '2.5 a bare checkbox tells a boolean',
    axml: '<checkbox id="a" checked onChange="hear"/>',
    js: hear(),
    steps: [tap('#a')],
    logs: [['change', { value: false }]],
  },
  {
    rule: '2.5 a switch tells a boolean',
    axml: '<switch id="s" onChange="hear"/>',
    js: hear(),
    steps: [tap('#s'), tap('#s')],
    logs: [
      ['change', { value: true }],
      ['change', { value: false }],
    ],
  },
  {
    rule: '2.5 a controlled switch moves when the page says',
    axml: '<switch id="s" controlled checked="{{on}}" onChange="hear"/>',
    js: hear({ on: false }),
    steps: [tap('#s'), "document.getElementById('s').getAttribute('aria-checked')"],
    logs: [['change', { value: true }]],
    gives: 'false',
  },
  {
    rule: '2.5 a disabled switch does not move',
    axml: '<switch id="s" disabled onChange="hear"/>',
    js: hear(),
    steps: ["document.getElementById('s').click()"],
    logs: [],
  },
  {
    rule: '2.5 a label hands its tap to the control inside',
    axml: '<label id="l"><checkbox onChange="hear"/>agree</label>',
    js: hear(),
    steps: [tap('#l')],
    logs: [['change', { value: true }]],
  },
  {
    rule: '2.5 a label hands its tap to the control named by for',
    axml: '<label id="l" for="c">agree</label><checkbox id="c" onChange="hear"/>',
    js: hear(),
    steps: [tap('#l')],
    logs: [['change', { value: true }]],
  },
  {
    rule: '2.5 scroll tells the offsets and the whole size',
    axml: '<scroll-view id="s" scroll-y style="height: 50px" onScroll="hear"><view style="height: 500px">x</view></scroll-view>',
    js: 'Page({ hear({ detail }) { log([detail.scrollTop, detail.scrollLeft, detail.scrollHeight]); } });',
    steps: ["document.getElementById('s').scrollTo(0, 120)", wait(100)],
    logs: [[120, 0, 500]],
  },
  {
    rule: '2.5 scrollToLower comes within 50 px of the end, once per arrival',
    axml: '<scroll-view id="s" scroll-y style="height: 50px" onScrollToLower="low"><view style="height: 500px">x</view></scroll-view>',
    js: "Page({ low() { log('low'); } });",
    steps: [
      "document.getElementById('s').scrollTo(0, 405)",
      wait(100),
      "document.getElementById('s').scrollTo(0, 420)",
      wait(100),
    ],
    logs: ['low'],
  },
  {
    rule: '2.5 scrollToUpper comes when the beginning is near again',
    axml: '<scroll-view id="s" scroll-y style="height: 50px" onScrollToUpper="up"><view style="height: 500px">x</view></scroll-view>',
    js: "Page({ up() { log('up'); } });",
    steps: [
      "document.getElementById('s').scrollTo(0, 300)",
      wait(100),
      "document.getElementById('s').scrollTo(0, 10)",
      wait(100),
    ],
    logs: ['up'],
  },
  {
    rule: '2.5 scroll-into-view scrolls to a child',
    axml: '<scroll-view id="s" scroll-y scroll-into-view="{{to}}" style="height: 50px"><view style="height: 200px">x</view><view id="there" style="height: 200px">y</view></scroll-view>',
    data: { to: '' },
    steps: ["page.setData({ to: 'there' })", "document.getElementById('s').scrollTop"],
    gives: 200,
  },
  {
    rule: '2.5 scroll-top scrolls',
    axml: '<scroll-view id="s" scroll-y scroll-top="{{n}}" style="height: 50px"><view style="height: 500px">x</view></scroll-view>',
    data: { n: 0 },
    steps: ['page.setData({ n: 77 })', "document.getElementById('s').scrollTop"],
    gives: 77,
  },
  {
    rule: '2.5 a scroll-view scrolls one way',
    axml: '<scroll-view id="s" scroll-x>x</scroll-view>',
    steps: [style('#s', 'overflow-y')],
    gives: 'hidden',
  },
  {
    rule: '2.5 a swiper tells where it stops',
    axml: '<swiper id="s" onChange="hear"><swiper-item>a</swiper-item><swiper-item>b</swiper-item></swiper>',
    js: 'Page({ hear({ detail }) { log(detail.current); } });',
    steps: ["document.querySelector('#s .a-swiper-track').scrollTo({ left: 9999, behavior: 'instant' })", wait(200)],
    logs: [1],
  },
  {
    rule: '2.5 autoplay moves a swiper, circular begins anew',
    axml: '<swiper autoplay circular interval="{{60}}" onChange="hear"><swiper-item>a</swiper-item><swiper-item>b</swiper-item></swiper>',
    js: 'Page({ hear({ detail }) { if (this.n !== 2) { this.n = (this.n || 0) + 1; log(detail.current); } } });',
    steps: [wait(400)],
    logs: [1, 0],
  },
  {
    rule: '2.5 indicator-dots shows a dot for each item',
    axml: '<swiper indicator-dots><swiper-item>a</swiper-item><swiper-item>b</swiper-item></swiper>',
    steps: ["document.querySelectorAll('[data-page-top] .a-swiper-dots span').length"],
    gives: 2,
  },
  {
    rule: '2.5 a slider tells changing on its way and change in the end',
    axml: '<slider id="s" value="{{50}}" onChanging="hear" onChange="hear"/>',
    js: hear(),
    steps: [(page) => page.locator('#s input').focus(), press('ArrowRight')],
    logs: [
      ['changing', { value: 51 }],
      ['change', { value: 51 }],
    ],
  },
  {
    rule: '2.5 a slider has min, max and step',
    axml: '<slider id="s" min="{{10}}" max="{{20}}" step="{{5}}" value="{{15}}"/>',
    steps: ["(({ min, max, step, value }) => [min, max, step, value])(document.querySelector('#s input'))"],
    gives: ['10', '20', '5', '15'],
  },
  {
    rule: '2.5 an icon is 23 px',
    axml: '<icon id="i" type="success"/>',
    steps: ["document.querySelector('#i svg').getBoundingClientRect().width"],
    gives: 23,
  },
  {
    rule: '2.5 every icon type is drawn',
    axml: '<icon a:for="{{l}}" a:key="*this" type="{{item}}"/>',
    data: { l: 'info warn waiting cancel download search clear success success_no_circle loading'.split(' ') },
    steps: ["document.querySelectorAll('[data-page-top] a-icon svg').length"],
    gives: 10,
  },
  {
    rule: '2.5 progress shows its percent and, asked for it, the figure',
    axml: '<progress percent="{{40}}" show-info/><progress percent="{{40}}"/>',
    reads: '40%',
  },
  {
    rule: '2.5 navigator opens a page',
    axml: '<navigator id="n" url="/home">go</navigator>',
    steps: [tap('#n'), 'getCurrentPages().map((one) => one.route.replace(/\\d+/, "n"))'],
    gives: ['cases/n/page', 'home'],
  },
  {
    rule: '2.5 navigator open-type="redirect" replaces the page',
    axml: '<navigator id="n" open-type="redirect" url="/home">go</navigator>',
    steps: [tap('#n'), 'getCurrentPages().map((one) => one.route)'],
    gives: ['home'],
  },
  {
    rule: '2.5 web-view tells when it is loaded',
    axml: '<web-view src="about:blank" onLoad="hear"/>',
    js: hear(),
    steps: [wait(100)],
    logs: [['load', { src: 'about:blank' }]],
  },
  {
    rule: '2.5 picker-view tells the row of each column',
    axml: '<picker-view value="{{[0, 0]}}" onChange="hear" style="height: 200px"><picker-view-column><view>a</view><view>b</view></picker-view-column><picker-view-column class="second"><view>1</view><view>2</view><view>3</view></picker-view-column></picker-view>',
    js: hear(),
    steps: [
      "document.querySelector('[data-page-top] .second').scrollTo({ top: 9999, behavior: 'instant' })",
      wait(250),
    ],
    logs: [['change', { value: [0, 2] }]],
  },
  {
    rule: '2.5 a tag that needs a device stands as a notice with its name',
    axml: '<camera/>',
    steps: ["document.querySelector('[data-page-top] a-camera').textContent.includes('camera')"],
    gives: true,
    says: 'camera',
  },
  {
    rule: '2.5 role and aria-* reach assistive technology',
    axml: '<view role="button" aria-label="Pay">x</view>',
    draws: '<view role="button" aria-label="Pay">x</view>',
  },
  {
    rule: '2.5 what has role="button" is pressed by Enter',
    axml: '<view id="v" role="button" onTap="hear">x</view>',
    js: 'Page({ hear({ type }) { log(type); } });',
    steps: ["document.getElementById('v').focus()", press('Enter')],
    logs: ['tap'],
  },
];
