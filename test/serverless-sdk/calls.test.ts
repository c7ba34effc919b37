import { type Cloud, CloudSDKError, cloud, type ServerlessInstance } from '../../serverless-sdk/index';

type Call = (...args: unknown[]) => Promise<Record<string, unknown>>;

interface Recorder extends ServerlessInstance {
  sent: { name: string; args: unknown }[];
}

/** An instance that keeps what it is asked, and answers with `reply`. */
function recorder(reply: unknown = { success: true, result: { code: '10000', msg: 'Success' } }): Recorder {
  const sent: Recorder['sent'] = [];
  const invoke = async (name: string, args?: unknown) => {
    sent.push({ name, args });
    return reply;
  };
  return { sent, function: { invoke } };
}

/** The call of a dotted name. */
function callOf(path: string, of: Cloud = cloud): Call {
  return path.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], of) as Call;
}

const NEW = { subject: '小程序Serverless支付测试', outTradeNo: 'demo1', totalAmount: '0.01' };
const PLAN = { hbFqNum: '3', hbFqSellerPercent: '0' };
const CREATE = { ...NEW, buyerId: '2088202286335281' };
const NEWS = { toUserId: '2088', formId: 'f', userTemplateId: 'u', page: 'pages/a', data: '{}' };
const CODE = { urlParam: 'pages/a', queryParam: 'x=1', describe: 'd' };

interface ApiCase {
  path: string;
  method: string;
  params: Record<string, unknown>;
  added?: Record<string, unknown>;
}

const APIS: ApiCase[] = [
  { path: 'payment.common.create', method: 'alipay.trade.create', params: CREATE },
  { path: 'payment.common.query', method: 'alipay.trade.query', params: { outTradeNo: 'demo1' } },
  {
    path: 'payment.common.refund',
    method: 'alipay.trade.refund',
    params: { outTradeNo: 'demo1', refundAmount: '0.01' },
  },
  { path: 'payment.common.close', method: 'alipay.trade.close', params: { outTradeNo: 'demo1' } },
  { path: 'payment.common.cancel', method: 'alipay.trade.cancel', params: { outTradeNo: 'demo1' } },
  { path: 'payment.huabei.create', method: 'alipay.trade.create', params: { ...CREATE, extendParams: PLAN } },
  {
    path: 'payment.faceToFace.pay',
    method: 'alipay.trade.pay',
    params: { ...NEW, authCode: '28' },
    added: { scene: 'bar_code' },
  },
  {
    path: 'base.oauth.getToken',
    method: 'alipay.system.oauth.token',
    params: { code: 'c' },
    added: { grantType: 'authorization_code' },
  },
  {
    path: 'base.oauth.refreshToken',
    method: 'alipay.system.oauth.token',
    params: { refreshToken: 'r' },
    added: { grantType: 'refresh_token' },
  },
  { path: 'base.qrcode.create', method: 'alipay.open.app.qrcode.create', params: CODE },
  { path: 'marketing.templateMessage.send', method: 'alipay.open.app.mini.templatemessage.send', params: NEWS },
  { path: 'security.textRisk.detect', method: 'alipay.security.risk.content.detect', params: { content: '好' } },
];

const NOTIFY = { url: 'https://shop.example/n' };

describe('each call is one of the preset function', () => {
  let line: Recorder;
  beforeEach(() => {
    line = recorder();
    cloud.init(line);
  });

  const wire = (method: string, params: unknown, $config = {}) => [
    { name: 'alipay-openapi', args: { method, params: { ...(params as object), $config } } },
  ];

  test.each(APIS)('$path, its parameters in one object (>= 1.0.0)', async ({ path, method, params, added }) => {
    expect(await callOf(path)(params)).toEqual({ code: '10000', msg: 'Success' });
    expect(line.sent).toEqual(wire(method, { ...added, ...params }));
  });

  test.each(APIS)('$path, its parameters one by one (< 1.0.0)', async ({ path, method, params, added }) => {
    await callOf(path)(...Object.values(params));
    expect(line.sent).toEqual(wire(method, { ...added, ...params }));
  });

  test.each(APIS)('$path, with options, in both forms', async ({ path, method, params, added }) => {
    const options = { notify: NOTIFY, appAuthToken: 'aat' };
    await callOf(path)(params, options);
    await callOf(path)(...Object.values(params), options);
    expect(line.sent).toEqual([0, 1].flatMap(() => wire(method, { ...added, ...params }, options)));
  });

  test('any method, with names in either spelling', async () => {
    await cloud.util.generic.execute(
      'alipay.trade.order.settle',
      { out_request_no: 'r', tradeNo: 't' },
      { notify: NOTIFY },
    );
    await cloud.util.generic.execute('alipay.user.info.share');
    expect(line.sent).toEqual([
      ...wire('alipay.trade.order.settle', { out_request_no: 'r', tradeNo: 't' }, { notify: NOTIFY }),
      ...wire('alipay.user.info.share', {}),
    ]);
  });

  test.each`
    what                                            | config                              | params                                      | options                                    | $config
    ${'the address given to init'}                  | ${{ notify: NOTIFY }}               | ${{}}                                       | ${undefined}                               | ${{ notify: NOTIFY }}
    ${'the environment'}                            | ${{ env: 'prod' }}                  | ${{}}                                       | ${undefined}                               | ${{ env: 'prod' }}
    ${'the address of the call first'}              | ${{ notify: { url: 'https://i' } }} | ${{}}                                       | ${{ notify: NOTIFY }}                      | ${{ notify: NOTIFY }}
    ${'the address of the call before a parameter'} | ${{}}                               | ${{ notifyUrl: 'https://p' }}               | ${{ notify: NOTIFY }}                      | ${{ notify: NOTIFY }}
    ${'the address of init beside a token'}         | ${{ notify: NOTIFY }}               | ${{}}                                       | ${{ appAuthToken: 'a' }}                   | ${{ notify: NOTIFY, appAuthToken: 'a' }}
    ${'the address among the parameters'}           | ${{ notify: { url: 'https://i' } }} | ${{ notify_url: NOTIFY.url }}               | ${{}}                                      | ${{ notify: NOTIFY }}
    ${'tokens among the parameters'}                | ${{}}                               | ${{ appAuthToken: 'a', authToken: 'u' }}    | ${null}                                    | ${{ appAuthToken: 'a', authToken: 'u' }}
    ${'tokens in the spelling of Alipay'}           | ${{}}                               | ${{ app_auth_token: 'a', auth_token: 'u' }} | ${undefined}                               | ${{ appAuthToken: 'a', authToken: 'u' }}
    ${'no app, which the space knows'}              | ${{}}                               | ${{ appId: '2021', isvAppId: '2022' }}      | ${undefined}                               | ${{}}
    ${'nothing that is empty'}                      | ${{ notify: undefined, env: '' }}   | ${{ notifyUrl: '', appAuthToken: '' }}      | ${{ notify: undefined, appAuthToken: '' }} | ${{}}
  `('$what goes into $config', async ({ config, params, options, $config }) => {
    cloud.init(line, config);
    await cloud.payment.common.query({ outTradeNo: 'demo1', ...params }, options);
    expect(line.sent).toEqual(wire('alipay.trade.query', { outTradeNo: 'demo1' }, $config));
  });

  test('what the platform adds gives way to what the call says', async () => {
    await cloud.payment.faceToFace.pay({ ...NEW, authCode: 'fp', scene: 'wave_code' });
    expect(line.sent).toEqual(wire('alipay.trade.pay', { ...NEW, authCode: 'fp', scene: 'wave_code' }));
  });

  test('leaves what it was given as it was', async () => {
    const params = Object.freeze({ ...CREATE, appAuthToken: 'a', extendParams: Object.freeze({ ...PLAN }) });
    const options = Object.freeze({ notify: Object.freeze({ ...NOTIFY }) });
    const before = JSON.stringify([params, options]);
    await cloud.payment.huabei.create(params as never, options);
    expect(JSON.stringify([params, options])).toBe(before);
  });
});

describe('a call that cannot succeed is not sent', () => {
  let line: Recorder;
  beforeEach(() => {
    line = recorder();
    cloud.init(line);
  });

  const missing = APIS.flatMap(({ path, params }) => Object.keys(params).map((name) => ({ path, name, params })));
  test.each(missing)('$path without $name', async ({ path, name, params }) => {
    for (const nothing of [undefined, null, '']) {
      const call = callOf(path)({ ...params, [name]: nothing });
      await expect(call).rejects.toMatchObject({ errCode: 'NOT_FOUND_PARAM', errMsg: expect.stringContaining(name) });
    }
    const positional = Object.entries(params).map(([key, value]) => (key === name ? undefined : value));
    await expect(callOf(path)(...positional)).rejects.toMatchObject({ errCode: 'NOT_FOUND_PARAM' });
    expect(line.sent).toEqual([]);
  });

  test.each(APIS)('$path without anything', async ({ path }) => {
    await expect(callOf(path)()).rejects.toMatchObject({ errCode: 'NOT_FOUND_PARAM' });
  });

  test.each`
    path                       | name              | value
    ${'payment.common.create'} | ${'totalAmount'}  | ${0.01}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'0'}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'0.00'}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'0.001'}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'-0.01'}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'1e3'}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'100000000.01'}
    ${'payment.common.create'} | ${'totalAmount'}  | ${'0.1\n'}
    ${'payment.common.create'} | ${'outTradeNo'}   | ${'a'.repeat(65)}
    ${'payment.common.create'} | ${'outTradeNo'}   | ${'a-b'}
    ${'payment.common.create'} | ${'outTradeNo'}   | ${42}
    ${'payment.common.create'} | ${'subject'}      | ${'s'.repeat(257)}
    ${'payment.common.create'} | ${'buyerId'}      | ${2088202286335281}
    ${'payment.common.refund'} | ${'refundAmount'} | ${1}
    ${'payment.huabei.create'} | ${'extendParams'} | ${{ hbFqNum: '4', hbFqSellerPercent: '0' }}
    ${'payment.huabei.create'} | ${'extendParams'} | ${{ hbFqNum: '3', hbFqSellerPercent: '50' }}
    ${'payment.huabei.create'} | ${'extendParams'} | ${{ hbFqNum: '3' }}
    ${'payment.huabei.create'} | ${'extendParams'} | ${'3'}
    ${'base.oauth.getToken'}   | ${'code'}         | ${{ code: 'c' }}
  `('$path with $name $value', async ({ path, name, value }) => {
    const params = APIS.find((api) => api.path === path)?.params;
    await expect(callOf(path)({ ...params, [name]: value })).rejects.toMatchObject({
      errCode: 'INVALID_PARAM',
      errMsg: expect.stringContaining(name),
    });
    expect(line.sent).toEqual([]);
  });

  test.each(['0.01', '1', '0.1', '99999999.99', '100000000', '100000000.00'])(
    '%s is an amount',
    async (totalAmount) => {
      await cloud.payment.common.create({ ...CREATE, totalAmount });
      expect(line.sent).toHaveLength(1);
    },
  );

  test.each`
    what                                 | params
    ${'a buyer known by open_id'}        | ${{ ...NEW, buyerOpenId: 'o' }}
    ${'parameters as Alipay names them'} | ${{ subject: 's', out_trade_no: 'o_1', total_amount: '1', buyer_id: '2088' }}
  `('$what will do', async ({ params }) => {
    await cloud.payment.common.create(params);
    expect(line.sent[0]?.args).toEqual({ method: 'alipay.trade.create', params: { ...params, $config: {} } });
  });

  test('a trade may be named by the number that Alipay gave it', async () => {
    await cloud.payment.common.query({ tradeNo: 't1' });
    expect(line.sent).toHaveLength(1);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a method that is none', () => cloud.util.generic.execute('refund')],
    ['a method that is no text', () => cloud.util.generic.execute(undefined as never)],
    ['parameters that are a text', () => cloud.util.generic.execute('alipay.trade.query', 'o' as never)],
    ['options that are a text', () => cloud.payment.common.query({ outTradeNo: 'o' }, 'https://a' as never)],
    ['an address that is none', () => cloud.payment.common.query({ outTradeNo: 'o' }, { notify: { url: '/n' } })],
    ['a token that is no text', () => cloud.payment.common.query({ outTradeNo: 'o' }, { appAuthToken: 1 as never })],
  ])('%s', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ errCode: 'INVALID_PARAM', name: 'CloudSDKError' });
    expect(line.sent).toEqual([]);
  });
});

describe('cloud.init', () => {
  let fresh: typeof import('../../serverless-sdk/index');
  beforeEach(() => {
    jest.isolateModules(() => {
      fresh = jest.requireActual('../../serverless-sdk/index');
    });
  });

  test.each([...APIS.map(({ path }) => path), 'util.generic.execute'])('comes before %s', async (path) => {
    const call = callOf(path, fresh.default)({});
    await expect(call).rejects.toMatchObject({ errCode: 'SYS_INIT', message: expect.stringContaining('cloud.init') });
    await expect(call).rejects.toBeInstanceOf(fresh.CloudSDKError);
  });

  test.each([[undefined], [null], [{}], [{ function: {} }], ['instance']])('needs an instance, not %p', (instance) => {
    expect(() => fresh.cloud.init(instance as never)).toThrow(expect.objectContaining({ errCode: 'INVALID_PARAM' }));
  });

  test.each([
    [{ notify: {} }],
    [{ notify: { url: '' } }],
    [{ notify: { url: 7 } }],
    [{ notify: { url: ['https://shop.example/n'] } }],
    [{ notify: { url: 'shop.example/n' } }],
    [{ notify: 'https://shop.example/n' }],
    [{ env: 1 }],
    ['prod'],
  ])('refuses %p, and keeps what it was told before', async (config) => {
    const line = recorder();
    fresh.cloud.init(line);
    expect(() => fresh.cloud.init(recorder(), config as never)).toThrow(
      expect.objectContaining({ errCode: 'INVALID_PARAM' }),
    );
    await fresh.cloud.payment.common.query({ outTradeNo: 'o' });
    expect(line.sent).toHaveLength(1);
  });

  test('again takes the place of the one before', async () => {
    const [first, second] = [recorder(), recorder()];
    fresh.cloud.init(first, { notify: NOTIFY });
    fresh.cloud.init(second);
    await fresh.cloud.payment.common.query({ outTradeNo: 'o' });
    expect([first.sent, second.sent]).toEqual([[], [expect.objectContaining({ name: 'alipay-openapi' })]]);
    expect(JSON.stringify(second.sent)).not.toContain(NOTIFY.url);
  });

  test('is one for the whole app, by either name', () => {
    expect(fresh.default).toBe(fresh.cloud);
  });
});

describe('an answer', () => {
  const answered = async (reply: unknown) => {
    cloud.init(recorder(reply));
    return await cloud.payment.common.query({ outTradeNo: 'o' });
  };

  test('is what the function returned, flat, to be read in both spellings', async () => {
    const fundBillList = [{ fundChannel: 'ALIPAYACCOUNT', amount: '0.01' }];
    const result = Object.freeze({ code: '10000', msg: 'Success', tradeNo: 't1', fundBillList });
    const answer = await answered({ success: true, requestId: 'r', result });
    expect(answer).toEqual(result);
    expect([answer.trade_no, answer.fund_bill_list?.[0]?.fund_channel]).toEqual(['t1', 'ALIPAYACCOUNT']);
    expect(JSON.stringify({ ...answer })).toBe(JSON.stringify(result));
  });

  test('in the spelling of Alipay is read in camelCase as well', async () => {
    const answer = await answered({ success: true, result: { code: '10000', trade_no: 't1' } });
    expect([answer.tradeNo, answer.trade_no, Object.keys(answer)]).toEqual(['t1', 't1', ['code', 'tradeNo']]);
  });

  test('keeps names that are in no spelling', async () => {
    const result = { _id: '1', code: '10000', 'a-b': '2' };
    expect(Object.keys(await answered({ success: true, result }))).toEqual(['_id', 'code', 'a-b']);
  });

  test('may be a failure of the business', async () => {
    const result = { code: '40004', msg: 'Business Failed', subCode: 'ACQ.TRADE_NOT_EXIST', subMsg: '交易不存在' };
    expect(await answered({ success: true, result })).toEqual(result);
  });

  test.each([[{}], [null], [{ success: true }], [{ success: false, result: {} }], [{ success: true, result: 't' }]])(
    '%p is none: nobody knows what was done',
    async (reply) => {
      await expect(answered(reply)).rejects.toMatchObject({ errCode: 'BAD_ANSWER' });
    },
  );

  test.each([[{ code: 'FunctionBizError', message: 'm' }], [new Error('offline')]])(
    'that does not come rejects with what the instance says, %p',
    async (reason) => {
      cloud.init({ function: { invoke: () => Promise.reject(reason) } });
      await expect(cloud.payment.common.query({ outTradeNo: 'o' })).rejects.toBe(reason);
    },
  );

  test('of an instance that throws is a rejection as well', async () => {
    const thrown = new CloudSDKError('SYS_INIT', 'not signed in');
    cloud.init({
      function: {
        invoke: () => {
          throw thrown;
        },
      },
    });
    await expect(cloud.payment.common.query({ outTradeNo: 'o' })).rejects.toBe(thrown);
  });
});
