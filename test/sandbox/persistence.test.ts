import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { appsOf, BUYER_ID, merchant, OTHER_BUYER_ID } from './support/merchant';
import { notifyReceiver } from './support/notify-receiver';
import { sandboxProcess } from './support/sandbox-process';
import { temporaryHome } from './support/temporary-home';

/** Processes and keys take their time on a machine that is busy with other tests. */
jest.setTimeout(120_000);

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');

describe('a sandbox with a home', () => {
  let home: string;
  let remove: () => void;
  let clock: SandboxClock;
  const running: Sandbox[] = [];
  /** Holds keys and nothing else, so that not every test has to generate them. */
  const withKeys = temporaryHome();

  beforeAll(async () => (await createSandbox({ home: withKeys.home })).close());
  afterAll(() => withKeys.remove());
  beforeEach(() => {
    ({ home, remove } = temporaryHome(withKeys.home));
    clock = sandboxClock({ frozenAtMs: START_MS });
  });
  afterEach(async () => {
    for (const sandbox of running.splice(0)) await sandbox.close();
    remove();
  });

  async function start(): Promise<Sandbox> {
    const sandbox = await createSandbox({ home, clock });
    running.push(sandbox);
    return sandbox;
  }
  async function restart(sandbox: Sandbox): Promise<Sandbox> {
    await sandbox.close();
    running.splice(running.indexOf(sandbox), 1);
    return start();
  }

  test('keeps its keys and what it remembers from everybody but its owner', async () => {
    const fresh = join(home, 'fresh');
    running.push(await createSandbox({ home: fresh }));
    for (const file of ['identity.json', 'alipay.jsonl', 'address.json']) {
      expect(statSync(join(fresh, file)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
  });

  test('has the same keys after a restart, and other keys in another home', async () => {
    const first = await start();
    const keysOf = async (sandbox: Sandbox) => (await appsOf(sandbox.url)).map(({ gateway: _, ...keys }) => keys);
    const keys = await keysOf(first);
    const second = await restart(first);
    expect(await keysOf(second)).toEqual(keys);
    const elsewhere = await createSandbox({ home: join(home, 'other') });
    running.push(elsewhere);
    expect((await keysOf(elsewhere))[0]?.alipayPublicKey).not.toBe(keys[0]?.alipayPublicKey);
  });

  test('remembers every trade in its state, in the order of opening', async () => {
    const first = await start();
    const shop = await merchant(first.url);
    await shop.trade({ outTradeNo: 'OPEN' });
    first.pay({ tradeNo: await shop.trade({ outTradeNo: 'PAID' }), outcome: 'paid' });
    await shop.trade({ outTradeNo: 'CLOSED' });
    await shop.close({ outTradeNo: 'CLOSED' });
    const before = first.trades();
    const second = await restart(first);
    expect(second.trades()).toEqual(before);
    const again = await merchant(second.url);
    expect(await again.create({ outTradeNo: 'PAID' })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_SUCCESS' });
    expect(await again.query({ outTradeNo: 'OPEN' })).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });
  });

  test('remembers refunds, balances, and how everybody stands', async () => {
    const first = await start();
    const shop = await merchant(first.url);
    const tradeNo = await shop.trade({ outTradeNo: 'PAID' });
    first.pay({ tradeNo, outcome: 'paid' });
    const bizContent = { tradeNo, refundAmount: '2.30', outRequestNo: 'R1' };
    await shop.exec('alipay.trade.refund', { bizContent });
    first.setBalance({ accountId: BUYER_ID, balance: '7.00' });
    first.setAccountStatus({ accountId: OTHER_BUYER_ID, status: 'gone' });
    first.freezeTrade({ tradeNo, isFrozen: true });
    const before = first.accounts();
    const second = await restart(first);
    expect(second.accounts()).toEqual(before);
    const again = await merchant(second.url);
    const refund = (change: object) => again.exec('alipay.trade.refund', { bizContent: { ...bizContent, ...change } });
    expect(await refund({})).toMatchObject({ code: '10000', fundChange: 'N', refundFee: '2.30' });
    expect(await refund({ outRequestNo: 'R2' })).toMatchObject({ subCode: 'ACQ.REASON_TRADE_BEEN_FREEZEN' });
    expect(await again.create({ buyerId: OTHER_BUYER_ID })).toMatchObject({ subCode: 'ACQ.BUYER_NOT_EXIST' });
    second.freezeTrade({ tradeNo, isFrozen: false });
    await clock.advance(3000);
    expect(await refund({ outRequestNo: 'R2', refundAmount: '10.00' })).toMatchObject({ refundFee: '12.30' });
    const { balance } = second.accounts().find(({ accountId }) => accountId === again.app.sellerId) ?? {};
    expect(balance).toBe('0.00');
  });

  test('can refund what was paid before it knew of refunds', async () => {
    const first = await start();
    const tradeNo = await (await merchant(first.url)).trade();
    first.pay({ tradeNo, outcome: 'paid' });
    await first.close();
    running.splice(0);
    const file = join(home, 'alipay.jsonl');
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => JSON.parse(line));
    const trades = rows
      .filter(([table]) => table === 'trade')
      .map(([table, key, { refunds: _, ...trade }]) => [table, key, trade]);
    writeFileSync(file, trades.map((put) => `${JSON.stringify([put])}\n`).join(''));
    const second = await start();
    const refund = async (sandbox: Sandbox, outRequestNo: string) =>
      (await merchant(sandbox.url)).exec('alipay.trade.refund', {
        bizContent: { tradeNo, refundAmount: '6.00', outRequestNo },
      });
    expect(await refund(second, 'R1')).toMatchObject({ fundChange: 'Y' });
    const third = await restart(second);
    await clock.advance(3000);
    expect(await refund(third, 'R2')).toMatchObject({ fundChange: 'Y', refundFee: '12.00' });
  });

  test('closes at its moment what expired while nothing ran', async () => {
    const first = await start();
    await (await merchant(first.url)).trade({ outTradeNo: 'EXPIRES', timeoutExpress: '5m' });
    await first.close();
    running.splice(0);
    await clock.advance(60 * 60_000);
    const second = await start();
    expect(second.trades()).toMatchObject([{ status: 'TRADE_CLOSED', closedAtMs: START_MS + 5 * 60_000 }]);
  });

  test('sends after a restart what was not acknowledged, under the same id, and nothing that was', async () => {
    const receiver = await notifyReceiver();
    receiver.answer((response) => response.end('fail'));
    const first = await start();
    const shop = await merchant(first.url);
    first.pay({ tradeNo: await shop.trade({}, { notifyUrl: receiver.url }), outcome: 'paid' });
    await clock.advance(0);
    const second = await restart(first);
    await clock.advance(3 * 60_000);
    expect(receiver.received).toHaveLength(1);
    receiver.answer((response) => response.end('success'));
    await clock.advance(60_000);
    expect(receiver.received).toHaveLength(2);
    const [once, twice] = receiver.received.map(({ parameters }) => parameters);
    expect(twice?.notify_id).toBe(once?.notify_id);
    await restart(second);
    await clock.advance(24 * 60 * 60_000);
    expect(receiver.received).toHaveLength(2);
    await receiver.close();
  });

  test('remembers which auth codes are used and which tokens are refreshed', async () => {
    const first = await start();
    const issue = () => (first.authCode() as { authCode: string }).authCode;
    const [used, unused] = [issue(), issue()];
    const redeem = async (sandbox: Sandbox, code: string) =>
      (await merchant(sandbox.url)).sdk.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
    expect(await redeem(first, used)).toMatchObject({ userId: BUYER_ID });
    const second = await restart(first);
    expect(await redeem(second, used)).toMatchObject({ subCode: 'isv.code-invalid' });
    expect(await redeem(second, unused)).toMatchObject({ userId: BUYER_ID });
  });

  test('remembers nothing of what was before a reset', async () => {
    const first = await start();
    await (await merchant(first.url)).trade();
    first.reset();
    await (await merchant(first.url)).trade({ outTradeNo: 'AFTER' });
    const second = await restart(first);
    expect(second.trades().map(({ outTradeNo }) => outTradeNo)).toEqual(['AFTER']);
  });

  test('cuts off half a line that a killed process left, and goes on behind it', async () => {
    const first = await start();
    await (await merchant(first.url)).trade({ outTradeNo: 'WHOLE' });
    await first.close();
    running.splice(0);
    appendFileSync(join(home, 'alipay.jsonl'), '[["trade","1",{"tradeNo":"');
    const second = await start();
    expect(second.trades().map(({ outTradeNo }) => outTradeNo)).toEqual(['WHOLE']);
    await (await merchant(second.url)).trade({ outTradeNo: 'NEXT' });
    const third = await restart(second);
    expect(third.trades().map(({ outTradeNo }) => outTradeNo)).toEqual(['NEXT', 'WHOLE']);
  });

  test('says which file is damaged when it cannot read what it remembers', async () => {
    await (await start()).close();
    running.splice(0);
    const file = join(home, 'alipay.jsonl');
    writeFileSync(file, 'nonsense\n');
    await expect(start()).rejects.toThrow(`${file} holds a line that is not JSON`);
    writeFileSync(file, '');
    writeFileSync(join(home, 'identity.json'), '{}');
    await expect(start()).rejects.toThrow('identity.json is damaged');
  });

  test('does not grow with what no longer matters', async () => {
    const first = await start();
    const shop = await merchant(first.url);
    await shop.trade({ outTradeNo: 'ONE' });
    await shop.close({ outTradeNo: 'ONE' });
    await restart(first);
    expect(readFileSync(join(home, 'alipay.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('lets no second sandbox into the same home', async () => {
    const first = await start();
    await expect(createSandbox({ home })).rejects.toThrow(`is in use by the sandbox at ${first.url}`);
    await restart(first);
  });
});

describe('killed without warning', () => {
  test('a sandbox has lost nothing that it had answered', async () => {
    const { home, remove } = temporaryHome();
    const receiver = await notifyReceiver();
    receiver.answer((response) => response.end('fail'));
    const first = await sandboxProcess(home);
    const shop = await merchant(first.url);
    const tradeNos = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        shop.trade({ outTradeNo: `KILL_${index}` }, { notifyUrl: receiver.url }),
      ),
    );
    const pay = (tradeNo: string) =>
      fetch(`${first.url}/api/pay`, { method: 'POST', body: JSON.stringify({ tradeNo, outcome: 'paid' }) });
    await Promise.all(tradeNos.slice(0, 10).map(pay));
    await first.kill('SIGKILL');

    const second = await sandboxProcess(home);
    const again = await merchant(second.url);
    const statuses = await Promise.all(tradeNos.map(async (tradeNo) => (await again.query({ tradeNo })).tradeStatus));
    expect(statuses).toEqual([...Array(10).fill('TRADE_SUCCESS'), ...Array(10).fill('WAIT_BUYER_PAY')]);
    const reply = await fetch(`${second.url}/api/notifies`);
    const { notifies } = (await reply.json()) as { notifies: { tradeNo: string; status: string }[] };
    expect(notifies.map(({ tradeNo }) => tradeNo).sort()).toEqual(tradeNos.slice(0, 10).sort());
    await second.kill('SIGTERM');
    await receiver.close();
    remove();
  });
});
