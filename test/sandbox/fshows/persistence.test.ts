import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { ASSUMED_FSHOWS_RULES, FSHOWS_RULE_NAMES, FSHOWS_RULES } from '../../../sandbox/fshows/rules';
import { merchant } from '../support/merchant';
import { notifyReceiver } from '../support/notify-receiver';
import { type TemporaryHome, temporaryHome } from '../support/temporary-home';
import { type Provider, provider } from './support/provider';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');

let clock: SandboxClock;
let kept: TemporaryHome;
let sandbox: Sandbox;
let shop: Provider;

async function start(): Promise<void> {
  sandbox = await createSandbox({ clock, home: kept.home });
  shop = await provider(sandbox.url);
}

async function restart(): Promise<void> {
  await sandbox.close();
  await start();
}

/** Made once: keys take longer than all else here. */
let fresh: TemporaryHome;

beforeAll(async () => {
  fresh = temporaryHome();
  await (await createSandbox({ home: fresh.home })).close();
});
afterAll(() => fresh.remove());
beforeEach(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  kept = temporaryHome(fresh.home);
  await start();
});
afterEach(async () => {
  await sandbox.close();
  kept.remove();
});

const balances = () => sandbox.accounts().map(({ accountId, balance }) => [accountId, balance]);

describe('over a restart', () => {
  test('keys, trades, money and rules of Fshows stay, beside Alipay’s', async () => {
    const ofAlipay = await (await merchant(sandbox.url)).trade();
    const paid = await shop.trade();
    const open = await shop.trade();
    sandbox.pay({ tradeNo: paid.prepayId, outcome: 'paid' });
    sandbox.pay({ tradeNo: ofAlipay, outcome: 'paid' });
    sandbox.setFshowsRules({ refundFee: 'taken', notifyRetryGapsMs: [1] });
    await shop.refund({ trade_no: paid.tradeNo, out_refund_no: 'R1', refund_fee: '2.30' });
    const before = { app: shop.app, trades: sandbox.trades(), balances: balances(), rules: sandbox.fshowsRules() };
    for (let n = 0; n < 2; n += 1) {
      await restart();
      const { gateway: _gateway, alipayPage: _page, ...keys } = shop.app;
      expect(before.app).toMatchObject(keys);
      expect(sandbox.trades()).toEqual(before.trades);
      expect(balances()).toEqual(before.balances);
      expect(sandbox.fshowsRules()).toEqual(before.rules);
    }
    expect(await shop.query({ trade_no: paid.tradeNo })).toMatchObject({
      return_value: { trade_status: 'TRADE_SUCCESS' },
    });
    sandbox.pay({ tradeNo: open.prepayId, outcome: 'paid' });
    expect(await shop.refund({ trade_no: paid.tradeNo, out_refund_no: 'R1' })).toMatchObject({
      return_value: { refund_fee: '2.30' },
    });
  });

  test('notifies that are owed are sent, and an unpaid trade closes in time', async () => {
    const receiver = await notifyReceiver();
    receiver.answer((response) => response.end('fail'));
    const { prepayId } = await shop.trade({ notify_url: receiver.url });
    const open = await shop.trade();
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    await clock.advance(0);
    await restart();
    receiver.answer((response) => response.end('success'));
    await clock.advance(10_000);
    expect(receiver.received).toHaveLength(2);
    expect(sandbox.notifies()).toMatchObject([{ status: 'acknowledged' }]);
    await clock.advance(15 * 86_400_000);
    expect(sandbox.trade(open.prepayId)).toMatchObject({ status: 'TRADE_CLOSED' });
    await receiver.close();
  });

  test('a home of a sandbox before Fshows keeps its keys and is given those of Fshows, once', async () => {
    const file = join(kept.home, 'identity.json');
    const { fshows: _, ...older } = JSON.parse(readFileSync(file, 'utf8'));
    await sandbox.close();
    writeFileSync(file, JSON.stringify(older));
    await start();
    const { alipayPublicKey } = (await merchant(sandbox.url)).app;
    expect(alipayPublicKey).toBe(older.alipayKeys.publicKeySpki);
    const { platformPublicKey } = shop.app;
    await restart();
    expect(shop.app.platformPublicKey).toBe(platformPublicKey);
    expect(await shop.create()).toMatchObject({ success: true });
  });

  test('keys are readable by their owner only, and not in the log', async () => {
    await shop.trade();
    expect(statSync(join(kept.home, 'identity.json')).mode & 0o077).toBe(0);
    const log = readFileSync(join(kept.home, 'alipay.jsonl'), 'utf8');
    expect(log).toContain('fshows_trade');
    expect(log).not.toContain(shop.app.appPrivateKeyPkcs8.slice(40, 80));
  });
});

describe('a snapshot', () => {
  test('holds what Fshows remembers, and a reset forgets it', async () => {
    const { prepayId, tradeNo } = await shop.trade();
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    sandbox.setFshowsRules({ wrongStateCode: '-300' });
    const [snapshot, trades, money] = [sandbox.snapshot(), sandbox.trades(), balances()];
    sandbox.reset();
    expect([sandbox.trades(), sandbox.fshowsRules()]).toEqual([[], ASSUMED_FSHOWS_RULES]);
    expect(await shop.query({ trade_no: tradeNo })).toMatchObject({ error_code: '-207' });
    await shop.trade();
    expect(sandbox.restore(snapshot)).toMatchObject({ rows: expect.any(Number) });
    expect([sandbox.trades(), balances()]).toEqual([trades, money]);
    expect(await shop.close({ trade_no: tradeNo })).toMatchObject({ error_code: '-300' });
    await restart();
    expect(sandbox.trades()).toEqual(trades);
  });

  test('of a sandbox with other providers is refused', async () => {
    const apps = [{ appId: '99990101000000007', name: '别处', subMerchants: [] }];
    const elsewhere = await createSandbox({ clock, fshows: { apps } });
    expect(sandbox.restore(elsewhere.snapshot())).toMatchObject({ reason: 'snapshot_foreign' });
    await elsewhere.close();
  });
});

describe('the rules of Fshows', () => {
  async function api(body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const reply = await fetch(`${sandbox.url}/api/fshows/rules`, init);
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  test('take each of their choices over the control API, and tell it', async () => {
    for (const name of FSHOWS_RULE_NAMES) {
      for (const choice of [...FSHOWS_RULES[name].choices].reverse()) {
        expect(await api({ [name]: choice })).toEqual({
          status: 200,
          body: { ...ASSUMED_FSHOWS_RULES, [name]: choice },
        });
      }
    }
    expect(await api()).toEqual({ status: 200, body: ASSUMED_FSHOWS_RULES });
  });

  test('refuse what they do not take, and then none is switched', async () => {
    const refused = [{ refundFee: 'some' }, { closesClosed: true, colour: 1 }, { notifyRetryGapsMs: [-1] }];
    for (const change of refused) expect((await api(change)).status).toBe(400);
    expect(sandbox.fshowsRules()).toEqual(ASSUMED_FSHOWS_RULES);
    const bad = { refundFee: 'some' } as never;
    expect(() => sandbox.setFshowsRules(bad)).toThrow('refundFee');
    await expect(createSandbox({ clock, fshows: { rules: bad } })).rejects.toThrow('refundFee');
  });
});
