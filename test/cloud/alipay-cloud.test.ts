import { createPrivateKey } from 'node:crypto';
import { alipayCloud } from '../../cloud/alipay-cloud';
import type { AlipayCloud } from '../../cloud/faces';
import { cloudMetrics } from '../../cloud/metrics';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { testClock } from '../support/test-clock';
import { type LyingGateway, lyingGateway } from './support/lying-gateway';
import { accountAt, recordedLog } from './support/running-cloud';

const NODE = 'alipay_trade_query_response';
const SUCCESS = '{"code":"10000","msg":"Success","out_trade_no":"o_1","trade_no":"t1","trade_status":"TRADE_SUCCESS"}';
const FAILURE = '{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在"}';
const UNKNOWN = '{"code":"20000","msg":"Service Currently Unavailable","sub_code":"isp.unknow-error"}';

describe('ctx.cloud before a gateway that may lie', () => {
  let gateway: LyingGateway;
  const { log, logLines } = recordedLog();
  const clock = testClock(Date.UTC(2026, 0, 31, 16, 5, 9));
  let cloud: AlipayCloud;
  beforeAll(async () => {
    gateway = await lyingGateway();
    cloud = alipayCloud(gateway.account, clock, log, cloudMetrics());
  });
  beforeEach(() => {
    gateway.requests.length = 0;
  });
  afterAll(() => gateway.close());

  const query = () => cloud.payment.common.query({ outTradeNo: 'o_1' });
  const answer = (text: string, status = 200) =>
    gateway.answerWith(
      (response) => void response.writeHead(status, { 'content-type': 'text/html;charset=utf-8' }).end(text),
    );

  test.each`
    said                           | node                                                                | reply
    ${'a success'}                 | ${SUCCESS}                                                          | ${{ code: '10000', outTradeNo: 'o_1', tradeStatus: 'TRADE_SUCCESS' }}
    ${'a failure of the business'} | ${FAILURE}                                                          | ${{ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST', subMsg: '交易不存在' }}
    ${'that it does not know'}     | ${UNKNOWN}                                                          | ${{ code: '20000', subCode: 'isp.unknow-error' }}
    ${'escaped text'}              | ${'{"code":"10000","url":"https:\\/\\/a","body":"} \\"sign\\" {"}'} | ${{ code: '10000', url: 'https://a', body: '} "sign" {' }}
  `('hands on $said that is signed', async ({ node, reply }) => {
    answer(`{${gateway.signed(NODE, node)}}`);
    const received = await query();
    expect(received).toMatchObject(reply);
    expect(received).not.toHaveProperty('unverified');
  });

  test('accepts a signed error under the name that Alipay uses for some', async () => {
    answer(`{${gateway.signed('error_response', '{"code":"40002","sub_code":"isv.code-invalid"}')}}`);
    expect(await query()).toEqual({ code: '40002', subCode: 'isv.code-invalid' });
  });

  const longSign = 'A'.repeat(344);
  test.each`
    lie                                                    | text
    ${'without a signature'}                               | ${() => `{"${NODE}":${SUCCESS}}`}
    ${'with a signature that is no text'}                  | ${() => `{"${NODE}":${SUCCESS},"sign":{}}`}
    ${'with a wrong signature'}                            | ${() => `{"${NODE}":${SUCCESS},"sign":"${longSign}"}`}
    ${'with the signature of another text'}                | ${() => `{"${NODE}":${SUCCESS},"sign":"${gateway.sign(FAILURE)}"}`}
    ${'changed after it was signed'}                       | ${() => `{${gateway.signed(NODE, SUCCESS)}}`.replace('o_1', 'o_2')}
    ${'that follows a signed failure under the same name'} | ${() => `{${gateway.signed(NODE, FAILURE)},"${NODE}":${SUCCESS}}`}
    ${'as an error without a code'}                        | ${() => '{"error_response":{"msg":"Success"}}'}
    ${'as an unsigned code 20000'}                         | ${() => `{"${NODE}":${UNKNOWN}}`}
    ${'as an unsigned code 10003'}                         | ${() => `{"${NODE}":{"code":"10003"}}`}
    ${'as a text'}                                         | ${() => `{"${NODE}":"10000"}`}
    ${'under another name'}                                | ${() => `{${gateway.signed('alipay_trade_close_response', SUCCESS)}}`}
    ${'as nothing'}                                        | ${() => ''}
    ${'as null'}                                           | ${() => 'null'}
    ${'as a page'}                                         | ${() => '<html></html>'}
    ${'cut off'}                                           | ${() => `{"${NODE}":{"code":"10000"`}
  `('never believes a success $lie', async ({ text }) => {
    answer(text());
    await expect(query()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' });
  });

  test.each`
    lie                         | text
    ${'without a signature'}    | ${() => `{"${NODE}":${FAILURE}}`}
    ${'with a wrong signature'} | ${() => `{"${NODE}":${FAILURE},"sign":"${longSign}"}`}
    ${'as an unsigned error'}   | ${() => `{"error_response":${FAILURE}}`}
  `('marks a failure $lie as unverified, and passes on its codes alone', async ({ text }) => {
    answer(text().replace('"code"', '"trade_no":"t1","code"'));
    expect(await query()).toEqual({
      code: '40004',
      msg: 'Business Failed',
      subCode: 'ACQ.TRADE_NOT_EXIST',
      subMsg: '交易不存在',
      unverified: true,
    });
  });

  test.each([500, 404, 301, 503])('takes HTTP %i for an unknown outcome, whatever the body says', async (status) => {
    answer(`{${gateway.signed(NODE, SUCCESS)}}`, status);
    await expect(query()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' });
  });

  test('takes a connection that breaks for an unknown outcome', async () => {
    gateway.answerWith((response) => void response.destroy());
    await expect(query()).rejects.toMatchObject({
      code: 'UNKNOWN_OUTCOME',
      message: expect.stringContaining('SOCKET'),
    });
    expect(gateway.requests.length).toBeGreaterThan(1);
    expect(new Set(gateway.requests.map(({ params }) => params.sign)).size).toBe(1);
  });

  test('takes a gateway that never answers for an unknown outcome', async () => {
    gateway.answerWith(() => {});
    const impatient = alipayCloud({ ...gateway.account, timeoutMs: 100 }, clock, log, cloudMetrics());
    await expect(impatient.payment.common.query({ outTradeNo: 'o_1' })).rejects.toMatchObject({
      message: 'the outcome of alipay.trade.query is unknown: timeout',
    });
    expect(gateway.requests).toHaveLength(1);
  });

  test('takes a gateway that is not there for an unknown outcome', async () => {
    const nowhere = { ...gateway.account, gateway: 'http://127.0.0.1:1/gateway.do' };
    const call = alipayCloud(nowhere, clock, log, cloudMetrics()).payment.common.create({});
    await expect(call).rejects.toMatchObject({
      code: 'UNKNOWN_OUTCOME',
      message: expect.stringContaining('ECONNREFUSED'),
      isNotSent: true,
    });
  });

  test('does not call unsent what was sent once, and found nobody when the client sent it again by itself', async () => {
    const mortal = await lyingGateway();
    mortal.answerWith((response) => {
      // No new connections from now on; then the one that brought the request breaks.
      void mortal.close();
      response.destroy();
    });
    const call = alipayCloud(mortal.account, clock, log, cloudMetrics()).payment.common.create({ outTradeNo: 'o_1' });
    await expect(call).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME', isNotSent: false });
    expect(mortal.requests).toHaveLength(1);
  });

  test('sends what was asked in the spelling of Alipay, in Beijing time, and nothing empty', async () => {
    answer(`{${gateway.signed('alipay_trade_create_response', '{"code":"10000"}')}}`);
    const params = Object.freeze({
      outTradeNo: 'o_1',
      totalAmount: '0.01',
      buyer_id: '2088',
      body: '',
      storeId: undefined,
      operatorId: null,
      goodsDetail: [{ goodsId: 'g1', goodsName: 'a=b&c +%' }],
      extendParams: Object.freeze({ hbFqNum: '3' }),
    });
    await cloud.payment.common.create(params, { notify: { url: 'https://shop.example/n?a=1' }, appAuthToken: 'aat' });
    expect(gateway.requests[0]?.params).toMatchObject({
      method: 'alipay.trade.create',
      timestamp: '2026-02-01 00:05:09',
      notify_url: 'https://shop.example/n?a=1',
      app_auth_token: 'aat',
      sign_type: 'RSA2',
      charset: 'utf-8',
    });
    expect(gateway.requests[0]?.bizContent).toEqual({
      out_trade_no: 'o_1',
      total_amount: '0.01',
      buyer_id: '2088',
      goods_detail: [{ goods_id: 'g1', goods_name: 'a=b&c +%' }],
      extend_params: { hb_fq_num: '3' },
    });
  });

  test('sends no public parameter that it was not given', async () => {
    answer(`{${gateway.signed(NODE, SUCCESS)}}`);
    await cloud.payment.common.query({ outTradeNo: 'o_1' }, { notify: { url: '' }, appAuthToken: '' });
    expect(gateway.requests[0]?.params).not.toHaveProperty('notify_url');
    expect(gateway.requests[0]?.params).not.toHaveProperty('app_auth_token');
  });

  test('lets any method be called, with the merchant token beside the parameters', async () => {
    answer(`{${gateway.signed('alipay_trade_cancel_response', '{"code":"10000","retry_flag":"N"}')}}`);
    const reply = await cloud.util.generic.execute('alipay.trade.cancel', { out_trade_no: 'o_1', appAuthToken: 'aat' });
    expect(reply).toEqual({ code: '10000', retryFlag: 'N' });
    expect(gateway.requests[0]).toMatchObject({
      params: { app_auth_token: 'aat' },
      bizContent: { out_trade_no: 'o_1' },
    });
  });

  test('asks for a token beside the public parameters, where Alipay wants it', async () => {
    answer(`{${gateway.signed('alipay_system_oauth_token_response', '{"user_id":"2088","access_token":"at"}')}}`);
    expect(await cloud.base.oauth.getToken({ code: 'c' })).toEqual({ userId: '2088', accessToken: 'at' });
    const { params, bizContent } = gateway.requests[0] ?? {};
    expect(params).toMatchObject({ grant_type: 'authorization_code', code: 'c' });
    expect(bizContent).toBeUndefined();
  });

  test('logs no answer, no key and no token', () => {
    const text = logLines.join('');
    expect(text).toContain('a call to Alipay proves nothing');
    for (const secret of ['t1', 'aat', longSign, 'o_2', 'PRIVATE KEY']) expect(text).not.toContain(`"${secret}"`);
    expect(text).not.toMatch(/[A-Za-z0-9+/]{100}/);
  });
});

describe('ctx.cloud before the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox({ port: 0 });
  });
  afterAll(() => sandbox.close());

  test.each(['appPrivateKeyPkcs1', 'appPrivateKeyPkcs8'] as const)(
    'creates, queries and closes a trade with %s',
    async (kind) => {
      const [app] = sandbox.apps;
      if (!app) throw new Error('the sandbox has no app');
      const account = { ...accountAt(sandbox), privateKey: app[kind] };
      const cloud = alipayCloud(account, { nowMs: () => Date.now() }, recordedLog().log, cloudMetrics());
      const code = sandbox.authCode({}) as { authCode: string };
      const { userId: buyerId } = await cloud.base.oauth.getToken({ code: code.authCode });
      const outTradeNo = `order_${kind}`;
      const created = await cloud.payment.common.create({
        outTradeNo,
        totalAmount: '0.10',
        subject: '中文 +%"',
        productCode: 'JSAPI_PAY',
        opAppId: app.appId,
        buyerId,
      });
      expect(created).toMatchObject({ code: '10000', outTradeNo, tradeNo: expect.stringMatching(/^\d{28}$/) });
      expect(await cloud.payment.common.query({ outTradeNo })).toMatchObject({
        code: '10000',
        tradeStatus: 'WAIT_BUYER_PAY',
      });
      expect(await cloud.payment.common.close({ outTradeNo })).toMatchObject({ code: '10000', outTradeNo });
      const absent = await cloud.payment.common.query({ outTradeNo: 'nobody' });
      expect(absent).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST' });
      expect(absent).not.toHaveProperty('unverified');
    },
  );

  const forms: [string, (key: string) => string][] = [
    ['one line', (key) => key],
    ['lines', (key) => key.replace(/(.{64})/g, '$1\n')],
    [
      'PEM',
      (key) =>
        createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs1' })
          .export({ type: 'pkcs1', format: 'pem' })
          .toString(),
    ],
    [
      'PEM of PKCS#8',
      (key) =>
        createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs1' })
          .export({ type: 'pkcs8', format: 'pem' })
          .toString(),
    ],
    [
      'PEM with written line breaks',
      (key) => `-----BEGIN RSA PRIVATE KEY-----\\n${key}\\n-----END RSA PRIVATE KEY-----`,
    ],
  ];
  test.each(forms)('takes a private key as %s', async (_form, written) => {
    const account = accountAt(sandbox);
    const own = { ...account, privateKey: written(account.privateKey) };
    const cloud = alipayCloud(own, { nowMs: () => Date.now() }, recordedLog().log, cloudMetrics());
    expect(await cloud.payment.common.query({ outTradeNo: 'nobody' })).toMatchObject({
      subCode: 'ACQ.TRADE_NOT_EXIST',
    });
  });

  test.each`
    fault                            | wrong
    ${'a private key that is none'}  | ${{ privateKey: 'bm8=' }}
    ${'a public key as private key'} | ${'swap'}
    ${'a public key that is none'}   | ${{ alipayPublicKey: 'bm8=' }}
  `('refuses to start with $fault', ({ wrong }) => {
    const account = accountAt(sandbox);
    const faulty = wrong === 'swap' ? { ...account, privateKey: account.alipayPublicKey } : { ...account, ...wrong };
    expect(() => alipayCloud(faulty, testClock(), recordedLog().log, cloudMetrics())).toThrow(/is not an RSA/);
  });
});
