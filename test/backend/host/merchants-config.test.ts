import { generateKeyPairSync } from 'node:crypto';
import { ConfigError, loadConfig } from '../../../cloudfunctions/backend/host/config';
import { merchantsOf } from '../../../cloudfunctions/backend/host/merchants';
import { notifyAddress } from '../../../cloudfunctions/backend/host/notify-address';

const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = generateKeyPairSync('rsa', { modulusLength: 1024 });
const spki = (key: typeof alipay) => key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const pkcs8 = provider.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
const pkcs1 = provider.privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64');

const plain = {
  SHOUYIN_MERCHANT_ID: 'shop-1',
  SHOUYIN_MERCHANT_NAME: '小店',
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_PUBLIC_KEY: spki(alipay),
  SHOUYIN_ORDER_KEY: 'x'.repeat(32),
  SHOUYIN_NOTIFY_URL: 'https://shop.example/http/trade-notify',
};
const withFshows = {
  ...plain,
  FSHOWS_APP_ID: '20170101000000001',
  FSHOWS_PRIVATE_KEY: pkcs8,
  FSHOWS_PUBLIC_KEY: spki(provider),
  FSHOWS_SUB_MERCHANT_ID: '20170101000000000001',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function merchants(env: Record<string, string>) {
  const http = { request: async () => ({ status: 500, data: '' }) };
  return merchantsOf(loadConfig(env), { cloud: { payment: { common: {} } } as never, http });
}

describe('a merchant with two channels', () => {
  test.each([
    ['PKCS#8', pkcs8],
    ['PKCS#1', pkcs1],
  ])('has Alipay first, Fshows where Alipay cannot; its key may be %s', (_, key) => {
    const [first] = merchants({ ...withFshows, FSHOWS_PRIVATE_KEY: key });
    expect(Object.keys(first.channels)).toEqual(['alipay', 'fshows']);
    expect(first.routes).toEqual([{ channel: 'alipay' }, { channel: 'fshows' }]);
  });

  test('may say by rule which takes what', () => {
    const rules =
      '[{"channel":"fshows","belowYuan":"500.00","fromYuan":"0.50","sharePercent":30},{"channel":"alipay"}]';
    expect(merchants({ ...withFshows, SHOUYIN_ROUTES: rules })[0].routes).toEqual([
      { channel: 'fshows', fromFen: 50, belowFen: 50_000, sharePercent: 30 },
      { channel: 'alipay' },
    ]);
  });

  test.each([
    ['is not JSON', 'fshows', 'SHOUYIN_ROUTES: is not JSON'],
    ['is empty', '[]', 'SHOUYIN_ROUTES'],
    ['leaves orders to nobody', '[{"channel":"fshows","belowYuan":"1.00"}]', 'the last rule must take every order'],
    ['has a share of nothing', '[{"channel":"fshows","sharePercent":0},{"channel":"alipay"}]', '0.sharePercent'],
    ['names an amount that is none', '[{"channel":"fshows","fromYuan":"1.005"},{"channel":"alipay"}]', '0.fromYuan'],
    ['names a channel nobody knows', '[{"channel":"wechat"}]', '0.channel'],
  ])('a rule that %s is named', (_, rules, problem) => {
    expect(problemsOf({ ...withFshows, SHOUYIN_ROUTES: rules })).toEqual([expect.stringContaining(problem)]);
  });

  test('a rule for a channel that is not configured is named', () => {
    const problems = problemsOf({ ...plain, SHOUYIN_ROUTES: '[{"channel":"fshows"}]' });
    expect(problems).toEqual(['a rule of shop-1 names fshows, which is not configured']);
  });

  test.each([
    [
      'half of it is missing',
      { FSHOWS_PRIVATE_KEY: '', FSHOWS_PUBLIC_KEY: '' },
      ['FSHOWS_PRIVATE_KEY', 'FSHOWS_PUBLIC_KEY'],
    ],
    ['its keys are swapped', { FSHOWS_PRIVATE_KEY: spki(provider) }, ['FSHOWS_PRIVATE_KEY is not an RSA private key']],
    ['a private key stands where a public one belongs', { FSHOWS_PUBLIC_KEY: pkcs8 }, ['FSHOWS_PUBLIC_KEY']],
    ['its gateway is no address', { FSHOWS_GATEWAY: 'fshows' }, ['FSHOWS_GATEWAY must be']],
    ['its sub-merchant is no number', { FSHOWS_SUB_MERCHANT_ID: '茶馆' }, ['FSHOWS_SUB_MERCHANT_ID']],
  ])('is refused when %s, and no key is told', (_, change, beginnings) => {
    const problems = problemsOf({ ...withFshows, ...change });
    expect(problems).toEqual(beginnings.map((beginning) => expect.stringContaining(beginning)));
    expect(problems.join()).not.toContain(pkcs8.slice(20, 60));
  });
});

describe('several merchants', () => {
  const more = (merchant: object) => ({ ...withFshows, SHOUYIN_MERCHANTS: JSON.stringify([merchant]) });

  test('each have channels of their own; the provider of the first serves the others', () => {
    const fshows = { subMerchantId: '20170101000000000002' };
    const [, other] = merchants(more({ merchantId: 'shop-2', merchantName: '二店', fshows, honourLateMinutes: 5 }));
    expect(other).toMatchObject({ merchantId: 'shop-2', name: '二店', honourLateMs: 300_000 });
    expect(Object.keys(other?.channels ?? {})).toEqual(['fshows']);
    expect(other?.routes).toEqual([{ channel: 'fshows' }]);
  });

  test('may be ones the app acts for at Alipay', () => {
    const [, other] = merchants(more({ merchantId: 'shop-2', merchantName: '二店', appAuthToken: 'token-of-two' }));
    expect(Object.keys(other?.channels ?? {})).toEqual(['alipay']);
  });

  test.each([
    ['without any channel', { merchantId: 'shop-2', merchantName: '二店' }, 'nobody could pay it'],
    [
      'under the id of the first',
      { merchantId: 'shop-1', merchantName: '二店', appAuthToken: 't' },
      'the same merchantId',
    ],
    ['under an id no address can hold', { merchantId: 'a/b', merchantName: '二店', appAuthToken: 't' }, '0.merchantId'],
    [
      'with a setting nobody reads',
      { merchantId: 'shop-2', merchantName: 'x', appAuthToken: 't', token: 1 },
      '0.token',
    ],
    [
      'with a rule for a channel it lacks',
      { merchantId: 'shop-2', merchantName: 'x', appAuthToken: 't', routes: [{ channel: 'fshows' }] },
      'a rule of shop-2 names fshows',
    ],
  ])('%s are refused', (_, merchant, problem) => {
    expect(problemsOf(more(merchant))).toEqual([expect.stringContaining(problem)]);
  });
});

test('a merchant may have had other ids, which nobody else may have', () => {
  const renamed = { ...plain, SHOUYIN_FORMER_MERCHANT_IDS: 'shop-0, old-shop' };
  expect(merchants(renamed)[0].formerIds).toEqual(['shop-0', 'old-shop']);
  const other = { merchantId: 'shop-0', merchantName: '二店', appAuthToken: 'token' };
  expect(problemsOf({ ...renamed, SHOUYIN_MERCHANTS: JSON.stringify([other]) })).toEqual([
    expect.stringContaining('the same merchantId, or one of formerIds'),
  ]);
});

describe('what buyers are offered', () => {
  test('is how to reach the merchant, and instalments where it takes them', () => {
    const env = {
      ...plain,
      SHOUYIN_CONTACT_PHONE: '400-000-0000',
      SHOUYIN_CONTACT_NOTE: '每天 9:00–21:00',
      SHOUYIN_INSTALMENTS: '3, 12',
      SHOUYIN_INSTALMENT_FEE: 'merchant',
      SHOUYIN_INSTALMENTS_FROM_YUAN: '100.00',
    };
    expect(merchants(env)[0]).toMatchObject({
      contact: { phone: '400-000-0000', note: '每天 9:00–21:00' },
      instalments: { counts: [3, 12], feePayer: 'merchant', minTotalFen: 10_000 },
    });
    expect(merchants(plain)[0]).not.toHaveProperty('instalments');
  });

  test.each([
    [{ SHOUYIN_INSTALMENTS: '3,24' }, 'SHOUYIN_INSTALMENTS must'],
    [{ SHOUYIN_INSTALMENTS: '3', SHOUYIN_INSTALMENT_FEE: 'bank' }, 'SHOUYIN_INSTALMENT_FEE'],
    [{ SHOUYIN_INSTALMENTS: '3', SHOUYIN_INSTALMENTS_FROM_YUAN: 'much' }, 'SHOUYIN_INSTALMENTS_FROM_YUAN'],
    [{ SHOUYIN_CONTACT_PHONE: 'call me' }, 'SHOUYIN_CONTACT_PHONE'],
    [{ SHOUYIN_CONTACT_NOTE: '字'.repeat(61) }, 'SHOUYIN_CONTACT_NOTE'],
  ])('%j is refused', (change, problem) => {
    expect(problemsOf({ ...plain, ...change })).toEqual([expect.stringContaining(problem)]);
  });
});

test.each([
  ['/', { channel: 'alipay' }],
  ['/fshows', { channel: 'fshows' }],
  ['/fshows/shop-2', { channel: 'fshows', merchantId: 'shop-2' }],
  ['', { channel: 'alipay' }],
  ['/nobody', { channel: 'nobody' }],
])('a notify to %j is for %j', (path, address) => {
  expect(notifyAddress(path)).toEqual(address);
});
