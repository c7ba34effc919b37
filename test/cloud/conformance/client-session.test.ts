import { testClock } from '../../support/test-clock';
import { type RunningCloud, runningCloud } from '../support/running-cloud';
import { codeOf, sdkClient, type WireRequest } from '../support/sdk-client';

const MINUTE_MS = 60_000;
const FUNCTIONS = {
  echo: 'module.exports = async (ctx) => ctx.args',
  caller: 'module.exports = async (ctx) => (await ctx.mpserverless.user.getInfo()).user.userId',
};

const methodsOf = (requests: readonly WireRequest[]) =>
  requests.map(({ data }) => String(data.method).split('.').at(-1));
const tokensOf = (requests: readonly WireRequest[]) => requests.map(({ data }) => data.token);

describe('the sessions of the unchanged client SDK', () => {
  const clock = testClock();
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({ clock, functions: FUNCTIONS });
  });
  afterAll(() => cloud.close());

  test('are renewed for twenty calls at once, each with a token of its own, for the same user', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await sdk.init();
    const { result: userId } = await sdk.function.invoke('caller');
    const [, before] = tokensOf(requests);
    requests.length = 0;
    clock.advance(31 * MINUTE_MS);
    const replies = await Promise.all(Array.from({ length: 20 }, () => sdk.function.invoke('caller')));
    expect(replies.map(({ result }) => result)).toEqual(Array(20).fill(userId));
    expect(methodsOf(requests).sort()).toEqual([...Array(20).fill('authorize'), ...Array(40).fill('invoke')]);
    const renewed = new Set(tokensOf(requests).filter((token) => token !== undefined && token !== before));
    expect(renewed.size).toBe(20);
  });

  test('that were renewed at the same time all stay valid', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await sdk.init();
    await Promise.all([sdk.init(), sdk.init(), sdk.init()]);
    await sdk.function.invoke('echo');
    clock.advance(9 * MINUTE_MS);
    const known = requests.length;
    await Promise.all(Array.from({ length: 5 }, (_, index) => sdk.function.invoke('echo', index)));
    expect(methodsOf(requests.slice(known))).toEqual(Array(5).fill('invoke'));
  });

  test('of nobody are renewed as sessions of nobody', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await sdk.init({ authType: 'anonymous' });
    const { result: first } = await sdk.function.invoke('caller');
    clock.advance(31 * MINUTE_MS);
    const { result: second } = await sdk.function.invoke('caller');
    expect(second).not.toBe(first);
    expect(methodsOf(requests)).toEqual(['anonymousAuthorize', 'invoke', 'invoke', 'anonymousAuthorize', 'invoke']);
  });

  test('that end again before the repeated call give up after one repetition', async () => {
    const { sdk, requests } = sdkClient(cloud, {
      beforeRequest: ({ data }) => {
        if (data.token !== undefined) clock.advance(31 * MINUTE_MS);
      },
    });
    await sdk.init();
    await expect(sdk.function.invoke('echo')).rejects.toMatchObject({ code: 'UnauthorizedError' });
    expect(methodsOf(requests)).toEqual(['authorize', 'invoke', 'authorize', 'invoke']);
  });

  test('that could not begin poison every call, without a request, until somebody signs in again', async () => {
    let refuses = true;
    const { sdk, requests } = sdkClient(cloud, { authCode: () => (refuses ? undefined : codeOf(cloud)) });
    await expect(sdk.init()).rejects.toMatchObject({ error: { code: 'ParamInvalid' } });
    for (let call = 0; call < 3; call += 1) {
      await expect(sdk.function.invoke('echo')).rejects.toMatchObject({ error: { code: 'ParamInvalid' } });
    }
    expect(requests).toHaveLength(1);
    refuses = false;
    await sdk.init();
    expect((await sdk.function.invoke('echo', 1)).result).toBe(1);
  });

  test('that cannot be renewed fail with what the cloud said', async () => {
    let refuses = false;
    const { sdk } = sdkClient(cloud, { authCode: () => (refuses ? 'made-up' : codeOf(cloud)) });
    await sdk.init();
    refuses = true;
    clock.advance(31 * MINUTE_MS);
    await expect(sdk.function.invoke('echo')).rejects.toMatchObject({ error: { code: 'ParamInvalid' } });
  });

  test('hold back the calls that are made while they begin', async () => {
    const { sdk, requests } = sdkClient(cloud);
    const beginning = sdk.init();
    const calls = [sdk.function.invoke('echo', 1), sdk.function.invoke('echo', 2)];
    await beginning;
    expect((await Promise.all(calls)).map(({ result }) => result)).toEqual([1, 2]);
    expect(methodsOf(requests)).toEqual(['authorize', 'invoke', 'invoke']);
  });

  test('are needed: without one the SDK asks nothing', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await expect(sdk.function.invoke('echo')).rejects.toMatchObject({ code: 'UnauthorizedError' });
    expect(requests).toEqual([]);
  });

  test('begin anew when somebody asks for it, and not when nobody does', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await sdk.init();
    expect(await sdk.user.authorize()).toBeUndefined();
    expect(requests).toHaveLength(1);
    await sdk.user.authorize({ authType: 'anonymous' });
    expect((await sdk.user.getInfo()).result.user).not.toHaveProperty('oAuthUserId');
    expect(methodsOf(requests)).toEqual(['authorize', 'anonymousAuthorize', 'getProfileInfo']);
  });

  test('tell who it is in the words of the platform', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    expect(await sdk.user.getInfo()).toEqual({
      success: true,
      result: {
        user: {
          spaceId: 'space-1',
          userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          oAuthUserId: expect.stringMatching(/^2088\d{12}$/),
          createdAt: expect.any(Number),
          lastSeenAt: clock.nowMs(),
        },
      },
    });
  });
});
