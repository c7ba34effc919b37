import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { PresetName } from '../../../sandbox/fault/presets';
import { type Merchant, merchant } from '../support/merchant';

let sandbox: Sandbox;
let shop: Merchant;

beforeAll(async () => {
  sandbox = await createSandbox();
  shop = await merchant(sandbox.url);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

async function post(path: string, body: object) {
  const reply = await fetch(`${sandbox.url}/api/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

describe('the presets', () => {
  test('are at least forty, each with a name, a sentence of its own, and rules that can be added', async () => {
    const { presets } = (await (await fetch(`${sandbox.url}/api/presets`)).json()) as {
      presets: { name: PresetName; title: string; titleZh: string; rules: object[] }[];
    };
    expect(presets.length).toBeGreaterThanOrEqual(40);
    expect(new Set(presets.map(({ title }) => title)).size).toBe(presets.length);
    for (const { name, titleZh, rules } of presets) {
      expect(titleZh).toMatch(/[一-龥]/);
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      const used = await post('faults/use', { preset: name });
      expect({ name, status: used.status, faults: used.body.faults }).toMatchObject({
        name,
        status: 200,
        faults: rules,
      });
    }
  });

  test('that nobody knows are refused, whatever they are called', async () => {
    for (const preset of ['no-such-thing', '__proto__', 'constructor', 'toString']) {
      expect(await post('faults/use', { preset })).toMatchObject({ status: 404, body: { reason: 'preset_not_found' } });
      expect(() => sandbox.faults.use(preset as PresetName)).toThrow('there is no preset');
    }
    expect(sandbox.faults.list()).toEqual([]);
  });

  test('can be kept to one order', async () => {
    await post('faults/use', { preset: 'create-unknown', outTradeNo: 'MINE' });
    expect(await shop.create({ outTradeNo: 'OTHERS' })).toMatchObject({ code: '10000' });
    expect(await shop.create({ outTradeNo: 'MINE' })).toMatchObject({ code: '20000' });
  });

  test('can be had more often than they are meant', async () => {
    sandbox.faults.use('query-unknown', { times: 3 });
    const codes = [];
    for (let n = 0; n < 4; n += 1) codes.push((await shop.query({ outTradeNo: 'NONE' })).code);
    expect(codes).toEqual(['20000', '20000', '20000', '40004']);
  });
});

describe('a refund', () => {
  async function paidTrade(): Promise<string> {
    const tradeNo = await shop.trade();
    sandbox.pay({ tradeNo, outcome: 'paid' });
    return tradeNo;
  }
  const refund = (tradeNo: string) =>
    shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount: '12.30', outRequestNo: 'R1' } });
  const refundQuery = (tradeNo: string) =>
    shop.exec('alipay.trade.fastpay.refund.query', { bizContent: { tradeNo, outRequestNo: 'R1' } });

  test.each<[PresetName, object, boolean]>([
    ['refund-unknown', { code: '20000' }, true],
    ['refund-system-error', { subCode: 'ACQ.SYSTEM_ERROR' }, false],
    ['refund-fund-change-n', { code: '10000', fundChange: 'N' }, true],
    ['seller-balance-short', { subCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' }, false],
  ])('with %s is told %j, and whether money went back is %s', async (preset, told, isDone) => {
    const tradeNo = await paidTrade();
    sandbox.faults.use(preset);
    expect(await refund(tradeNo)).toMatchObject(told);
    expect('refundStatus' in (await refundQuery(tradeNo))).toBe(isDone);
    sandbox.faults.clear();
    expect(await refund(tradeNo)).toMatchObject({ code: '10000', fundChange: isDone ? 'N' : 'Y' });
  });

  test('whose reply is lost is done once, however often it is sent', async () => {
    const tradeNo = await paidTrade();
    sandbox.faults.use('refund-reply-lost');
    await expect(refund(tradeNo)).rejects.toThrow();
    expect(sandbox.faults.list()).toMatchObject([{ fired: 2, isSpent: true }]);
    expect(await refund(tradeNo)).toMatchObject({ fundChange: 'N', refundFee: '12.30' });
  });

  test('is not seen by its query for ten seconds', async () => {
    const tradeNo = await paidTrade();
    await refund(tradeNo);
    sandbox.faults.use('refund-query-empty-10s');
    expect(await refundQuery(tradeNo)).not.toHaveProperty('refundStatus');
    await sandbox.clock.advance(10_000);
    expect(await refundQuery(tradeNo)).toMatchObject({ refundStatus: 'REFUND_SUCCESS' });
  });
});
