import type { AlipayRules } from '../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';
import { type Parameters, post, publicParameters, signed } from './support/raw-client';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;

describe('a rule changes what is assumed', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox | undefined;

  async function shopUnder(rules: Partial<AlipayRules>): Promise<Merchant> {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock, rules });
    return merchant(sandbox.url);
  }
  afterEach(() => sandbox?.close());

  test.each`
    signsGatewayErrors | isSigned
    ${true}            | ${true}
    ${false}           | ${false}
  `('an error of the gateway is signed, or not: $isSigned', async ({ signsGatewayErrors, isSigned }) => {
    const { app } = await shopUnder({ signsGatewayErrors });
    const faults: Parameters[] = [{ version: '2.0' }, { sign: 'x' }];
    for (const fault of faults) {
      const { node, sign } = await post(app.gateway, { ...signed(app, publicParameters(app)), ...fault });
      expect(node.code).toBe('40002');
      expect(sign !== undefined).toBe(isSigned);
    }
  });

  test.each`
    timestamp                | toleranceMs       | subCode
    ${'2026-11-22 10:10:00'} | ${10 * MINUTE_MS} | ${'ACQ.TRADE_NOT_EXIST'}
    ${'2026-11-22 10:10:01'} | ${10 * MINUTE_MS} | ${'isv.invalid-timestamp'}
    ${'2026-11-22 09:49:59'} | ${10 * MINUTE_MS} | ${'isv.invalid-timestamp'}
    ${'2016-01-01 00:00:00'} | ${undefined}      | ${'ACQ.TRADE_NOT_EXIST'}
  `(
    'at ten a timestamp of $timestamp is $subCode within $toleranceMs ms',
    async ({ timestamp, toleranceMs, subCode }) => {
      const { app } = await shopUnder({ timestampToleranceMs: toleranceMs });
      const { node } = await post(app.gateway, signed(app, publicParameters(app, { timestamp })));
      expect(node.sub_code).toBe(subCode);
    },
  );

  test('an auth code lives as long as it says', async () => {
    const shop = await shopUnder({ authCodeLifeMs: 60 * MINUTE_MS });
    const redeem = (code: string) => shop.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
    const codes = [sandbox?.authCode(), sandbox?.authCode()].map((issued) => (issued as { authCode: string }).authCode);
    await clock.advance(59 * MINUTE_MS);
    expect(await redeem(codes[0] ?? '')).toMatchObject({ accessToken: expect.any(String) });
    await clock.advance(MINUTE_MS);
    const late = await post(
      shop.app.gateway,
      signed(
        shop.app,
        publicParameters(shop.app, {
          method: 'alipay.system.oauth.token',
          grant_type: 'authorization_code',
          code: codes[1] ?? '',
        }),
      ),
    );
    expect(late.node).toMatchObject({ sub_code: 'isv.code-invalid' });
  });

  test('a JSAPI trade lives as long as it says, and a face-to-face trade three hours', async () => {
    const shop = await shopUnder({ jsapiLifeMs: 30 * MINUTE_MS });
    const jsapi = await shop.trade();
    const face = await shop.trade({ productCode: 'FACE_TO_FACE_PAYMENT', opAppId: undefined });
    expect(sandbox?.trade(jsapi)).toMatchObject({ expiresAtMs: START_MS + 30 * MINUTE_MS });
    expect(sandbox?.trade(face)).toMatchObject({ expiresAtMs: START_MS + 180 * MINUTE_MS });
  });
});
