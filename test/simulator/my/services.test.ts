import type { Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { outcome, type PhoneBench, phoneBench, phoneWithMy } from '../phone-bench';

let sandbox: Sandbox;
let bench: PhoneBench;
let page: Page;

beforeAll(async () => {
  sandbox = await createSandbox();
  bench = await phoneBench(phoneWithMy, { sandboxUrl: sandbox.url });
  page = await bench.open();
});
afterAll(async () => {
  await bench.close();
  await sandbox.close();
});
beforeEach(() => page.reload());

describe('my.getAuthCode', () => {
  test('is silent by default and brings a code the sandbox knows', async () => {
    const { done } = await outcome(page, 'my.getAuthCode({ scopes: "auth_base" })');
    expect(done).toMatchObject({ authCode: expect.stringMatching(/^\w{20,}$/), authSuccessScopes: ['auth_base'] });
  });

  test('brings another code each time', async () => {
    const codes = await page.evaluate(
      'Promise.all([my.getAuthCode({}), my.getAuthCode({})]).then((all) => all.map(({ authCode }) => authCode))',
    );
    expect(new Set(codes as string[]).size).toBe(2);
  });

  test('asks before it shares a profile, and fails with 11 when refused', async () => {
    const answer = outcome(page, 'my.getAuthCode({ scopes: ["auth_user"] })');
    await page.getByRole('dialog', { name: '授权' }).getByRole('button', { name: '拒绝' }).click();
    expect(await answer).toMatchObject({ failed: { error: 11 } });
  });

  test.each`
    what                         | before                                     | options                     | error
    ${'an unknown scope'}        | ${''}                                      | ${'{ scopes: "auth_all" }'} | ${3}
    ${'a phone that is offline'} | ${'__simulator.network(false)'}            | ${'{}'}                     | ${12}
    ${'a buyer nobody knows'}    | ${'__simulator.buyer("2088000000000000")'} | ${'{}'}                     | ${12}
  `('fails with $error for $what', async ({ before, options, error }) => {
    await page.evaluate(before || '0');
    expect(await outcome(page, `my.getAuthCode(${options})`)).toMatchObject({ failed: { error } });
  });
});

test('the network is what the switch beside the phone says, and its change is told until off', async () => {
  const seen = await page.evaluate(`(async () => {
    const seen = [];
    const listener = (status) => seen.push(status);
    my.onNetworkStatusChange(listener);
    __simulator.network(false);
    seen.push(await my.getNetworkType());
    seen.push(await my.getServerTime());
    my.offNetworkStatusChange(listener);
    __simulator.network(true);
    seen.push(await my.getNetworkType());
    return seen;
  })()`);
  expect(seen).toEqual([
    { isConnected: false, networkType: 'NOTREACHABLE' },
    { networkAvailable: false, networkType: 'NOTREACHABLE' },
    { time: -1 },
    { networkAvailable: true, networkType: 'WIFI' },
  ]);
});

test('app-wide listeners hear what is raised; off without a callback removes all', async () => {
  const heard = await page.evaluate(`(() => {
    const heard = [];
    my.onAppShow((options) => heard.push(['first', options.path]));
    my.onAppShow((options) => heard.push(['second', options.path]));
    raise('appShow', { path: 'a' });
    my.offAppShow();
    raise('appShow', { path: 'b' });
    return heard;
  })()`);
  expect(heard).toEqual([
    ['first', 'a'],
    ['second', 'a'],
  ]);
});

test.each`
  schema                                   | answer
  ${'component2'}                          | ${true}
  ${'request.object.timeout'}              | ${true}
  ${'button.open-type'}                    | ${true}
  ${'tradePay'}                            | ${true}
  ${'sjs.event'}                           | ${true}
  ${'scan'}                                | ${true}
  ${'chooseVideo.object.sourceType.album'} | ${false}
  ${'map'}                                 | ${false}
`('canIUse("$schema") is $answer', async ({ schema, answer }) => {
  expect(await page.evaluate(`my.canIUse('${schema}')`)).toBe(answer);
});

test('an API the simulator does not do names itself once and fails with error 1', async () => {
  const first = await outcome(page, 'my.getLocation({})');
  await outcome(page, 'my.getLocation({})');
  expect(first).toEqual({ failed: { error: 1, errorMessage: 'my.getLocation is not supported by the simulator' } });
  expect(await page.evaluate('__simulator.warnings()')).toEqual(['my.getLocation is not supported by the simulator.']);
  expect(
    await page.evaluate(`(() => { try { my.createMapContext('m') } catch (error) { return error.message } })()`),
  ).toBe('my.createMapContext is not supported by the simulator');
  expect(await page.evaluate('[typeof my.onSocketOpen, typeof my.noSuchThing]')).toEqual(['function', 'undefined']);
});

test.each`
  call                                      | expected
  ${'my.navigateTo({ url: "/pages/b/b" })'} | ${'navigateTo /pages/b/b'}
  ${'my.redirectTo({ url: "./c" })'}        | ${'redirectTo ./c'}
  ${'my.reLaunch({ url: "/a" })'}           | ${'reLaunch /a'}
  ${'my.switchTab({ url: "/t" })'}          | ${'switchTab /t'}
  ${'my.navigateBack()'}                    | ${'navigateBack 1'}
  ${'my.navigateBack({ delta: 3 })'}        | ${'navigateBack 3'}
  ${'my.stopPullDownRefresh()'}             | ${'pullDownRefresh false'}
`('$call asks the page stack for it', async ({ call, expected }) => {
  expect(await outcome(page, call)).not.toHaveProperty('failed');
  expect(await page.evaluate('calls')).toEqual([expected]);
});

test('a refusal of the page stack is the failure of the call, and a missing url is error 2', async () => {
  expect(await outcome(page, 'my.navigateTo({ url: "/lost" })')).toEqual({
    failed: { error: 1, errorMessage: '/lost is not found' },
  });
  expect(await outcome(page, 'my.navigateTo({})')).toMatchObject({ failed: { error: 2 } });
  expect(await outcome(page, 'my.navigateTo("/pages/b/b")')).toMatchObject({ failed: { error: 2 } });
});

test('what the phone says of itself fits the page it shows', async () => {
  const info = await page.evaluate('my.getSystemInfoSync()');
  const size = await page.evaluate('({ width: phone.viewport.clientWidth, height: phone.viewport.clientHeight })');
  const { width, height } = size as { width: number; height: number };
  expect(info).toMatchObject({ windowWidth: width, windowHeight: height, app: 'alipay', language: 'zh-Hans' });
  expect(width).toBe(375);
  expect(await page.evaluate(`getComputedStyle(phone.viewport).getPropertyValue('--rpx')`)).toBe('0.5px');
  expect(await page.evaluate('my.getSystemInfo()')).toEqual(info);
  expect(await page.evaluate('[my.SDKVersion, my.env.clientName]')).toEqual([
    expect.stringMatching(/^2\.\d+\.\d+$/),
    'ap',
  ]);
});

describe('selector queries', () => {
  const draw = `page.innerHTML = '<a-view id="box" class="row" style="display:block;margin:20px 0 0 30px;width:100px;height:40px;overflow:auto">'
    + '<a-view style="display:block;height:300px"></a-view></a-view><a-view class="row" style="display:block;height:5px"></a-view>'
    + '<a-view style="display:block;height:2000px"></a-view>';`;
  const query = (steps: string) =>
    page.evaluate(
      `(() => { ${draw} return new Promise((resolve) => my.createSelectorQuery()${steps}.exec(resolve)); })()`,
    );

  test('rectangles count from the corner of the screen under the title bar, whatever is around the phone', async () => {
    expect(await query('.select("#box").boundingClientRect()')).toEqual([
      { left: 30, top: 20, right: 130, bottom: 60, width: 100, height: 40 },
    ]);
  });

  test('answers come in order; what is not there is null; selectAll brings an array', async () => {
    const [missing, rows, viewport] = (await query(
      '.select("#no").boundingClientRect().selectAll("view.row").boundingClientRect().selectViewport().boundingClientRect()',
    )) as [null, { height: number }[], object];
    expect(missing).toBeNull();
    expect(rows.map(({ height }) => height)).toEqual([40, 5]);
    expect(viewport).toEqual({ width: 375, height: expect.any(Number) });
  });

  test('scrollOffset and fields read what they are asked for', async () => {
    const [offset, fields] = (await query(
      '.select("#box").scrollOffset().select("#box").fields({ id: true, size: true, computedStyle: ["marginLeft"] })',
    )) as [object, object];
    expect(offset).toEqual({ scrollTop: 0, scrollLeft: 0, scrollHeight: 300, scrollWidth: 100 });
    expect(fields).toEqual({ id: 'box', width: 100, height: 40, marginLeft: '30px' });
  });

  test('pageScrollTo moves the page on top, to a place or to an element', async () => {
    await page.evaluate(`${draw} my.pageScrollTo({ scrollTop: 120, duration: 0 })`);
    expect(await page.evaluate('page.scrollTop')).toBe(120);
    await page.evaluate('my.pageScrollTo({ selector: "#box", duration: 0 })');
    expect(await page.evaluate('page.scrollTop')).toBe(20);
    expect(await outcome(page, 'my.pageScrollTo({ selector: "#no" })')).toMatchObject({ failed: { error: 2 } });
  });

  test('an intersection observer tells when an element crosses into sight', async () => {
    const ratios = await page.evaluate(`(async () => {
      ${draw}
      page.insertAdjacentHTML('beforeend', '<a-view id="deep" style="display:block;height:50px"></a-view>');
      const ratios = [];
      const observer = my.createIntersectionObserver({ thresholds: [0, 1] });
      observer.relativeToViewport().observe('#deep', ({ intersectionRatio }) => ratios.push(intersectionRatio));
      const rest = () => new Promise((resolve) => setTimeout(resolve, 150));
      await rest();
      page.scrollTop = 5000;
      await rest();
      page.scrollTop = 0;
      await rest();
      observer.disconnect();
      page.scrollTop = 5000;
      await rest();
      return ratios;
    })()`);
    expect(ratios).toEqual([1, 0]);
  });
});

test('the clipboard keeps what was put there', async () => {
  await outcome(page, 'my.setClipboard({ text: "T20261121" })');
  expect(await outcome(page, 'my.getClipboard()')).toEqual({ done: { text: 'T20261121' } });
});
