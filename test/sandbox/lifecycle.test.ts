import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { SEEDED_APPS } from '../../sandbox/alipay/apps';
import { sandboxClock } from '../../sandbox/clock';
import { createSandbox } from '../../sandbox/create-sandbox';
import { merchant } from './support/merchant';
import { notifyReceiver } from './support/notify-receiver';
import { finished, sandboxProcess, spawnSandbox } from './support/sandbox-process';
import { temporaryHome } from './support/temporary-home';

/** Processes and keys take their time on a machine that is busy with other tests. */
jest.setTimeout(120_000);

describe('a sandbox in a program', () => {
  test('stands beside others in one process, each with trades, faults, log, switches and time of its own', async () => {
    const sandboxes = await Promise.all(Array.from({ length: 20 }, () => createSandbox()));
    expect(new Set(sandboxes.map(({ url }) => url)).size).toBe(20);
    const [first] = sandboxes;
    first?.faults.use('notify-never');
    first?.setNotifyPolicy({ deliver: false });
    first?.clock.freeze();
    await (await merchant(first?.url ?? '')).trade();
    const inEach = sandboxes.map((sandbox) => ({
      trades: sandbox.trades().length,
      faults: sandbox.faults.list().length,
      logged: sandbox.log.entries().length,
      isDelivering: sandbox.notifyPolicy().deliver,
      isFrozen: sandbox.clock.isFrozen(),
    }));
    const untouched = { trades: 0, faults: 0, logged: 0, isDelivering: true, isFrozen: false };
    const touched = { trades: 1, faults: 1, logged: 1, isDelivering: false, isFrozen: true };
    expect(inEach).toEqual([touched, ...Array(19).fill(untouched)]);
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  });

  test('with a seed and a frozen clock draws the same numbers every time', async () => {
    const run = async () => {
      const sandbox = await createSandbox({ seed: 'tea', clock: sandboxClock({ frozenAtMs: 1_795_000_000_000 }) });
      const tradeNo = await (await merchant(sandbox.url)).trade();
      const code = sandbox.authCode();
      await sandbox.close();
      return { tradeNo, code };
    };
    expect(await run()).toEqual(await run());
  });

  test('ends although a client keeps its connection and another says nothing', async () => {
    const sandbox = await createSandbox();
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) =>
      get(`${sandbox.url}/api/apps`, { agent }, (reply) => reply.resume().on('end', resolve)),
    );
    const silent = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const hungUp = new Promise((resolve) => silent.once('close', resolve));
    await sandbox.close();
    await hungUp;
    agent.destroy();
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });

  test('ends although a receiver of a notify never answers', async () => {
    const receiver = await notifyReceiver();
    receiver.answer(() => {});
    const sandbox = await createSandbox({ rules: { notifyTimeoutMs: 600_000 } });
    const tradeNo = await (await merchant(sandbox.url)).trade({}, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await receiver.waitFor(1);
    await sandbox.close();
    await receiver.close();
  });

  test('ends although faults keep one call hanging and another waiting', async () => {
    const sandbox = await createSandbox();
    const shop = await merchant(sandbox.url);
    sandbox.faults.add({ kind: 'hang', method: 'alipay.trade.query' });
    sandbox.faults.add({ kind: 'delay', method: 'alipay.trade.create', delayMs: 600_000 });
    const calls = Promise.allSettled([shop.query({ outTradeNo: 'NONE' }), shop.create()]);
    while (sandbox.faults.list().some(({ fired }) => fired === 0)) await new Promise(setImmediate);
    await sandbox.close();
    expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('rejects with EADDRINUSE on a taken port and keeps no hold on its home', async () => {
    const { home, remove } = temporaryHome();
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(createSandbox({ port, home })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
    const sandbox = await createSandbox({ home });
    await sandbox.close();
    remove();
  });

  test('says one line for each call and never a key', async () => {
    const lines: string[] = [];
    const sandbox = await createSandbox({ log: (line) => lines.push(line) });
    const shop = await merchant(sandbox.url);
    await shop.create({ outTradeNo: 'LOGGED' });
    await shop.query({ outTradeNo: 'NEVER' });
    await sandbox.close();
    expect(lines).toEqual(['alipay.trade.create 10000', 'alipay.trade.query 40004 ACQ.TRADE_NOT_EXIST']);
  });

  test.each`
    production                       | change
    ${'an app id of production'}     | ${{ appId: '2021004100000001' }}
    ${'an app id that is too short'} | ${{ appId: '9021' }}
    ${'a seller that is no user'}    | ${{ sellerId: '1234' }}
  `('refuses to stand in for $production', async ({ change }) => {
    const apps = SEEDED_APPS.map((app) => ({ ...app, ...change }));
    await expect(createSandbox({ apps })).rejects.toThrow(/is refused|must be 2088/);
  });
});

describe('npm run sandbox', () => {
  test('says where it is, listens on loopback only, and ends on Ctrl-C', async () => {
    const { home, remove } = temporaryHome();
    const sandbox = await sandboxProcess(home);
    expect(await (await merchant(sandbox.url)).create()).toMatchObject({ code: '10000' });
    const { code, output } = await sandbox.kill('SIGINT');
    expect(code).toBe(0);
    expect(output).toContain(`Sandbox is ready: ${sandbox.url}/gateway.do`);
    expect(output).toContain('alipay.trade.create 10000');
    remove();
  });

  test('keeps its data under SHOUYIN_HOME', async () => {
    const { home, remove } = temporaryHome();
    const first = await sandboxProcess(home);
    await first.kill('SIGTERM');
    const second = await createSandbox({ home: join(home, 'sandbox') });
    const { alipayPublicKey } = (await merchant(second.url)).app;
    await second.close();
    const third = await sandboxProcess(home);
    expect((await merchant(third.url)).app.alipayPublicKey).toBe(alipayPublicKey);
    await third.kill('SIGTERM');
    remove();
  });

  test('explains itself with --help', async () => {
    const { code, output } = await finished(spawnSandbox({}, ['--help']));
    expect(code).toBe(0);
    expect(output).toContain('SANDBOX_PORT');
    expect(output).toContain('SHOUYIN_HOME');
  });

  test('names the variable to change when the port is taken or is no port', async () => {
    const { home, remove } = temporaryHome();
    const taken = await createSandbox();
    const onTaken = spawnSandbox({ SANDBOX_PORT: new URL(taken.url).port, SHOUYIN_HOME: home });
    expect(await finished(onTaken)).toEqual({
      code: 1,
      output: 'The sandbox cannot start. The port is taken. Set SANDBOX_PORT to a free one.\n',
    });
    const onNonsense = spawnSandbox({ SANDBOX_PORT: 'eighty', SHOUYIN_HOME: home });
    expect(await finished(onNonsense)).toEqual({
      code: 1,
      output: 'The sandbox cannot start. SANDBOX_PORT must be a number from 0 to 65535, not eighty.\n',
    });
    await taken.close();
    remove();
  });
});
