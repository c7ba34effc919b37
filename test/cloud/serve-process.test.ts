import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { writeFunctions } from './support/function-files';
import { accountAt, CLIENT_SECRET, SPACE_ID } from './support/running-cloud';
import { sdkClient } from './support/sdk-client';

const FUNCTIONS = {
  greet: 'module.exports = async (ctx) => [ctx.ports.merchants[0].name, (await ctx.ports.goods()).length > 0]',
};

/** Starting a process that has to compile its sources takes seconds on a busy machine; this starts two. */
describe('npm run serve', () => {
  let sandbox: Sandbox;
  let home: string;
  let served: ChildProcess;
  beforeAll(async () => {
    sandbox = await createSandbox({ port: 0 });
    home = await mkdtemp(join(tmpdir(), 'shouyin-serve-'));
    await writeFunctions(home, FUNCTIONS, {});
  });
  afterAll(async () => {
    served.kill('SIGKILL');
    await sandbox.close();
    await rm(home, { recursive: true });
  });

  /** Starts the command and resolves to its address when it listens. */
  async function serve(): Promise<string> {
    const { appId, privateKey, alipayPublicKey, gateway } = accountAt(sandbox);
    const env = {
      PATH: process.env.PATH,
      PORT: '0',
      SHOUYIN_HOME: home,
      SHOUYIN_FUNCTIONS: home,
      SHOUYIN_SPACE_ID: SPACE_ID,
      SHOUYIN_CLIENT_SECRET: CLIENT_SECRET.padEnd(16, '.'),
      SHOUYIN_MERCHANT_ID: 'shop-1',
      SHOUYIN_MERCHANT_NAME: '小店',
      SHOUYIN_ORDER_KEY: 'k'.repeat(32),
      ALIPAY_APP_ID: appId,
      ALIPAY_PRIVATE_KEY: privateKey,
      ALIPAY_PUBLIC_KEY: alipayPublicKey,
      ALIPAY_GATEWAY: gateway,
    };
    const main = join(__dirname, '..', '..', 'cloud', 'main.ts');
    served = spawn(process.execPath, ['--import', 'tsx', main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    for await (const chunk of served.stdout ?? []) {
      output += String(chunk);
      const url = /Server listening at (http:[^"]+)/.exec(output)?.[1];
      if (url) return url;
    }
    throw new Error(`it ended without listening: ${output}`);
  }

  function client(url: string) {
    return sdkClient({ url, sandbox }, { clientSecret: CLIENT_SECRET.padEnd(16, '.') }).sdk;
  }

  test('serves functions, knows its users again after SIGKILL, and ends on SIGTERM', async () => {
    const sdk = client(await serve());
    await sdk.init();
    expect((await sdk.function.invoke('greet')).result).toEqual(['小店', true]);
    const before = (await sdk.user.getInfo()).result.user;

    served.kill('SIGKILL');
    await once(served, 'exit');
    const again = client(await serve());
    await again.init();
    expect((await again.user.getInfo()).result.user).toMatchObject({ userId: before.userId });

    served.kill('SIGTERM');
    expect(await once(served, 'exit')).toEqual([0, null]);
  }, 90_000);
});
