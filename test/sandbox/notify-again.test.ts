import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';
import { acknowledge, type NotifyReceiver, notifyReceiver } from './support/notify-receiver';

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
  sandbox = await createSandbox({ clock });
  shop = await merchant(sandbox.url);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

async function paidTrade(outTradeNo: string): Promise<string> {
  const tradeNo = await shop.trade({ outTradeNo }, { notifyUrl: receiver.url });
  sandbox.pay({ tradeNo, outcome: 'paid' });
  await clock.advance(0);
  return sandbox.notifies()[0]?.notifyId ?? '';
}

const refuse = () => receiver.answer((response) => response.writeHead(500).end('down'));
const told = () => receiver.received.map(({ parameters }) => parameters.out_trade_no);

describe('a replay', () => {
  test('is the same byte for byte, an hour later too', async () => {
    const notifyId = await paidTrade('ONCE');
    await clock.advance(60 * MINUTE_MS);
    await sandbox.replayNotify(notifyId);
    const [first, second] = receiver.received;
    expect(second?.rawBody).toBe(first?.rawBody);
    expect(second?.headers['content-type']).toBe(first?.headers['content-type']);
    expect(shop.sdk.checkNotifySignV2(second?.parameters)).toBe(true);
  });

  test('of what a fault made of it is that again', async () => {
    sandbox.faults.use('notify-json');
    const notifyId = await paidTrade('SPOILT');
    sandbox.faults.clear();
    await sandbox.replayNotify(notifyId);
    const [first, second] = receiver.received;
    expect(second?.rawBody).toBe(first?.rawBody);
    expect(second?.headers['content-type']).toBe('application/json');
  });

  test('that is refused is beside the plan, which goes on as it was', async () => {
    refuse();
    const notifyId = await paidTrade('REFUSED');
    await clock.advance(MINUTE_MS);
    expect(await sandbox.replayNotify(notifyId)).toMatchObject({
      status: 'pending',
      nextAtMs: START_MS + 4 * MINUTE_MS,
      deliveries: [
        { result: 'bad_status', httpStatus: 500, body: 'down' },
        { result: 'bad_status', httpStatus: 500, body: 'down', isExtra: true },
      ],
    });
    await clock.advance(3 * DAY_MS);
    expect(receiver.received).toHaveLength(9);
  });

  test('that is acknowledged ends the retries', async () => {
    refuse();
    const notifyId = await paidTrade('TAKEN');
    receiver.answer(acknowledge);
    expect(await sandbox.replayNotify(notifyId)).toMatchObject({ status: 'acknowledged', nextAtMs: null });
    await clock.advance(3 * DAY_MS);
    expect(receiver.received).toHaveLength(2);
  });

  test('of a notify that was never sent, or that nobody knows, is refused', async () => {
    sandbox.setNotifyPolicy({ deliver: false });
    const notifyId = await paidTrade('HELD');
    expect(await sandbox.replayNotify(notifyId)).toMatchObject({ reason: 'notify_not_sent' });
    expect(await sandbox.replayNotify('nobody')).toMatchObject({ reason: 'notify_not_found' });
    expect(receiver.received).toEqual([]);
  });
});

describe('a backfill', () => {
  test('sends what was missed since a moment, given up or not, and nothing that was acknowledged', async () => {
    refuse();
    await paidTrade('BEFORE');
    await clock.advance(2 * DAY_MS);
    const sinceMs = clock.nowMs();
    await paidTrade('GIVEN_UP');
    await clock.advance(2 * DAY_MS);
    await paidTrade('PENDING');
    receiver.answer(acknowledge);
    await paidTrade('ACKNOWLEDGED');
    receiver.received.splice(0);
    expect(sandbox.backfillNotifies({ sinceMs }).map(({ parameters }) => parameters.out_trade_no)).toEqual([
      'GIVEN_UP',
      'PENDING',
    ]);
    await clock.advance(0);
    // Both leave at the same moment over connections of their own: which arrives first nobody promises.
    expect(told().sort()).toEqual(['GIVEN_UP', 'PENDING']);
    const statuses = Object.fromEntries(
      sandbox.notifies().map((notify) => [notify.parameters.out_trade_no, notify.status]),
    );
    expect(statuses).toEqual({
      BEFORE: 'given_up',
      GIVEN_UP: 'acknowledged',
      PENDING: 'acknowledged',
      ACKNOWLEDGED: 'acknowledged',
    });
  });

  test('that fails again gives up again', async () => {
    refuse();
    await paidTrade('LOST');
    await clock.advance(2 * DAY_MS);
    sandbox.backfillNotifies({ sinceMs: 0 });
    await clock.advance(2 * DAY_MS);
    expect(receiver.received).toHaveLength(9);
    expect(sandbox.notifies()).toMatchObject([{ status: 'given_up', nextAtMs: null }]);
  });
});

describe('the switches', () => {
  test('say which events are told, from now on and until a reset', async () => {
    expect(sandbox.notifyPolicy()).toEqual({ deliver: true, causes: ['paid'] });
    sandbox.setNotifyPolicy({ causes: ['closed'] });
    await shop.trade({ outTradeNo: 'CLOSED' }, { notifyUrl: receiver.url });
    await shop.close({ outTradeNo: 'CLOSED' });
    await paidTrade('PAID');
    expect(told()).toEqual(['CLOSED']);
    sandbox.reset();
    expect(sandbox.notifyPolicy()).toEqual({ deliver: true, causes: ['paid'] });
  });
});
