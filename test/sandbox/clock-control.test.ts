import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';
import { type NotifyReceiver, notifyReceiver } from './support/notify-receiver';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

let sandbox: Sandbox;
let shop: Merchant;
let receiver: NotifyReceiver;

beforeEach(async () => {
  receiver = await notifyReceiver();
  sandbox = await createSandbox({ clock: sandboxClock({ frozenAtMs: START_MS }) });
  shop = await merchant(sandbox.url);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

async function clock(change?: object) {
  const init = change && { method: 'POST', body: JSON.stringify(change) };
  const reply = await fetch(`${sandbox.url}/api/clock`, init);
  return { status: reply.status, ...((await reply.json()) as object) };
}

describe('the clock over HTTP', () => {
  test('says the time, in Beijing’s as well', async () => {
    expect(await clock()).toEqual({ status: 200, nowMs: START_MS, now: '2026-11-22 10:00:00', isFrozen: true });
  });

  test('runs on when it is resumed and stands when it is frozen', async () => {
    expect(await clock({ action: 'resume' })).toMatchObject({ isFrozen: false });
    const { nowMs } = (await clock({ action: 'freeze' })) as unknown as { nowMs: number };
    expect(nowMs).toBeGreaterThanOrEqual(START_MS);
    expect(await clock()).toMatchObject({ nowMs, isFrozen: true });
  });

  test('advanced over its expiry closes a trade at its own moment', async () => {
    const tradeNo = await shop.trade({ timeoutExpress: '5m' });
    expect(await clock({ action: 'advance', durationMs: 60 * MINUTE_MS })).toMatchObject({
      now: '2026-11-22 11:00:00',
    });
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_CLOSED', closedAtMs: START_MS + 5 * MINUTE_MS });
  });

  test('advanced over retries sends each at its own moment, before it answers', async () => {
    receiver.answer((response) => response.end('fail'));
    sandbox.pay({ tradeNo: await shop.trade({}, { notifyUrl: receiver.url }), outcome: 'paid' });
    await clock({ action: 'advance', durationMs: 14 * MINUTE_MS });
    const minutes = sandbox.notifies()[0]?.deliveries.map(({ atMs }) => (atMs - START_MS) / MINUTE_MS);
    expect(minutes).toEqual([0, 4, 14]);
  });

  test('advanced over the refund window finishes a paid trade', async () => {
    const tradeNo = await shop.trade();
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock({ action: 'advance', durationMs: 366 * DAY_MS });
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_FINISHED' });
  });

  test('that jumps ahead does late, and once, what fell due on the way', async () => {
    receiver.answer((response) => response.end('fail'));
    const tradeNo = await shop.trade({ timeoutExpress: '5m' });
    sandbox.pay({ tradeNo: await shop.trade({}, { notifyUrl: receiver.url }), outcome: 'paid' });
    await sandbox.clock.advance(0);
    await clock({ action: 'jump', toMs: START_MS + DAY_MS });
    expect(sandbox.notifies()[0]?.deliveries.map(({ atMs }) => atMs)).toEqual([START_MS, START_MS + DAY_MS]);
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_CLOSED', closedAtMs: START_MS + 5 * MINUTE_MS });
  });

  test('that jumps back leaves what is done and waits anew for the rest', async () => {
    const tradeNo = await shop.trade({ timeoutExpress: '5m' });
    expect(await clock({ action: 'jump', toMs: START_MS - DAY_MS })).toMatchObject({ now: '2026-11-21 10:00:00' });
    await clock({ action: 'advance', durationMs: DAY_MS });
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'WAIT_BUYER_PAY' });
    await clock({ action: 'advance', durationMs: 5 * MINUTE_MS });
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_CLOSED' });
  });

  test('advanced by two at once has advanced by both', async () => {
    receiver.answer((response) => response.end('fail'));
    sandbox.pay({ tradeNo: await shop.trade({}, { notifyUrl: receiver.url }), outcome: 'paid' });
    const advance = (minutes: number) => clock({ action: 'advance', durationMs: minutes * MINUTE_MS });
    await Promise.all([advance(30), advance(10), advance(20)]);
    expect(await clock()).toMatchObject({ nowMs: START_MS + 60 * MINUTE_MS });
  });

  test('that runs goes on running after a jump', async () => {
    sandbox.clock.resume();
    expect(await clock({ action: 'jump', toMs: START_MS + DAY_MS })).toMatchObject({ isFrozen: false });
    expect(sandbox.clock.nowMs()).toBeGreaterThanOrEqual(START_MS + DAY_MS);
  });

  test.each([
    [{}],
    [{ action: 'stop' }],
    [{ action: 'advance' }],
    [{ action: 'advance', durationMs: -1 }],
    [{ action: 'advance', durationMs: 0.5 }],
    [{ action: 'advance', durationMs: 1e300 }],
    [{ action: 'advance', durationMs: 401 * DAY_MS }],
    [{ action: 'jump', toMs: -1 }],
    [{ action: 'jump', toMs: 8.64e15 }],
    [{ action: 'freeze', durationMs: 5 }],
  ])('refuses %j and keeps its time', async (change) => {
    expect(await clock(change)).toMatchObject({ status: 400, reason: 'invalid_input' });
    expect(await clock()).toMatchObject({ nowMs: START_MS });
  });
});
