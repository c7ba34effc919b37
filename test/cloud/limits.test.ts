import { PLATFORM_LIMITS } from '../../cloud/limits';
import { callerAt, rateLimit } from '../../cloud/rate-limit';
import { testClock } from '../support/test-clock';
import { type RunningCloud, runningCloud, SPACE_ID } from './support/running-cloud';
import { codeOf } from './support/sdk-client';
import { type Answer, post, postSigned, signatureOf } from './support/signed-request';

const AUTHORIZE = 'serverless.auth.user.authorize';
const ANONYMOUS = 'serverless.auth.user.anonymousAuthorize';
const INVOKE = 'serverless.function.runtime.invoke';

describe('a rate limit', () => {
  const passes = (limit: (caller: string) => void, caller: string) => {
    try {
      limit(caller);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'Throttling.Api' });
      return false;
    }
  };
  const passing = (limit: (caller: string) => void, caller: string, times: number) =>
    Array.from({ length: times }, () => passes(limit, caller)).filter(Boolean).length;

  test('lets a whole minute of requests through at once, and then one whenever the time of one has passed', () => {
    const clock = testClock();
    const limit = rateLimit(60, clock);
    expect(passing(limit, 'a', 100)).toBe(60);
    clock.advance(999);
    expect(passes(limit, 'a')).toBe(false);
    clock.advance(1);
    expect(passing(limit, 'a', 10)).toBe(1);
    clock.advance(60_000);
    expect(passing(limit, 'a', 100)).toBe(60);
  });

  test('counts each caller alone', () => {
    const limit = rateLimit(5, testClock());
    expect([passing(limit, 'a', 9), passing(limit, 'b', 9)]).toEqual([5, 5]);
  });

  test('of 0 lets everything through', () => {
    expect(passing(rateLimit(0, testClock()), 'a', 10_000)).toBe(10_000);
  });

  test('punishes nobody for a clock that was set back', () => {
    const clock = testClock();
    const limit = rateLimit(60, clock);
    passing(limit, 'a', 60);
    clock.advance(-3_600_000);
    expect(passes(limit, 'a')).toBe(true);
  });

  test.each`
    address                   | caller
    ${'203.0.113.7'}          | ${'203.0.113.7'}
    ${'::ffff:203.0.113.7'}   | ${'203.0.113.7'}
    ${'2001:db8:1:2:3:4:5:6'} | ${'2001:db8:1:2'}
    ${'2001:db8:1:2:ffff::1'} | ${'2001:db8:1:2'}
    ${'2001:db8::1'}          | ${'2001:db8:0:0'}
    ${'::1'}                  | ${'0:0:0:0'}
    ${'2001:db8:1:2::'}       | ${'2001:db8:1:2'}
  `('takes $address for the caller $caller', ({ address, caller }) => {
    expect(callerAt(address)).toBe(caller);
  });
});

describe('a cloud with limits', () => {
  const clock = testClock();
  let cloud: RunningCloud;
  let appId: string;
  beforeAll(async () => {
    cloud = await runningCloud({
      functions: { echo: 'module.exports = (ctx) => ctx.args', ip: 'module.exports = (ctx) => ctx.env.MP_CLIENT_IP' },
      triggers: { http: { '/echo': 'echo' } },
      clock,
      trustedProxies: ['127.0.0.1'],
      limits: {
        maxBodyBytes: 20_000,
        perBuyer: 10,
        perAddress: 40,
        signInsPerAddress: 20,
        triggersPerAddress: 5,
        clockSkewMs: 15 * 60_000,
      },
    });
    appId = String(cloud.sandbox.apps[0]?.appId);
  });
  beforeEach(() => clock.advance(60_000));
  afterAll(() => cloud.close());

  let phones = 0;
  /** A phone at an address nobody else uses. */
  function phone(ownAddress?: string) {
    phones += 1;
    const address = ownAddress ?? `198.51.100.${phones}`;
    const send = (fields: Record<string, unknown>): Promise<Answer> => {
      const body = { spaceId: SPACE_ID, timestamp: clock.nowMs(), ...fields };
      const headers = { 'x-serverless-sign': signatureOf(body), 'x-forwarded-for': address };
      return post(cloud.url, JSON.stringify(body), headers);
    };
    const signIn = () => {
      const params = { clientIdentifier: appId, authCode: codeOf(cloud) };
      return send({ method: AUTHORIZE, params: JSON.stringify(params) });
    };
    const anonymous = () => send({ method: ANONYMOUS, params: JSON.stringify({ clientIdentifier: appId }) });
    const tokenOf = (answer: Answer) => String((answer.body.data as { accessToken?: string } | undefined)?.accessToken);
    return { send, signIn, anonymous, tokenOf };
  }
  const invoke = (token: string, target = 'echo', args: unknown = 1) => {
    return { method: INVOKE, params: JSON.stringify({ functionTarget: target, functionArgs: args }), token };
  };
  const codesOf = (answers: Answer[]) => answers.map(({ body }) => body.error?.code ?? 'ok');
  const count = (codes: string[], wanted: string) => codes.filter((code) => code === wanted).length;

  test('refuses a buyer who asks too much, from whichever address, and no other buyer', async () => {
    const [mine, elsewhere, theirs] = [phone(), phone(), phone()];
    const token = mine.tokenOf(await mine.signIn());
    const others = theirs.tokenOf(await theirs.anonymous());
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => (n % 2 ? mine : elsewhere).send(invoke(token))),
    );
    expect(count(codesOf(answers), 'ok')).toBe(10);
    expect(count(codesOf(answers), 'Throttling.Api')).toBe(6);
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    expect((await theirs.send(invoke(others))).body).toEqual({ success: true, data: 1 });
    clock.advance(6_000);
    expect((await mine.send(invoke(token))).body).toEqual({ success: true, data: 1 });
  });

  test('refuses an address that asks too much, whatever it asks, before it reads anything', async () => {
    const one = phone();
    const answers = await Promise.all(Array.from({ length: 45 }, () => one.send({ method: 'nonsense' })));
    expect(count(codesOf(answers), 'Throttling.Api')).toBe(5);
    expect(codesOf([await phone().send({ method: 'nonsense' })])).toEqual(['InvalidMethod.Format']);
  });

  test('refuses to make more users for one address', async () => {
    const one = phone();
    const answers = await Promise.all(Array.from({ length: 25 }, () => one.anonymous()));
    expect(count(codesOf(answers), 'ok')).toBe(20);
    expect(count(codesOf(answers), 'Throttling.Api')).toBe(5);
  });

  test('refuses messages to a trigger as the platform does, with 400', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.250', 'content-type': 'text/plain' };
    const ask = () => fetch(`${cloud.url}/http/echo`, { method: 'POST', headers, body: 'x' });
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await ask()).status));
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 400, 400, 400]);
    expect(await (await ask()).json()).toMatchObject({ success: false, error: { code: 'Throttling.Api' } });
  });

  test('counts what it refused', async () => {
    const text = await (await fetch(`${cloud.url}/metrics`)).text();
    expect(text).toMatch(/^shouyin_requests_refused_total\{door="client",code="Throttling.Api"\} [1-9]/m);
    expect(text).toMatch(/^shouyin_requests_refused_total\{door="http",code="Throttling.Api"\} [1-9]/m);
  });

  test.each`
    distance            | offsetMs              | code
    ${'14 min behind'}  | ${-14 * 60_000}       | ${'ok'}
    ${'14 min ahead'}   | ${14 * 60_000}        | ${'ok'}
    ${'16 min behind'}  | ${-16 * 60_000}       | ${'InvalidTimestamp.Expired'}
    ${'16 min ahead'}   | ${16 * 60_000}        | ${'InvalidTimestamp.Expired'}
    ${'a century away'} | ${-3_155_760_000_000} | ${'InvalidTimestamp.Expired'}
  `('answers a request whose clock is $distance with $code', async ({ offsetMs, code }) => {
    const one = phone();
    const params = JSON.stringify({ clientIdentifier: appId });
    const answer = await one.send({ method: ANONYMOUS, params, timestamp: clock.nowMs() + offsetMs });
    expect(codesOf([answer])).toEqual([code]);
  });

  test('does not say whether the time was right to somebody who cannot sign', async () => {
    const body = { method: INVOKE, params: '{}', spaceId: SPACE_ID, timestamp: 1 };
    const headers = { 'x-serverless-sign': '0'.repeat(32), 'x-forwarded-for': '198.51.100.251' };
    expect(codesOf([await post(cloud.url, JSON.stringify(body), headers)])).toEqual(['SignatureNotMatch']);
  });

  test('refuses a body beyond its own limit', async () => {
    const one = phone();
    const token = one.tokenOf(await one.anonymous());
    expect(codesOf([await one.send(invoke(token, 'echo', 'x'.repeat(19_000)))])).toEqual(['ok']);
    expect(codesOf([await one.send(invoke(token, 'echo', 'x'.repeat(20_000)))])).toEqual([
      'RequestContentLength.Exceeded',
    ]);
  });

  test.each`
    fault                                   | args
    ${'NUL'}                                | ${'a\0b'}
    ${'NUL in a name'}                      | ${{ 'a\0': 1 }}
    ${'the first half of a surrogate pair'} | ${['茶\ud83c']}
    ${'the second half of one'}             | ${{ deep: [{ er: '\udf75' }] }}
  `('refuses arguments that no database keeps: $fault', async ({ args }) => {
    const one = phone();
    const token = one.tokenOf(await one.anonymous());
    const answer = await one.send(invoke(token, 'echo', args));
    expect(answer.body).toEqual({
      success: false,
      error: { code: 'InvalidParams.Format', message: expect.any(String) },
    });
  });

  test.each(['🍵', '\u2028 \t\n', '\\u0000', '\\ud83c', '𠮷野家'])('takes the text %j as it is', async (text) => {
    const one = phone();
    const token = one.tokenOf(await one.anonymous());
    expect((await one.send(invoke(token, 'echo', text))).body).toEqual({ success: true, data: text });
  });

  test('refuses a body that is not UTF-8', async () => {
    const response = await fetch(`${cloud.url}/client`, { method: 'POST', body: Buffer.from([0x7b, 0xff, 0x7d]) });
    expect(await response.json()).toMatchObject({ error: { code: 'InvalidBody.Format' } });
  });

  test('answers nesting without end', async () => {
    const one = phone();
    const token = one.tokenOf(await one.anonymous());
    const args = `${'['.repeat(5_000)}"\\u0000"${']'.repeat(5_000)}`;
    const params = `{"functionTarget":"echo","functionArgs":${args}}`;
    expect(codesOf([await one.send({ method: INVOKE, params, token })])).toEqual(['InvalidParams.Format']);
  });

  test('takes the word of its proxy about who is calling', async () => {
    const one = phone('203.0.113.9');
    const token = one.tokenOf(await one.anonymous());
    expect((await one.send(invoke(token, 'ip'))).body.data).toBe('203.0.113.9');
    // Whatever the caller claims to have come through stands before what the proxy itself has seen.
    expect((await phone('198.51.100.66, 203.0.113.9').send(invoke(token, 'ip'))).body.data).toBe('203.0.113.9');
  });

  test('shows its numbers to nobody behind a proxy, even one on the same machine', async () => {
    const forwarded = await fetch(`${cloud.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect(forwarded.status).toBe(404);
  });
});

describe('a cloud with the limits of the platform', () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({
      functions: { ip: 'module.exports = (ctx) => ctx.env.MP_CLIENT_IP' },
      metricsToken: 'm'.repeat(16),
    });
  });
  afterAll(() => cloud.close());

  test('has no rates, and takes any time', async () => {
    expect(PLATFORM_LIMITS).toMatchObject({ perBuyer: 0, perAddress: 0, clockSkewMs: 0 });
    const params = JSON.stringify({ clientIdentifier: cloud.sandbox.apps[0]?.appId });
    const answer = await postSigned(cloud.url, { method: ANONYMOUS, params, timestamp: 1 });
    expect(answer.body.success).toBe(true);
  });

  test('believes nobody about the address of a caller', async () => {
    const params = JSON.stringify({ clientIdentifier: cloud.sandbox.apps[0]?.appId });
    const { body } = await postSigned(cloud.url, { method: ANONYMOUS, params });
    const { accessToken } = body.data as { accessToken: string };
    const call = {
      method: INVOKE,
      params: '{"functionTarget":"ip"}',
      token: accessToken,
      spaceId: SPACE_ID,
      timestamp: 1,
    };
    const headers = { 'x-serverless-sign': signatureOf(call), 'x-forwarded-for': '203.0.113.9' };
    expect((await post(cloud.url, JSON.stringify(call), headers)).body.data).toBe('127.0.0.1');
  });

  test.each`
    authorization                 | status
    ${`Bearer ${'m'.repeat(16)}`} | ${200}
    ${`Bearer ${'n'.repeat(16)}`} | ${404}
    ${'m'.repeat(16)}             | ${404}
  `('shows its numbers through a proxy for the token alone: $status', async ({ authorization, status }) => {
    const headers = { 'x-forwarded-for': '198.51.100.1', authorization };
    expect((await fetch(`${cloud.url}/metrics`, { headers })).status).toBe(status);
  });
});
