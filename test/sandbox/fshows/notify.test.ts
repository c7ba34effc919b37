import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { PresetName } from '../../../sandbox/fault/presets';
import { acknowledge, type NotifyReceiver, notifyReceiver } from '../support/notify-receiver';
import { type Content, isGenuineNotify, type Provider, provider } from './support/provider';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');

let clock: SandboxClock;
let sandbox: Sandbox;
let shop: Provider;
let receiver: NotifyReceiver;

beforeAll(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  sandbox = await createSandbox({ clock });
  shop = await provider(sandbox.url);
});
beforeEach(async () => {
  sandbox.reset();
  receiver = await notifyReceiver();
});
afterEach(() => receiver.close());
afterAll(() => sandbox.close());

async function paid(change: Content = {}) {
  const trade = await shop.trade({ notify_url: receiver.url, ...change });
  sandbox.pay({ tradeNo: trade.prepayId, outcome: 'paid' });
  await clock.advance(0);
  return trade;
}

describe('a notify of Fshows', () => {
  test('is a form of what clients read, signed by the platform and blank nowhere', async () => {
    const { outTradeNo, tradeNo } = await paid();
    const [{ parameters, headers } = { parameters: {}, headers: {} }] = receiver.received;
    expect(Object.keys(parameters).sort()).toEqual([
      'bank_commission_fee',
      'bank_commission_rate',
      'buyer_logon_id',
      'gmt_payment',
      'liquidator_commission_fee',
      'liquidator_commission_rate',
      'net_income',
      'out_trade_no',
      'pay_platform_fee',
      'pay_platform_rate',
      'receipt_amount',
      'sign',
      'sign_type',
      'total_amount',
      'trade_no',
      'trade_status',
    ]);
    expect(parameters).toMatchObject({ out_trade_no: outTradeNo, trade_no: tradeNo, sign_type: 'RSA' });
    expect(Object.values(parameters)).not.toContain('');
    expect(isGenuineNotify(shop.app, parameters)).toBe(true);
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded; charset=utf-8$/i);
    expect(sandbox.notifies()).toMatchObject([{ status: 'acknowledged', gateway: 'fshows', appId: shop.app.appId }]);
  });

  test('goes to the provider’s own address when the trade names none, and to nobody without one', async () => {
    const subMerchants = [{ subMerchantId: '99990101000000000009', name: '店' }];
    const apps = [{ appId: '99990101000000007', name: '有地址', subMerchants, notifyUrl: receiver.url }];
    const second = await createSandbox({ clock, fshows: { apps } });
    const addressed = await provider(second.url);
    const { prepayId, outTradeNo } = await addressed.trade();
    second.pay({ tradeNo: prepayId, outcome: 'paid' });
    await clock.advance(0);
    expect(receiver.received.map(({ parameters }) => parameters.out_trade_no)).toEqual([outTradeNo]);
    await second.close();
    await paid({ notify_url: undefined });
    expect(sandbox.notifies()).toEqual([]);
  });

  test('notifyRetryGapsMs: comes again after 10, 30 and 60 seconds, or as it says, and no more', async () => {
    receiver.answer((response) => response.end('fail'));
    await paid();
    const counts = [receiver.received.length];
    for (const gapMs of [10_000, 30_000, 60_000, 86_400_000]) {
      await clock.advance(gapMs - 1);
      const before = receiver.received.length;
      await clock.advance(1);
      counts.push(receiver.received.length - before);
    }
    expect(counts).toEqual([1, 1, 1, 1, 0]);
    expect(sandbox.notifies()).toMatchObject([{ status: 'given_up' }]);
    sandbox.setFshowsRules({ notifyRetryGapsMs: [] });
    await paid();
    expect(sandbox.notifies()[0]).toMatchObject({ status: 'given_up', deliveries: [{ result: 'not_acknowledged' }] });
  });

  test.each([
    ['success', true, true],
    [' success\n', true, false],
    ['SUCCESS', false, false],
    ['"success"', false, false],
    ['', false, false],
  ])(
    'trimsAcknowledgement: the reply %j is taken (%j), or without white space only (%j)',
    async (body, isTaken, isExact) => {
      receiver.answer((response) => response.end(body));
      for (const [trimsAcknowledgement, isDone] of [
        [true, isTaken],
        [false, isExact],
      ] as const) {
        sandbox.setFshowsRules({ trimsAcknowledgement });
        await paid();
        expect(sandbox.notifies()[0]?.status).toBe(isDone ? 'acknowledged' : 'pending');
      }
    },
  );

  test('notifyTimeoutMs: a reply that does not come in time counts as none', async () => {
    sandbox.setFshowsRules({ notifyTimeoutMs: 100, notifyRetryGapsMs: [] });
    receiver.answer(() => {});
    await paid();
    expect(sandbox.notifies()[0]?.deliveries).toMatchObject([{ result: 'timed_out' }]);
  });

  test('notifyCauses: tells of payments only, or of what it says, with the status there is', async () => {
    const closed = await shop.trade({ notify_url: receiver.url });
    await shop.close({ trade_no: closed.tradeNo });
    await clock.advance(0);
    expect(receiver.received).toEqual([]);
    sandbox.setFshowsRules({ notifyCauses: ['closed', 'fully_refunded'] });
    const second = await shop.trade({ notify_url: receiver.url });
    await shop.close({ trade_no: second.tradeNo });
    const third = await paid();
    await shop.refund({ trade_no: third.tradeNo, out_refund_no: 'R1' });
    await clock.advance(0);
    const told = receiver.received.map(({ parameters }) => [parameters.trade_no, parameters.trade_status]);
    expect(told).toEqual([
      [second.tradeNo, 'TRADE_CLOSED'],
      [third.tradeNo, 'TRADE_CLOSED'],
    ]);
    for (const { parameters } of receiver.received) expect(isGenuineNotify(shop.app, parameters)).toBe(true);
  });

  test('notifiesFees: tells the fees beside the rates, or the rates alone', async () => {
    sandbox.setFshowsRules({ notifiesFees: false });
    await paid();
    const names = Object.keys(receiver.received[0]?.parameters ?? {});
    expect(names).toContain('pay_platform_rate');
    expect(names.filter((name) => name.endsWith('_fee'))).toEqual([]);
  });

  test('is held back by the policy of the control API, and let go, and sent once more, as Alipay’s are', async () => {
    sandbox.setNotifyPolicy({ deliver: false });
    await paid();
    expect(receiver.received).toEqual([]);
    sandbox.setNotifyPolicy({ deliver: true });
    await clock.advance(0);
    expect(receiver.received).toHaveLength(1);
    const [notify] = sandbox.notifies();
    expect(await sandbox.replayNotify(notify?.notifyId ?? '')).toMatchObject({ notifyId: notify?.notifyId });
    const bodies = receiver.received.map(({ rawBody }) => rawBody);
    expect(bodies).toEqual([bodies[0], bodies[0]]);
  });
});

describe('faults of Fshows’ notifies', () => {
  const told = () => receiver.received.map(({ parameters }) => parameters);

  test.each<[PresetName, boolean, object]>([
    ['fshows-notify-corrupted', false, { total_amount: '12.300' }],
    ['fshows-notify-wrong-key', false, { total_amount: '12.30' }],
    ['fshows-notify-sha256', false, { sign_type: 'RSA2' }],
    ['fshows-notify-other-amount', true, { total_amount: '0.01' }],
    ['fshows-notify-other-trade', true, { trade_no: '2024010100000001000000000001' }],
  ])('%s is genuine: %j', async (preset, isGenuine, parameters) => {
    sandbox.faults.use(preset);
    await paid();
    expect(told()).toMatchObject([parameters]);
    expect(isGenuineNotify(shop.app, told()[0] ?? {})).toBe(isGenuine);
  });

  test('lose, delay, repeat and reorder them', async () => {
    sandbox.faults.use('fshows-notify-first-lost');
    await paid();
    expect(told()).toEqual([]);
    await clock.advance(10_000);
    expect(told()).toHaveLength(1);
    sandbox.faults.clear();
    sandbox.faults.use('fshows-notify-late');
    await paid();
    expect(told()).toHaveLength(1);
    await clock.advance(60_000);
    expect(told()).toHaveLength(2);
    sandbox.faults.clear();
    sandbox.faults.use('fshows-notify-twice');
    await paid();
    expect(told()).toHaveLength(4);
    sandbox.faults.clear();
    sandbox.faults.use('fshows-notify-out-of-order');
    sandbox.setFshowsRules({ notifyCauses: ['paid', 'fully_refunded'] });
    const { tradeNo } = await paid();
    await shop.refund({ trade_no: tradeNo, out_refund_no: 'R1' });
    await clock.advance(0);
    await clock.advance(0);
    expect(
      told()
        .slice(4)
        .map((parameters) => parameters.trade_status),
    ).toEqual(['TRADE_CLOSED', 'TRADE_SUCCESS']);
  });

  test('blank parameters are sent and not signed, and nothing is signed at all', async () => {
    sandbox.faults.use('fshows-notify-blank-parameters');
    await paid();
    const { attach, ...rest } = told()[0] ?? {};
    expect([attach, isGenuineNotify(shop.app, rest)]).toEqual(['', true]);
    sandbox.faults.clear();
    sandbox.faults.use('fshows-notify-unsigned');
    await paid();
    expect(told()[1]).not.toHaveProperty('sign');
  });

  test('strike those of one trade, by whichever of its numbers', async () => {
    const { tradeNo, prepayId, outTradeNo } = await shop.trade({ notify_url: receiver.url });
    for (const scope of [{ tradeNo }, { tradeNo: prepayId }, { outTradeNo }]) {
      sandbox.faults.add({ kind: 'notify_delay', delayMs: 1000, ...scope });
    }
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    await clock.advance(0);
    expect(sandbox.faults.list()).toMatchObject([{ fired: 1 }, { fired: 1 }, { fired: 1 }]);
    await paid();
    expect(told()).toHaveLength(1);
  });

  test('leave Alipay’s alone, and a rule for all gateways strikes them too', async () => {
    sandbox.faults.add({ kind: 'notify_drop', gateway: 'alipay' });
    await paid();
    expect(told()).toHaveLength(1);
    sandbox.faults.add({ kind: 'notify_drop' });
    const { prepayId } = await paid();
    expect(told()).toHaveLength(1);
    expect(sandbox.notifies()[0]).toMatchObject({ tradeNo: prepayId, deliveries: [{ result: 'dropped' }] });
    receiver.answer(acknowledge);
  });
});
