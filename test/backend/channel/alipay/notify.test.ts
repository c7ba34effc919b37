import { generateKeyPairSync } from 'node:crypto';
import { notifyTrust, readAlipayNotify } from '../../../../cloudfunctions/backend/channel/alipay/notify';
import {
  APP_ID,
  alipaySigner,
  aNotify,
  type NotifyParams,
  SELLER_ID,
  type SignOptions,
} from '../../../support/alipay-signer';

const signer = alipaySigner();
const trust = notifyTrust({ appId: APP_ID, sellerId: SELLER_ID, alipayPublicKeyPem: signer.publicKeyPem });
const outTradeNo = `${'A'.repeat(24)}_1`;

const read = (more: NotifyParams = {}, options: SignOptions = {}) =>
  readAlipayNotify(signer.body(aNotify(outTradeNo, '12.80', more), options), trust);

describe('values that break naive verification', () => {
  const values: [string, string][] = [
    ['a plus', '1+1'],
    ['an ampersand', 'tea & cups'],
    ['a double quote', '"green" tea'],
    ['a single quote', "l'eau"],
    ['a percent sign', '100% tea'],
    ['a percent sign at the end', '100%'],
    ['a percent sign before hex digits', '5%20off'],
    ['an encoded equals sign, meant literally', 'a%3Db'],
    ['an equals sign', 'a=b=c'],
    ['a space', 'green  tea '],
    ['a line break', 'green\r\ntea'],
    ['an emoji', '🍵👨‍👩‍👧'],
    ['Chinese', '明前龙井（狮峰山）'],
    ['a rare character', '𠮷野家'],
    ['HTML entities', '&lt;tea&gt; &quot;x&quot; &#39;y&#39; &amp;amp;'],
    ['markup', '<b>tea</b>'],
    ['a backslash', 'a\\b\\/c'],
    ['JSON', '[{"amount":"12.80","fundChannel":"ALIPAYACCOUNT"}]'],
    ['JSON with a float', '{"rate":0.1,"big":1e21}'],
    ['base64', 'aGVsbG8+d29ybGQ/Zm9vPT0='],
    ['a question mark and a hash', '?a#b'],
    ['a null character', 'a\u0000b'],
    ['a long value', '茶'.repeat(2_000)],
  ];
  test.each(values)('%s in the subject', (_, subject) => {
    expect(read({ subject })).toMatchObject({ kind: 'report', report: { status: 'paid', totalFen: 1_280 } });
  });

  test.each(values)('%s in a parameter nobody has heard of', (_, value) => {
    expect(read({ a_new_parameter: value, Zzz: value, _: value })).toMatchObject({ kind: 'report' });
  });

  test.each(['12.8', '12.80'])('an amount written %s', (total_amount) => {
    expect(read({ total_amount })).toMatchObject({ report: { totalFen: 1_280 } });
  });

  test('empty values, signed along', () => {
    expect(read({ body: '', passback_params: '', fund_bill_list: '' })).toMatchObject({ kind: 'report' });
  });

  test('empty values, left out of what was signed', () => {
    expect(read({ body: '', passback_params: '' }, { skipsEmpty: true })).toMatchObject({ kind: 'report' });
  });

  test('spaces encoded as %20 instead of plus', () => {
    const body = signer.body(aNotify(outTradeNo, '12.80', { subject: 'green tea' })).replaceAll('+', '%20');
    expect(readAlipayNotify(body, trust)).toMatchObject({ kind: 'report' });
  });

  test('parameters in whatever order', () => {
    const body = signer.body(aNotify(outTradeNo, '12.80')).split('&').reverse().join('&');
    expect(readAlipayNotify(body, trust)).toMatchObject({ kind: 'report' });
  });
});

describe('what a message says', () => {
  test('a payment', () => {
    expect(read()).toEqual({
      kind: 'report',
      notifyId: '2026010200222110500000000000000001',
      report: {
        outTradeNo,
        status: 'paid',
        tradeNo: `P${outTradeNo}`,
        totalFen: 1_280,
        paidAtMs: Date.parse('2026-01-02T11:04:58+08:00'),
      },
    });
  });

  test.each([
    ['WAIT_BUYER_PAY', { gmt_payment: '' }, 'open'],
    ['TRADE_SUCCESS', {}, 'paid'],
    ['TRADE_SUCCESS', { refund_fee: '0.00' }, 'paid'],
    ['TRADE_SUCCESS', { refund_fee: '1.00', gmt_refund: '2026-01-02 12:00:00.123' }, 'paid'],
    ['TRADE_FINISHED', {}, 'paid'],
    ['TRADE_CLOSED', { gmt_payment: '' }, 'closed'],
    ['TRADE_CLOSED', { gmt_payment: '', refund_fee: '0.00' }, 'closed'],
    // Closed by a full refund: it was paid once, which "closed" would deny.
    ['TRADE_CLOSED', { gmt_payment: '', refund_fee: '12.80' }, 'unknown'],
    ['TRADE_CLOSED', { gmt_payment: '', gmt_refund: '2026-01-02 12:00:00' }, 'unknown'],
    ['TRADE_CLOSED', {}, 'unknown'],
  ])('%s with %j is %s', (trade_status, more, status) => {
    expect(read({ trade_status, ...more } as NotifyParams)).toMatchObject({ kind: 'report', report: { status } });
  });

  test('an open trade brings the number for the wallet', () => {
    const reading = read({ trade_status: 'WAIT_BUYER_PAY', gmt_payment: '' });
    expect(reading).toMatchObject({ report: { walletTradeNo: `P${outTradeNo}` } });
  });
});

describe('a message is refused', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  test.each([
    ['signed with another key', {}, { key: other }, 'bad_signature'],
    ['signed with SHA-1 and saying so', {}, { signType: 'RSA', hash: 'RSA-SHA1' }, 'sign_type_refused'],
    ['signed with SHA-1 and not saying so', {}, { hash: 'RSA-SHA1' }, 'bad_signature'],
    ['rightly signed, but called SHA-1', {}, { signType: 'RSA' }, 'sign_type_refused'],
    ['with a sign_type nobody knows', {}, { signType: 'SM2' }, 'sign_type_refused'],
    ['for another app', { app_id: '2021000000000002' }, {}, 'other_app'],
    ['for another seller', { seller_id: '2088000000000098' }, {}, 'other_seller'],
    ['with a status nobody knows', { trade_status: 'PAID' }, {}, 'unknown_status'],
    ['with an amount nobody can read', { total_amount: '12.80元' }, {}, 'bad_amount'],
    ['without a number', { out_trade_no: '' }, {}, 'malformed'],
    ['without a notify_id', { notify_id: '' }, {}, 'malformed'],
  ] as [string, NotifyParams, SignOptions, string][])('%s', (_, more, options, reason) => {
    expect(read(more, options)).toMatchObject({ kind: 'refused', reason });
  });

  const body = signer.body(aNotify(outTradeNo, '12.80'));
  test.each([
    ['with one value changed', body.replace('12.80', '12.81'), 'bad_signature'],
    ['with a parameter added', `${body}&refund_fee=0.00`, 'bad_signature'],
    ['with a second value for a parameter', `${body}&trade_status=TRADE_CLOSED`, 'bad_signature'],
    ['with a parameter taken away', body.replace(/&subject=[^&]*/, ''), 'bad_signature'],
    ['with its signature cut short', body.slice(0, -40), 'bad_signature'],
    ['with plus signs lost from its signature', body.replaceAll('%2B', '+'), 'bad_signature'],
    ['with another signature', body.replace(/sign=[^&]+$/, 'sign=AAAA'), 'bad_signature'],
    ['without a signature', body.replace(/&sign=[^&]+$/, ''), 'malformed'],
    ['without a sign_type', body.replace(/&sign_type=[^&]+/, ''), 'malformed'],
    ['that is empty', '', 'malformed'],
    ['that is JSON', JSON.stringify(aNotify(outTradeNo, '12.80')), 'malformed'],
    ['that is binary', '\u0000\u0001\uffff', 'malformed'],
    ['that is broken percent encoding', '%&%%=%zz&sign=%', 'malformed'],
    ['that is as long as the platform lets through', `sign=${'A'.repeat(1_000_000)}`, 'malformed'],
  ])('%s', (_, text, reason) => {
    expect(readAlipayNotify(text, trust)).toMatchObject({ kind: 'refused', reason });
  });

  test('with the number it claims, so that the channel can be asked, and with nothing else of it', () => {
    expect(read({}, { key: other })).toEqual({ kind: 'refused', reason: 'bad_signature', outTradeNo });
    expect(readAlipayNotify('', trust)).toEqual({ kind: 'refused', reason: 'malformed' });
  });

  test('unless no seller is configured: then any seller of the app will do', () => {
    const lenient = { ...trust, sellerId: undefined };
    const message = signer.body(aNotify(outTradeNo, '12.80', { seller_id: '2088000000000098' }));
    expect(readAlipayNotify(message, lenient)).toMatchObject({ kind: 'report' });
  });
});
