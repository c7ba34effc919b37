import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  publicDecrypt,
  sign,
} from 'node:crypto';
import { isSigned, signedText, signText } from '../../../../cloudfunctions/backend/channel/fshows/signature';

/** Vectors of reference fshows 3.2 and 7; the private half of the key was thrown away. */
const publicKeyA = createPublicKey(
  [
    '-----BEGIN PUBLIC KEY-----',
    'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC/2+N2pRcjT3b2UZhSTQwKp6fSA5oI8kvucX4vdW5KSFiwC7H51bca2BOttjL8YzvL1NwU6KiPoksC',
    'aGrYB1lGopv2a72ObchBl6Nt6biYwDkKD/IScOp7kKQ3+JFU4CdfpAQA8Jh8LNhHVjF/AEd9A4W8EfSkGcpCTJXix8P1twIDAQAB',
    '-----END PUBLIC KEY-----',
  ].join('\n'),
);
const signatureA =
  'dYaaYIOuafY8OsmDEjgSSqZjn/hJJrW3dI7yBzZI1DyMXpAeHNg6B/kqbifTu6br7Wqiai9fOnkEpNPnwaOKpAP0XOH3CLbA3fJdPnVMGX66rudPGiSuGQygtscY0azd9Flo2Shd3twem4l/RK5P0yp/pJwL/IiJbpHiI67AWok=';
const signatureB =
  'Ej0kS/sA6LqnAksSyGhUdXnvUGneD9Tmzk/xGIRhNrYEjW8Uj9bp2BDt/H+p6J9N7ENEXciYldJ4nFmBDgc1CVAtBWuxi4HPPQNr9s3clLAGtLAoQjnwkzvmcZfmo5GOkTGaApndQHCot4dQYYrRBpk65tDjtuE2LPE7tIgeaEM=';

const request = {
  version: '1.0',
  method: 'fshows.liquidation.submerchant.alipay.trade.create',
  content:
    '{"out_trade_no":"T20240101000000001","total_amount":"0.01","subject":"测试 A&B=C+D","sub_merchant":{"merchant_id":"20170101000000000001"},"buyer_id":"2088000000000001","notify_url":"http://127.0.0.1:8080/n?x=1&y=2"}',
  app_id: '20170101000000001',
};
const notify = {
  bank_commission_fee: '0.00000',
  bank_commission_rate: '0.00050',
  buyer_logon_id: 'tes***@example.com',
  gmt_payment: '2024-01-01 00:00:05',
  liquidator_commission_fee: '0.00000',
  liquidator_commission_rate: '0.00350',
  net_income: '0.01',
  out_trade_no: 'T20240101000000001',
  pay_platform_fee: '0.00000',
  pay_platform_rate: '0.00200',
  receipt_amount: '0.01',
  total_amount: '0.01',
  trade_no: '2024010100000001000000000001',
  trade_status: 'TRADE_SUCCESS',
};

describe('a request', () => {
  test('is signed over its sorted parameters, the content as one string as it will be sent', () => {
    const text = signedText(request);
    expect(text).toBe(
      `app_id=${request.app_id}&content=${request.content}&method=${request.method}&version=${request.version}`,
    );
    expect(Buffer.byteLength(text)).toBe(320);
    expect(sha1(text)).toBe('84066e3354be4fa46acbdcfce958bc3601fa11c9');
  });

  test('verifies by the published vector, also after a form has carried it', () => {
    expect(isSigned({ ...request, sign: signatureA }, publicKeyA)).toBe(true);
    const form = new URLSearchParams({ ...request, sign: signatureA }).toString();
    expect(isSigned(Object.fromEntries(new URLSearchParams(form)), publicKeyA)).toBe(true);
  });

  test('another amount does not verify', () => {
    const content = request.content.replace('0.01', '0.02');
    expect(isSigned({ ...request, content, sign: signatureA }, publicKeyA)).toBe(false);
  });

  test.each([1_024, 2_048])('is signed with SHA-1 and PKCS#1 padding by a key of %d bits', (modulusLength) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
    const signature = signText(signedText(request), privateKey);
    expect(Buffer.from(signature, 'base64')).toHaveLength(modulusLength / 8);
    expect(signText(signedText(request), privateKey)).toBe(signature);
    const padded = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    expect(publicDecrypt(padded, Buffer.from(signature, 'base64')).toString('hex')).toBe(
      `3021300906052b0e03021a0500041484066e3354be4fa46acbdcfce958bc3601fa11c9`,
    );
  });

  test('leaves out what is blank', () => {
    expect(signedText({ b: '2', a: '', c: '3' })).toBe('b=2&c=3');
  });
});

describe('a notify', () => {
  test('verifies by the published vector, without sign and sign_type', () => {
    const text = signedText(notify);
    expect(Buffer.byteLength(text)).toBe(393);
    expect(sha1(text)).toBe('9227e6127e03004026a684b65be467db594424da');
    expect(isSigned({ ...notify, sign: signatureB, sign_type: 'RSA' }, publicKeyA)).toBe(true);
  });

  test('does not verify when a value was changed, or one was added', () => {
    const message = { ...notify, sign: signatureB, sign_type: 'RSA' };
    for (const name of Object.keys(notify)) {
      expect(isSigned({ ...message, [name]: 'x' }, publicKeyA)).toBe(false);
    }
    expect(isSigned({ ...message, app_id: '1' }, publicKeyA)).toBe(false);
  });

  test.each([
    ['signed along', 'a=1&b=&c=3'],
    ['left out of what was signed', 'a=1&c=3'],
  ])('blank values, %s', (_, text) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const message = { a: '1', b: '', c: '3', sign: signed(text, privateKey), sign_type: 'RSA' };
    expect(isSigned(message, publicKey)).toBe(true);
    expect(isSigned({ ...message, b: ' ' }, publicKey)).toBe(false);
  });

  test.each([
    ['with sign_type in the text', 'RSA-SHA1', 'a=1&sign_type=RSA'],
    ['with SHA-256', 'RSA-SHA256', 'a=1'],
    ['with values still encoded', 'RSA-SHA1', 'a=%31'],
  ])('signed %s does not verify', (_, hash, text) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    expect(isSigned({ a: '1', sign: signed(text, privateKey, hash), sign_type: 'RSA' }, publicKey)).toBe(false);
  });
});

function signed(text: string, key: KeyObject, hash = 'RSA-SHA1'): string {
  return sign(hash, Buffer.from(text, 'utf8'), key).toString('base64');
}

function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}
