import type { Case } from '../case';

const gives = (rule: string, step: string, value: unknown): Case => ({
  rule,
  axml: '<view/>',
  steps: [step],
  gives: value,
});
const failed = (call: string): string => `${call}.catch((failure) => failure)`;
const origin = 'location.origin';

/** Reference mini-program 5: my.*. */
export const myCases: readonly Case[] = [
  gives('5 an asynchronous call gives a Promise', 'my.getNetworkType()', { networkType: 'WIFI' }),
  {
    rule: '5 success comes before complete, both with the result',
    axml: '<view/>',
    steps: [
      "new Promise((done) => my.getNetworkType({ success: ({ networkType }) => getApp().log.push(['success', networkType]), complete: ({ networkType }) => { getApp().log.push(['complete', networkType]); done(); } }))",
    ],
    logs: [
      ['success', 'WIFI'],
      ['complete', 'WIFI'],
    ],
  },
  {
    rule: '5 fail gets {error, errorMessage}, then complete',
    axml: '<view/>',
    steps: [
      "new Promise((done) => my.navigateTo({ url: '/gone', fail: ({ error, errorMessage }) => getApp().log.push([error, typeof errorMessage]), complete: () => { getApp().log.push('complete'); done(); } }))",
    ],
    logs: [[1, 'string'], 'complete'],
  },
  gives('5 without callbacks a failure rejects', failed("my.getStorage({ key: '' })"), { error: 2 }),
  {
    rule: '5 off without a callback removes all listeners',
    axml: '<view/>',
    steps: [
      '(my.onNetworkStatusChange(() => getApp().log.push(1)), my.onNetworkStatusChange(() => getApp().log.push(2)), my.offNetworkStatusChange(), __simulator.network(false), __simulator.network(true))',
    ],
    logs: [],
  },
  {
    rule: '5 off with a callback removes that one',
    axml: '<view/>',
    steps: [
      "((a, b) => { my.onNetworkStatusChange(a); my.onNetworkStatusChange(b); my.offNetworkStatusChange(a); __simulator.network(false); __simulator.network(true); my.offNetworkStatusChange(); })(() => getApp().log.push('a'), () => getApp().log.push('b'))",
    ],
    logs: ['b', 'b'],
  },
  {
    rule: '5 onNetworkStatusChange tells isConnected and networkType',
    axml: '<view/>',
    steps: [
      '(my.onNetworkStatusChange((v) => getApp().log.push(v)), __simulator.network(false), __simulator.network(true), my.offNetworkStatusChange())',
    ],
    logs: [
      { isConnected: false, networkType: 'NOTREACHABLE' },
      { isConnected: true, networkType: 'WIFI' },
    ],
  },
  gives(
    '5 request: text, status and headers, with their aliases',
    `my.request({ url: ${origin} + '/__simulator/icons.css', dataType: 'text' }).then((r) => [typeof r.data, r.status, r.statusCode, r.headers === r.header, r.headers['content-type'].slice(0, 8)])`,
    ['string', 200, 200, true, 'text/css'],
  ),
  gives(
    '5 request: JSON is read unless told otherwise',
    `my.request({ url: ${origin} + '/__simulator/mini-program.js.map' }).then(({ data }) => data.version)`,
    3,
  ),
  gives(
    '5 request: base64',
    `my.request({ url: ${origin} + '/images/a.svg', dataType: 'base64' }).then(({ data }) => data)`,
    'PHN2Zy8+',
  ),
  gives(
    '5 request: arraybuffer',
    `my.request({ url: ${origin} + '/images/a.svg', dataType: 'arraybuffer' }).then(({ data }) => data.byteLength)`,
    6,
  ),
  gives(
    '5 request: a status that is no success is error 19 with the answer',
    failed(`my.request({ url: ${origin} + '/__simulator/nothing' })`),
    { error: 19, status: 404, data: { reason: 'not_found' } },
  ),
  gives(
    '5 request: text that is no JSON is error 14',
    failed(`my.request({ url: ${origin} + '/__simulator/icons.css' })`),
    { error: 14, errorMessage: 'JSON parse data error' },
  ),
  gives('5 request: bad arguments are error 2', failed("my.request({ url: 'nowhere' })"), { error: 2 }),
  gives('5 request: nobody there is error 12', failed("my.request({ url: 'http://127.0.0.1:1/' })"), { error: 12 }),
  gives(
    '5 request: without a network it is error 12',
    failed(
      `(__simulator.network(false), my.request({ url: ${origin} + '/' })).finally(() => __simulator.network(true))`,
    ),
    { error: 12 },
  ),
  gives(
    '5 request: abort() is error 20',
    failed(`((task) => (task.abort(), task))(my.request({ url: ${origin} + '/' }))`),
    { error: 20 },
  ),
  gives(
    '5 request: a GET puts data into the query',
    `my.request({ url: ${origin} + '/images/a.svg', data: { a: 1, b: '茶' }, dataType: 'text' }).then(({ data }) => data)`,
    '<svg/>',
  ),
  gives(
    '5 storage: what was set is there, as JSON',
    "my.setStorage({ key: 'k', data: { a: [1, null] } }).then(() => my.getStorage({ key: 'k' }))",
    { data: { a: [1, null] } },
  ),
  gives(
    '5 storage: what is not there is null',
    "my.getStorage({ key: 'none' }).then(({ data }) => data === null)",
    true,
  ),
  gives(
    '5 storage: removed and cleared',
    "(my.setStorageSync({ key: 'a', data: 1 }), my.setStorageSync({ key: 'b', data: 1 }), my.removeStorageSync({ key: 'a' }), [my.getStorageInfoSync().keys, (my.clearStorageSync(), my.getStorageInfoSync().keys)])",
    [['b'], []],
  ),
  gives(
    '5 storage: the synchronous form',
    "(my.setStorageSync({ key: 'k', data: 5 }), my.getStorageSync({ key: 'k' }).data)",
    5,
  ),
  gives('5 storage: 200 KB for a key, error 14', failed("my.setStorage({ key: 'k', data: 'x'.repeat(201 * 1024) })"), {
    error: 14,
  }),
  gives('5 storage: info counts KB', "(my.setStorageSync({ key: 'k', data: 'x'.repeat(3000) }), my.getStorageInfo())", {
    currentSize: 3,
    limitSize: 10240,
  }),
  gives(
    '5 getSystemInfo tells of the phone',
    'my.getSystemInfo().then((i) => [typeof i.model, i.windowWidth === document.querySelector("[data-viewport]").clientWidth, typeof i.pixelRatio, typeof i.statusBarHeight, typeof i.titleBarHeight, i.app, typeof i.language, typeof i.fontSizeSetting, typeof i.screen.width])',
    ['string', true, 'number', 'number', 'number', 'alipay', 'string', 'number', 'number'],
  ),
  gives(
    '5 getSystemInfoSync is the same at once',
    'my.getSystemInfoSync().windowHeight === document.querySelector("[data-viewport]").clientHeight',
    true,
  ),
  gives(
    '5 env and SDKVersion',
    '[my.env.clientName, typeof my.env.USER_DATA_PATH, /^2\\.\\d+\\.\\d+$/.test(my.SDKVersion)]',
    ['ap', 'string', true],
  ),
  gives(
    '5 canIUse denies what the simulator does not do, and nothing else',
    "['request.object.timeout', 'component2', 'getLocation', 'map', 'view.hover-class'].map((what) => my.canIUse(what))",
    [true, true, false, false, true],
  ),
  {
    rule: '5 a function that is not supported says so once and fails',
    axml: '<view/>',
    steps: ['[my.getLocation().catch(() => 0), my.getLocation().catch(() => 0)][1]'],
    says: 'getLocation',
  },
  gives(
    '5 confirm gives {confirm}',
    "(setTimeout(() => document.querySelector('[role=dialog] button:last-of-type').click(), 50), my.confirm({ title: 'Sure?', confirmButtonText: 'Yes' }))",
    { confirm: true },
  ),
  gives(
    '5 prompt gives {ok, inputValue}',
    "(setTimeout(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })), 50), my.prompt({ message: 'Note?' }))",
    { ok: false, inputValue: '' },
  ),
  gives(
    '5 showActionSheet gives the index',
    "(setTimeout(() => [...document.querySelectorAll('[role=dialog] button')].find((b) => b.textContent === 'two').click(), 50), my.showActionSheet({ items: ['one', 'two'] }))",
    { index: 1 },
  ),
  {
    rule: '5 alert resolves when it is closed',
    axml: '<view/>',
    steps: [
      "(setTimeout(() => document.querySelector('[role=alertdialog] button').click(), 50), my.alert({ content: 'Hi' }).then(() => getApp().log.push('closed')))",
    ],
    logs: ['closed'],
  },
  {
    rule: '5 the success of showToast comes when it has gone',
    axml: '<view/>',
    steps: [
      "my.showToast({ content: 'Hi', duration: 40, success: () => getApp().log.push(document.querySelectorAll('.sim-toast').length) }).then(() => undefined)",
    ],
    logs: [0],
  },
  gives(
    '5 hideToast ends it at once',
    "(setTimeout(() => my.hideToast(), 30), my.showToast({ content: 'Hi', duration: 60000 }).then(() => 'gone'))",
    'gone',
  ),
  gives(
    '5 showLoading covers until hideLoading',
    "my.showLoading({ content: 'Wait' }).then(async () => { await new Promise(requestAnimationFrame); const there = document.body.textContent.includes('Wait'); my.hideLoading(); await new Promise(requestAnimationFrame); return [there, document.body.textContent.includes('Wait')]; })",
    [true, false],
  ),
  gives(
    '5 setNavigationBar changes the title',
    "my.setNavigationBar({ title: 'Other' }).then(async () => { await new Promise(requestAnimationFrame); return document.querySelector('.sim-title').textContent; })",
    'Other',
  ),
  gives('5 getLaunchOptionsSync tells how the app was opened', 'my.getLaunchOptionsSync()', {
    path: 'home',
    query: {},
  }),
  {
    rule: '5 onAppShow and onAppHide',
    axml: '<view/>',
    steps: [
      "((show, hide) => { my.onAppShow(show); my.onAppHide(hide); __simulator.background(); __simulator.foreground(); my.offAppShow(); my.offAppHide(); __simulator.background(); __simulator.foreground(); })(() => getApp().log.push('show'), () => getApp().log.push('hide'))",
    ],
    logs: ['hide', 'show'],
  },
  {
    rule: '5 selectors: rectangles in order, null for what is missing',
    axml: '<view class="a" style="height: 10px"/><view class="a" style="height: 20px"/>',
    steps: [
      "new Promise((done) => my.createSelectorQuery().select('.a').boundingClientRect().selectAll('.a').boundingClientRect().select('.gone').boundingClientRect().exec(([one, all, none]) => done([one.height, all.map((r) => r.height), none])))",
    ],
    gives: [10, [10, 20], null],
  },
  {
    rule: '5 selectors: callbacks of each part',
    axml: '<view class="a" style="height: 10px"/>',
    steps: [
      "new Promise((done) => my.createSelectorQuery().select('.a').boundingClientRect(({ height }) => done(height)).exec())",
    ],
    gives: 10,
  },
  {
    rule: '5 selectors: the viewport',
    axml: '<view/>',
    steps: [
      "new Promise((done) => my.createSelectorQuery().selectViewport().boundingClientRect().exec(([r]) => done([r.width === document.querySelector('[data-viewport]').clientWidth, Object.keys(r).sort().join()])))",
    ],
    gives: [true, 'height,width'],
  },
  {
    rule: '5 selectors: scrollOffset of the page',
    axml: '<view style="height: 3000px"/>',
    steps: [
      "document.querySelector('a-page[data-page-top]').scrollTo(0, 90)",
      'new Promise((done) => my.createSelectorQuery().selectViewport().scrollOffset().exec(([r]) => done(r.scrollTop)))',
    ],
    gives: 90,
  },
  {
    rule: '5 selectors: tags and nesting',
    axml: '<view class="a"><text class="b">x</text></view>',
    steps: [
      "new Promise((done) => my.createSelectorQuery().selectAll('view.a > text').boundingClientRect().exec(([all]) => done(all.length)))",
    ],
    gives: 1,
  },
  {
    rule: '5 selectors: fields give what is asked for',
    axml: '<view class="a" id="x" data-n="{{1}}" style="width: 10px"/>',
    steps: [
      "new Promise((done) => my.createSelectorQuery().select('.a').fields({ id: true, dataset: true, size: true, computedStyle: ['display'] }, (f) => done([f.id, f.dataset.n, f.width, f.display])).exec())",
    ],
    gives: ['x', 1, 10, 'block'],
  },
  {
    rule: '5 selectors of a component see its own nodes only',
    axml: '<view class="a"/><x/>',
    components: {
      x: {
        axml: '<view class="a"/><view class="a"/>',
        js: "Component({ didMount() { this.createSelectorQuery().selectAll('.a').boundingClientRect().exec(([all]) => log(all.length)); } });",
      },
    },
    steps: ['new Promise((done) => setTimeout(done, 100))'],
    logs: [2],
  },
  {
    rule: '5 selectors in onReady find what was drawn',
    axml: '<view class="a" style="height: 7px"/>',
    js: "Page({ onReady() { my.createSelectorQuery().select('.a').boundingClientRect().exec(([r]) => log(r.height)); } });",
    steps: ['new Promise((done) => setTimeout(done, 100))'],
    logs: [7],
  },
  {
    rule: '5 an intersection observer tells ratios as they cross',
    axml: '<view style="height: 3000px"/><view class="low" style="height: 40px" data-n="1"/>',
    steps: [
      "(my.createIntersectionObserver({ dataset: true }).relativeToViewport().observe('.low', ({ intersectionRatio, dataset }) => getApp().log.push([intersectionRatio, dataset.n])), document.querySelector('a-page[data-page-top]').scrollTo(0, 9999))",
      'new Promise((done) => setTimeout(done, 100))',
    ],
    logs: [[1, '1']],
  },
  gives(
    '5 pageScrollTo scrolls the page',
    "(document.querySelector('a-page[data-page-top]').insertAdjacentHTML('beforeend', '<div style=\"height:3000px\"></div>'), my.pageScrollTo({ scrollTop: 80, duration: 0 }).then(() => document.querySelector('a-page[data-page-top]').scrollTop))",
    80,
  ),
  gives(
    '5 the clipboard keeps what it was given',
    "my.setClipboard({ text: 'abc' }).then(() => my.getClipboard()).then(({ text }) => text)",
    'abc',
  ),
  gives('5 vibrateShort succeeds', 'my.vibrateShort()', { success: true }),
  gives(
    '5 getServerTime tells milliseconds',
    'my.getServerTime().then(({ time }) => Math.abs(time - Date.now()) < 5000)',
    true,
  ),
  gives(
    '5 getUpdateManager knows of no update',
    '[typeof my.getUpdateManager().onUpdateReady, typeof my.getUpdateManager().applyUpdate]',
    ['function', 'function'],
  ),
  gives(
    '5 base64 there and back',
    '[my.arrayBufferToBase64(new Uint8Array([1, 2]).buffer), my.base64ToArrayBuffer("AQI=").byteLength]',
    ['AQI=', 2],
  ),
  ...['9000', '8000', '6004', '4000', '6001', '6002', '99', '5000'].map((code) =>
    gives(
      `5 tradePay gives resultCode ${code} as text, in success`,
      `(__simulator.nextTradePay('${code}', false), my.tradePay({ tradeNO: '1' }).then(({ resultCode }) => resultCode))`,
      code,
    ),
  ),
  gives(
    '5 tradePay: no permission is error 4 in fail',
    failed("(__simulator.nextTradePay('4', false), my.tradePay({ tradeNO: '1' }))"),
    { error: 4 },
  ),
  gives('5 tradePay needs tradeNO with a capital NO', failed("my.tradePay({ tradeNo: '1' })"), { error: 2 }),
  {
    rule: '5 tradePay with orderStr says that it is not supported',
    axml: '<view/>',
    steps: [failed("my.tradePay({ orderStr: 'x' })")],
    gives: { error: 4 },
    says: 'orderStr is not supported',
  },
  gives('5 getAuthCode without a sandbox is error 12', failed('my.getAuthCode({})'), { error: 12 }),
  gives('5 getAuthCode refuses a scope there is none of', failed("my.getAuthCode({ scopes: 'everything' })"), {
    error: 3,
  }),
  gives(
    '5 getAuthCode: refusing the profile is error 11',
    failed(
      "(setTimeout(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })), 50), my.getAuthCode({ scopes: 'auth_user' }))",
    ),
    { error: 11 },
  ),
  gives(
    '5 hideBackHome takes the home button away',
    "my.hideBackHome().then(async () => { await new Promise(requestAnimationFrame); return document.querySelectorAll('.sim-title-leading button').length; })",
    0,
  ),
  gives('5 makePhoneCall needs a number', failed('my.makePhoneCall({})'), { error: 2 }),
  gives(
    '5 getAddress gives {resultStatus, result}: 9000 with an address',
    "(setTimeout(() => document.querySelector('[role=dialog] button').click(), 50), my.getAddress().then(({ resultStatus, result }) => [resultStatus, typeof result.fullname, typeof result.address]))",
    ['9000', 'string', 'string'],
  ),
  gives(
    '5 getAddress: 6001 when the person goes back',
    "(setTimeout(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })), 50), my.getAddress())",
    { resultStatus: '6001' },
  ),
  gives(
    '5 scan gives the code',
    "(setTimeout(() => { const field = document.querySelector('[role=dialog] input'); field.value = 'abc'; field.dispatchEvent(new Event('input', { bubbles: true })); setTimeout(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' })), 20); field.form && setTimeout(() => field.form.requestSubmit(), 40); }, 50), my.scan({ scanType: 'qrCode' }))",
    { code: 'abc', qrCode: 'abc' },
  ),
  {
    rule: '5 chooseImage gives paths that an image shows',
    axml: '<image src="{{path}}" onLoad="loaded"/><view id="choose" onTap="choose">x</view>',
    js: `Page({
      choose() { my.chooseImage({ count: 1, success: ({ apFilePaths: [path] }) => this.setData({ path }) }); },
      loaded({ detail }) { log([detail.width, detail.height]); },
    });`,
    steps: [
      async (page) => {
        const chooser = page.waitForEvent('filechooser');
        await page.locator('#choose').click();
        const buffer = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' width='6' height='5'/>");
        await (await chooser).setFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer });
        await page.waitForFunction('getApp().log.length > 0');
      },
    ],
    logs: [[6, 5]],
  },
  gives(
    '5 getMenuButtonBoundingClientRect tells where the client’s own buttons are',
    '(({ width, height, right }) => [width > 0, height > 0, right <= document.querySelector(".sim-screen").clientWidth])(my.getMenuButtonBoundingClientRect())',
    [true, true, true],
  ),
  {
    rule: '5 a canvas context draws at draw(), and clears before unless told to reserve',
    axml: '<canvas id="c" width="20" height="10"/>',
    steps: [
      "new Promise((done) => { const c = my.createCanvasContext('c'); c.setFillStyle('#ff0000'); c.fillRect(0, 0, 20, 10); c.draw(false, () => { c.fillStyle = '#0000ff'; c.fillRect(0, 0, 10, 10); c.draw(true, done); }); })",
      "((bytes) => [[...bytes.slice(0, 4)], [...bytes.slice(40, 44)]])(document.querySelector('#c canvas').getContext('2d').getImageData(5, 5, 11, 1).data)",
    ],
    gives: [
      [0, 0, 255, 255],
      [255, 0, 0, 255],
    ],
  },
];
