import MPServerless from '@alicloud/mpserverless-sdk';
import { type RunningCloud, runningCloud } from '../support/running-cloud';
import { type Sdk, sdkClient, type WireRequest } from '../support/sdk-client';
import { post } from '../support/signed-request';

const FUNCTIONS = {
  echo: 'module.exports = async (ctx) => ctx.args',
  returns: 'module.exports = (ctx) => eval("(" + ctx.args + ")")',
};
/** The reference's vectors (serverless-platform 1.3): what the real SDK sends with the clock stopped. */
const FROZEN_MS = 1_700_000_000_000;
const VECTOR_A = '21c53dc213675097b7c2dc80d3d830ba';
const VECTOR_B = 'bca9ae70a0f56b6829335b3b46ba25ec';

describe('the wire of the unchanged client SDK', () => {
  let cloud: RunningCloud;
  let sdk: Sdk;
  let requests: WireRequest[];
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS });
    ({ sdk, requests } = sdkClient(cloud));
    await sdk.init();
  });
  afterAll(() => cloud.close());

  /** What the SDK sends with its clock stopped, for the app and the token of the vectors. */
  async function vectorRequests(): Promise<WireRequest[]> {
    const sent: WireRequest[] = [];
    const data = { success: true, data: { accessToken: 'T' } };
    const platform = {
      getAuthCode: ({ complete }: { complete(result: unknown): void }) => complete({ authCode: 'AC1' }),
      request: (request: WireRequest) => {
        sent.push(request);
        request.complete({ status: 200, headers: {}, data });
      },
    };
    const settings = { appId: '2021000000000000', spaceId: 'space-1', clientSecret: 'secret-1', endpoint: cloud.url };
    const vectors = new MPServerless(platform as never, settings as never) as unknown as Sdk;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(FROZEN_MS);
    await vectors.init();
    await vectors.function.invoke('checkout', { amount: '0.01', 标题: '测试' });
    clock.mockRestore();
    return sent;
  }

  test.each`
    name   | index | signature   | code
    ${'A'} | ${0}  | ${VECTOR_A} | ${'ParamInvalid'}
    ${'B'} | ${1}  | ${VECTOR_B} | ${'GATEWAY_INVALID_TOKEN'}
  `(
    'vector $name is signed as the reference says, and gets past the signature: $code',
    async ({ index, signature, code }) => {
      const request = (await vectorRequests())[index] as WireRequest;
      expect(request.headers['x-serverless-sign']).toBe(signature);
      const answer = await post(cloud.url, JSON.stringify(request.data), { 'x-serverless-sign': signature });
      expect(answer.body.error?.code).toBe(code);
      const later = JSON.stringify({ ...request.data, timestamp: FROZEN_MS + 1 });
      const other = await post(cloud.url, later, { 'x-serverless-sign': signature });
      expect(other.body.error?.code).toBe('SignatureNotMatch');
    },
  );

  test.each`
    what                        | args
    ${'signs of the sign line'} | ${{ 'a&b=c': '&method=x&token=y', d: '%26' }}
    ${'emoji and Chinese'}      | ${{ 名称: '茶 🍵', '🍵': ['é', '\u2028'] }}
    ${'quotes and newlines'}    | ${{ text: '"\\\n\r\t\u0001/' }}
    ${'deep nesting'}           | ${JSON.parse('[[[[[[[[[[{"a":[[[]]]}]]]]]]]]]]')}
    ${'large numbers'}          | ${[9_007_199_254_740_991, 1e21, -0.5, 1e-7]}
    ${'half a megabyte'}        | ${'茶'.repeat(170_000)}
    ${'an empty object'}        | ${{}}
    ${'names of Object'}        | ${{ constructor: 2, toString: 'x', hasOwnProperty: null }}
  `('carries $what there and back unchanged', async ({ args }) => {
    expect((await sdk.function.invoke('echo', args)).result).toEqual(args);
  });

  /** The decode table of reference 1.5: what a function returns, and what the app then sees. */
  test.each`
    returned                              | seen
    ${'{ a: 1 }'}                         | ${{ success: true, result: { a: 1 } }}
    ${'[1, "two", null]'}                 | ${{ success: true, result: [1, 'two', null] }}
    ${'"文本"'}                           | ${{ success: true, result: '文本' }}
    ${'""'}                               | ${{ success: true, result: '' }}
    ${'0'}                                | ${{ success: true, result: 0 }}
    ${'false'}                            | ${{ success: true, result: false }}
    ${'null'}                             | ${{ success: true, result: null }}
    ${'undefined'}                        | ${{ success: true }}
    ${'() => 1'}                          | ${{ success: true }}
    ${'Symbol("s")'}                      | ${{ success: true }}
    ${'NaN'}                              | ${{ success: true, result: null }}
    ${'new Date(0)'}                      | ${{ success: true, result: '1970-01-01T00:00:00.000Z' }}
    ${'{ a: undefined, b: [undefined] }'} | ${{ success: true, result: { b: [null] } }}
    ${'new Map([[1, 2]])'}                | ${{ success: true, result: {} }}
    ${'Promise.resolve(7)'}               | ${{ success: true, result: 7 }}
    ${'{ affectedDocs: 2, result: "X" }'} | ${{ success: true, affectedDocs: 2, result: 'X' }}
    ${'{ affectedDocs: "2" }'}            | ${{ success: true, result: { affectedDocs: '2' } }}
    ${'{ error: null }'}                  | ${{ success: true, result: { error: null } }}
    ${'{ error: { code: "x" } }'}         | ${{ success: true, result: { error: { code: 'x' } } }}
    ${'{ success: false }'}               | ${{ success: true, result: { success: false } }}
    ${'{ data: 1, header: {} }'}          | ${{ success: true, result: { data: 1, header: {} } }}
  `('shows the app what a function returned: $returned', async ({ returned, seen }) => {
    expect(await sdk.function.invoke('returns', returned)).toEqual({
      ...seen,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test.each`
    thrown                                               | message
    ${'(() => { throw new Error("非法访问") })()'}       | ${'非法访问'}
    ${'Promise.reject({ code: 4001, message: "参数" })'} | ${'4001:参数'}
    ${'Promise.reject("text")'}                          | ${'text'}
  `('rejects with a plain object of code and message: $thrown', async ({ thrown, message }) => {
    const rejected: unknown = await sdk.function.invoke('returns', thrown).catch((error: unknown) => error);
    expect(rejected).toEqual({ code: 'FunctionBizError', message });
    expect(rejected).not.toBeInstanceOf(Error);
  });

  test('never answers a phone with a status that loses the body', async () => {
    const calls = [
      sdk.function.invoke('missing'),
      sdk.network.forward('serverless.made.up', {}),
      sdk.network.forward('serverless.function.runtime.invoke'),
      sdk.function.invoke('echo', 'x'.repeat(1024 * 1024)),
      sdk.function.invoke('returns', '"x".repeat(1024 * 1024)'),
    ];
    const codes = (await Promise.allSettled(calls)).map((call) =>
      call.status === 'rejected' ? call.reason.code : 'resolved',
    );
    expect(codes).toEqual([
      'FunctionNotFound',
      'InvalidMethod.Format',
      'MissingParams',
      'RequestContentLength.Exceeded',
      'ResponseContentLength.Exceeded',
    ]);
  });

  test('sends the token in the header and in the body, and neither when it signs in', () => {
    const [signIn, call] = [requests[0], requests.at(-1)];
    expect(signIn?.headers).not.toHaveProperty('x-basement-token');
    expect(signIn?.data).not.toHaveProperty('token');
    expect(call?.headers['x-basement-token']).toBe(call?.data.token);
  });
});
