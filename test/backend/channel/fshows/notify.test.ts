import { generateKeyPairSync } from 'node:crypto';
import { notifyTrust, readFshowsNotify } from '../../../../cloudfunctions/backend/channel/fshows/notify';
import {
  anFshowsNotify,
  FSHOWS_APP_ID,
  type FshowsParams,
  type FshowsSignOptions,
  fshowsSigner,
} from '../../../support/fshows-signer';

const signer = fshowsSigner();
const trust = notifyTrust({ appId: FSHOWS_APP_ID, platformPublicKeyPem: signer.publicKeyPem });
const outTradeNo = `${'A'.repeat(24)}_1`;

const read = (more: FshowsParams = {}, options: FshowsSignOptions = {}) =>
  readFshowsNotify(signer.body(anFshowsNotify(outTradeNo, '12.80', more), options), trust);

describe('values that break naive verification', () => {
  const values: [string, string][] = [
    ['a plus', '1+1'],
    ['an ampersand', 'tea & cups'],
    ['quotes', `"green" 'tea'`],
    ['a percent sign', '100% tea'],
    ['what is encoded once more, as in the captures', '2017%2F02%2F01'],
    ['an equals sign', 'a=b=c'],
    ['a space at the end', 'green  tea '],
    ['a line break', 'green\r\ntea'],
    ['Chinese and an emoji', '明前龙井（狮峰山）🍵'],
    ['HTML entities', '&lt;tea&gt; &amp;amp;'],
    ['JSON', '[{"amount":"12.80"}]'],
    ['base64', 'aGVsbG8+d29ybGQ/Zm9vPT0='],
    ['a long value', '茶'.repeat(2_000)],
  ];
  test.each(values)('%s in a parameter nobody has heard of', (_, value) => {
    expect(read({ a_new_parameter: value, Zzz: value, desc: value })).toMatchObject({ kind: 'report' });
  });

  test.each([true, false])('blank values, left out of what was signed: %s', (skipsBlank) => {
    expect(read({ desc: '', receipt_amount: '' }, { skipsBlank })).toMatchObject({ kind: 'report' });
  });

  test('spaces encoded as %20, and parameters in whatever order', () => {
    const body = signer.body(anFshowsNotify(outTradeNo, '12.80', { desc: 'green tea' }));
    const other = body.replaceAll('+', '%20').split('&').reverse().join('&');
    expect(readFshowsNotify(other, trust)).toMatchObject({ kind: 'report' });
  });
});

describe('what a message says', () => {
  test('a payment, which is to be believed only of a trade known by this number', () => {
    expect(read()).toEqual({
      kind: 'report',
      isUnaddressed: true,
      notifyId: '2026010211040500000000000001',
      report: {
        outTradeNo,
        status: 'paid',
        tradeNo: '2026010211040500000000000001',
        totalFen: 1_280,
        paidAtMs: Date.parse('2026-01-02T11:04:58+08:00'),
      },
    });
  });

  test.each(['12.8', '12.80', '12.80000'])('an amount written %s', (total_amount) => {
    expect(read({ total_amount })).toMatchObject({ report: { totalFen: 1_280 } });
  });

  test('a finished trade was paid', () => {
    expect(read({ trade_status: 'TRADE_FINISHED' })).toMatchObject({ report: { status: 'paid' } });
  });

  test('what the merchant receives is no measure of what was paid', () => {
    expect(read({ receipt_amount: '1.00', net_income: '0.99' })).toMatchObject({ report: { totalFen: 1_280 } });
  });

  test('our own app may be named', () => {
    expect(read({ app_id: FSHOWS_APP_ID })).toMatchObject({ kind: 'report' });
  });
});

describe('a message is refused', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey;

  test.each([
    ['signed with another key', {}, { key: other }, 'bad_signature'],
    ['signed with sign_type in the text', {}, { withSignType: true }, 'bad_signature'],
    ['signed with SHA-256', {}, { hash: 'RSA-SHA256' }, 'bad_signature'],
    ['called RSA2', {}, { signType: 'RSA2' }, 'sign_type_refused'],
    ['with a sign_type nobody knows', {}, { signType: 'MD5' }, 'sign_type_refused'],
    ['for another app', { app_id: '20170101000000002' }, {}, 'other_app'],
    ['with a status nobody knows', { trade_status: 'PAID' }, {}, 'unknown_status'],
    ['that tells of a close, as none is known to', { trade_status: 'TRADE_CLOSED' }, {}, 'unknown_status'],
    ['that tells of an open trade', { trade_status: 'WAIT_BUYER_PAY' }, {}, 'unknown_status'],
    ['with an amount nobody can read', { total_amount: '12.80元' }, {}, 'bad_amount'],
    ['without an amount', { total_amount: '' }, {}, 'bad_amount'],
    ['without our number', { out_trade_no: '' }, {}, 'malformed'],
    ['without the platform’s number', { trade_no: '' }, {}, 'malformed'],
  ] as [string, FshowsParams, FshowsSignOptions, string][])('%s', (_, more, options, reason) => {
    expect(read(more, options)).toMatchObject({ kind: 'refused', reason });
  });

  const body = signer.body(anFshowsNotify(outTradeNo, '12.80'));
  test.each([
    ['with one value changed', body.replace('12.80', '12.81'), 'bad_signature'],
    ['with a parameter added', `${body}&refund_fee=0.00`, 'bad_signature'],
    ['with a second value for a parameter', `${body}&trade_status=TRADE_CLOSED`, 'bad_signature'],
    ['with a parameter taken away', body.replace(/&gmt_payment=[^&]*/, ''), 'bad_signature'],
    ['with its signature cut short', body.slice(0, -40), 'bad_signature'],
    ['with another signature', body.replace(/sign=[^&]+$/, 'sign=AAAA'), 'bad_signature'],
    ['without a signature', body.replace(/&sign=[^&]+$/, ''), 'malformed'],
    ['without a sign_type', body.replace(/&sign_type=[^&]+/, ''), 'malformed'],
    ['that is empty', '', 'malformed'],
    ['that is JSON', JSON.stringify(anFshowsNotify(outTradeNo, '12.80')), 'malformed'],
    ['that is binary', '\u0000\u0001\uffff', 'malformed'],
    ['that is broken percent encoding', '%&%%=%zz&sign=%', 'malformed'],
    ['that is as long as the platform lets through', `sign=${'A'.repeat(1_000_000)}`, 'malformed'],
  ])('%s', (_, text, reason) => {
    expect(readFshowsNotify(text, trust)).toMatchObject({ kind: 'refused', reason });
  });

  test('with the number it claims, and what it proves where it is genuine', () => {
    expect(read({}, { key: other })).toEqual({ kind: 'refused', reason: 'bad_signature', outTradeNo });
    expect(readFshowsNotify('', trust)).toEqual({ kind: 'refused', reason: 'malformed' });
    const genuine = { tradeNo: '2026010211040500000000000001', totalFen: 1_280 };
    expect(read({ trade_status: 'TRADE_CLOSED' })).toMatchObject({ outTradeNo, genuine });
    expect(read({ total_amount: 'x' })).toMatchObject({ outTradeNo, genuine: { tradeNo: genuine.tradeNo } });
  });
});
