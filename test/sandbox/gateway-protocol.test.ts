import iconv from 'iconv-lite';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type AppFromApi, appsOf } from './support/merchant';
import {
  encodedQuery,
  isGenuine,
  type Parameters,
  post,
  publicParameters,
  rawExchange,
  read,
  signed,
} from './support/raw-client';

describe('gateway.do keeps to the protocol, not to one SDK', () => {
  let sandbox: Sandbox;
  let app: AppFromApi;
  let otherApp: AppFromApi;

  beforeAll(async () => {
    sandbox = await createSandbox();
    [app, otherApp] = (await appsOf(sandbox.url)) as [AppFromApi, AppFromApi];
  });
  afterAll(() => sandbox.close());

  test('answers HTTP 200 as text/html, node before signature, signed over the text as it stands', async () => {
    const reply = await post(app.gateway, signed(app, publicParameters(app)));
    expect(reply).toMatchObject({ status: 200, contentType: 'text/html;charset=utf-8' });
    expect(reply.text).toMatch(/^\{"alipay_trade_query_response":\{.*\},"sign":"[A-Za-z0-9+/=]{344}"\}$/);
    expect(reply.node).toMatchObject({ code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST' });
    expect(isGenuine(app, reply)).toBe(true);
  });

  describe('takes parameters wherever a client puts them', () => {
    test('all in the query of a GET', async () => {
      const query = new URLSearchParams(signed(app, publicParameters(app)));
      const reply = await read(await fetch(`${app.gateway}?${query}`));
      expect(reply.node).toMatchObject({ sub_code: 'ACQ.TRADE_NOT_EXIST' });
    });

    test('all in the form', async () => {
      const reply = await post(app.gateway, {}, signed(app, publicParameters(app)));
      expect(reply.node).toMatchObject({ sub_code: 'ACQ.TRADE_NOT_EXIST' });
    });

    test('in any order, half here, half there', async () => {
      const entries = Object.entries(signed(app, publicParameters(app))).reverse();
      const half = Math.floor(entries.length / 2);
      const [query, form] = [entries.slice(0, half), entries.slice(half)].map((part) => Object.fromEntries(part));
      expect((await post(app.gateway, query as Parameters, form)).node).toMatchObject({
        sub_code: 'ACQ.TRADE_NOT_EXIST',
      });
    });

    test('with parameters that the gateway has no use for, as long as they are signed', async () => {
      const parameters = publicParameters(app, { format: 'json', alipay_sdk: 'alipay-sdk-java-4.39', return_url: 'x' });
      expect((await post(app.gateway, signed(app, parameters))).node).toMatchObject({
        sub_code: 'ACQ.TRADE_NOT_EXIST',
      });
    });

    test('with Chinese, signs and emoji in them', async () => {
      const subject = '中文 + % " \' < > 😀 \\ \n';
      const buyer = { buyer_id: sandbox.buyers()[0]?.userId, op_app_id: app.appId, product_code: 'JSAPI_PAY' };
      const biz = { out_trade_no: 'SIGNS', total_amount: '1.00', subject, ...buyer };
      const parameters = publicParameters(app, { method: 'alipay.trade.create', biz_content: JSON.stringify(biz) });
      const reply = await post(app.gateway, {}, signed(app, parameters));
      expect(reply.node).toMatchObject({ code: '10000', out_trade_no: 'SIGNS' });
      expect(sandbox.trades()[0]?.subject).toBe(subject);
    });

    test('in GBK, answering in GBK', async () => {
      const parameters = publicParameters(app, { charset: 'GBK', biz_content: '{"out_trade_no":"中文"}' });
      const response = await fetch(`${app.gateway}?${encodedQuery(signed(app, parameters, 'gbk'), 'gbk')}`);
      expect(response.headers.get('content-type')).toBe('text/html;charset=gbk');
      const text = iconv.decode(Buffer.from(await response.arrayBuffer()), 'gbk');
      expect(JSON.parse(text).alipay_trade_query_response.sub_msg).toContain('只能包含字母、数字、下划线');
    });
  });

  describe('refuses in the order of the real gateway', () => {
    const without = (name: string) => (parameters: Parameters) => {
      const { [name]: _, ...rest } = parameters;
      return rest;
    };
    const having = (change: Parameters) => (parameters: Parameters) => ({ ...parameters, ...change });
    const nothing = () => ({});

    test.each`
      fault                            | change                                           | code       | subCode                         | isSigned
      ${'nothing at all'}              | ${nothing}                                       | ${'40001'} | ${'isv.missing-method'}         | ${false}
      ${'no method'}                   | ${without('method')}                             | ${'40001'} | ${'isv.missing-method'}         | ${false}
      ${'no app_id'}                   | ${without('app_id')}                             | ${'40001'} | ${'isv.missing-app-id'}         | ${false}
      ${'an unknown app_id'}           | ${having({ app_id: '9021000199999999' })}        | ${'40002'} | ${'isv.invalid-app-id'}         | ${false}
      ${'a production app_id'}         | ${having({ app_id: '2021000199999999' })}        | ${'40002'} | ${'isv.invalid-app-id'}         | ${false}
      ${'an app_id like __proto__'}    | ${having({ app_id: '__proto__' })}               | ${'40002'} | ${'isv.invalid-app-id'}         | ${false}
      ${'no charset'}                  | ${without('charset')}                            | ${'40002'} | ${'isv.invalid-charset'}        | ${true}
      ${'another charset'}             | ${having({ charset: 'latin1' })}                 | ${'40002'} | ${'isv.invalid-charset'}        | ${true}
      ${'no sign_type'}                | ${without('sign_type')}                          | ${'40001'} | ${'isv.missing-signature-type'} | ${true}
      ${'another sign_type'}           | ${having({ sign_type: 'MD5' })}                  | ${'40002'} | ${'isv.invalid-signature-type'} | ${true}
      ${'no timestamp'}                | ${without('timestamp')}                          | ${'40001'} | ${'isv.missing-timestamp'}      | ${true}
      ${'a timestamp in ISO format'}   | ${having({ timestamp: '2026-11-22T10:00:00Z' })} | ${'40002'} | ${'isv.invalid-timestamp'}      | ${true}
      ${'a timestamp that never was'}  | ${having({ timestamp: '2026-02-30 10:00:00' })}  | ${'40002'} | ${'isv.invalid-timestamp'}      | ${true}
      ${'no version'}                  | ${without('version')}                            | ${'40001'} | ${'isv.missing-version'}        | ${true}
      ${'another version'}             | ${having({ version: '2.0' })}                    | ${'40002'} | ${'isv.invalid-parameter'}      | ${true}
      ${'another format'}              | ${having({ format: 'XML' })}                     | ${'40002'} | ${'isv.invalid-format'}         | ${true}
      ${'a method nobody knows'}       | ${having({ method: 'alipay.trade.nonsense' })}   | ${'40002'} | ${'isv.invalid-method'}         | ${true}
      ${'a method like constructor'}   | ${having({ method: 'constructor' })}             | ${'40002'} | ${'isv.invalid-method'}         | ${true}
      ${'biz_content that is no JSON'} | ${having({ biz_content: '{"out_trade_no":' })}   | ${'40002'} | ${'isv.illegal-json'}           | ${true}
      ${'biz_content that is a list'}  | ${having({ biz_content: '[]' })}                 | ${'40002'} | ${'isv.illegal-json'}           | ${true}
      ${'biz_content that is null'}    | ${having({ biz_content: 'null' })}               | ${'40002'} | ${'isv.illegal-json'}           | ${true}
      ${'no biz_content'}              | ${without('biz_content')}                        | ${'40004'} | ${'ACQ.INVALID_PARAMETER'}      | ${true}
    `('$fault is $code $subCode', async ({ change, code, subCode, isSigned }) => {
      const reply = await post(app.gateway, signed(app, change(publicParameters(app))));
      expect(reply.status).toBe(200);
      expect(reply.node).toMatchObject({ code, sub_code: subCode });
      expect(reply.node.sub_msg).not.toBe('');
      expect(reply.sign !== undefined).toBe(isSigned);
      if (isSigned) expect(isGenuine(app, reply)).toBe(true);
    });

    test('an unknown app is named before its bad signature is, and without one', async () => {
      const reply = await post(app.gateway, { ...publicParameters(app), app_id: '9021000199999999', sign: 'bad' });
      expect(reply.nodeName).toBe('alipay_trade_query_response');
      expect(reply.node).toMatchObject({ sub_code: 'isv.invalid-app-id' });
      expect(reply.sign).toBeUndefined();
    });

    test('a missing signature is not a wrong one', async () => {
      const reply = await post(app.gateway, publicParameters(app));
      expect(reply.node).toMatchObject({ code: '40001', sub_code: 'isv.missing-signature' });
    });

    test('a wrong signature comes before an unknown method and before illegal JSON', async () => {
      const parameters = signed(app, publicParameters(app, { method: 'alipay.trade.nonsense', biz_content: '{' }));
      const reply = await post(app.gateway, { ...parameters, timestamp: '2026-11-22 10:00:01' });
      expect(reply.node).toMatchObject({ code: '40002', sub_code: 'isv.invalid-signature' });
    });
  });

  describe('takes no request for signed that is not', () => {
    const tampered = (change: Parameters) => () => ({ ...signed(app, publicParameters(app)), ...change });

    test.each`
      forgery                                       | parameters
      ${'a changed value'}                          | ${tampered({ biz_content: '{"out_trade_no":"OTHER"}' })}
      ${'an added parameter'}                       | ${tampered({ notify_url: 'http://127.0.0.1/' })}
      ${'another kind of signature than was made'}  | ${tampered({ sign_type: 'RSA' })}
      ${'a signature that is no base64'}            | ${tampered({ sign: '你好' })}
      ${'an empty parameter that was signed along'} | ${() => signed(app, publicParameters(app, { notify_url: '' }))}
      ${'the key of another app'}                   | ${() => signed(otherApp, publicParameters(app))}
      ${'a signature that leaves out sign_type'}    | ${() => ({ ...signed(app, withoutSignType(publicParameters(app))), sign_type: 'RSA2' })}
    `('$forgery is 40002 isv.invalid-signature', async ({ parameters }) => {
      const forged = parameters();
      const reply = await post(app.gateway, forged);
      expect(reply).toMatchObject({ status: 200, nodeName: 'alipay_trade_query_response' });
      expect(reply.node).toMatchObject({ code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' });
      expect(isGenuine(app, reply, forged.sign_type)).toBe(true);
    });

    test('and shows the string that should have been signed', async () => {
      const reply = await post(app.gateway, { ...publicParameters(app), sign: 'x' });
      expect(reply.node.sub_msg).toContain(`网关生成的验签字符串为：app_id=${app.appId}&biz_content=`);
      expect(reply.node.sub_msg).toContain('&sign_type=RSA2&');
    });

    test('an empty parameter that was not signed along does no harm', async () => {
      const reply = await post(app.gateway, { ...signed(app, publicParameters(app)), notify_url: '' });
      expect(reply.node).toMatchObject({ sub_code: 'ACQ.TRADE_NOT_EXIST' });
    });
  });

  describe('bears with what is no request at all', () => {
    test.each`
      nuisance                   | init
      ${'a body over the limit'} | ${{ body: 'x'.repeat(2 * 1024 * 1024) }}
      ${'JSON'}                  | ${{ body: '{"a":1}', headers: { 'content-type': 'application/json' } }}
      ${'a broken content type'} | ${{ body: 'a=1', headers: { 'content-type': ';;;' } }}
      ${'bytes'}                 | ${{ body: Buffer.from([0, 255, 254, 37, 37, 61, 38]) }}
      ${'broken escapes'}        | ${{ body: '%&%zz=%&=&&%E4%BD', headers: { 'content-type': 'application/x-www-form-urlencoded' } }}
      ${'nothing'}               | ${{}}
    `('$nuisance gets an error of the gateway', async ({ init }) => {
      const reply = await read(await fetch(app.gateway, { method: 'POST', ...init }));
      expect(reply).toMatchObject({ status: 200, nodeName: 'error_response' });
      expect(reply.node.code).toMatch(/^4000[12]$/);
      expect(reply.text).not.toContain('node_modules');
    });

    test('a method name with strange characters is not echoed as a node', async () => {
      const reply = await post(app.gateway, signed(app, publicParameters(app, { method: '"}<script>' })));
      expect(reply.nodeName).toBe('error_response');
      expect(reply.node).toMatchObject({ sub_code: 'isv.invalid-method' });
    });

    test('deeply nested JSON and a key named __proto__ are just wrong fields', async () => {
      const deep = `{"out_trade_no":${'['.repeat(5000)}${']'.repeat(5000)}}`;
      for (const biz_content of [deep, '{"__proto__":{"out_trade_no":"X"}}']) {
        const reply = await post(app.gateway, {}, signed(app, publicParameters(app, { biz_content })));
        expect(reply.node).toMatchObject({ code: '40004', sub_code: 'ACQ.INVALID_PARAMETER' });
      }
    });

    test.each`
      method      | path             | status
      ${'PUT'}    | ${'/gateway.do'} | ${404}
      ${'DELETE'} | ${'/gateway.do'} | ${404}
      ${'GET'}    | ${'/nothing'}    | ${404}
      ${'GET'}    | ${'/%zz'}        | ${400}
    `('$method $path is $status with a reason', async ({ method, path, status }) => {
      const response = await fetch(`${sandbox.url}${path}`, { method });
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ reason: expect.any(String), message: expect.any(String) });
    });

    test('what is not HTTP is refused with 400', async () => {
      const reply = await rawExchange(sandbox.url, 'hello\r\n\r\n');
      expect(reply).toMatch(/^HTTP\/1\.1 400 [\s\S]*\{"reason":"bad_request","message":/);
    });

    test.each`
      stranger                          | headers                                               | status
      ${'the name of the real gateway'} | ${{ host: 'openapi.alipay.com' }}                     | ${421}
      ${'a page from elsewhere'}        | ${{ host: '127.0.0.1', origin: 'https://x.example' }} | ${403}
      ${'a page without an origin'}     | ${{ host: '127.0.0.1', origin: 'null' }}              | ${403}
    `('$stranger is refused with $status', async ({ headers, status }) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const request = `GET /api/apps HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`;
      const reply = await rawExchange(sandbox.url, request);
      expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(reply).not.toContain('PrivateKey');
    });

    test('nothing of all this opened a trade but the one that was asked for', () => {
      expect(sandbox.trades().map(({ outTradeNo }) => outTradeNo)).toEqual(['SIGNS']);
    });
  });
});

function withoutSignType({ sign_type: _, ...rest }: Parameters): Parameters {
  return rest;
}
