import { type RunningCloud, runningCloud, SPACE_ID } from './support/running-cloud';
import { codeOf } from './support/sdk-client';
import { post, postSigned, signatureOf } from './support/signed-request';

const AUTHORIZE = 'serverless.auth.user.authorize';
const INVOKE = 'serverless.function.runtime.invoke';

describe('POST /client', () => {
  let cloud: RunningCloud;
  let appId: string;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: { echo: 'module.exports = (ctx) => ctx.args' } });
    appId = String(cloud.sandbox.apps[0]?.appId);
  });
  afterAll(() => cloud.close());

  const params = (fields: Record<string, unknown>) => JSON.stringify(fields);

  async function newToken(): Promise<string> {
    const answer = await postSigned(cloud.url, {
      method: AUTHORIZE,
      params: params({ clientIdentifier: appId, authCode: codeOf(cloud) }),
    });
    return (answer.body.data as { accessToken: string }).accessToken;
  }

  test('answers a sign-in with a token and its life', async () => {
    const authCode = codeOf(cloud);
    const answer = await postSigned(cloud.url, {
      method: AUTHORIZE,
      params: params({ authProvider: 'alipay_openapi', clientIdentifier: appId, authCode }),
    });
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json; charset=utf-8' });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body).toEqual({
      success: true,
      data: { accessToken: expect.stringMatching(/^[\w-]{43}$/), expiresInSecond: 600 },
    });
  });

  test('is found at //client too, where an endpoint with a slash at its end leads', async () => {
    const token = await newToken();
    const answer = await postSigned(`${cloud.url}/`, {
      method: INVOKE,
      params: params({ functionTarget: 'echo', functionArgs: 'hello' }),
      token,
    });
    expect(answer.body).toEqual({ success: true, data: 'hello' });
  });

  test.each`
    fault                      | text
    ${'no body'}               | ${''}
    ${'text that is not JSON'} | ${'hello'}
    ${'JSON cut off'}          | ${'{"method":"x"'}
    ${'an array'}              | ${'[]'}
    ${'null'}                  | ${'null'}
    ${'a number'}              | ${'1'}
  `('refuses $fault as a body', async ({ text }) => {
    const answer = await post(cloud.url, text);
    expect(answer).toMatchObject({ status: 200, body: { success: false, error: { code: 'InvalidBody.Format' } } });
    expect(answer.requestId).not.toBeNull();
  });

  test.each`
    fault                                | fields                                                                          | code
    ${'no method'}                       | ${{ params: '{}' }}                                                             | ${'MissingMethod'}
    ${'an empty method'}                 | ${{ method: '', params: '{}' }}                                                 | ${'MissingMethod'}
    ${'a method that is a number'}       | ${{ method: 7, params: '{}' }}                                                  | ${'InvalidMethod.Format'}
    ${'a method that is an object'}      | ${{ method: {}, params: '{}' }}                                                 | ${'InvalidMethod.Format'}
    ${'a method of Object.prototype'}    | ${{ method: 'toString', params: '{}' }}                                         | ${'InvalidMethod.Format'}
    ${'a file method'}                   | ${{ method: 'serverless.file.resource.report', params: '{}' }}                  | ${'InvalidMethod.Format'}
    ${'no params'}                       | ${{ method: INVOKE }}                                                           | ${'MissingParams'}
    ${'params that are an object'}       | ${{ method: INVOKE, params: {} }}                                               | ${'InvalidParams.Format'}
    ${'params that are not JSON'}        | ${{ method: INVOKE, params: '{' }}                                              | ${'InvalidParams.Format'}
    ${'params that are a JSON array'}    | ${{ method: INVOKE, params: '[]' }}                                             | ${'InvalidParams.Format'}
    ${'params that are JSON null'}       | ${{ method: INVOKE, params: 'null' }}                                           | ${'InvalidParams.Format'}
    ${'another space'}                   | ${{ method: INVOKE, params: '{}', spaceId: 'x' }}                               | ${'InvalidSpaceId.NotFound'}
    ${'a space that is a number'}        | ${{ method: INVOKE, params: '{}', spaceId: 1 }}                                 | ${'InvalidSpaceId.NotFound'}
    ${'no timestamp'}                    | ${{ method: INVOKE, params: '{}', timestamp: null }}                            | ${'InvalidBody.Format'}
    ${'a timestamp that is a word'}      | ${{ method: INVOKE, params: '{}', timestamp: 'now' }}                           | ${'InvalidBody.Format'}
    ${'a token that is an object'}       | ${{ method: INVOKE, params: '{}', token: {} }}                                  | ${'InvalidBody.Format'}
    ${'no token'}                        | ${{ method: INVOKE, params: '{"functionTarget":"echo"}' }}                      | ${'GATEWAY_INVALID_TOKEN'}
    ${'an empty token'}                  | ${{ method: INVOKE, params: '{"functionTarget":"echo"}', token: '' }}           | ${'GATEWAY_INVALID_TOKEN'}
    ${'an unknown token'}                | ${{ method: INVOKE, params: '{"functionTarget":"echo"}', token: 'x' }}          | ${'GATEWAY_INVALID_TOKEN'}
    ${'a profile without a token'}       | ${{ method: 'serverless.auth.user.getProfileInfo', params: '{}' }}              | ${'GATEWAY_INVALID_TOKEN'}
    ${'a sign-in of another app'}        | ${{ method: AUTHORIZE, params: '{"clientIdentifier":"other","authCode":"c"}' }} | ${'ParamInvalid'}
    ${'an anonymous sign-in of another'} | ${{ method: 'serverless.auth.user.anonymousAuthorize', params: '{}' }}          | ${'ParamInvalid'}
  `('refuses $fault', async ({ fields, code }) => {
    const answer = await postSigned(cloud.url, fields);
    expect(answer).toMatchObject({ status: 200, body: { success: false, error: { code } } });
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.text).not.toMatch(/\bat \S+ \(|node_modules/);
  });

  test.each`
    fault                           | signIn
    ${'an empty auth code'}         | ${{ authCode: '' }}
    ${'an auth code of a number'}   | ${{ authCode: 1 }}
    ${'an endless auth code'}       | ${{ authCode: 'c'.repeat(10_000) }}
    ${'an auth code nobody issued'} | ${{ authCode: 'made-up' }}
    ${'another provider'}           | ${{ authProvider: 'wechat_openapi', authCode: 'c' }}
  `('refuses to sign in with $fault', async ({ signIn }) => {
    const answer = await postSigned(cloud.url, {
      method: AUTHORIZE,
      params: params({ clientIdentifier: appId, ...signIn }),
    });
    expect(answer.body).toEqual({ success: false, error: { code: 'ParamInvalid', message: expect.any(String) } });
  });

  test('takes an auth code once', async () => {
    const signIn = { method: AUTHORIZE, params: params({ clientIdentifier: appId, authCode: codeOf(cloud) }) };
    expect((await postSigned(cloud.url, signIn)).body.success).toBe(true);
    expect((await postSigned(cloud.url, signIn)).body.error?.code).toBe('ParamInvalid');
  });

  test.each(['', 'x', '0'.repeat(32), '收银'])(
    'refuses the signature "%s" and does not say what it should be',
    async (sign) => {
      const body = { method: INVOKE, params: '{}', spaceId: SPACE_ID, timestamp: 1 };
      const answer = await post(cloud.url, JSON.stringify(body), { 'x-serverless-sign': encodeURI(sign) });
      expect(answer.body.error?.code).toBe('SignatureNotMatch');
      expect(answer.text).not.toContain(signatureOf(body));
    },
  );

  test('refuses a request without any signature', async () => {
    const body = { method: INVOKE, params: '{}', spaceId: SPACE_ID, timestamp: 1 };
    expect((await post(cloud.url, JSON.stringify(body))).body.error?.code).toBe('SignatureNotMatch');
  });

  test.each`
    fault                            | target
    ${'no function'}                 | ${{}}
    ${'a function that is a number'} | ${{ functionTarget: 1 }}
  `('refuses a call of $fault', async ({ target }) => {
    const answer = await postSigned(cloud.url, { method: INVOKE, params: params(target), token: await newToken() });
    expect(answer.body.error?.code).toBe('ParamInvalid');
  });

  test.each(['../echo', 'echo/../echo', '1echo', '-echo', '__proto__/x', 'a'.repeat(31), '', 'triggers.json'])(
    'never looks for a function called "%s"',
    async (functionTarget) => {
      const answer = await postSigned(cloud.url, {
        method: INVOKE,
        params: params({ functionTarget }),
        token: await newToken(),
      });
      expect(answer.body.error?.code).toBe('FunctionNotFound');
    },
  );

  test.each([1, 48])('refuses a body of more than %d MB, and its sender hears that', async (megabytes) => {
    const answer = await post(cloud.url, JSON.stringify({ params: 'x'.repeat(megabytes * 1024 * 1024) }));
    expect(answer).toMatchObject({ status: 200, body: { error: { code: 'RequestContentLength.Exceeded' } } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'x/y', 'application/json; charset=gbk'])(
    'reads the body whatever its type claims to be: %s',
    async (contentType) => {
      const body = {
        method: INVOKE,
        params: params({ functionTarget: 'echo', functionArgs: 1 }),
        spaceId: SPACE_ID,
        timestamp: 1,
        token: await newToken(),
      };
      const headers = { 'x-serverless-sign': signatureOf(body), 'content-type': contentType };
      expect((await post(cloud.url, JSON.stringify(body), headers)).body).toEqual({ success: true, data: 1 });
    },
  );

  test('refuses a content type that is none', async () => {
    const answer = await post(cloud.url, '{}', { 'content-type': 'nonsense' });
    expect(answer).toMatchObject({ status: 200, body: { error: { code: 'InvalidRequestContentType' } } });
  });
});
