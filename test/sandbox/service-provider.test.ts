import { SEEDED_APPS } from '../../sandbox/alipay/apps';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type AppFromApi, type Merchant, merchant } from './support/merchant';
import { type NotifyReceiver, notifyReceiver } from './support/notify-receiver';

describe('a service provider', () => {
  let sandbox: Sandbox;
  let receiver: NotifyReceiver;
  let provider: Merchant;
  let [shop, cafe]: AppFromApi[] = [];

  beforeAll(async () => {
    receiver = await notifyReceiver();
    sandbox = await createSandbox();
    provider = await merchant(sandbox.url, 2);
    [shop, cafe] = [(await merchant(sandbox.url, 0)).app, (await merchant(sandbox.url, 1)).app];
  });
  afterAll(async () => {
    await sandbox.close();
    await receiver.close();
  });

  const tokenFor = (app?: AppFromApi) =>
    provider.app.appAuthTokens.find(({ authAppId }) => authAppId === app?.appId)?.appAuthToken;
  const query = (tradeNo: string, appAuthToken?: string) =>
    provider.exec('alipay.trade.query', { ...(appAuthToken && { appAuthToken }), bizContent: { tradeNo } });

  test('opens a trade for each merchant whose token it brings, and the money is that merchant’s', async () => {
    for (const app of [shop, cafe]) {
      const tradeNo = await provider.trade({ outTradeNo: 'SAME' }, { appAuthToken: tokenFor(app) });
      expect(sandbox.trade(tradeNo)).toMatchObject({
        appId: provider.app.appId,
        authAppId: app?.appId,
        sellerId: app?.sellerId,
      });
      expect(await query(tradeNo, tokenFor(app))).toMatchObject({ code: '10000', outTradeNo: 'SAME' });
    }
  });

  test('that forgets the token, or brings another merchant’s, finds no trade', async () => {
    const tradeNo = await provider.trade({}, { appAuthToken: tokenFor(shop) });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    const bizContent = { tradeNo, refundAmount: '1.00', outRequestNo: 'R1' };
    expect(await query(tradeNo)).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
    expect(await query(tradeNo, tokenFor(cafe))).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
    expect(await provider.exec('alipay.trade.refund', { bizContent })).toMatchObject({
      subCode: 'ACQ.TRADE_NOT_EXIST',
    });
    expect(await provider.exec('alipay.trade.refund', { appAuthToken: tokenFor(shop), bizContent })).toMatchObject({
      fundChange: 'Y',
    });
  });

  test('is notified under its own app_id with the merchant’s as auth_app_id', async () => {
    const publicParameters = { notifyUrl: receiver.url, appAuthToken: tokenFor(cafe) };
    sandbox.pay({ tradeNo: await provider.trade({}, publicParameters), outcome: 'paid' });
    const [notify] = await receiver.waitFor(1);
    expect(notify?.parameters).toMatchObject({
      app_id: provider.app.appId,
      auth_app_id: cafe?.appId,
      seller_id: cafe?.sellerId,
      seller_email: 'coffee@sandbox.example',
    });
  });

  test('with a token that is not its own is 20001 aop.invalid-app-auth-token', async () => {
    const refused = { code: '20001', subCode: 'aop.invalid-app-auth-token' };
    expect(await query('2026112222001000', '202611BBffffffffffffffffffffffffffffffff')).toMatchObject(refused);
    const thief = await merchant(sandbox.url, 0);
    const parameters = { appAuthToken: tokenFor(cafe), bizContent: { outTradeNo: 'SAME' } };
    expect(await thief.exec('alipay.trade.query', parameters)).toMatchObject(refused);
  });

  test('cannot act for an app that is not there', async () => {
    const [shopApp, , providerApp] = SEEDED_APPS;
    if (!shopApp || !providerApp) throw new Error('the seeded apps are fewer');
    const apps = [shopApp, { ...providerApp, actsForAppIds: ['9021000199999999'] }];
    await expect(createSandbox({ apps })).rejects.toThrow('acts for 9021000199999999, which is no app');
  });

  test('has the same tokens at every look, one for each merchant, and the merchants have none', async () => {
    expect(new Set(provider.app.appAuthTokens.map(({ appAuthToken }) => appAuthToken)).size).toBe(2);
    expect((await merchant(sandbox.url, 2)).app.appAuthTokens).toEqual(provider.app.appAuthTokens);
    expect(shop?.appAuthTokens).toEqual([]);
  });
});
