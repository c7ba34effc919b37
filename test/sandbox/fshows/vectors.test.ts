import { createHash, createPrivateKey, publicDecrypt } from 'node:crypto';
import { SEEDED_BUYERS } from '../../../sandbox/alipay/buyers';
import { sandboxClock } from '../../../sandbox/clock';
import { createSandbox } from '../../../sandbox/create-sandbox';
import { isSignedBy } from '../../../sandbox/fshows/signature';
import { generateRsaKeys, rsaPublicKey, rsaSign } from '../../../sandbox/rsa';
import { signingString } from '../../../sandbox/signing-string';
import { notifyReceiver } from '../support/notify-receiver';
import { canonical, isGenuineNotify, isSignedWith, type Parameters, provider } from './support/provider';

/** The throw-away key of the reference's vectors; its private half is gone. */
const PUB_A =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC/2+N2pRcjT3b2UZhSTQwKp6fSA5oI8kvucX4vdW5KSFiwC7H51bca2BOttjL8YzvL1NwU6KiPoksCaGrYB1lGopv2a72ObchBl6Nt6biYwDkKD/IScOp7kKQ3+JFU4CdfpAQA8Jh8LNhHVjF/AEd9A4W8EfSkGcpCTJXix8P1twIDAQAB';

const REQUEST: Parameters = {
  app_id: '20170101000000001',
  method: 'fshows.liquidation.submerchant.alipay.trade.create',
  version: '1.0',
  content:
    '{"out_trade_no":"T20240101000000001","total_amount":"0.01","subject":"测试 A&B=C+D","sub_merchant":{"merchant_id":"20170101000000000001"},"buyer_id":"2088000000000001","notify_url":"http://127.0.0.1:8080/n?x=1&y=2"}',
};
const SIGN_A =
  'dYaaYIOuafY8OsmDEjgSSqZjn/hJJrW3dI7yBzZI1DyMXpAeHNg6B/kqbifTu6br7Wqiai9fOnkEpNPnwaOKpAP0XOH3CLbA3fJdPnVMGX66rudPGiSuGQygtscY0azd9Flo2Shd3twem4l/RK5P0yp/pJwL/IiJbpHiI67AWok=';

const NOTIFY: Parameters = {
  out_trade_no: 'T20240101000000001',
  trade_no: '2024010100000001000000000001',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '0.01',
  receipt_amount: '0.01',
  net_income: '0.01',
  gmt_payment: '2024-01-01 00:00:05',
  buyer_logon_id: 'tes***@example.com',
  pay_platform_rate: '0.00200',
  bank_commission_rate: '0.00050',
  liquidator_commission_rate: '0.00350',
  pay_platform_fee: '0.00000',
  bank_commission_fee: '0.00000',
  liquidator_commission_fee: '0.00000',
};
const SIGN_B =
  'Ej0kS/sA6LqnAksSyGhUdXnvUGneD9Tmzk/xGIRhNrYEjW8Uj9bp2BDt/H+p6J9N7ENEXciYldJ4nFmBDgc1CVAtBWuxi4HPPQNr9s3clLAGtLAoQjnwkzvmcZfmo5GOkTGaApndQHCot4dQYYrRBpk65tDjtuE2LPE7tIgeaEM=';

const STRICT = { takesSpacesInSign: false, takesUnsignedSignType: false };

function accepts(parameters: Parameters): boolean {
  const request = { parameters: new Map(Object.entries(parameters)), signedContents: [parameters.content ?? ''] };
  return isSignedBy(rsaPublicKey(PUB_A), request, STRICT);
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

describe('test vector A, a request', () => {
  test('is the canonical string of the reference, byte for byte', () => {
    const text = signingString(Object.entries({ ...REQUEST, sign: SIGN_A }));
    expect([Buffer.byteLength(text), sha1(text)]).toEqual([320, '84066e3354be4fa46acbdcfce958bc3601fa11c9']);
  });

  test('is taken with its signature, also after a round trip through a form, and with no other amount', () => {
    const wire = Object.fromEntries(new URLSearchParams(new URLSearchParams({ ...REQUEST, sign: SIGN_A }).toString()));
    expect(accepts(wire)).toBe(true);
    expect(accepts({ ...wire, content: (wire.content ?? '').replace('0.01', '0.02') })).toBe(false);
    expect(accepts({ ...wire, content: JSON.stringify(JSON.parse(wire.content ?? ''), null, 1) })).toBe(false);
  });

  test('signed by a key of ours has the padding of SHA-1 inside', async () => {
    const { privateKeyPkcs8, publicKeySpki } = await generateRsaKeys(1024);
    const key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8, 'base64'), format: 'der', type: 'pkcs8' });
    const sign = Buffer.from(await rsaSign(Buffer.from(canonical(REQUEST)), key, 'RSA'), 'base64');
    expect(sign.length).toBe(128);
    expect(publicDecrypt(rsaPublicKey(publicKeySpki), sign).toString('hex')).toBe(
      `3021300906052b0e03021a0500041484066e3354be4fa46acbdcfce958bc3601fa11c9`,
    );
  });
});

describe('test vector B, a notify', () => {
  test('is signed without sign and sign_type, and is so in no other form', () => {
    const text = canonical(NOTIFY);
    expect([Buffer.byteLength(text), sha1(text)]).toEqual([393, '9227e6127e03004026a684b65be467db594424da']);
    expect(isSignedWith(PUB_A, text, SIGN_B)).toBe(true);
    expect(isSignedWith(PUB_A, canonical({ ...NOTIFY, sign_type: 'RSA' }), SIGN_B)).toBe(false);
  });

  test('is what the sandbox sends for that purchase, but for its own numbers and key', async () => {
    const clock = sandboxClock({ frozenAtMs: Date.parse('2024-01-01T00:00:00+08:00') });
    const [buyer] = SEEDED_BUYERS;
    const buyers = [
      { ...buyer, userId: '2088000000000001', logonId: 'tes***@example.com', isEnabled: true, name: '测试' },
    ];
    const sandbox = await createSandbox({ clock, buyers });
    const receiver = await notifyReceiver();
    const shop = await provider(sandbox.url);
    const { prepayId, tradeNo } = await shop.trade({
      ...JSON.parse(REQUEST.content ?? ''),
      sub_merchant: { merchant_id: shop.app.subMerchants[0]?.subMerchantId },
      notify_url: receiver.url,
    });
    await clock.advance(5000);
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    const [notify] = await receiver.waitFor(1);
    const { sign, sign_type: signType, ...told } = notify?.parameters ?? {};
    expect(told).toEqual({ ...NOTIFY, trade_no: tradeNo });
    expect([signType, Buffer.from(sign ?? '', 'base64').length]).toEqual(['RSA', 128]);
    expect(isGenuineNotify(shop.app, notify?.parameters ?? {})).toBe(true);
    await sandbox.close();
    await receiver.close();
  });
});
