import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { appsOf, BUYER_ID, type Merchant, merchant, OTHER_BUYER_ID } from './support/merchant';
import { isGenuine, post, publicParameters, signed } from './support/raw-client';

const clock = sandboxClock({ frozenAtMs: Date.parse('2026-11-22T10:00:00+08:00') });
const DAY_MS = 86_400_000;

describe('alipay.system.oauth.token', () => {
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  afterAll(() => sandbox.close());

  function codeFor(request: { buyerId?: string; appId?: string } = {}): string {
    const issued = sandbox.authCode(request);
    if ('reason' in issued) throw new Error(issued.reason);
    return issued.authCode;
  }
  const redeem = (code: string) => shop.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
  const refresh = (refreshToken: unknown) =>
    shop.exec('alipay.system.oauth.token', { grantType: 'refresh_token', refreshToken });

  /** The raw reply, because the SDK cannot verify an `error_response`. */
  async function refusal(change: Record<string, string>, client = shop) {
    const { biz_content: _, ...rest } = publicParameters(client.app, {
      method: 'alipay.system.oauth.token',
      ...change,
    });
    const reply = await post(client.app.gateway, signed(client.app, rest));
    expect(reply.nodeName).toBe('error_response');
    expect(isGenuine(client.app, reply)).toBe(true);
    return reply.node;
  }

  test('tells who the buyer is, without code and msg as captured replies do', async () => {
    const reply = await redeem(codeFor({ buyerId: OTHER_BUYER_ID }));
    expect(reply).toEqual({
      userId: OTHER_BUYER_ID,
      accessToken: expect.stringMatching(/^authusrB/),
      expiresIn: '1296000',
      refreshToken: expect.stringMatching(/^authusrR/),
      reExpiresIn: '2592000',
      authStart: '2026-11-22 10:00:00',
      traceId: expect.any(String),
    });
  });

  test('tells an app of the other kind the open_id only', async () => {
    const cafe = await merchant(sandbox.url, 1);
    const { appId } = cafe.app;
    const code = codeFor({ appId });
    const reply = await cafe.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
    expect(reply).toMatchObject({ openId: sandbox.buyers()[0]?.openIds[appId] });
    expect(reply.userId).toBeUndefined();
  });

  test('takes a code once', async () => {
    const code = codeFor();
    expect(await redeem(code)).toMatchObject({ userId: BUYER_ID });
    expect(await refusal({ grant_type: 'authorization_code', code })).toMatchObject({
      code: '40002',
      msg: 'Invalid Arguments',
      sub_code: 'isv.code-invalid',
    });
  });

  test('takes a code for three minutes', async () => {
    const early = codeFor();
    const late = codeFor();
    await clock.advance(3 * 60_000 - 1);
    expect(await redeem(early)).toMatchObject({ userId: BUYER_ID });
    await clock.advance(1);
    expect(await refusal({ grant_type: 'authorization_code', code: late })).toMatchObject({
      sub_code: 'isv.code-invalid',
    });
  });

  test('takes a code only from the app it was given to', async () => {
    const [, cafe] = await appsOf(sandbox.url);
    const code = codeFor({ appId: cafe?.appId });
    expect(await refusal({ grant_type: 'authorization_code', code })).toMatchObject({ sub_code: 'isv.code-invalid' });
  });

  test('refreshes a token once, for the same buyer', async () => {
    const first = await redeem(codeFor({ buyerId: OTHER_BUYER_ID }));
    const second = await refresh(first.refreshToken);
    expect(second).toMatchObject({ userId: OTHER_BUYER_ID });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await refusal({ grant_type: 'refresh_token', refresh_token: String(first.refreshToken) })).toMatchObject({
      sub_code: 'isv.refreshed-token-invalid',
    });
  });

  test('refreshes a token for thirty days', async () => {
    const { refreshToken } = await redeem(codeFor());
    await clock.advance(30 * DAY_MS);
    expect(await refusal({ grant_type: 'refresh_token', refresh_token: String(refreshToken) })).toMatchObject({
      sub_code: 'isv.refresh-token-invalid',
    });
  });

  test.each`
    fault                       | change                                                     | subCode
    ${'no grant_type'}          | ${{ code: 'x' }}                                           | ${'isv.grant-type-invalid'}
    ${'another grant_type'}     | ${{ grant_type: 'password', code: 'x' }}                   | ${'isv.grant-type-invalid'}
    ${'no code'}                | ${{ grant_type: 'authorization_code' }}                    | ${'isv.code-invalid'}
    ${'a code that never was'}  | ${{ grant_type: 'authorization_code', code: '__proto__' }} | ${'isv.code-invalid'}
    ${'no refresh_token'}       | ${{ grant_type: 'refresh_token' }}                         | ${'isv.refresh-token-invalid'}
    ${'a token that never was'} | ${{ grant_type: 'refresh_token', refresh_token: 'x' }}     | ${'isv.refresh-token-invalid'}
  `('$fault is 40002 $subCode', async ({ change, subCode }) => {
    expect(await refusal(change)).toMatchObject({ code: '40002', sub_code: subCode });
  });
});
