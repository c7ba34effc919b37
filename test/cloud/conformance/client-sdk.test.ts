import { type RunningCloud, runningCloud } from '../support/running-cloud';
import { sdkClient } from '../support/sdk-client';

const FUNCTIONS = {
  echo: 'module.exports = async (ctx) => ctx.args',
  nothing: 'module.exports = async () => {}',
  environment: 'module.exports = async (ctx) => ctx.env',
  caller: 'module.exports = async (ctx) => await ctx.mpserverless.user.getInfo()',
  host: 'module.exports = (ctx) => ctx.ports.merchant.name',
  refuse: 'module.exports = () => { throw Object.assign(new Error("参数错误:openid"), { code: 4001 }) }',
};

describe('the unchanged client SDK', () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS });
  });
  afterAll(() => cloud.close());

  test('signs in with an auth code and calls a function', async () => {
    const { sdk, requests } = sdkClient(cloud);
    expect(await sdk.init()).toMatchObject({ success: true });
    const reply = await sdk.function.invoke('echo', { amount: '0.01', 标题: '测试' });
    expect(reply).toEqual({ success: true, result: { amount: '0.01', 标题: '测试' }, requestId: expect.any(String) });
    expect(requests.map(({ data }) => data.method)).toEqual([
      'serverless.auth.user.authorize',
      'serverless.function.runtime.invoke',
    ]);
  });

  test.each`
    returned                      | args                                       | reply
    ${'an object'}                | ${{ a: { b: [1] } }}                       | ${{ result: { a: { b: [1] } } }}
    ${'an array'}                 | ${[1, 'two', null]}                        | ${{ result: [1, 'two', null] }}
    ${'a text'}                   | ${'文本'}                                  | ${{ result: '文本' }}
    ${'a number'}                 | ${0.1}                                     | ${{ result: 0.1 }}
    ${'zero'}                     | ${0}                                       | ${{ result: 0 }}
    ${'false'}                    | ${false}                                   | ${{ result: false }}
    ${'an empty text'}            | ${''}                                      | ${{ result: '' }}
    ${'a member called error'}    | ${{ error: null, success: false }}         | ${{ result: { error: null, success: false } }}
    ${'a result of the database'} | ${{ affectedDocs: 2, result: ['a', 'b'] }} | ${{ affectedDocs: 2, result: ['a', 'b'] }}
  `('gives the app what the function returned: $returned', async ({ args, reply }) => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    expect(await sdk.function.invoke('echo', args)).toEqual({ success: true, requestId: expect.any(String), ...reply });
  });

  test('gives the app no result of a function that returns nothing', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    expect(await sdk.function.invoke('nothing')).toEqual({ success: true, requestId: expect.any(String) });
  });

  test('rejects with the code and the message of what a function threw', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    await expect(sdk.function.invoke('refuse')).rejects.toEqual({
      code: 'FunctionBizError',
      message: '4001:参数错误:openid',
    });
  });

  test('shows a function where the call came from and nothing of the token', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    expect((await sdk.function.invoke('environment')).result).toEqual({
      MP_SPACE_ID: 'space-1',
      MP_SOURCE: 'client',
      MP_APP_ID: cloud.sandbox.apps[0]?.appId,
      MP_CLIENT_IP: '127.0.0.1',
      MP_USER_AGENT: expect.any(String),
    });
  });

  test('hands functions the ports of the host', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    expect((await sdk.function.invoke('host')).result).toBe('from the host');
  });

  test('knows a buyer again, to the app and to functions alike', async () => {
    const first = sdkClient(cloud);
    await first.sdk.init();
    const again = sdkClient(cloud);
    await again.sdk.init();
    const { user } = (await first.sdk.user.getInfo()).result;
    expect(user).toEqual({
      spaceId: 'space-1',
      userId: expect.any(String),
      oAuthUserId: expect.stringMatching(/^2088\d{12}$/),
      createdAt: expect.any(Number),
      lastSeenAt: expect.any(Number),
    });
    const { userId, oAuthUserId } = user;
    expect((await again.sdk.user.getInfo()).result.user).toMatchObject({ userId, oAuthUserId });
    expect((await again.sdk.function.invoke('caller')).result).toMatchObject({ user: { userId, oAuthUserId } });
  });

  test('gets a new identity without an Alipay user at every anonymous sign-in', async () => {
    const userIds = new Set<unknown>();
    for (const { sdk } of [sdkClient(cloud), sdkClient(cloud)]) {
      await sdk.init({ authType: 'anonymous' });
      const { user } = (await sdk.user.getInfo()).result;
      expect(user).not.toHaveProperty('oAuthUserId');
      expect((await sdk.function.invoke('environment')).result).not.toHaveProperty('MP_APP_ID');
      userIds.add(user.userId);
    }
    expect(userIds.size).toBe(2);
  });

  test.each`
    reason                            | options                          | code
    ${'the buyer gave no auth code'}  | ${{ authCode: () => undefined }} | ${'ParamInvalid'}
    ${'Alipay knows no such code'}    | ${{ authCode: () => 'made-up' }} | ${'ParamInvalid'}
    ${'the client secret is another'} | ${{ clientSecret: 'another' }}   | ${'SignatureNotMatch'}
  `('cannot sign in when $reason', async ({ options, code }) => {
    const { sdk } = sdkClient(cloud, options);
    await expect(sdk.init()).rejects.toMatchObject({ error: { code } });
  });

  test.each`
    call                                     | code
    ${'a function that does not exist'}      | ${'FunctionNotFound'}
    ${'the preset function of the platform'} | ${'FunctionBizError'}
    ${'the document database'}               | ${'InvalidMethod.Format'}
    ${'a method nobody has'}                 | ${'InvalidMethod.Format'}
  `('gets a clear error for $call', async ({ call, code }) => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    const calls: Record<string, () => Promise<unknown>> = {
      'a function that does not exist': () => sdk.function.invoke('missing'),
      'the preset function of the platform': () =>
        sdk.function.invoke('alipay-openapi', { method: 'alipay.trade.refund', params: {} }),
      'the document database': () => sdk.db.collection('orders').find({}),
      'a method nobody has': () => sdk.network.forward('serverless.made.up', {}),
    };
    await expect(calls[call]?.()).rejects.toEqual({ code, message: expect.any(String) });
  });
});
