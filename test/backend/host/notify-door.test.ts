import { alipayChannel } from '../../../cloudfunctions/backend/channel/alipay/channel';
import type { AlipayCloud } from '../../../cloudfunctions/backend/channel/alipay/cloud';
import tradeNotify from '../../../cloudfunctions/trade-notify/index';
import { APP_ID, alipaySigner, aNotify, SELLER_ID } from '../../support/alipay-signer';
import { aBackend, type TestBackend } from '../../support/backend';
import { aContext } from '../../support/function-context';
import { ordered, tradeOf } from '../../support/purchases';

const signer = alipaySigner();
const { readNotify, acknowledge } = alipayChannel({ payment: { common: {} } } as AlipayCloud, {
  appId: APP_ID,
  opAppId: APP_ID,
  sellerId: SELLER_ID,
  alipayPublicKeyPem: signer.publicKeyPem,
});

const send = (backend: TestBackend, args: unknown) =>
  tradeNotify(aContext(backend, { args, source: 'http', profile: undefined }));

describe('a notification by HTTP', () => {
  const contentTypes = [
    undefined,
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded;charset=UTF-8',
    'text/plain',
    'application/json',
  ];
  const table = contentTypes.flatMap((contentType) =>
    [false, true].map((isBase64Encoded) => ({ contentType, isBase64Encoded })),
  );

  test.each(table)(
    'is read with content type $contentType, base64 $isBase64Encoded',
    async ({ contentType, isBase64Encoded }) => {
      const backend = aBackend({ readNotify, acknowledge });
      const order = await ordered(backend);
      const text = signer.body(aNotify(tradeOf(order), '12.80', { subject: '明前龙井 & "tea" 100%' }));
      const body = isBase64Encoded ? Buffer.from(text).toString('base64') : text;
      const headers = contentType ? { 'content-type': contentType } : {};
      const reply = await send(backend, { path: '/', httpMethod: 'POST', headers, body, isBase64Encoded });
      // A string becomes a text/plain reply of exactly these letters; an object would become JSON, which Alipay sends again.
      expect(reply).toBe('success');
      expect(await backend.stored(order.orderNo)).toMatchObject({ status: 'paid' });
    },
  );

  test.each([
    ['without arguments', undefined],
    ['with null', null],
    ['with text for arguments', 'sign=x'],
    ['with an empty object', {}],
    ['without a body', { path: '/', httpMethod: 'POST', headers: {} }],
    ['with an empty body', { body: '' }],
    ['with an empty body in base64', { body: '', isBase64Encoded: true }],
    ['with a body that is an object', { body: { out_trade_no: 'x' } }],
    ['with a body that is no base64', { body: '%%%%', isBase64Encoded: true }],
    ['with JSON', { body: '{"trade_status":"TRADE_SUCCESS"}', headers: { 'content-type': 'application/json' } }],
    ['by GET', { path: '/', httpMethod: 'GET', headers: {}, queryStringParameters: { out_trade_no: 'x' } }],
    ['with headers that are none', { body: 'a=b', headers: null }],
    ['with a huge body', { body: 'a=b&'.repeat(250_000) }],
  ])('%s is answered "fail" and changes nothing', async (_, args) => {
    const backend = aBackend({ readNotify, acknowledge });
    const { orderNo } = await ordered(backend);
    backend.clock.advance(5_000);
    const before = await backend.stored(orderNo);
    expect(await send(backend, args)).toBe('fail');
    expect(await backend.stored(orderNo)).toEqual(before);
    expect(backend.channel.callsOf('query')).toBe(0);
  });

  test('is not acknowledged when the store fails: the platform answers with an error, and it is sent again', async () => {
    const backend = aBackend({ readNotify, acknowledge });
    const order = await ordered(backend);
    backend.store.crash('save', 'before');
    const body = signer.body(aNotify(tradeOf(order), '12.80'));
    await expect(send(backend, { body })).rejects.toThrow('connection lost');
  });
});
