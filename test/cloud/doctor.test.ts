/** Key formats: PKCS#1, PKCS#8, headers, line breaks, swapped keys, certificates. The doctor names the fault (quality.md, pains). */
import './support/embedded-database';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyFault, publicKeyFault } from '../../cloud/alipay/key-diagnosis';
import { examine, type Finding } from '../../cloud/doctor';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs8 = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const spki = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** Self-signed, of an example name, valid for a hundred years; its private key was never kept. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBijCCATGgAwIBAgIUS2aH7ct2q2lFvak4VPZjPiL+CcUwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPc2hvdXlpbi5leGFtcGxlMCAXDTI2MTEyMjAxMzEyMloYDzIx
MjYxMDI5MDEzMTIyWjAaMRgwFgYDVQQDDA9zaG91eWluLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQ6hba/VAbQPfNRSBFEo2bsGf3IOgILxnJl5/aX
KFPdEMbo4fo7Dq7l0rvcRN3pg5ngkRGZX+JhzsCzsOlVncc2o1MwUTAdBgNVHQ4E
FgQUj1lQUTfiSbw0L0GRUGOjiDT5d6wwHwYDVR0jBBgwFoAUj1lQUTfiSbw0L0GR
UGOjiDT5d6wwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiA4lVPk
iveqPHfx+YOUOsz/hNdMUgaoN/DU2zBXeGbaRgIgJGORsLYXg9uTZaSgOrxhhvn/
iefM8XaHHPw2IokaPJo=
-----END CERTIFICATE-----`;
const oneLine = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');

describe('key formats: PKCS#1, PKCS#8, headers, line breaks, swapped keys, certificate mode', () => {
  test.each([
    ['PKCS#1 with headers', pkcs1],
    ['PKCS#8 with headers', pkcs8],
    ['PKCS#1 on one line', oneLine(pkcs1)],
    ['PKCS#8 on one line', oneLine(pkcs8)],
    ['line breaks written as \\n', pkcs8.replaceAll('\n', '\\n')],
    ['Windows line breaks', pkcs1.replaceAll('\n', '\r\n')],
    ['headers of the other form', pkcs1.replaceAll('RSA PRIVATE', 'PRIVATE')],
  ])('a private key as %s is fine', (_, text) => {
    expect(privateKeyFault(text)).toBeNull();
  });

  test.each([
    ['nothing', '', 'it is missing'],
    ['a public key', spki, 'it is a public key'],
    ['a key cut off', oneLine(pkcs8).slice(0, 900), 'it is no key that can be read'],
    ['the name of a file', 'app_private_key.pem', 'it is the name of a file'],
    ['a key of another algorithm', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'not an RSA key'],
    ['words', 'paste it here', 'it is no key that can be read'],
    ['a certificate', certificate, 'it is a certificate; this app runs in key mode'],
  ])('%s as the private key is named', (_, text, fault) => {
    expect(privateKeyFault(text)).toContain(fault);
  });

  test.each([
    ['the private key', pkcs8, 'it is a private key, which must stay secret'],
    ['nothing', '', 'it is missing'],
    ['a certificate', certificate, 'it is a certificate; this app runs in key mode'],
    ['a key cut off', oneLine(spki).slice(0, 200), 'it is no key that can be read'],
  ])('%s as the public key is named', (_, text, fault) => {
    expect(publicKeyFault(text)).toContain(fault);
    expect(publicKeyFault(spki)).toBeNull();
  });
});

describe('npm run doctor', () => {
  let sandbox: Sandbox;
  let home: string;

  beforeAll(async () => {
    sandbox = await createSandbox();
    home = await mkdtemp(join(tmpdir(), 'shouyin-doctor-'));
  });

  afterAll(async () => {
    await sandbox.close();
    await rm(home, { recursive: true, force: true });
  });

  function environment(change: Record<string, string> = {}): Record<string, string> {
    const [app] = sandbox.apps;
    if (!app) throw new Error('the sandbox has no app');
    return {
      SHOUYIN_HOME: home,
      SHOUYIN_SPACE_ID: 'space',
      SHOUYIN_CLIENT_SECRET: 's'.repeat(32),
      SHOUYIN_MERCHANT_ID: 'shop-1',
      SHOUYIN_MERCHANT_NAME: '小店',
      SHOUYIN_ORDER_KEY: 'k'.repeat(32),
      ALIPAY_APP_ID: app.appId,
      ALIPAY_PRIVATE_KEY: app.appPrivateKeyPkcs8,
      ALIPAY_PUBLIC_KEY: app.alipayPublicKey,
      ALIPAY_GATEWAY: app.gateway,
      ...change,
    };
  }

  const faultOf = (findings: Finding[], what: Finding['what']) =>
    findings.find((finding) => finding.what === what)?.fault;

  test('finds nothing wrong with a configuration that works, and leaves no trade behind', async () => {
    const findings = await examine(environment());
    expect(findings.map(({ fault }) => fault)).toEqual([null, null, null, null, null]);
    expect(sandbox.trades()).toEqual([]);
  });

  test.each([
    [
      'a key the gateway does not have',
      { ALIPAY_PRIVATE_KEY: pkcs8 },
      'upload the public key that belongs to ALIPAY_PRIVATE_KEY',
    ],
    ['another app', { ALIPAY_APP_ID: '2021000000000001' }, 'the gateway does not know app 2021000000000001'],
    ['a gateway that is not there', { ALIPAY_GATEWAY: 'http://127.0.0.1:9/gateway.do' }, 'does not answer as Alipay'],
    ['another Alipay key', { ALIPAY_PUBLIC_KEY: oneLine(spki) }, 'paste the key of this gateway'],
  ])('%s is named', async (_, change, fault) => {
    expect(faultOf(await examine(environment(change)), 'gateway')).toContain(fault);
  });

  test('the app’s own public key in place of Alipay’s is named', async () => {
    const own = sandbox.apps[0]?.appPublicKey ?? '';
    expect(faultOf(await examine(environment({ ALIPAY_PUBLIC_KEY: own })), 'configuration')).toContain(
      "the app's own public key",
    );
  });

  test('no key is repeated in what it says', async () => {
    const said = JSON.stringify(await examine(environment({ ALIPAY_PRIVATE_KEY: oneLine(pkcs8).slice(0, 900) })));
    expect(said).not.toContain(oneLine(pkcs8).slice(20, 60));
  });
});
