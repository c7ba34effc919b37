import { sql } from 'kysely';
import type { BackendDeps } from '../../cloud/cloud-options';
import type { Ports } from '../../cloud/faces';
import { testClock } from '../support/test-clock';
import { type RunningCloud, runningCloud } from './support/running-cloud';
import { codeOf, sdkClient } from './support/sdk-client';
import { postSigned } from './support/signed-request';

const MINUTE_MS = 60_000;

describe('a session', () => {
  const clock = testClock();
  let cloud: RunningCloud;
  let db: BackendDeps['db'];
  beforeAll(async () => {
    const backend = (deps: BackendDeps) => {
      db = deps.db;
      return {} as Ports;
    };
    cloud = await runningCloud({ clock, backend, functions: { echo: 'module.exports = (ctx) => ctx.args' } });
  });
  afterAll(() => cloud.close());

  async function signIn(): Promise<string> {
    const params = JSON.stringify({ clientIdentifier: cloud.sandbox.apps[0]?.appId, authCode: codeOf(cloud) });
    const answer = await postSigned(cloud.url, { method: 'serverless.auth.user.authorize', params });
    return (answer.body.data as { accessToken: string }).accessToken;
  }

  /** Whether a call with the token is let through; the call extends the session if it is. */
  async function isLetThrough(token: string): Promise<boolean> {
    const params = '{"functionTarget":"echo"}';
    const answer = await postSigned(cloud.url, { method: 'serverless.function.runtime.invoke', params, token });
    if (!answer.body.success) expect(answer.body.error?.code).toBe('GATEWAY_INVALID_TOKEN');
    return answer.body.success === true;
  }

  test('that nobody uses ends after ten minutes', async () => {
    const used = await signIn();
    const unused = await signIn();
    clock.advance(10 * MINUTE_MS - 1);
    expect(await isLetThrough(used)).toBe(true);
    clock.advance(1);
    expect(await isLetThrough(unused)).toBe(false);
    expect(await isLetThrough(used)).toBe(true);
  });

  test('lives thirty minutes from its last call, however often it is used', async () => {
    const token = await signIn();
    for (let call = 0; call < 5; call += 1) {
      expect(await isLetThrough(token)).toBe(true);
      clock.advance(30 * MINUTE_MS - 1);
    }
    expect(await isLetThrough(token)).toBe(true);
    clock.advance(30 * MINUTE_MS);
    expect(await isLetThrough(token)).toBe(false);
  });

  test('stays valid when the same buyer signs in again', async () => {
    const tokens = [await signIn(), await signIn(), await signIn()];
    expect(new Set(tokens).size).toBe(3);
    expect(await Promise.all(tokens.map(isLetThrough))).toEqual([true, true, true]);
  });

  test('is written at most once a minute while it is used', async () => {
    const token = await signIn();
    await isLetThrough(token);
    const expiryMs = async () => {
      const { rows } = await sql<{ latest: string }>`select max(expires_at_ms) as latest from cloud_session`.execute(
        db,
      );
      return Number(rows[0]?.latest);
    };
    const afterFirstMs = await expiryMs();
    clock.advance(MINUTE_MS - 1);
    await isLetThrough(token);
    expect(await expiryMs()).toBe(afterFirstMs);
    clock.advance(1);
    await isLetThrough(token);
    expect(await expiryMs()).toBe(afterFirstMs + MINUTE_MS);
  });

  test('cannot be taken from a copy of the database', async () => {
    const token = await signIn();
    const { rows } = await sql<{ token_hash: string }>`select token_hash from cloud_session`.execute(db);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some((row) => row.token_hash.includes(token))).toBe(false);
    for (const row of rows) expect(await isLetThrough(row.token_hash)).toBe(false);
  });

  test('is renewed by the SDK itself when it has ended', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await sdk.init();
    clock.advance(31 * MINUTE_MS);
    expect((await sdk.function.invoke('echo', 1)).result).toBe(1);
    expect(requests.map(({ data }) => String(data.method).split('.').at(-1))).toEqual([
      'authorize',
      'invoke',
      'authorize',
      'invoke',
    ]);
  });

  test('that has ended is renewed for twenty calls at once, and all of them succeed', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    clock.advance(31 * MINUTE_MS);
    const calls = Array.from({ length: 20 }, (_, index) => sdk.function.invoke('echo', index));
    expect((await Promise.all(calls)).map(({ result }) => result)).toEqual(calls.map((_, index) => index));
  });

  test('that ended long ago is removed from the database', async () => {
    await signIn();
    clock.advance(24 * 60 * MINUTE_MS);
    await signIn();
    const { rows } = await sql<{ count: string }>`select count(*) as count from cloud_session`.execute(db);
    expect(Number(rows[0]?.count)).toBe(1);
  });
});
