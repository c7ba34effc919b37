import { createSign } from 'node:crypto';
import { type RunningCloud, runningCloud, SPACE_ID } from '../support/running-cloud';
import { sdkClient } from '../support/sdk-client';
import { type ServerSdk, serverClient, serverKeyPair } from '../support/server-client';

const FUNCTIONS = {
  echo: 'module.exports = async (ctx) => ctx.args',
  nothing: 'module.exports = async () => {}',
  environment: 'module.exports = async (ctx) => ctx.env',
  caller: 'module.exports = async (ctx) => await ctx.mpserverless.user.getInfo()',
  refuse: 'module.exports = () => { throw Object.assign(new Error("参数错误:openid"), { code: 4001 }) }',
};

/** `network.forward` is the client SDK's; on the server the same is done by hand. */
interface Body {
  success: boolean;
  data?: unknown;
  error?: { code: string };
}

describe('the unchanged server SDK', () => {
  const { publicKey, privateKey } = serverKeyPair();
  const retired = serverKeyPair();
  let cloud: RunningCloud;
  let sdk: ServerSdk;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS, serverKeys: [retired.publicKey, publicKey] });
    sdk = serverClient(cloud, { privateKey });
  });
  afterAll(() => cloud.close());

  async function signedIn() {
    const app = sdkClient(cloud).sdk;
    await app.init();
    return (await app.user.getInfo()).result.user as { userId: string; oAuthUserId: string };
  }

  test.each`
    returned                      | args
    ${'an object'}                | ${{ amount: '0.01', 标题: '测试' }}
    ${'an array'}                 | ${[1, 'two', null]}
    ${'a text'}                   | ${'文本'}
    ${'zero'}                     | ${0}
    ${'false'}                    | ${false}
    ${'a result of the database'} | ${{ affectedDocs: 2, result: ['a'] }}
  `('gets what a function returned: $returned', async ({ args }) => {
    const reply = await sdk.function.invoke('echo', args);
    expect(reply).toEqual({ success: true, result: args, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  test('gets no result of a function that returns nothing', async () => {
    expect(await sdk.function.invoke('nothing')).toEqual({ success: true, requestId: expect.any(String) });
  });

  test('gets an error with code and message when a function throws', async () => {
    await expect(sdk.function.invoke('refuse')).rejects.toMatchObject({
      name: 'Error',
      code: 'FunctionBizError',
      message: '4001:参数错误:openid',
    });
    await expect(sdk.function.invoke('missing')).rejects.toMatchObject({ code: 'FunctionNotFound' });
  });

  test('shows a function that a server called it, with no address and no app', async () => {
    const { result } = await sdk.function.invoke('environment');
    expect(result).toEqual({ MP_SPACE_ID: SPACE_ID, MP_SOURCE: 'server' });
  });

  test.each(['userId', 'setUserId', 'token'])('speaks for a user by %s', async (way) => {
    const app = sdkClient(cloud);
    const { userId, oAuthUserId } = await signedIn();
    await app.sdk.init();
    await app.sdk.function.invoke('nothing');
    const token = String(app.requests.at(-1)?.data.token);
    const onBehalf: Record<string, () => ServerSdk> = {
      userId: () => serverClient(cloud, { privateKey, userId }),
      setUserId: () => sdk.setUserId(userId),
      token: () => serverClient(cloud, { privateKey, token }),
    };
    const speaking = onBehalf[way]?.() as ServerSdk;
    const profile = { user: expect.objectContaining({ spaceId: SPACE_ID, userId, oAuthUserId }) };
    expect(await speaking.user.getInfo()).toEqual(profile);
    expect((await speaking.function.invoke('caller')).result).toEqual(profile);
  });

  test('cannot speak for a user whom nobody knows, and for none it has no profile', async () => {
    const stranger = serverClient(cloud, { privateKey, userId: 'made-up' });
    await expect(stranger.user.getInfo()).rejects.toMatchObject({ code: 'GATEWAY_INVALID_TOKEN' });
    await expect(serverClient(cloud, { privateKey, token: 'made-up' }).function.invoke('echo')).rejects.toMatchObject({
      code: 'GATEWAY_INVALID_TOKEN',
    });
    await expect(sdk.user.getInfo()).rejects.toMatchObject({ code: 'ParamInvalid' });
    await expect(sdk.function.invoke('caller')).rejects.toMatchObject({ code: 'FunctionBizError' });
  });

  test.each`
    sent                          | logged
    ${'0a1b2c3d-call-of-another'} | ${'0a1b2c3d-call-of-another'}
    ${'x y'}                      | ${/^[0-9a-f-]{36}$/}
  `('hands on the name of the call in which it calls: $sent', async ({ sent, logged }) => {
    const inside = serverClient(cloud, { privateKey, requestId: sent });
    const before = cloud.logLines.length;
    await inside.function.invoke('nothing');
    const lines = cloud.logLines.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
    const own = lines.find((line) => line.function === 'nothing');
    expect(own?.['request-id']).toEqual(typeof logged === 'string' ? logged : expect.stringMatching(logged));
  });

  test('may have its endpoint end with a slash', async () => {
    const slashed = serverClient(cloud, { privateKey, endpoint: `${cloud.url}/` });
    expect((await slashed.function.invoke('echo', 1)).result).toBe(1);
  });

  test.each`
    fault                 | options                                              | code
    ${'a key of another'} | ${{ privateKey: serverKeyPair().privateKey }}        | ${'SignatureNotMatch'}
    ${'another space'}    | ${{ privateKey: retired.privateKey, spaceId: 'no' }} | ${'InvalidSpaceId.NotFound'}
  `('is refused with $fault', async ({ options, code }) => {
    await expect(serverClient(cloud, options).function.invoke('echo')).rejects.toMatchObject({ code });
  });

  test('may sign with any of the keys, so that they can be changed without a pause', async () => {
    const before = serverClient(cloud, { privateKey: retired.privateKey });
    expect((await before.function.invoke('echo', 1)).result).toBe(1);
  });

  test.each`
    service             | call
    ${'the file store'} | ${(server: ServerSdk) => server.file.info(['a'])}
    ${'the HTTP proxy'} | ${(server: ServerSdk) => server.httpProxyClient.get('http://x')}
  `('gets a clear error for $service', async ({ call }) => {
    const message = expect.stringContaining('This cloud does not offer');
    await expect(call(sdk)).rejects.toMatchObject({ code: 'InvalidMethod.Format', message });
  });

  /** A request as the SDK would sign it, with what the SDK would never send. */
  async function ask(fields: Record<string, unknown>, signature?: string): Promise<Body> {
    const body: Record<string, unknown> = { spaceId: SPACE_ID, timestamp: 1, params: '{}', ...fields };
    const names = ['method', 'params', 'spaceId', 'timestamp', 'token', 'userId'].filter((name) => body[name]);
    const line = names.map((name) => `${name}=${body[name]}`).join('&');
    const sign = signature ?? createSign('MD5').update(line).sign(privateKey, 'hex');
    const headers = { 'x-serverless-sign': sign };
    const answer = await fetch(`${cloud.url}/server`, { method: 'POST', body: JSON.stringify(body), headers });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Body;
  }

  test.each`
    fault                            | fields                                                                              | code
    ${'no method'}                   | ${{}}                                                                               | ${'MissingMethod'}
    ${'a method of the client'}      | ${{ method: 'serverless.auth.user.authorize' }}                                     | ${'InvalidMethod.Format'}
    ${'a method of Object'}          | ${{ method: 'constructor' }}                                                        | ${'InvalidMethod.Format'}
    ${'no params'}                   | ${{ method: 'serverless.db.default.execute', params: undefined }}                   | ${'MissingParams'}
    ${'params that are no JSON'}     | ${{ method: 'serverless.db.default.execute', params: '{' }}                         | ${'InvalidParams.Format'}
    ${'a function that is a number'} | ${{ method: 'serverless.function.runtime.invoke', params: '{"functionTarget":1}' }} | ${'ParamInvalid'}
    ${'Redis'}                       | ${{ method: 'serverless.redis.cli' }}                                               | ${'InvalidMethod.Format'}
  `('answers $fault with $code', async ({ fields, code }) => {
    expect(await ask(fields)).toEqual({ success: false, error: { code, message: expect.any(String) } });
  });

  test.each(['', 'zz', 'abc', '00'.repeat(256)])('refuses the signature "%.8s"', async (signature) => {
    const answer = await ask({ method: 'serverless.function.runtime.invoke' }, signature);
    expect(answer.error?.code).toBe('SignatureNotMatch');
  });

  test('is told apart when it runs inside a function of the platform', async () => {
    const body = { spaceId: SPACE_ID, timestamp: 1, method: 'serverless.function.runtime.invoke' };
    const params = JSON.stringify({ functionTarget: 'environment' });
    const line = `method=${body.method}&params=${params}&spaceId=${SPACE_ID}&timestamp=1`;
    const headers = {
      'x-serverless-sign': createSign('MD5').update(line).sign(privateKey, 'hex'),
      'x-mpserverless-function-id': 'order-create',
    };
    const text = JSON.stringify({ ...body, params });
    const answer = await fetch(`${cloud.url}/server`, { method: 'POST', body: text, headers });
    expect(((await answer.json()) as { data: object }).data).toMatchObject({ MP_SOURCE: 'function' });
  });
});

describe('a cloud without keys of servers', () => {
  test('lets no server in', async () => {
    const cloud = await runningCloud({ functions: FUNCTIONS });
    const { privateKey } = serverKeyPair();
    const calling = serverClient(cloud, { privateKey }).function.invoke('echo');
    await expect(calling).rejects.toMatchObject({
      code: 'SignatureNotMatch',
      message: expect.stringContaining('SHOUYIN_SERVER_KEYS'),
    });
    await cloud.close();
  });
});
