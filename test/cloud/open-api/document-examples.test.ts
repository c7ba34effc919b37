/**
 * The examples of the document on cloud.payment.common.create, as it prints them: its functions run in the cloud, its page code through the
 * packages, and Alipay is the sandbox.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateResult } from '../../../serverless-sdk/index';
import pageCloud from '../../../serverless-sdk/index';
import { type NotifyReceiver, notifyReceiver } from '../../support/notify-receiver';
import { writeFunctions } from '../support/function-files';
import { type RunningCloud, runningCloud } from '../support/running-cloud';
import { type Sdk, sdkClient } from '../support/sdk-client';

const PROVIDER = '9021000100000003';
const ORDER = `{
    // 参数接收自云函数调用端传入的参数
    subject: ctx.args.subject,
    outTradeNo: ctx.args.outTradeNo,
    totalAmount: ctx.args.totalAmount,
    buyerId: ctx.args.buyerId
  }`;
/** The document's first two fields, and Alipay's number of the call, which comes in a header. */
const SUCCESS = { code: '10000', msg: 'Success', traceId: expect.any(String) };
const NOTIFY_URL = 'http://api.test.alipay.net/atinterface/receive_notify.htm';

const FUNCTIONS = {
  plain: `module.exports = async function (ctx) {
  const res = await ctx.cloud.payment.common.create(${ORDER});
  return res;
};`,
  'with-notify': `module.exports = async function (ctx) {
  const res = await ctx.cloud.payment.common.create(${ORDER}, {
    // 传入接收支付宝服务器交易通知的http/https路径,也可以是云函数的http触发路径
    notify: {
      url: '${NOTIFY_URL}'
    }
  });
  return res;
};`,
  'with-token': `module.exports = async function (ctx) {
  const res = await ctx.cloud.payment.common.create(${ORDER}, {
    // appAuthToken参数接收自云函数调用处传入的参数
    appAuthToken: ctx.args.appAuthToken
  });
  return res;
};`,
  // The document's table names notify_url and appAuthToken among the parameters as well.
  'as-the-table-says': `module.exports = async (ctx) => await ctx.cloud.payment.common.create({ ...ctx.args, notify_url: '${NOTIFY_URL}' });`,
  'reads-as-printed': `module.exports = async (ctx) => {
  const { code, msg, out_trade_no, trade_no } = await ctx.cloud.payment.common.create(${ORDER});
  return { code, msg, out_trade_no, trade_no };
};`,
  'to-own-trigger': `module.exports = async (ctx) =>
  await ctx.cloud.payment.common.create(${ORDER}, { notify: { url: ctx.args.trigger } });`,
  receive: `module.exports = async (ctx) => {
  const { to } = ctx.args.queryStringParameters;
  await ctx.httpclient.request(to, { method: 'POST', content: ctx.args.body });
  return 'success';
};`,
};

/** Ours run beside the cloud, the merchant's own in threads; `own-` before a name makes it one of those. */
const PLACES = [
  ['beside the cloud', ''],
  ['of the merchant’s own', 'own-'],
] as const;
const OWN = Object.fromEntries(Object.entries(FUNCTIONS).map(([name, source]) => [`own-${name}`, source]));

let ownFunctionsRoot: string;
let cloud: RunningCloud;
let sdk: Sdk;
let receiver: NotifyReceiver;
let appAuthToken: string;
let orders = 0;

beforeAll(async () => {
  receiver = await notifyReceiver();
  ownFunctionsRoot = await mkdtemp(join(tmpdir(), 'shouyin-own-'));
  await writeFunctions(ownFunctionsRoot, OWN, { http: { '/own-receive': 'own-receive' } });
  const triggers = { http: { '/receive': 'receive' } };
  cloud = await runningCloud({ functions: FUNCTIONS, triggers, ownFunctionsRoot });
  sdk = sdkClient(cloud).sdk;
  await sdk.init();
  pageCloud.init(sdk);
});
afterAll(async () => {
  await cloud.close();
  await receiver.close();
  await rm(ownFunctionsRoot, { recursive: true });
});

/** Arguments that a page would send. */
function anOrder() {
  orders += 1;
  const buyerId = cloud.sandbox.buyers()[0]?.userId ?? '';
  return { subject: '小程序Serverless支付测试', outTradeNo: `demo${orders}`, totalAmount: '0.01', buyerId };
}

const tradeOf = (outTradeNo: string) => cloud.sandbox.trades().find((trade) => trade.outTradeNo === outTradeNo);

async function resultOf(name: string, args: unknown): Promise<CreateResult> {
  const { result } = await sdk.function.invoke(name, args);
  return result as CreateResult;
}

describe.each(PLACES)('a function %s', (_where, place) => {
  test('creates a trade for the caller’s order', async () => {
    const args = anOrder();
    const result = await resultOf(`${place}plain`, args);
    const trade = tradeOf(args.outTradeNo);
    expect(result).toEqual({ ...SUCCESS, outTradeNo: args.outTradeNo, tradeNo: trade?.tradeNo });
    expect(trade).toMatchObject({
      subject: args.subject,
      totalAmount: '0.01',
      buyer: { userId: args.buyerId },
      notifyUrl: null,
    });
  });

  test('reads the fields as the document prints them', async () => {
    const args = anOrder();
    const result = await resultOf(`${place}reads-as-printed`, args);
    const { tradeNo } = tradeOf(args.outTradeNo) ?? {};
    expect(result).toEqual({ code: '10000', msg: 'Success', out_trade_no: args.outTradeNo, trade_no: tradeNo });
  });

  test.each(['with-notify', 'as-the-table-says'])('says where notifies go (%s)', async (name) => {
    const args = anOrder();
    expect(await resultOf(place + name, args)).toMatchObject({ code: '10000', outTradeNo: args.outTradeNo });
    expect(tradeOf(args.outTradeNo)?.notifyUrl).toBe(NOTIFY_URL);
  });

  test('has notifies go to an HTTP trigger of the same cloud', async () => {
    const args = anOrder();
    const trigger = `${cloud.url}/http/${place}receive?to=${encodeURIComponent(receiver.url)}`;
    const { tradeNo = '' } = await resultOf(`${place}to-own-trigger`, { ...args, trigger });
    cloud.sandbox.pay({ tradeNo, outcome: 'paid' });
    const { body } = await receiver.next(args.outTradeNo);
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      trade_no: tradeNo,
      out_trade_no: args.outTradeNo,
      trade_status: 'TRADE_SUCCESS',
      total_amount: '0.01',
    });
  });

  test('returns a failure of the business', async () => {
    expect(await resultOf(`${place}plain`, { ...anOrder(), buyerId: '2088202286330000' })).toMatchObject({
      code: '40004',
      subCode: 'ACQ.BUYER_NOT_EXIST',
    });
  });
});

describe('a page creates a trade', () => {
  test('with alipay-serverless-sdk >= 1.0.0', async () => {
    const { outTradeNo, buyerId } = anOrder();
    const createRes = await pageCloud.payment.common.create({
      subject: '小程序Serverless支付测试',
      outTradeNo,
      totalAmount: '0.01',
      buyerId,
    });
    const { tradeNo } = tradeOf(outTradeNo) ?? {};
    expect(createRes).toEqual({ ...SUCCESS, outTradeNo, tradeNo });
    expect([createRes.out_trade_no, createRes.trade_no]).toEqual([outTradeNo, tradeNo]);
  });

  test('with alipay-serverless-sdk < 1.0.0', async () => {
    const { outTradeNo, buyerId } = anOrder();
    const createRes = await pageCloud.payment.common.create('小程序Serverless支付测试', outTradeNo, '0.01', buyerId);
    expect(createRes).toEqual({ ...SUCCESS, outTradeNo, tradeNo: tradeOf(outTradeNo)?.tradeNo });
  });

  test('whose notifies go where the page said', async () => {
    const { outTradeNo, ...order } = anOrder();
    await pageCloud.payment.common.create({ outTradeNo, ...order }, { notify: { url: NOTIFY_URL } });
    expect(tradeOf(outTradeNo)?.notifyUrl).toBe(NOTIFY_URL);
  });

  test('and pays it, and asks about it', async () => {
    const { outTradeNo, ...order } = anOrder();
    const { tradeNo = '' } = await pageCloud.payment.common.create({ outTradeNo, ...order });
    cloud.sandbox.pay({ tradeNo, outcome: 'paid' });
    const paid = await pageCloud.payment.common.query(outTradeNo);
    expect(paid).toMatchObject({
      code: '10000',
      tradeNo,
      outTradeNo,
      tradeStatus: 'TRADE_SUCCESS',
      totalAmount: '0.01',
    });
    expect(paid.trade_status).toBe('TRADE_SUCCESS');
  });
});

describe('a service provider', () => {
  let provider: RunningCloud;
  let client: Sdk;
  beforeAll(async () => {
    const app = cloud.sandbox.apps.find(({ appId }) => appId === PROVIDER);
    if (!app) throw new Error('the sandbox has no service provider');
    const { appId, appPrivateKeyPkcs1: privateKey, alipayPublicKey, gateway, appAuthTokens } = app;
    appAuthToken = appAuthTokens[0]?.appAuthToken ?? '';
    provider = await runningCloud({ functions: FUNCTIONS, alipay: { appId, privateKey, alipayPublicKey, gateway } });
    client = sdkClient(provider).sdk;
    await client.init({ authType: 'anonymous' });
  });
  afterAll(() => provider.close());

  test.each(['with-token', 'as-the-table-says'])('acts for a merchant with appAuthToken (%s)', async (name) => {
    const args = anOrder();
    const { result } = await client.function.invoke(name, { ...args, appAuthToken });
    expect(result).toMatchObject({ code: '10000', outTradeNo: args.outTradeNo });
    expect(tradeOf(args.outTradeNo)).toMatchObject({ appId: PROVIDER, authAppId: cloud.sandbox.apps[0]?.appId });
  });

  test('does not act for anybody from a page', async () => {
    const args = anOrder();
    pageCloud.init(client);
    const call = pageCloud.payment.common.create(args, { appAuthToken });
    pageCloud.init(sdk);
    await expect(call).rejects.toMatchObject({
      code: 'FunctionBizError',
      message: expect.stringMatching(/appAuthToken is for cloud functions/),
    });
    expect(tradeOf(args.outTradeNo)).toBeUndefined();
  });
});
