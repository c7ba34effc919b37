import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { PresetName } from '../../../sandbox/fault/presets';
import { FSHOWS_PRESETS } from '../../../sandbox/fault/presets-fshows';
import { merchant } from '../support/merchant';
import { CREATE, type Provider, postForm, provider, REFUND, signed } from './support/provider';

let sandbox: Sandbox;
let shop: Provider;

beforeAll(async () => {
  sandbox = await createSandbox();
  shop = await provider(sandbox.url);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** What a client without any patience for faults makes of a call. */
async function told(call: Promise<{ error_code?: string }>): Promise<string> {
  return call.then(
    ({ error_code: code }) => code ?? 'success',
    (error: Error) => error.name,
  );
}

describe('the presets of Fshows', () => {
  test('are at least twenty-five', () => {
    const names = Object.keys(FSHOWS_PRESETS);
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(sandbox.faults.presets().map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  test.each<[PresetName, string, number]>([
    ['fshows-create-reply-lost', 'TypeError', 1],
    ['fshows-create-request-lost', 'TypeError', 0],
    ['fshows-create-reset', 'TypeError', 1],
    ['fshows-create-truncated', 'TypeError', 1],
    ['fshows-create-unknown', '-200', 1],
    ['fshows-create-failed', '-200', 0],
    ['fshows-create-upstream-error', '-300', 0],
    ['fshows-create-paying', '100', 1],
    ['fshows-create-html', 'SyntaxError', 1],
    ['fshows-create-http-500', 'SyntaxError', 1],
    ['fshows-throttled', '-221', 0],
    ['fshows-not-permitted', '-102', 0],
    ['fshows-down', 'TypeError', 0],
    ['fshows-unknown-to-all', '-200', 1],
  ])('%s: a create call is told %s, and %i trades are there', async (preset, answer, count) => {
    sandbox.faults.use(preset);
    expect(await told(shop.create())).toBe(answer);
    expect(sandbox.trades()).toHaveLength(count);
    expect(sandbox.faults.list()).toMatchObject([{ fired: 1 }]);
    sandbox.faults.clear();
    expect(await told(shop.create())).toBe('success');
  });

  test('change the true answer: another order, no prepay_id', async () => {
    sandbox.faults.use('fshows-create-other-order');
    expect((await shop.create()).return_value?.out_trade_no).toBe('SOMEBODY_ELSES_ORDER');
    sandbox.faults.use('fshows-create-without-prepay-id');
    expect(Object.keys((await shop.create()).return_value ?? {})).toEqual(['out_trade_no', 'trade_no']);
  });

  test('hang, until the client gives up', async () => {
    sandbox.faults.use('fshows-create-hangs');
    const content = JSON.stringify({
      out_trade_no: 'HANGS',
      total_amount: '1',
      subject: '茶',
      buyer_logon_id: 'x',
      store_id: shop.app.subMerchants[0]?.subMerchantId,
    });
    const body = new URLSearchParams(signed(shop.app, CREATE, content));
    const ask = fetch(shop.app.gateway, { method: 'POST', body, signal: AbortSignal.timeout(200) });
    await expect(ask).rejects.toThrow('timeout');
    expect(sandbox.trades()).toMatchObject([{ outTradeNo: 'HANGS' }]);
  });

  test('let the buyer pay before the create call is answered, and at the moment of a close', async () => {
    sandbox.faults.use('fshows-paid-at-once');
    const { outTradeNo } = await shop.trade();
    expect(await shop.query({ out_trade_no: outTradeNo })).toMatchObject({
      return_value: { trade_status: 'TRADE_SUCCESS' },
    });
    sandbox.faults.clear();
    sandbox.faults.use('fshows-close-too-late');
    const second = await shop.trade();
    expect(await told(shop.close({ trade_no: second.tradeNo }))).toBe('-220');
  });

  test('refund once, however often it is asked after a lost reply', async () => {
    const { tradeNo, prepayId } = await shop.trade();
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    const refund = () => shop.refund({ trade_no: tradeNo, out_refund_no: 'R1' });
    for (const preset of ['fshows-refund-failed', 'fshows-refund-reply-lost', 'fshows-refund-unknown'] as const) {
      sandbox.faults.use(preset);
    }
    expect(await told(refund())).toBe('-302');
    expect(await told(refund())).toBe('TypeError');
    expect(await told(refund())).toBe('-200');
    expect(await refund()).toMatchObject({ return_value: { refund_status: 'REFUND_SUCCESS' } });
    expect(sandbox.trade(prepayId)).toMatchObject({ refundedFen: 1230, refunds: [{ requestNo: 'R1' }] });
  });

  test('hide a trade and a refund for ten seconds', async () => {
    sandbox.clock.freeze();
    const { tradeNo, prepayId } = await shop.trade();
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    await shop.refund({ trade_no: tradeNo, out_refund_no: 'R1' });
    sandbox.faults.use('fshows-query-not-exist');
    sandbox.faults.use('fshows-refund-not-seen');
    const asked = () =>
      Promise.all([told(shop.query({ trade_no: tradeNo })), told(shop.refundQuery({ trade_no: tradeNo }))]);
    expect(await asked()).toEqual(['-207', '-207']);
    await sandbox.clock.advance(10_000);
    expect(await asked()).toEqual(['success', 'success']);
    sandbox.clock.resume();
  });

  test('write money as JSON numbers, and lie about an amount', async () => {
    const { tradeNo, prepayId } = await shop.trade();
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    sandbox.faults.use('fshows-numbers');
    const { text } = await postForm(
      shop.app.gateway,
      signed(shop.app, 'fshows.liquidation.alipay.trade.query', JSON.stringify({ trade_no: tradeNo })),
    );
    expect(text).toContain('"total_amount":12.3,');
    expect(text).toContain('"pay_platform_rate":0.002,');
    sandbox.faults.use('fshows-query-other-amount');
    expect((await shop.query({ trade_no: tradeNo })).return_value).toMatchObject({ total_amount: '0.01' });
  });
});

describe('a rule', () => {
  test('strikes one trade by any of its numbers, whichever the provider names', async () => {
    const one = await shop.trade();
    const two = await shop.trade();
    for (const scope of [{ tradeNo: one.prepayId }, { tradeNo: one.tradeNo }, { outTradeNo: one.outTradeNo }]) {
      sandbox.faults.add({ kind: 'error_code', code: '-103', message: '自定义', ...scope });
      expect(await shop.query({ trade_no: one.tradeNo })).toMatchObject({
        error_code: '-103',
        error_message: '自定义',
      });
      expect(await told(shop.query({ out_trade_no: one.outTradeNo }))).toBe('-103');
      expect(await told(shop.query({ trade_no: two.tradeNo }))).toBe('success');
      sandbox.faults.clear();
    }
  });

  test('is told by provider, method, nth match and effect', async () => {
    const other = await provider(sandbox.url, 1);
    sandbox.faults.add({ kind: 'error_code', method: CREATE, appId: other.app.appId, nth: 2, phase: 'after' });
    expect([await told(shop.create()), await told(shop.create())]).toEqual(['success', 'success']);
    expect([await told(other.create()), await told(other.create()), await told(other.create())]).toEqual([
      'success',
      '-200',
      'success',
    ]);
    expect(sandbox.trades()).toHaveLength(5);
  });

  test('strikes verified calls only', async () => {
    sandbox.faults.add({ kind: 'error_code', code: '-200' });
    const forged = { ...signed(shop.app, REFUND, '{}'), sign: 'AAAA' };
    expect((await postForm(shop.app.gateway, forged)).reply.error_code).toBe('-100');
    expect(sandbox.faults.list()).toMatchObject([{ matched: 0 }]);
  });

  test('in one gateway’s words does not touch the other, and one without words strikes both', async () => {
    const alipayShop = await merchant(sandbox.url);
    const bothTold = async () => [
      await told(shop.query({ trade_no: 'NONE' })),
      (await alipayShop.query({ tradeNo: '2026112222001400000000000000' }).catch(() => ({ code: 'broken' }))).code,
    ];
    expect(await bothTold()).toEqual(['-207', '40004']);
    sandbox.faults.add({ kind: 'answer', code: '20000' });
    sandbox.faults.add({ kind: 'error_code', code: '-200' });
    expect(await bothTold()).toEqual(['-200', '20000']);
    sandbox.faults.clear();
    sandbox.faults.add({ kind: 'http_status', status: 503 });
    expect(await bothTold()).toEqual(['SyntaxError', 'broken']);
  });

  test('is listed in the log beside the call that it struck', async () => {
    const [{ id = '' } = {}] = sandbox.faults.use('fshows-create-unknown');
    await shop.create();
    expect(sandbox.log.entries()).toMatchObject([{ method: CREATE, code: '-200', faults: [id] }]);
  });

  test('delays, and says so for the reply of the cashier of one gateway', async () => {
    sandbox.faults.add({ kind: 'delay', method: CREATE, delayMs: 50 });
    expect(await told(shop.create())).toBe('success');
    sandbox.faults.add({ kind: 'hang_up', method: 'cashier.pay', gateway: 'fshows' });
    const { prepayId } = await shop.trade();
    const pay = (tradeNo: string) =>
      fetch(`${sandbox.url}/api/pay`, { method: 'POST', body: JSON.stringify({ tradeNo, outcome: 'paid' }) });
    await expect(pay(prepayId)).rejects.toThrow();
    expect(sandbox.trade(prepayId)).toMatchObject({ status: 'TRADE_SUCCESS' });
    const alipayShop = await merchant(sandbox.url);
    expect((await pay(await alipayShop.trade())).status).toBe(200);
  });
});
