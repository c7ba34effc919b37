import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { serveConfig } from '../../cloud/serve-config';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const COMPLETE = {
  SHOUYIN_MERCHANT_ID: 'shop-1',
  SHOUYIN_MERCHANT_NAME: 'Shop',
  SHOUYIN_ORDER_KEY: 'k'.repeat(32),
  SHOUYIN_SPACE_ID: 'space-1',
  SHOUYIN_CLIENT_SECRET: 's'.repeat(16),
  SHOUYIN_HOME: '/data',
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ALIPAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
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
    expect(serveConfig({ ...COMPLETE, DATABASE_URL: url }).database).toEqual({ kind: 'server', url });
  });

  test.each(Object.keys(COMPLETE))('is refused without %s', (name) => {
    const lacking = { ...COMPLETE, [name]: undefined };
    expect(() => serveConfig(lacking)).toThrow(
      name === 'SHOUYIN_HOME' ? 'DATABASE_URL is missing' : `${name} is missing`,
    );
  });

  test.each`
    name                       | value
    ${'PORT'}                  | ${'80a'}
    ${'PORT'}                  | ${'65536'}
    ${'LOG_LEVEL'}             | ${'loud'}
    ${'DATABASE_URL'}          | ${'mysql://db/orders'}
    ${'ALIPAY_GATEWAY'}        | ${'openapi.alipay.com'}
    ${'ALIPAY_PRIVATE_KEY'}    | ${COMPLETE.ALIPAY_PUBLIC_KEY}
    ${'ALIPAY_PUBLIC_KEY'}     | ${COMPLETE.ALIPAY_PRIVATE_KEY}
    ${'SHOUYIN_CLIENT_SECRET'} | ${'short'}
  `('is refused with $name=$value', ({ name, value }) => {
    expect(() => serveConfig({ ...COMPLETE, [name]: value })).toThrow(new RegExp(`- ${name} `));
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
