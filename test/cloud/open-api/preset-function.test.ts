import cloud from '../../../serverless-sdk/index';
import { type RunningCloud, runningCloud } from '../support/running-cloud';
import { type Sdk, sdkClient } from '../support/sdk-client';
import { serverClient, serverKeyPair } from '../support/server-client';

type Reply = Record<string, unknown>;

const FUNCTIONS = {
  /** Calls a member of ctx.cloud. */
  call: `module.exports = async ({ args, cloud }) => {
    const { path, params, options } = args;
    return await path.split('.').reduce((node, name) => node[name], cloud)(params, options);
  }`,
  /** Calls the preset function, as on the platform. */
  preset: `module.exports = async ({ args, mpserverless }) =>
    (await mpserverless.function.invoke('alipay-openapi', args)).result`,
  meddles: `'use strict';
  module.exports = async ({ cloud }) => {
    cloud.payment.common.create = async () => ({ code: '10000' });
  }`,
  'alipay-openapi': 'module.exports = async () => "a folder in the place of the preset"',
};

const { publicKey, privateKey } = serverKeyPair();
let running: RunningCloud;
let sdk: Sdk;
let orders = 0;
beforeAll(async () => {
  running = await runningCloud({
    functions: FUNCTIONS,
    triggers: { http: { '/openapi': 'alipay-openapi' } },
    serverKeys: [publicKey],
  });
  sdk = sdkClient(running).sdk;
  await sdk.init();
  cloud.init(sdk);
});
afterAll(() => running.close());

const inFunction = async (path: string, params: unknown): Promise<Reply> =>
  (await sdk.function.invoke('call', { path, params })).result as Reply;
const throughPreset = async (method: string, params?: unknown): Promise<Reply> =>
  (await sdk.function.invoke('preset', { method, params })).result as Reply;

function anOrder() {
  orders += 1;
  return {
    subject: '茶',
    outTradeNo: `preset_${orders}`,
    totalAmount: '1.00',
    buyerId: running.sandbox.buyers()[0]?.userId ?? '',
  };
}

async function aPaidOrder() {
  const order = anOrder();
  const { tradeNo = '' } = await cloud.payment.common.create(order);
  running.sandbox.pay({ tradeNo, outcome: 'paid' });
  return order;
}

const callsSince = (count: number) => running.sandbox.log.entries().length - count;

describe('an app may not call by itself', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['alipay.trade.refund', () => cloud.payment.common.refund({ outTradeNo: 'o_1', refundAmount: '0.01' })],
    ['alipay.trade.close', () => cloud.payment.common.close({ outTradeNo: 'o_1' })],
    ['alipay.trade.cancel', () => cloud.payment.common.cancel({ outTradeNo: 'o_1' })],
    ['alipay.trade.pay', () => cloud.payment.faceToFace.pay({ ...anOrder(), authCode: '28' })],
    ['alipay.system.oauth.token', () => cloud.base.oauth.getToken({ code: 'c' })],
    ['alipay.fund.trans.uni.transfer', () => cloud.util.generic.execute('alipay.fund.trans.uni.transfer', { a: '1' })],
  ])('%s', async (method, call) => {
    const before = running.sandbox.log.entries().length;
    await expect(call()).rejects.toEqual({
      code: 'FunctionBizError',
      message: `METHOD_NOT_ALLOWED:an app may not call ${method}; call it in a cloud function`,
    });
    expect(callsSince(before)).toBe(0);
  });

  test('another method under the name of one it may', async () => {
    const order = await aPaidOrder();
    const params = {
      outTradeNo: order.outTradeNo,
      refundAmount: '1.00',
      method: 'alipay.trade.refund',
      bizContent: {},
    };
    await cloud.util.generic.execute('alipay.trade.query', { ...params, biz_content: '{}', app_id: '1' });
    const trade = running.sandbox.trades().find(({ outTradeNo }) => outTradeNo === order.outTradeNo);
    expect(trade).toMatchObject({ status: 'TRADE_SUCCESS', refundedFen: 0 });
  });

  test.each([{ $config: { appAuthToken: 't' } }, { appAuthToken: 't' }, { app_auth_token: 't' }])(
    'anything in the name of another merchant, %j',
    async (params) => {
      const args = { method: 'alipay.trade.query', params: { outTradeNo: 'o_1', ...params } };
      await expect(sdk.function.invoke('alipay-openapi', args)).rejects.toMatchObject({
        message: expect.stringMatching(/^METHOD_NOT_ALLOWED:appAuthToken/),
      });
    },
  );

  test.each`
    fault                     | args
    ${'nothing'}              | ${undefined}
    ${'a text'}               | ${'alipay.trade.query'}
    ${'a list'}               | ${['alipay.trade.query']}
    ${'no method'}            | ${{ params: {} }}
    ${'parameters of a list'} | ${{ method: 'alipay.trade.query', params: [] }}
    ${'a $config of a text'}  | ${{ method: 'alipay.trade.query', params: { $config: 'x' } }}
    ${'an address of a list'} | ${{ method: 'alipay.trade.query', params: { $config: { notify: [] } } }}
  `('$fault', async ({ args }) => {
    await expect(sdk.function.invoke('alipay-openapi', args)).rejects.toMatchObject({
      code: 'FunctionBizError',
      message: expect.stringMatching(/^INVALID_PARAM:/),
    });
  });
});

test('nobody reaches the preset function through an HTTP trigger', async () => {
  const response = await fetch(`${running.url}/http/openapi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'alipay.trade.query', params: {} }),
  });
  expect(await response.json()).toMatchObject({ success: false, error: { code: 'FunctionBizError' } });
});

test('an app that has not signed in may create and query as well, as on the platform', async () => {
  const { sdk: anonymous } = sdkClient(running);
  await anonymous.init({ authType: 'anonymous' });
  cloud.init(anonymous);
  const answer = await cloud.payment.common.create(anOrder());
  cloud.init(sdk);
  expect(answer).toMatchObject({ code: '10000' });
});

test('what apps may call is the merchant’s choice', async () => {
  const closing = await runningCloud({ clientMethods: ['alipay.trade.close'] });
  try {
    const { sdk: client } = sdkClient(closing);
    await client.init();
    cloud.init(client);
    expect(await cloud.payment.common.close({ outTradeNo: 'nobody' })).toMatchObject({
      subCode: 'ACQ.TRADE_NOT_EXIST',
    });
    await expect(cloud.payment.common.query({ outTradeNo: 'nobody' })).rejects.toMatchObject({
      message: expect.stringMatching(/^METHOD_NOT_ALLOWED:/),
    });
  } finally {
    cloud.init(sdk);
    await closing.close();
  }
});

describe('a function may call everything', () => {
  test('refund, in camelCase and through the preset function in the spelling of Alipay', async () => {
    const [part, whole] = [await aPaidOrder(), await aPaidOrder()];
    const refund = { outTradeNo: part.outTradeNo, refundAmount: '0.40', outRequestNo: 'R1' };
    const partly = await inFunction('payment.common.refund', refund);
    expect(partly).toMatchObject({ code: '10000', fundChange: 'Y', refundFee: '0.40' });
    const all = await throughPreset('alipay.trade.refund', { out_trade_no: whole.outTradeNo, refund_amount: '1.00' });
    expect(all).toMatchObject({ code: '10000', fundChange: 'Y', refundFee: '1.00' });
  });

  test('close and cancel', async () => {
    const [closed, cancelled] = [anOrder(), anOrder()];
    await inFunction('payment.common.create', closed);
    await inFunction('payment.common.create', cancelled);
    expect(await inFunction('payment.common.close', { outTradeNo: closed.outTradeNo })).toMatchObject({
      code: '10000',
      outTradeNo: closed.outTradeNo,
    });
    expect(await inFunction('payment.common.cancel', { out_trade_no: cancelled.outTradeNo })).toMatchObject({
      code: '10000',
      action: 'close',
      retryFlag: 'N',
    });
  });

  test('instalments', async () => {
    const order = { ...anOrder(), extendParams: { hbFqNum: '3', hbFqSellerPercent: '0' } };
    expect(await inFunction('payment.huabei.create', order)).toMatchObject({
      code: '10000',
      outTradeNo: order.outTradeNo,
    });
    const odd = { ...anOrder(), extendParams: { hbFqNum: '4', hbFqSellerPercent: '0' } };
    expect(await inFunction('payment.huabei.create', odd)).toMatchObject({
      code: '40004',
      subCode: 'ACQ.INVALID_PARAMETER',
    });
  });

  test('the code a buyer shows', async () => {
    const shown = running.sandbox.payCode({}) as { payCode: string };
    const { buyerId: _, ...order } = anOrder();
    expect(await inFunction('payment.faceToFace.pay', { ...order, authCode: shown.payCode })).toMatchObject({
      code: '10000',
      outTradeNo: order.outTradeNo,
      totalAmount: '1.00',
    });
  });

  test('tokens of a buyer', async () => {
    const { authCode: code } = running.sandbox.authCode({}) as { authCode: string };
    const token = await inFunction('base.oauth.getToken', { code });
    expect(token).toMatchObject({ userId: running.sandbox.buyers()[0]?.userId, accessToken: expect.any(String) });
    const { refreshToken } = token;
    expect(
      await throughPreset('alipay.system.oauth.token', { grant_type: 'refresh_token', refresh_token: refreshToken }),
    ).toMatchObject({
      userId: token.userId,
    });
    expect(await inFunction('base.oauth.refreshToken', { refreshToken: 'none' })).toMatchObject({
      subCode: 'isv.refresh-token-invalid',
    });
  });

  test.each`
    path                                | params
    ${'base.qrcode.create'}             | ${{ urlParam: 'pages/a', queryParam: 'x=1', describe: 'd' }}
    ${'marketing.templateMessage.send'} | ${{ toUserId: '2088', formId: 'f', userTemplateId: 'u', page: 'p', data: '{}' }}
    ${'security.textRisk.detect'}       | ${{ content: '好' }}
  `('$path, which the sandbox does not have, says so', async ({ path, params }) => {
    expect(await inFunction(path, params)).toMatchObject({ code: '40002', subCode: 'isv.invalid-method' });
  });

  test('and is told what cannot be sent', async () => {
    await expect(inFunction('payment.common.query', 'o_1')).rejects.toEqual({
      code: 'FunctionBizError',
      message: 'INVALID_PARAM:the parameters of alipay.trade.query must be an object',
    });
  });
});

test('a server of the merchant may call everything as well', async () => {
  const { outTradeNo } = await aPaidOrder();
  const params = { outTradeNo, refundAmount: '1.00', $config: {} };
  const server = serverClient(running, { privateKey });
  const { result } = await server.function.invoke('alipay-openapi', { method: 'alipay.trade.refund', params });
  expect(result).toMatchObject({ code: '10000', fundChange: 'Y' });
});

test('a function cannot change ctx.cloud for the others', async () => {
  await expect(sdk.function.invoke('meddles')).rejects.toMatchObject({ message: expect.stringMatching(/read only/) });
  expect(await inFunction('payment.common.create', anOrder())).toMatchObject({
    code: '10000',
    tradeNo: expect.any(String),
  });
});
