import { alipayChannel } from '../../../../cloudfunctions/backend/channel/alipay/channel';
import type { AlipayCloud, CloudCall, OpenApiReply } from '../../../../cloudfunctions/backend/channel/alipay/cloud';
import { APP_ID, alipaySigner, aNotify } from '../../../support/alipay-signer';
import { anOrder } from '../../../support/orders';
import { anOrderWithTrade, aReport, TRADE_NO } from '../../../support/reports';

const { publicKeyPem } = alipaySigner();
const order = anOrderWithTrade('open', { orderNo: 'A'.repeat(24) });
const [trade] = order.trades;
if (!trade) throw new Error('an order without a trade');

/** A cloud that answers all calls alike, and remembers them. */
function cloudThat(answer: CloudCall) {
  const calls: unknown[][] = [];
  const call = (verb: string) => async (params: Record<string, unknown>, options?: object) => {
    calls.push([verb, params, options]);
    return answer(params);
  };
  const common = { create: call('create'), query: call('query'), close: call('close'), refund: call('refund') };
  const execute = (method: string, params: Record<string, unknown>, options?: object) => call(method)(params, options);
  return { cloud: { payment: { common }, util: { generic: { execute } } } as AlipayCloud, calls };
}

const channelOver = (cloud: AlipayCloud, more = {}) =>
  alipayChannel(cloud, { appId: APP_ID, opAppId: APP_ID, alipayPublicKeyPem: publicKeyPem, ...more });

const verbs = ['createTrade', 'queryTrade', 'closeTrade'] as const;

describe('a call that gets no answer proves nothing', () => {
  test.each(verbs)('%s, when the cloud rejects', async (verb) => {
    const channel = channelOver(cloudThat(() => Promise.reject(new Error('socket hang up'))).cloud);
    const report = { outTradeNo: trade.outTradeNo, status: 'unknown', message: 'socket hang up' };
    expect(await channel[verb](trade, order)).toEqual(report);
  });

  test('but that a create verifiably never left the host is proof: nothing can come of it', async () => {
    const cloud = cloudThat(() => Promise.reject(Object.assign(new Error('nobody there'), { isNotSent: true })));
    const channel = channelOver(cloud.cloud);
    const { outTradeNo } = trade;
    const [created, ...others] = await Promise.all(verbs.map((verb) => channel[verb](trade, order)));
    expect(created).toEqual({ outTradeNo, status: 'absent', isNotSent: true, message: 'nobody there' });
    expect(others.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  test.each(verbs)('%s, when the cloud throws something that is no error', async (verb) => {
    const channel = channelOver(cloudThat(() => Promise.reject({ code: 'FunctionBizError' })).cloud);
    expect(await channel[verb](trade, order)).toMatchObject({ status: 'unknown' });
  });

  test.each(verbs)('%s, when the cloud throws at once', async (verb) => {
    const thrower = () => {
      throw new TypeError('not a function');
    };
    expect(await channelOver(cloudThat(thrower).cloud)[verb](trade, order)).toMatchObject({ status: 'unknown' });
  });

  test.each([undefined, null, 'text', 42, [], true])('%j instead of an answer', async (answer) => {
    const channel = channelOver(cloudThat(async () => answer as never as OpenApiReply).cloud);
    for (const verb of verbs) expect(await channel[verb](trade, order)).toMatchObject({ status: 'unknown' });
  });

  describe('and is not waited for longer than ten seconds', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    test.each(verbs)('%s, when the cloud hangs', async (verb) => {
      const channel = channelOver(cloudThat(() => new Promise(() => {})).cloud);
      const reported = channel[verb](trade, order);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(await reported).toMatchObject({ status: 'unknown', message: 'no answer within 10000 ms' });
    });

    test('an answer in time leaves no timer behind', async () => {
      await channelOver(cloudThat(async () => ({ code: '20000' })).cloud).queryTrade(trade);
      expect(jest.getTimerCount()).toBe(0);
    });

    test('an answer that comes too late disturbs nobody', async () => {
      const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 20_000));
      const reported = channelOver(cloudThat(() => late).cloud).queryTrade(trade);
      await jest.advanceTimersByTimeAsync(30_000);
      expect(await reported).toMatchObject({ message: 'no answer within 10000 ms' });
    });
  });
});

describe('refunds', () => {
  const number = { outRequestNo: `${trade.outTradeNo}R1`, outTradeNo: trade.outTradeNo, refundFen: 500 };
  const begun = { cause: 'merchant', status: 'pending', attempts: 1, requestedAtMs: 0, nextTryAtMs: 0 } as const;
  const refund = { ...number, ...begun };
  const refundVerbs = ['refund', 'queryRefund'] as const;

  test.each(refundVerbs)(
    '%s, when the cloud rejects, throws at once, or gives nonsense, proves nothing',
    async (verb) => {
      const thrower = () => {
        throw new TypeError('not a function');
      };
      const answers: CloudCall[] = [
        () => Promise.reject(new Error('socket hang up')),
        thrower,
        async () => null as never,
      ];
      for (const answer of answers) {
        const report = await channelOver(cloudThat(answer).cloud)[verb](refund, trade);
        expect(report).toMatchObject({ outRequestNo: refund.outRequestNo, status: 'unknown' });
        expect(report).not.toHaveProperty('refundFen');
      }
    },
  );

  test('are asked for and about under their own number, with a service provider’s token', async () => {
    const { cloud, calls } = cloudThat(async () => ({ code: '20000' }));
    const channel = channelOver(cloud, { appAuthToken: 'token-of-a-merchant', notifyUrl: 'https://shop.example/x' });
    for (const verb of refundVerbs) await channel[verb](refund, trade);
    const { outTradeNo, outRequestNo } = refund;
    const options = { appAuthToken: 'token-of-a-merchant' };
    expect(calls).toEqual([
      ['refund', { outTradeNo, outRequestNo, refundAmount: '5.00' }, options],
      ['alipay.trade.fastpay.refund.query', { outTradeNo, outRequestNo }, options],
    ]);
  });
});

describe('what is asked of the cloud', () => {
  const success = async (): Promise<OpenApiReply> => ({
    code: '10000',
    outTradeNo: trade.outTradeNo,
    tradeNo: TRADE_NO,
  });

  test('our number names the trade; a new one is told where its news must go', async () => {
    const { cloud, calls } = cloudThat(success);
    const channel = channelOver(cloud, { notifyUrl: 'https://shop.example/http/trade-notify' });
    await channel.createTrade(trade, anOrder());
    await channel.queryTrade(trade);
    await channel.closeTrade(trade);
    const notify = { url: 'https://shop.example/http/trade-notify' };
    const named = { outTradeNo: trade.outTradeNo };
    expect(calls).toEqual([
      ['create', expect.objectContaining({ ...named, productCode: 'JSAPI_PAY', opAppId: APP_ID }), { notify }],
      ['query', named, {}],
      ['close', named, { notify }],
    ]);
  });

  test('a service provider’s token goes with every call', async () => {
    const { cloud, calls } = cloudThat(success);
    const channel = channelOver(cloud, { appAuthToken: 'token-of-a-merchant' });
    for (const verb of verbs) await channel[verb](trade, order);
    expect(calls.map(([, , options]) => options)).toEqual(Array(3).fill({ appAuthToken: 'token-of-a-merchant' }));
  });

  test('nothing is sent empty: Alipay drops what is empty, and the SDK signs it', async () => {
    const { cloud, calls } = cloudThat(success);
    await channelOver(cloud).createTrade(trade, order);
    const [[, params, options] = []] = calls;
    expect(Object.values(params as object)).not.toContain('');
    expect(options).toEqual({});
  });

  test('a create tells the address of the buyer where it is known, and nothing about it where not', async () => {
    const { cloud, calls } = cloudThat(success);
    await channelOver(cloud).createTrade(trade, order, '203.0.113.7');
    await channelOver(cloud).createTrade(trade, order);
    const [told, untold] = calls.map(([, params]) => params);
    expect(told).toEqual({ ...(untold as object), businessParams: { mcCreateTradeIp: '203.0.113.7' } });
    expect(untold).not.toHaveProperty('businessParams');
  });

  test('an answer becomes a report', async () => {
    const channel = channelOver(cloudThat(success).cloud);
    expect(await channel.createTrade(trade, order)).toEqual(aReport(order, 'open', { totalFen: undefined }));
    expect(await channel.closeTrade(trade)).toMatchObject({ status: 'closed' });
  });
});

test('only the seven letters of success acknowledge a notify', () => {
  const channel = channelOver(cloudThat(async () => ({})).cloud);
  expect([channel.acknowledge(true), channel.acknowledge(false)]).toEqual(['success', 'fail']);
});

test('a notify is read with the key of this channel', () => {
  const signer = alipaySigner();
  const body = signer.body(aNotify(trade.outTradeNo, '12.80'));
  const { cloud } = cloudThat(async () => ({}));
  expect(channelOver(cloud).readNotify(body, {})).toMatchObject({ reason: 'bad_signature' });
  const ours = channelOver(cloud, { alipayPublicKeyPem: signer.publicKeyPem });
  expect(ours.readNotify(body, {})).toMatchObject({ kind: 'report' });
});
