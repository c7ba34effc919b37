import { SEEDED_APPS } from '../../sandbox/alipay/apps';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import type { Snapshot } from '../../sandbox/control/snapshot';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { merchant } from './support/merchant';
import { notifyReceiver } from './support/notify-receiver';
import { temporaryHome } from './support/temporary-home';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;

let clock: SandboxClock;
const running: Sandbox[] = [];

beforeEach(() => {
  clock = sandboxClock({ frozenAtMs: START_MS });
});
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.close();
});

async function start(options: Parameters<typeof createSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({ clock, ...options });
  running.push(sandbox);
  return sandbox;
}

async function put(sandbox: Sandbox, snapshot: unknown) {
  const reply = await fetch(`${sandbox.url}/api/snapshot`, { method: 'POST', body: JSON.stringify(snapshot) });
  return { status: reply.status, body: (await reply.json()) as object };
}

/** One trade in each state, with a refund, a code and an unsent notify. */
async function busySandbox(): Promise<Sandbox> {
  const sandbox = await start();
  const shop = await merchant(sandbox.url);
  await shop.trade({ outTradeNo: 'OPEN', timeoutExpress: '30m' });
  sandbox.pay({
    tradeNo: await shop.trade({ outTradeNo: 'PAID' }, { notifyUrl: 'http://127.0.0.1:9/' }),
    outcome: 'paid',
  });
  sandbox.pay({ tradeNo: await shop.trade({ outTradeNo: 'REFUNDED' }), outcome: 'paid' });
  await shop.exec('alipay.trade.refund', { bizContent: { outTradeNo: 'REFUNDED', refundAmount: '12.30' } });
  await shop.trade({ outTradeNo: 'CLOSED' });
  await shop.close({ outTradeNo: 'CLOSED' });
  await clock.advance(0);
  return sandbox;
}

describe('a snapshot', () => {
  test('brings everything back, in the sandbox it was taken of and in another', async () => {
    const first = await busySandbox();
    const snapshot = JSON.parse(JSON.stringify(first.snapshot()));
    const before = { trades: first.trades(), notifies: first.notifies(), accounts: first.accounts() };
    await (await merchant(first.url)).trade({ outTradeNo: 'LATER' });
    first.pay({
      tradeNo: first.trades().find(({ outTradeNo }) => outTradeNo === 'OPEN')?.tradeNo ?? '',
      outcome: 'paid',
    });
    const second = await start();
    for (const sandbox of [first, second]) {
      expect(await put(sandbox, snapshot)).toEqual({ status: 200, body: { rows: snapshot.rows.length } });
      expect({ trades: sandbox.trades(), notifies: sandbox.notifies(), accounts: sandbox.accounts() }).toEqual(before);
    }
  });

  test('taken back waits again for what is to come: expiry and retries', async () => {
    const receiver = await notifyReceiver();
    receiver.answer((response) => response.end('fail'));
    const sandbox = await start();
    const shop = await merchant(sandbox.url);
    const tradeNo = await shop.trade({ timeoutExpress: '5m' });
    sandbox.pay({ tradeNo: await shop.trade({}, { notifyUrl: receiver.url }), outcome: 'paid' });
    await clock.advance(0);
    const snapshot = sandbox.snapshot();
    sandbox.reset();
    sandbox.restore(snapshot);
    await clock.advance(5 * MINUTE_MS);
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_CLOSED', closedAtMs: START_MS + 5 * MINUTE_MS });
    expect(receiver.received).toHaveLength(2);
    await receiver.close();
  });

  test('is kept over a restart like everything else', async () => {
    const { home, remove } = temporaryHome();
    const snapshot = (await busySandbox()).snapshot();
    const kept = await start({ home });
    kept.restore(snapshot);
    await kept.close();
    running.splice(running.indexOf(kept), 1);
    expect((await start({ home })).trades()).toHaveLength(4);
    for (const sandbox of running.splice(0)) await sandbox.close();
    remove();
  });

  test('holds no key', async () => {
    const sandbox = await busySandbox();
    const text = JSON.stringify(sandbox.snapshot());
    for (const app of sandbox.apps) {
      for (const key of [app.appPrivateKeyPkcs1, app.appPrivateKeyPkcs8, app.alipayPublicKey])
        expect(text).not.toContain(key);
    }
  });

  test.each<[string, (snapshot: Snapshot) => unknown, number, string]>([
    ['another version', (snapshot) => ({ ...snapshot, version: 2 }), 400, 'invalid_input'],
    ['a row missing', (snapshot) => ({ ...snapshot, rows: snapshot.rows.slice(1) }), 409, 'snapshot_altered'],
    [
      'an amount altered',
      (snapshot) => JSON.parse(JSON.stringify(snapshot).replace('1230', '1')),
      409,
      'snapshot_altered',
    ],
    ['another digest', (snapshot) => ({ ...snapshot, digest: 'x' }), 409, 'snapshot_altered'],
    ['no rows', ({ rows: _, ...snapshot }) => snapshot, 400, 'invalid_input'],
    ['more than it has', (snapshot) => ({ ...snapshot, keys: [] }), 400, 'invalid_input'],
    ['the form of a list', (snapshot) => [snapshot], 400, 'invalid_input'],
  ])('with %s is refused and changes nothing', async (_, change, status, reason) => {
    const sandbox = await busySandbox();
    const before = sandbox.snapshot();
    expect(await put(sandbox, change(before))).toMatchObject({ status, body: { reason } });
    expect(sandbox.snapshot()).toEqual(before);
  });

  test('of a sandbox with another app is refused', async () => {
    const [app] = SEEDED_APPS;
    if (!app) throw new Error('no app');
    const foreign = await start({ apps: [{ ...app, appId: '9021000100000099' }] });
    expect((await start()).restore(foreign.snapshot())).toMatchObject({ reason: 'snapshot_foreign' });
  });
});
