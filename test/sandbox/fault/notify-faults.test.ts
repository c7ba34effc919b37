import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { FaultRuleInput } from '../../../sandbox/fault/fault-rule';
import type { PresetName } from '../../../sandbox/fault/presets';
import { type Merchant, merchant } from '../support/merchant';
import { type NotifyReceiver, notifyReceiver } from '../support/notify-receiver';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

let clock: SandboxClock;
let sandbox: Sandbox;
let shop: Merchant;
let receiver: NotifyReceiver;

beforeEach(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  receiver = await notifyReceiver();
  sandbox = await createSandbox({ clock, seed: 'notify', rules: { notifyCauses: ['paid', 'fully_refunded'] } });
  shop = await merchant(sandbox.url);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

async function paidTrade(change: Record<string, unknown> = {}): Promise<string> {
  const tradeNo = await shop.trade(change, { notifyUrl: receiver.url });
  sandbox.pay({ tradeNo, outcome: 'paid' });
  await clock.advance(0);
  return tradeNo;
}

const deliveries = () => sandbox.notifies().flatMap((notify) => notify.deliveries);

describe('a notify with a fault', () => {
  /** Whether the official SDK believes it, and what a merchant must find instead of his own. */
  test.each<[PresetName, boolean, object]>([
    ['notify-other-app', true, { app_id: '9021000199999999' }],
    ['notify-other-seller', true, { seller_id: '2088799999999999' }],
    ['notify-other-amount', true, { total_amount: '0.01' }],
    ['notify-other-order', true, { out_trade_no: 'SOMEBODY_ELSES_ORDER' }],
    ['notify-other-trade', true, { trade_no: '2026010122001400000000000000' }],
    ['notify-unknown-status', true, { trade_status: 'TRADE_PENDING' }],
    ['notify-refund-fee-zero', true, { refund_fee: '0.00' }],
    ['notify-without-amount', true, {}],
    ['notify-sha1', true, { sign_type: 'RSA' }],
    ['notify-empty-parameters', false, { body: '', passback_params: '' }],
    ['notify-corrupted', false, { total_amount: '12.300' }],
    ['notify-forged', false, { total_amount: '12.30' }],
    ['notify-unsigned', false, { total_amount: '12.30' }],
  ])('%s is believed by the official SDK: %s', async (preset, isBelieved, parameters) => {
    sandbox.faults.use(preset);
    await paidTrade();
    const [told] = receiver.received;
    expect(told?.parameters).toMatchObject(parameters);
    expect(shop.sdk.checkNotifySignV2(told?.parameters)).toBe(isBelieved);
    expect(deliveries()).toMatchObject([{ result: 'acknowledged', faults: ['fault-1'] }]);
  });

  test('without amount has none', async () => {
    sandbox.faults.use('notify-without-amount');
    await paidTrade();
    expect(receiver.received[0]?.parameters).not.toHaveProperty('total_amount');
  });

  test('with empty parameters is believed once they are left out, as the document says of the signature', async () => {
    sandbox.faults.use('notify-empty-parameters');
    await paidTrade();
    const { body: _, passback_params: __, ...told } = receiver.received[0]?.parameters ?? {};
    expect(shop.sdk.checkNotifySignV2(told)).toBe(true);
  });

  test('with an unknown sign_type makes the official SDK throw', async () => {
    sandbox.faults.use('notify-unknown-sign-type');
    await paidTrade();
    expect(() => shop.sdk.checkNotifySignV2(receiver.received[0]?.parameters)).toThrow();
  });

  test.each<[PresetName, string, (body: string) => Record<string, string>]>([
    ['notify-wrong-content-type', 'text/plain', (body) => Object.fromEntries(new URLSearchParams(body))],
    ['notify-json', 'application/json', (body) => JSON.parse(body)],
    [
      'notify-base64',
      'application/x-www-form-urlencoded; charset=utf-8',
      (body) => Object.fromEntries(new URLSearchParams(Buffer.from(body, 'base64').toString())),
    ],
  ])('%s says %s and holds the same, genuinely signed', async (preset, contentType, read) => {
    sandbox.faults.use(preset);
    await paidTrade();
    const [told] = receiver.received;
    expect(told?.headers['content-type']).toBe(contentType);
    expect(shop.sdk.checkNotifySignV2(read(told?.rawBody ?? ''))).toBe(true);
  });

  test('that never arrives is tried eight times and given up', async () => {
    sandbox.faults.use('notify-never');
    const tradeNo = await paidTrade();
    await clock.advance(2 * DAY_MS);
    expect(receiver.received).toEqual([]);
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_SUCCESS', notifies: [{ status: 'given_up' }] });
    expect(deliveries().map(({ result }) => result)).toEqual(Array(8).fill('dropped'));
  });

  test('that is lost once arrives four minutes later', async () => {
    sandbox.faults.use('notify-first-lost');
    await paidTrade();
    await clock.advance(4 * MINUTE_MS);
    expect(deliveries()).toMatchObject([
      { atMs: START_MS, result: 'dropped' },
      { atMs: START_MS + 4 * MINUTE_MS, result: 'acknowledged' },
    ]);
  });

  test('that comes fifty times at once is one notify with one plan', async () => {
    sandbox.faults.use('notify-fifty-times');
    receiver.answer((response) => response.end('fail'));
    await paidTrade();
    expect(receiver.received).toHaveLength(50);
    expect(new Set(receiver.received.map(({ rawBody }) => rawBody)).size).toBe(1);
    sandbox.faults.clear();
    await clock.advance(4 * MINUTE_MS);
    expect(receiver.received).toHaveLength(51);
    await clock.advance(2 * DAY_MS);
    expect(deliveries().filter(({ isExtra }) => !isExtra)).toHaveLength(8);
  });

  test.each([
    ['notify-late', MINUTE_MS],
    ['notify-late-by-a-day', DAY_MS],
  ] as const)('%s arrives after its time and only once', async (preset, lateMs) => {
    sandbox.faults.use(preset);
    await paidTrade();
    await clock.advance(lateMs - 1);
    expect(receiver.received).toEqual([]);
    await clock.advance(1);
    expect(deliveries()).toMatchObject([{ atMs: START_MS + lateMs, result: 'acknowledged', faults: ['fault-1'] }]);
    await clock.advance(2 * DAY_MS);
    expect(receiver.received).toHaveLength(1);
    expect(sandbox.faults.list()).toMatchObject([{ matched: 1, fired: 1 }]);
  });

  test('that is out of order comes after the refund’s', async () => {
    sandbox.faults.use('notify-out-of-order');
    const tradeNo = await paidTrade();
    expect(receiver.received).toEqual([]);
    await shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount: '12.30' } });
    await clock.advance(0);
    const told = receiver.received.map(({ parameters }) => parameters.trade_status);
    expect(told).toEqual(['TRADE_CLOSED', 'TRADE_SUCCESS']);
  });

  test('that is out of order alone comes when its time is up', async () => {
    sandbox.faults.add({ kind: 'notify_reorder', delayMs: MINUTE_MS });
    await paidTrade();
    await clock.advance(MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
  });

  test('strikes only the cause, order and app that its rule is about', async () => {
    const rules: FaultRuleInput[] = [
      { kind: 'notify_drop', cause: 'closed' },
      { kind: 'notify_drop', outTradeNo: 'MINE' },
      { kind: 'notify_drop', appId: '9021000100000002' },
    ];
    for (const rule of rules) sandbox.faults.add(rule);
    await paidTrade({ outTradeNo: 'OTHERS' });
    await paidTrade({ outTradeNo: 'MINE' });
    expect(receiver.received.map(({ parameters }) => parameters.out_trade_no)).toEqual(['OTHERS']);
    expect(sandbox.faults.list().map(({ fired }) => fired)).toEqual([0, 1, 0]);
  });

  test('before the create reply is acknowledged while the merchant still waits', async () => {
    sandbox.faults.use('paid-before-create-reply');
    let isCreated = false;
    const creating = shop.trade({ outTradeNo: 'EARLY' }, { notifyUrl: receiver.url }).then(() => {
      isCreated = true;
    });
    const [told] = await receiver.waitFor(1);
    expect({ isCreated, told: told?.parameters.out_trade_no }).toEqual({ isCreated: false, told: 'EARLY' });
    await creating;
  });
});
