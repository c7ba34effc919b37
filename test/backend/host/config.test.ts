import { generateKeyPairSync } from 'node:crypto';
import { ConfigError, loadConfig } from '../../../cloudfunctions/backend/host/config';
import { publicKeyPem } from '../../../cloudfunctions/backend/host/public-key';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const oneLine = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const ORDER_KEY = 'x'.repeat(32);

const complete = {
  SHOUYIN_MERCHANT_ID: 'shop-1',
  SHOUYIN_MERCHANT_NAME: '小店',
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_PUBLIC_KEY: oneLine,
  SHOUYIN_ORDER_KEY: ORDER_KEY,
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('that is complete is read; what may be left out is left out', () => {
    expect(loadConfig(complete)).toEqual({
      merchantId: 'shop-1',
      merchantName: '小店',
      appId: '2021000000000001',
      sellerId: undefined,
      alipayPublicKey: publicPem,
      notifyUrl: undefined,
      appAuthToken: undefined,
      orderKey: ORDER_KEY,
      orderLifetimeMs: 900_000,
    });
  });

  test('may name seller, notify address, token and lifetime', () => {
    const env = {
      ...complete,
      ALIPAY_SELLER_ID: '2088000000000099',
      SHOUYIN_NOTIFY_URL: 'https://shop.example/http/trade-notify',
      ALIPAY_APP_AUTH_TOKEN: 'token',
      SHOUYIN_ORDER_MINUTES: '30',
    };
    expect(loadConfig(env)).toMatchObject({
      sellerId: '2088000000000099',
      notifyUrl: 'https://shop.example/http/trade-notify',
      appAuthToken: 'token',
      orderLifetimeMs: 1_800_000,
    });
  });

  test('may be stricter than the contract about orders and pages', () => {
    const env = {
      SHOUYIN_MAX_ITEMS: '3',
      SHOUYIN_MAX_PIECES: '9',
      SHOUYIN_MAX_TOTAL_YUAN: '99.90',
      SHOUYIN_MAX_TEXT_CHARACTERS: '20',
      SHOUYIN_PAGE_ORDERS: '5',
    };
    const limits = { mostItems: 3, mostPieces: 9, mostTotalFen: 9_990, mostTextCharacters: 20, pageSize: 5 };
    expect(loadConfig({ ...complete, ...env }).limits).toEqual(limits);
  });

  test.each([
    ['SHOUYIN_MAX_ITEMS', '51'],
    ['SHOUYIN_MAX_ITEMS', '0'],
    ['SHOUYIN_MAX_PIECES', '100'],
    ['SHOUYIN_MAX_TEXT_CHARACTERS', '257'],
    ['SHOUYIN_MAX_TOTAL_YUAN', '100000000.01'],
    ['SHOUYIN_MAX_TOTAL_YUAN', '1e3'],
    ['SHOUYIN_MAX_TOTAL_YUAN', '0.00'],
    ['SHOUYIN_PAGE_ORDERS', '101'],
    ['SHOUYIN_PAGE_ORDERS', 'all'],
  ])('may not be laxer or nonsense: %s=%s', (name, value) => {
    expect(problemsOf({ ...complete, [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  test('may name operators, the merchant’s own system, and how long late payments are honoured', () => {
    const env = {
      ...complete,
      SHOUYIN_OPERATOR_IDS: '2088000000000001, 2088000000000002\n074a1CcTG1Le',
      SHOUYIN_OPERATOR_TOKEN: ORDER_KEY,
      SHOUYIN_EVENTS_URL: 'https://shop.example/events',
      SHOUYIN_EVENTS_SECRET: ORDER_KEY,
      SHOUYIN_HONOUR_LATE_MINUTES: '10',
    };
    expect(loadConfig(env)).toMatchObject({
      operatorIds: ['2088000000000001', '2088000000000002', '074a1CcTG1Le'],
      operatorToken: ORDER_KEY,
      eventsUrl: 'https://shop.example/events',
      eventsSecret: ORDER_KEY,
      honourLateMs: 600_000,
    });
  });

  test.each(['http://127.0.0.1:9000/x', 'http://localhost/x', 'http://[::1]:9/x', 'https://10.0.0.1/'])(
    'lets events go to %s',
    (url) => {
      const env = { ...complete, SHOUYIN_EVENTS_URL: url, SHOUYIN_EVENTS_SECRET: ORDER_KEY };
      expect(loadConfig(env)).toMatchObject({ eventsUrl: url });
    },
  );

  test('with an address for events, but nothing to sign them with, is refused', () => {
    const env = { ...complete, SHOUYIN_EVENTS_URL: 'https://shop.example/events' };
    expect(problemsOf(env)).toEqual([expect.stringContaining('SHOUYIN_EVENTS_SECRET')]);
  });

  test('that is empty names everything that is missing at once', () => {
    const names = problemsOf({}).map((problem) => problem.split(' ')[0]);
    expect(names).toEqual(Object.keys(complete));
  });

  test.each(Object.keys(complete))('is refused without %s', (name) => {
    expect(problemsOf({ ...complete, [name]: '' })).toEqual([expect.stringContaining(`${name} is missing`)]);
  });

  const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
  test.each([
    ['a key that is no key', 'ALIPAY_PUBLIC_KEY', 'bm8ga2V5'],
    [
      'the app’s private key, in PEM',
      'ALIPAY_PUBLIC_KEY',
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    [
      'the app’s private key, PKCS#1',
      'ALIPAY_PUBLIC_KEY',
      privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    ],
    [
      'the app’s private key, in one line',
      'ALIPAY_PUBLIC_KEY',
      privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    ],
    ['a key of another kind', 'ALIPAY_PUBLIC_KEY', ecKey.toString()],
    ['an order key anybody could guess', 'SHOUYIN_ORDER_KEY', 'x'.repeat(31)],
    ['a notify address that is none', 'SHOUYIN_NOTIFY_URL', 'shop.example/http'],
    ['a notify address with a space', 'SHOUYIN_NOTIFY_URL', 'https://shop.example/a b'],
    ['a notify address that is too long', 'SHOUYIN_NOTIFY_URL', `https://shop.example/${'a'.repeat(256)}`],
    ['no lifetime', 'SHOUYIN_ORDER_MINUTES', '0'],
    ['half a minute', 'SHOUYIN_ORDER_MINUTES', '0.5'],
    ['more than fifteen days', 'SHOUYIN_ORDER_MINUTES', '21601'],
    ['a short operator token', 'SHOUYIN_OPERATOR_TOKEN', 'x'.repeat(31)],
    ['a short secret for events', 'SHOUYIN_EVENTS_SECRET', 'x'.repeat(31)],
    ['no time of honouring', 'SHOUYIN_HONOUR_LATE_MINUTES', '-1'],
    ['a time of honouring in words', 'SHOUYIN_HONOUR_LATE_MINUTES', 'always'],
    ['a lifetime in words', 'SHOUYIN_ORDER_MINUTES', 'ten'],
  ])('with %s is refused, and what was given is not repeated', (_, name, value) => {
    const problems = problemsOf({ ...complete, [name]: value });
    expect(problems).toEqual([expect.stringContaining(name)]);
    if (value.length > 8) expect(problems[0]).not.toContain(value);
  });

  test.each([
    'http://shop.example/events',
    'http://127.0.0.1.shop.example/events',
    'ftp://shop.example/events',
    'shop.example/events',
    'https://',
  ])('that would send events to %s is refused', (url) => {
    const env = { ...complete, SHOUYIN_EVENTS_URL: url, SHOUYIN_EVENTS_SECRET: ORDER_KEY };
    expect(problemsOf(env)).toEqual([expect.stringContaining('SHOUYIN_EVENTS_URL')]);
  });

  test('at fault in several places says so in one message', () => {
    const broken = { ...complete, ALIPAY_APP_ID: undefined, SHOUYIN_ORDER_MINUTES: 'x' };
    expect(() => loadConfig(broken)).toThrow(/ALIPAY_APP_ID[\s\S]*SHOUYIN_ORDER_MINUTES/);
  });
});

test.each([
  ['one line of base64', oneLine],
  ['one line with spaces around it', `  ${oneLine}\n`],
  ['PEM', publicPem],
])('a public key given as %s is the same key', (_, text) => {
  expect(publicKeyPem(text)).toBe(publicPem);
});
