import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveConfig } from '../../cloud/serve-config';
import { serveHelp, unknownVariables, variables, wordsOf } from '../../cloud/variables';
import { loadConfig } from '../../cloudfunctions/backend/host/config';
import { projectRoot } from '../support/source-tree';

const [app, alipay] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
const base64Of = (key: typeof app) => String(key?.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'));

const COMPLETE = {
  SHOUYIN_MERCHANT_ID: 'shop-1',
  SHOUYIN_MERCHANT_NAME: 'Shop',
  SHOUYIN_ORDER_KEY: 'k'.repeat(32),
  SHOUYIN_SPACE_ID: 'space-1',
  SHOUYIN_CLIENT_SECRET: 's'.repeat(16),
  SHOUYIN_HOME: '/data',
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_PRIVATE_KEY: String(app?.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  ALIPAY_PUBLIC_KEY: base64Of(alipay),
};

const FSHOWS = {
  FSHOWS_APP_ID: '20170101000000001',
  FSHOWS_PRIVATE_KEY: String(app?.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  FSHOWS_PUBLIC_KEY: base64Of(alipay),
  FSHOWS_SUB_MERCHANT_ID: '20170101000000000001',
};

describe('the configuration of npm run serve', () => {
  test('is complete with these variables, and listens on this machine only', () => {
    expect(serveConfig(COMPLETE)).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      logLevel: 'info',
      database: { kind: 'embedded', folder: join('/data', 'database') },
      space: { spaceId: 'space-1', clientSecret: 's'.repeat(16), appId: '2021000000000001' },
      alipay: { appId: '2021000000000001', gateway: 'https://openapi.alipay.com/gateway.do' },
      backend: { merchantId: 'shop-1' },
    });
  });

  test('prefers a database server to a folder', () => {
    const url = 'postgres://a:b@db:5432/orders';
    expect(serveConfig({ ...COMPLETE, DATABASE_URL: url }).database).toEqual({
      kind: 'server',
      url,
      connections: 20,
    });
  });

  test.each(Object.keys(COMPLETE))('is refused without %s', (name) => {
    const lacking = { ...COMPLETE, [name]: undefined };
    expect(() => serveConfig(lacking)).toThrow(
      name === 'SHOUYIN_HOME' ? 'DATABASE_URL is missing' : `${name} is missing`,
    );
  });

  test.each`
    name                         | value
    ${'PORT'}                    | ${'-1'}
    ${'PORT'}                    | ${'8e3'}
    ${'SHOUYIN_MAX_BODY_KIB'}    | ${'0'}
    ${'SHOUYIN_RATE_PER_BUYER'}  | ${'many'}
    ${'SHOUYIN_TRUSTED_PROXIES'} | ${'my-proxy'}
    ${'SHOUYIN_TRUSTED_PROXIES'} | ${'10.0.0.0/33'}
    ${'SHOUYIN_METRICS_TOKEN'}   | ${'short'}
    ${'SHOUYIN_CLIENT_METHODS'}  | ${'create'}
    ${'SHOUYIN_CLIENT_METHODS'}  | ${'none,alipay.trade.query'}
    ${'SHOUYIN_CLIENT_METHODS'}  | ${'alipay.trade.query,alipay.trade.refund'}
    ${'SHOUYIN_CLIENT_METHODS'}  | ${'alipay.fund.trans.uni.transfer'}
    ${'ALIPAY_PUBLIC_KEY'}       | ${base64Of(app)}
    ${'PORT'}                    | ${'80a'}
    ${'PORT'}                    | ${'65536'}
    ${'LOG_LEVEL'}               | ${'loud'}
    ${'DATABASE_URL'}            | ${'mysql://db/orders'}
    ${'ALIPAY_GATEWAY'}          | ${'openapi.alipay.com'}
    ${'ALIPAY_PRIVATE_KEY'}      | ${COMPLETE.ALIPAY_PUBLIC_KEY}
    ${'ALIPAY_PUBLIC_KEY'}       | ${COMPLETE.ALIPAY_PRIVATE_KEY}
    ${'SHOUYIN_CLIENT_SECRET'}   | ${'short'}
    ${'SHOUYIN_SERVER_KEYS'}     | ${'no-key'}
    ${'SHOUYIN_SERVER_KEYS'}     | ${base64Of(generateKeyPairSync('rsa', { modulusLength: 1024 }))}
  `('is refused with a wrong $name, case $#', ({ name, value }) => {
    expect(() => serveConfig({ ...COMPLETE, [name]: value })).toThrow(new RegExp(`- ${name}:? `));
  });

  test.each`
    said                        | methods
    ${''}                       | ${['alipay.trade.create', 'alipay.trade.query']}
    ${'none'}                   | ${[]}
    ${' alipay.trade.query, '}  | ${['alipay.trade.query']}
    ${'alipay.user.info.share'} | ${['alipay.user.info.share']}
  `('lets apps call $methods when told "$said"', ({ said, methods }) => {
    expect(serveConfig({ ...COMPLETE, SHOUYIN_CLIENT_METHODS: said }).clientMethods).toEqual(methods);
  });

  test('is refused with a key that can be broken', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const weak = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(() => serveConfig({ ...COMPLETE, ALIPAY_PRIVATE_KEY: weak })).toThrow('ALIPAY_PRIVATE_KEY is too short');
  });

  test('is refused by the command with everything that is missing, and exit code 2', () => {
    const main = join(__dirname, '..', '..', 'cloud', 'main.ts');
    const { PATH } = process.env;
    const ended = spawnSync(process.execPath, ['--import', 'tsx', main], { env: { PATH }, encoding: 'utf8' });
    expect(ended.status).toBe(2);
    for (const name of Object.keys(COMPLETE).filter((key) => key !== 'SHOUYIN_HOME'))
      expect(ended.stderr).toContain(name);
    expect(ended.stderr).not.toMatch(/\bat \S+ \(/);
  });
});

describe('the table of variables', () => {
  /** Another good value for each variable. */
  const other: Record<string, string> = {
    SHOUYIN_MERCHANT_ID: 'shop-2',
    SHOUYIN_MERCHANT_NAME: 'Other',
    SHOUYIN_ORDER_KEY: 'o'.repeat(32),
    SHOUYIN_ORDER_MINUTES: '7',
    SHOUYIN_SPACE_ID: 'space-2',
    SHOUYIN_CLIENT_SECRET: 't'.repeat(16),
    SHOUYIN_SERVER_KEYS: `${base64Of(app)}, ${base64Of(alipay)}`,
    SHOUYIN_FUNCTIONS: '/functions',
    SHOUYIN_OWN_FUNCTIONS: '/own-functions',
    SHOUYIN_FUNCTION_SECONDS: '7',
    SHOUYIN_CLIENT_METHODS: 'alipay.trade.query, alipay.trade.close',
    SHOUYIN_HOME: '/elsewhere',
    SHOUYIN_NOTIFY_URL: 'https://shop.example/http/trade-notify',
    SHOUYIN_OPERATOR_IDS: '2088000000000001',
    SHOUYIN_OPERATOR_TOKEN: 'o'.repeat(32),
    SHOUYIN_EVENTS_URL: 'https://shop.example/events',
    SHOUYIN_EVENTS_SECRET: 'e'.repeat(32),
    SHOUYIN_MAX_TOTAL_YUAN: '5000.00',
    SHOUYIN_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8, ::1',
    SHOUYIN_METRICS_TOKEN: 'm'.repeat(16),
    ALIPAY_APP_ID: '2021000000000002',
    ALIPAY_PRIVATE_KEY: String(alipay?.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    ALIPAY_PUBLIC_KEY: String(
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
    ),
    ALIPAY_SELLER_ID: '2088000000000099',
    ALIPAY_APP_AUTH_TOKEN: 'token-of-a-merchant',
    ALIPAY_GATEWAY: 'http://127.0.0.1:8090/gateway.do',
    FSHOWS_APP_ID: '20170101000000002',
    FSHOWS_PRIVATE_KEY: String(alipay?.privateKey.export({ type: 'pkcs1', format: 'pem' })),
    FSHOWS_PUBLIC_KEY: base64Of(app),
    FSHOWS_SUB_MERCHANT_ID: '20170101000000000002',
    FSHOWS_GATEWAY: 'http://127.0.0.1:8090/gateway',
    FSHOWS_PARTIAL_REFUNDS: 'yes',
    SHOUYIN_ROUTES: '[{"channel":"alipay"}]',
    SHOUYIN_MERCHANTS: '[{"merchantId":"shop-2","merchantName":"Two","appAuthToken":"token"}]',
    SHOUYIN_CONTACT_PHONE: '400-000-0000',
    SHOUYIN_INSTALMENTS: '3,6',
    SHOUYIN_INSTALMENT_FEE: 'merchant',
    SHOUYIN_INSTALMENTS_FROM_YUAN: '100.00',
    DATABASE_URL: 'postgres://a:b@db:5432/orders',
    HOST: '0.0.0.0',
    LOG_LEVEL: 'warn',
  };
  const valueFor = (name: string) => other[name] ?? '37';

  /** Variables that mean nothing without others have those beside them; their own is the one under test. */
  const needed = (name: string): Record<string, string> => {
    if (name.startsWith('SHOUYIN_INSTALMENT') && name !== 'SHOUYIN_INSTALMENTS') return { SHOUYIN_INSTALMENTS: '12' };
    return name.startsWith('FSHOWS_') ? FSHOWS : {};
  };

  /** The configuration, on a server where the variable is only for servers. */
  function configOf(name: string, value?: string): unknown {
    const base: Record<string, string> = { ...COMPLETE, ALIPAY_PUBLIC_KEY: base64Of(alipay) };
    if (name === 'ALIPAY_PRIVATE_KEY') base.ALIPAY_PUBLIC_KEY = base64Of(app);
    if (name === 'ALIPAY_PRIVATE_KEY' && value === undefined)
      return { alipay: { privateKey: COMPLETE.ALIPAY_PRIVATE_KEY } };
    if (name === 'SHOUYIN_EVENTS_URL') base.SHOUYIN_EVENTS_SECRET = 's'.repeat(32);
    if (name === 'SHOUYIN_DATABASE_CONNECTIONS') base.DATABASE_URL = 'postgres://a:b@db:5432/orders';
    Object.assign(base, needed(name));
    return serveConfig({ ...base, ...(value === undefined ? {} : { [name]: value }) });
  }

  test.each([...variables.keys()])('lists no variable that does nothing: %s', (name) => {
    expect(configOf(name, valueFor(name))).not.toEqual(configOf(name));
  });

  test('lists every variable that the backend reads', () => {
    const read = new Set<string>();
    const env = new Proxy<Record<string, string | undefined>>(COMPLETE, {
      get(target: Record<string, string | undefined>, name) {
        read.add(String(name));
        return target[String(name)];
      },
    });
    loadConfig(env);
    expect([...read].filter((name) => !variables.has(name))).toEqual([]);
  });

  test('is the help of the command', () => {
    const main = join(__dirname, '..', '..', 'cloud', 'main.ts');
    const { PATH } = process.env;
    const ended = spawnSync(process.execPath, ['--import', 'tsx', main, '--help'], { env: { PATH }, encoding: 'utf8' });
    expect([ended.status, ended.stderr, ended.stdout]).toEqual([0, '', `${serveHelp()}\n`]);
    for (const [name, variable] of variables) {
      expect(ended.stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
      expect(ended.stdout).toContain(wordsOf(variable));
    }
  });

  test('is the table of docs/self-host.md', () => {
    const text = readFileSync(join(projectRoot, 'docs', 'self-host.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map((row) => [row[1], row[2]]);
    expect(rows).toEqual([...variables].map(([name, variable]) => [name, wordsOf(variable).replaceAll('|', '\\|')]));
  });

  test('tells a misspelt variable from those of the build and of others', () => {
    const env = { SHOUYIN_RATE_PER_BUYERS: '1', SHOUYIN_ENDPOINT: 'https://a', SHOUYIN_SPACE_ID: 's', PATH: '/bin' };
    expect(unknownVariables(env)).toEqual(['SHOUYIN_RATE_PER_BUYERS']);
  });
});
