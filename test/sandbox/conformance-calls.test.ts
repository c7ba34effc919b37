import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk';
import { METHODS } from '../../sandbox/alipay/methods/methods';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type AppFromApi, appsOf, type Reply } from './support/merchant';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const REFUND_GAP_MS = 3000;
const DAY_MS = 86_400_000;

/** How a merchant is connected: with which app, for whom, and how it signs. */
interface Mode {
  name: string;
  appIndex: number;
  actsForIndex?: number;
  config: Partial<AlipaySdkConfig>;
  /** Which of the app's two private keys is configured. */
  key: 'appPrivateKeyPkcs1' | 'appPrivateKeyPkcs8';
}

const PKCS1 = 'appPrivateKeyPkcs1';
const PKCS8 = 'appPrivateKeyPkcs8';
const MODES: readonly Mode[] = [
  { name: 'RSA2 with a key in PKCS#1', appIndex: 0, key: PKCS1, config: {} },
  { name: 'RSA2 with a key in PKCS#8', appIndex: 0, key: PKCS8, config: { keyType: 'PKCS8' } },
  { name: 'legacy RSA', appIndex: 0, key: PKCS1, config: { signType: 'RSA' } },
  { name: 'an app that knows buyers by open_id', appIndex: 1, key: PKCS1, config: {} },
  { name: 'a service provider for a merchant', appIndex: 2, actsForIndex: 0, key: PKCS1, config: {} },
  { name: 'names left in snake_case', appIndex: 0, key: PKCS1, config: { camelcase: false } },
];

describe('the official SDK, verifying every reply', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let apps: AppFromApi[];
  /** Every call of this file that was answered with a good signature. */
  const answered: { mode: string; method: string }[] = [];

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock });
    apps = await appsOf(sandbox.url);
  });
  afterAll(() => sandbox.close());

  describe.each(MODES)('by $name', (mode) => {
    let exec: (method: string, parameters: Record<string, unknown>) => Promise<Reply>;
    let trade: (method: string, bizContent: Record<string, unknown>) => Promise<Reply>;
    let buyerFields: Record<string, unknown>;
    let outTradeNo: string;
    let count = 0;

    beforeAll(() => {
      const app = apps[mode.appIndex] as AppFromApi;
      const { appId, alipayPublicKey, gateway } = app;
      const sdk = new AlipaySdk({ appId, privateKey: app[mode.key], alipayPublicKey, gateway, ...mode.config });
      const token = sandbox.apps[mode.appIndex]?.appAuthTokens.find(
        ({ authAppId }) => authAppId === apps[mode.actsForIndex ?? -1]?.appId,
      );
      const forWhom = token ? { appAuthToken: token.appAuthToken } : {};
      exec = async (method, parameters) => {
        const reply = (await sdk.exec(method, { ...parameters }, { validateSign: true })) as Reply;
        answered.push({ mode: mode.name, method });
        return camelCased(reply);
      };
      trade = (method, bizContent) => exec(method, { ...forWhom, bizContent });
      const [buyer] = sandbox.buyers();
      buyerFields = app.buyerIdKind === 'open_id' ? { buyerOpenId: buyer?.openIds[appId] } : { buyerId: buyer?.userId };
    });
    beforeEach(() => {
      count += 1;
      outTradeNo = `M${MODES.indexOf(mode)}_${count}`;
    });

    function create(change: Record<string, unknown> = {}): Promise<Reply> {
      const opAppId = apps[mode.appIndex]?.appId;
      const order = { outTradeNo, totalAmount: '10.00', subject: '一杯茶 100%', productCode: 'JSAPI_PAY', opAppId };
      return trade('alipay.trade.create', { ...order, ...buyerFields, ...change });
    }

    async function paid(): Promise<string> {
      const tradeNo = String((await create()).tradeNo);
      expect(sandbox.pay({ tradeNo, outcome: 'paid' })).toMatchObject({ status: 'TRADE_SUCCESS' });
      return tradeNo;
    }

    test('a purchase is created, paid, partly and then wholly refunded', async () => {
      const created = await create();
      expect(created).toMatchObject({ code: '10000', outTradeNo });
      const { tradeNo } = created;
      expect(await create()).toMatchObject({ code: '10000', tradeNo });
      expect(await create({ totalAmount: '11.00' })).toMatchObject({ subCode: 'ACQ.CONTEXT_INCONSISTENT' });
      expect(await trade('alipay.trade.query', { outTradeNo })).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });
      sandbox.pay({ tradeNo: String(tradeNo), outcome: 'paid' });
      expect(await trade('alipay.trade.query', { tradeNo })).toMatchObject({
        tradeStatus: 'TRADE_SUCCESS',
        totalAmount: '10.00',
      });
      expect(await create()).toMatchObject({ subCode: 'ACQ.TRADE_HAS_SUCCESS' });
      expect(await trade('alipay.trade.close', { tradeNo })).toMatchObject({ subCode: 'ACQ.TRADE_STATUS_ERROR' });

      const part = { outTradeNo, refundAmount: '4.00', outRequestNo: 'R1' };
      expect(await trade('alipay.trade.refund', part)).toMatchObject({ fundChange: 'Y', refundFee: '4.00' });
      expect(await trade('alipay.trade.refund', part)).toMatchObject({ fundChange: 'N', refundFee: '4.00' });
      expect(await trade('alipay.trade.refund', { ...part, refundAmount: '5.00' })).toMatchObject({
        subCode: 'ACQ.DISCORDANT_REPEAT_REQUEST',
      });
      expect(await trade('alipay.trade.fastpay.refund.query', { outTradeNo, outRequestNo: 'R1' })).toMatchObject({
        refundStatus: 'REFUND_SUCCESS',
        refundAmount: '4.00',
      });
      await clock.advance(REFUND_GAP_MS);
      const rest = { outTradeNo, refundAmount: '6.00', outRequestNo: 'R2' };
      expect(await trade('alipay.trade.refund', rest)).toMatchObject({ fundChange: 'Y', refundFee: '10.00' });
      expect(await trade('alipay.trade.query', { outTradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    });

    test('an order given up is closed, and stays closed', async () => {
      await create();
      expect(await trade('alipay.trade.close', { outTradeNo })).toMatchObject({ code: '10000', outTradeNo });
      expect(await trade('alipay.trade.query', { outTradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
      expect(await create()).toMatchObject({ subCode: 'ACQ.TRADE_HAS_CLOSE' });
      expect(await trade('alipay.trade.refund', { outTradeNo, refundAmount: '1.00', outRequestNo: 'R' })).toMatchObject(
        {
          code: '40004',
        },
      );
    });

    test('what is not known is answered so', async () => {
      expect(await trade('alipay.trade.query', { outTradeNo: 'NOWHERE' })).toMatchObject({
        code: '40004',
        subCode: 'ACQ.TRADE_NOT_EXIST',
      });
      expect(await trade('alipay.trade.nonsense', {})).toMatchObject({ code: '40002', subCode: 'isv.invalid-method' });
    });

    test('a cancel closes what is unpaid and gives back what is paid', async () => {
      await create();
      expect(await trade('alipay.trade.cancel', { outTradeNo })).toMatchObject({ retryFlag: 'N', action: 'close' });
      outTradeNo = `${outTradeNo}_PAID`;
      await paid();
      expect(await trade('alipay.trade.cancel', { outTradeNo })).toMatchObject({ retryFlag: 'N', action: 'refund' });
      const unknown = await trade('alipay.trade.cancel', { outTradeNo: 'NOWHERE' });
      expect(unknown).toMatchObject({ code: '10000', retryFlag: 'N' });
      expect(unknown.action).toBeUndefined();
    });

    test('a till takes money by a pay code, and waits where a password is asked for', async () => {
      const till = async (totalAmount: string, number: string) => {
        const issued = sandbox.payCode({});
        if ('reason' in issued) throw new Error(issued.reason);
        const subject = '一杯茶';
        const order = { outTradeNo: number, totalAmount, subject, scene: 'bar_code', authCode: issued.payCode };
        return trade('alipay.trade.pay', order);
      };
      expect(await till('10.00', outTradeNo)).toMatchObject({ code: '10000', totalAmount: '10.00' });
      expect(await till('5000.00', `${outTradeNo}_DEAR`)).toMatchObject({ code: '10003' });
      expect(await trade('alipay.trade.query', { outTradeNo: `${outTradeNo}_DEAR` })).toMatchObject({
        tradeStatus: 'WAIT_BUYER_PAY',
      });
    });

    test('a buyer is known by an auth code, once, and again by the refresh token', async () => {
      const appId = apps[mode.appIndex]?.appId;
      const issued = sandbox.authCode({ appId });
      if ('reason' in issued) throw new Error(issued.reason);
      const byCode = { grantType: 'authorization_code', code: issued.authCode };
      const grant = await exec('alipay.system.oauth.token', byCode);
      expect(grant.userId ?? grant.openId).toBe(Object.values(buyerFields)[0]);
      const byToken = { grantType: 'refresh_token', refreshToken: grant.refreshToken };
      expect(await exec('alipay.system.oauth.token', byToken)).toMatchObject({ accessToken: expect.any(String) });
    });

    test('the bill of a day can be had the day after', async () => {
      await paid();
      const billDate = new Date(clock.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10);
      const ask = () => trade('alipay.data.dataservice.bill.downloadurl.query', { billType: 'trade', billDate });
      expect(await ask()).toMatchObject({ code: '40004' });
      await clock.advance(DAY_MS);
      expect(await ask()).toMatchObject({ code: '10000', billDownloadUrl: expect.stringMatching(/^http/) });
    });
  });

  test('was answered at least a hundred times, by every method in every mode', () => {
    expect(answered.length).toBeGreaterThanOrEqual(100);
    for (const { name } of MODES) {
      const methods = new Set(answered.filter(({ mode }) => mode === name).map(({ method }) => method));
      for (const method of METHODS.keys())
        expect({ name, method, isCalled: methods.has(method) }).toMatchObject({ isCalled: true });
    }
  });
});

/** The SDK leaves names as they are when it is told to; the expectations are written once. */
function camelCased(reply: Reply): Reply {
  const entries = Object.entries(reply).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries);
}
