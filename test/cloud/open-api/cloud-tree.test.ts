import { alipayCloud } from '../../../cloud/alipay-cloud';
import { cloudMetrics } from '../../../cloud/metrics';
import type { CloudTree } from '../../../cloud/openapi/cloud-tree';
import pageCloud from '../../../serverless-sdk/index';
import { testClock } from '../../support/test-clock';
import { type LyingGateway, lyingGateway } from '../support/lying-gateway';
import { recordedLog } from '../support/running-cloud';

type Call = (cloud: CloudTree) => Promise<unknown>;

let gateway: LyingGateway;
let cloud: CloudTree;
beforeAll(async () => {
  gateway = await lyingGateway();
  cloud = alipayCloud(gateway.account, testClock(), recordedLog().log, cloudMetrics());
});
beforeEach(() => {
  gateway.requests.length = 0;
});
afterAll(() => gateway.close());

/** Answers the next calls with a node under the name of its method, truly signed. */
function answer(method: string, node: unknown): void {
  const text = `{${gateway.signed(`${method.replaceAll('.', '_')}_response`, JSON.stringify(node))}}`;
  gateway.answerWith((response) => void response.end(text));
}

const MADE = { out_trade_no: 'o_1', trade_no: 't1' };
const ORDER = { outTradeNo: 'o_1' };
const NEW = { subject: 's', outTradeNo: 'o_1', totalAmount: '0.01' };
const NEW_SENT = { subject: 's', out_trade_no: 'o_1', total_amount: '0.01' };
const PLAN = { hbFqNum: '3', hbFqSellerPercent: '0' };
const PLAN_SENT = { hb_fq_num: '3', hb_fq_seller_percent: '0' };
const CODE = { urlParam: 'pages/a', queryParam: 'x=1', describe: 'd' };
const CODE_SENT = { url_param: 'pages/a', query_param: 'x=1', describe: 'd' };
const NEWS = { toUserId: '2088', formId: 'f', userTemplateId: 'u', page: 'pages/a', data: '{}' };
const NEWS_SENT = { to_user_id: '2088', form_id: 'f', user_template_id: 'u', page: 'pages/a', data: '{}' };

describe('each member of ctx.cloud is a method of the OpenAPI', () => {
  const rows: [name: string, call: Call, method: string, sent: unknown, node: object, reply: object][] = [
    [
      'payment.common.create',
      (c) => c.payment.common.create({ ...NEW, buyerId: '2088' }),
      'alipay.trade.create',
      { ...NEW_SENT, buyer_id: '2088' },
      MADE,
      { outTradeNo: 'o_1', tradeNo: 't1' },
    ],
    [
      'payment.common.query',
      (c) => c.payment.common.query(ORDER),
      'alipay.trade.query',
      { out_trade_no: 'o_1' },
      { trade_status: 'TRADE_SUCCESS', fund_bill_list: [{ fund_channel: 'ALIPAYACCOUNT' }] },
      { tradeStatus: 'TRADE_SUCCESS', fundBillList: [{ fundChannel: 'ALIPAYACCOUNT' }] },
    ],
    [
      'payment.common.refund',
      (c) => c.payment.common.refund({ ...ORDER, refundAmount: '0.01' }),
      'alipay.trade.refund',
      { out_trade_no: 'o_1', refund_amount: '0.01' },
      { fund_change: 'Y', refund_fee: '0.01' },
      { fundChange: 'Y', refundFee: '0.01' },
    ],
    [
      'payment.common.close',
      (c) => c.payment.common.close(ORDER),
      'alipay.trade.close',
      { out_trade_no: 'o_1' },
      MADE,
      { tradeNo: 't1' },
    ],
    [
      'payment.common.cancel',
      (c) => c.payment.common.cancel(ORDER),
      'alipay.trade.cancel',
      { out_trade_no: 'o_1' },
      { retry_flag: 'N', action: 'close' },
      { retryFlag: 'N', action: 'close' },
    ],
    [
      'payment.huabei.create',
      (c) => c.payment.huabei.create({ ...NEW, buyerId: '2088', extendParams: PLAN }),
      'alipay.trade.create',
      { ...NEW_SENT, buyer_id: '2088', extend_params: PLAN_SENT },
      MADE,
      { tradeNo: 't1' },
    ],
    [
      'payment.faceToFace.pay',
      (c) => c.payment.faceToFace.pay({ ...NEW, authCode: '28' }),
      'alipay.trade.pay',
      { ...NEW_SENT, auth_code: '28', scene: 'bar_code' },
      MADE,
      { tradeNo: 't1' },
    ],
    [
      'base.qrcode.create',
      (c) => c.base.qrcode.create(CODE),
      'alipay.open.app.qrcode.create',
      CODE_SENT,
      { qr_code_url: 'https://a' },
      { qrCodeUrl: 'https://a' },
    ],
    [
      'marketing.templateMessage.send',
      (c) => c.marketing.templateMessage.send(NEWS),
      'alipay.open.app.mini.templatemessage.send',
      NEWS_SENT,
      {},
      { msg: 'Success' },
    ],
    [
      'security.textRisk.detect',
      (c) => c.security.textRisk.detect({ content: '好' }),
      'alipay.security.risk.content.detect',
      { content: '好' },
      { action: 'PASSED', keywords: ['a'], unique_id: 'u' },
      { action: 'PASSED', keywords: ['a'], uniqueId: 'u' },
    ],
    [
      'util.generic.execute',
      (c) => c.util.generic.execute('alipay.trade.order.settle', { out_request_no: 'r', tradeNo: 't1' }),
      'alipay.trade.order.settle',
      { out_request_no: 'r', trade_no: 't1' },
      { trade_no: 't1' },
      { tradeNo: 't1' },
    ],
  ];

  test.each(rows)('%s', async (_name, call, method, sent, node, reply) => {
    answer(method, { code: '10000', msg: 'Success', ...node });
    expect(await call(cloud)).toMatchObject({ code: '10000', ...reply });
    expect(gateway.requests).toMatchObject([{ params: { method } }]);
    expect(gateway.requests[0]?.bizContent).toEqual(sent);
  });

  test.each`
    member            | params                    | sent
    ${'getToken'}     | ${{ code: 'c' }}          | ${{ grant_type: 'authorization_code', code: 'c' }}
    ${'refreshToken'} | ${{ refreshToken: 'rt' }} | ${{ grant_type: 'refresh_token', refresh_token: 'rt' }}
    ${'refreshToken'} | ${{ refresh_token: 'r' }} | ${{ grant_type: 'refresh_token', refresh_token: 'r' }}
  `('base.oauth.$member sends $sent beside the public parameters', async ({ member, params, sent }) => {
    answer('alipay.system.oauth.token', {
      user_id: '2088',
      access_token: 'at',
      expires_in: '300',
      re_expires_in: '600',
    });
    const oauth = cloud.base.oauth as unknown as Record<string, (given: unknown) => Promise<unknown>>;
    expect(await oauth[member]?.(params)).toEqual({
      userId: '2088',
      accessToken: 'at',
      expiresIn: '300',
      reExpiresIn: '600',
    });
    expect(gateway.requests[0]).toMatchObject({ params: sent, bizContent: undefined });
  });
});

test('ctx.cloud and the package for pages have the same members', () => {
  const namesIn = (tree: object, path = ''): string[] =>
    Object.entries(tree).flatMap(([name, member]) =>
      typeof member === 'function' ? [`${path}${name}`] : namesIn(member, `${path}${name}.`),
    );
  expect(namesIn(cloud).sort()).toEqual(
    namesIn(pageCloud)
      .filter((name) => name !== 'init')
      .sort(),
  );
  expect(namesIn(cloud)).toHaveLength(13);
});

describe('the options of a call in ctx.cloud', () => {
  const url = 'https://shop.example/n';
  test.each`
    way                                         | params                                           | options                                   | sent
    ${'as second argument'}                     | ${{}}                                            | ${{ notify: { url } }}                    | ${{ notify_url: url }}
    ${'with both'}                              | ${{}}                                            | ${{ notify: { url }, appAuthToken: 'a' }} | ${{ notify_url: url, app_auth_token: 'a' }}
    ${'under the name of the document'}         | ${{ notify_url: url, appAuthToken: 'a' }}        | ${undefined}                              | ${{ notify_url: url, app_auth_token: 'a' }}
    ${'among the parameters'}                   | ${{ notifyUrl: url, app_auth_token: 'a' }}       | ${{}}                                     | ${{ notify_url: url, app_auth_token: 'a' }}
    ${'the second argument before a parameter'} | ${{ notify_url: 'http://x', appAuthToken: 'x' }} | ${{ notify: { url }, appAuthToken: 'a' }} | ${{ notify_url: url, app_auth_token: 'a' }}
    ${'the token of a user'}                    | ${{ auth_token: 'u' }}                           | ${null}                                   | ${{ auth_token: 'u' }}
  `('are sent $way', async ({ params, options, sent }) => {
    answer('alipay.trade.close', MADE);
    await cloud.payment.common.close({ outTradeNo: 'o_1', ...params }, options);
    expect(gateway.requests[0]).toMatchObject({ params: sent, bizContent: { out_trade_no: 'o_1' } });
    expect(Object.keys(gateway.requests[0]?.bizContent ?? {})).toEqual(['out_trade_no']);
  });
});

describe('a call that cannot be sent', () => {
  test.each<[string, Call]>([
    ['without parameters', (c) => c.payment.common.query(undefined as never)],
    ['with a text for parameters', (c) => c.util.generic.execute('alipay.trade.query', 'o_1' as never)],
    ['with a list for parameters', (c) => c.util.generic.execute('alipay.trade.query', [] as never)],
    ['with a number that JSON does not know', (c) => c.payment.common.query({ outTradeNo: 10n })],
    ['of no method', (c) => c.util.generic.execute(undefined as never, {})],
    ['of a method that is none', (c) => c.util.generic.execute('alipay.trade.query&app_id=1', {})],
    ['with an address that is no text', (c) => c.payment.common.query(ORDER, { notify: { url: 7 as never } })],
    ['with a notify that is a text', (c) => c.payment.common.query(ORDER, { notify: 'https://a' as never })],
    ['with a token that is no text', (c) => c.payment.common.query(ORDER, { appAuthToken: {} as never })],
    ['with options that are a text', (c) => c.payment.common.query(ORDER, 'https://a' as never)],
  ])('%s is refused, and nothing is sent', async (_fault, call) => {
    await expect(call(cloud)).rejects.toMatchObject({ code: 'INVALID_PARAM' });
    expect(gateway.requests).toEqual([]);
  });

  test('parameters of a sign-in never become public ones', async () => {
    answer('alipay.system.oauth.token', { user_id: '2088' });
    const others = { method: 'alipay.trade.refund', app_id: 'x', bizContent: {}, biz_content: {}, charset: 'gbk' };
    await cloud.base.oauth.getToken({ code: 'c', ...others });
    const { params, bizContent } = gateway.requests[0] ?? {};
    expect(params).toMatchObject({
      method: 'alipay.system.oauth.token',
      app_id: gateway.account.appId,
      charset: 'utf-8',
    });
    expect(bizContent).toBeUndefined();
  });
});
