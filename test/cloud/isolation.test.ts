import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type ServeProcess, serveProcess } from '../support/serve-process';
import { writeFunctions } from './support/function-files';
import { accountAt, CLIENT_SECRET, SPACE_ID } from './support/running-cloud';
import { type Sdk, sdkClient } from './support/sdk-client';

/** Each fails in its own way; `well` is asked meanwhile and afterwards. */
const FUNCTIONS = {
  well: 'let calls = 0; module.exports = () => { calls += 1; return calls }',
  'load-throws': 'throw new Error("not today")',
  'load-rejects': 'Promise.reject(new Error("forgot at load")); module.exports = () => 1',
  'load-later':
    'setTimeout(() => { throw new Error("thrown after the load") }, 20); module.exports = () => new Promise((resolve) => setTimeout(resolve, 50, "loaded"))',
  throws: 'module.exports = () => { throw new Error("非法访问") }',
  forgets: 'module.exports = () => { Promise.reject(new Error("nobody waits")); return "fine" }',
  'forgets-and-hangs':
    'module.exports = () => { setTimeout(() => Promise.reject(Object.assign(new Error("later"), { code: "E_LATER" })), 10); return new Promise(() => {}) }',
  'forgets-too-late':
    'module.exports = () => { setTimeout(() => Promise.reject(new Error("too late to tell")), 20); return "fine" }',
  'timer-throws':
    'module.exports = () => { setTimeout(() => { throw new Error("in a timer") }, 10); return new Promise(() => {}) }',
  'event-throws':
    'const { EventEmitter } = require("node:events"); module.exports = () => { setImmediate(() => new EventEmitter().emit("error", new Error("in an event"))); return new Promise(() => {}) }',
  endless: 'module.exports = () => new Promise(() => {})',
  circular: 'module.exports = () => { const a = {}; a.a = a; return a }',
  huge: 'module.exports = () => "x".repeat(1024 * 1024)',
  'getter-throws': 'module.exports = () => ({ get a() { throw new Error("in a getter") } })',
  'never-json': 'module.exports = () => ({ toJSON() { throw new Error("no JSON of me") } })',
};

/** The merchant's own, in threads. */
const OWN = {
  'busy-loop': 'module.exports = () => { for (;;); }',
  'ends-itself': 'module.exports = () => process.exit(3)',
  'own-echo': 'module.exports = (ctx) => ctx.args',
};

/** `npm run serve` as a process of its own: what nobody waits for is the process's affair, and jest has its own ideas of it. */
describe('npm run serve, when functions fail', () => {
  let sandbox: Sandbox;
  let home: string;
  let served: ServeProcess;
  let sdk: Sdk;
  beforeAll(async () => {
    sandbox = await createSandbox({ port: 0 });
    home = await mkdtemp(join(tmpdir(), 'shouyin-isolation-'));
    await writeFunctions(home, FUNCTIONS, { seconds: { endless: 1 } });
    await writeFunctions(join(home, 'own'), OWN, { seconds: { 'busy-loop': 1 }, http: { '/busy': 'busy-loop' } });
    const { appId, privateKey, alipayPublicKey, gateway } = accountAt(sandbox);
    const clientSecret = CLIENT_SECRET.padEnd(16, '.');
    served = await serveProcess({
      SHOUYIN_HOME: home,
      SHOUYIN_FUNCTIONS: home,
      SHOUYIN_OWN_FUNCTIONS: join(home, 'own'),
      SHOUYIN_SPACE_ID: SPACE_ID,
      SHOUYIN_CLIENT_SECRET: clientSecret,
      SHOUYIN_MERCHANT_ID: 'shop-1',
      SHOUYIN_MERCHANT_NAME: '小店',
      SHOUYIN_ORDER_KEY: 'k'.repeat(32),
      ALIPAY_APP_ID: appId,
      ALIPAY_PRIVATE_KEY: privateKey,
      ALIPAY_PUBLIC_KEY: alipayPublicKey,
      ALIPAY_GATEWAY: gateway,
    });
    sdk = sdkClient({ url: served.url, sandbox }, { clientSecret }).sdk;
    await sdk.init();
  }, 90_000);
  afterAll(async () => {
    await served.end('SIGKILL');
    await sandbox.close();
    await rm(home, { recursive: true });
  });

  /** The module of `well` has been kept since the first call: the process is still the same. */
  let calls = 0;
  async function others(): Promise<void> {
    calls += 1;
    expect((await sdk.function.invoke('well')).result).toBe(calls);
  }

  test.each`
    name                   | code                                | message
    ${'load-throws'}       | ${'FunctionBizError'}               | ${/^not today$/}
    ${'load-rejects'}      | ${'FunctionBizError'}               | ${/^forgot at load$/}
    ${'throws'}            | ${'FunctionBizError'}               | ${/^非法访问$/}
    ${'forgets'}           | ${'FunctionBizError'}               | ${/^nobody waits$/}
    ${'forgets-and-hangs'} | ${'FunctionBizError'}               | ${/^E_LATER:later$/}
    ${'timer-throws'}      | ${'FunctionBizError'}               | ${/^in a timer$/}
    ${'event-throws'}      | ${'FunctionBizError'}               | ${/^in an event$/}
    ${'endless'}           | ${'RequestTimeout'}                 | ${/within 1000 ms/}
    ${'circular'}          | ${'FunctionBizError'}               | ${/circular/}
    ${'huge'}              | ${'ResponseContentLength.Exceeded'} | ${/1048576 bytes/}
    ${'getter-throws'}     | ${'FunctionBizError'}               | ${/in a getter/}
    ${'never-json'}        | ${'FunctionBizError'}               | ${/no JSON of me/}
    ${'busy-loop'}         | ${'RequestTimeout'}                 | ${/./}
    ${'ends-itself'}       | ${'FunctionBizError'}               | ${/ended its own thread/}
    ${'missing'}           | ${'FunctionNotFound'}               | ${/no function missing/}
  `('the caller of "$name" gets $code, and nobody else notices', async ({ name, code, message }) => {
    const failing = sdk.function.invoke(name);
    await others();
    await expect(failing).rejects.toEqual({ code, message: expect.stringMatching(message) });
    await others();
  });

  test.each(['forgets-too-late', 'load-later'])(
    'what fails after the answer is nobody’s answer: "%s"',
    async (name) => {
      expect((await sdk.function.invoke(name)).result).toMatch(/^(fine|loaded)$/);
      await served.written(new RegExp(`"function":"${name}".*"a function failed after it had answered"`));
      await others();
    },
  );

  test('a thread that never stops keeps the process from ending no more than it keeps it from serving', async () => {
    expect((await sdk.function.invoke('own-echo', 1)).result).toBe(1);
    const cut = fetch(`${served.url}/http/busy`).catch(() => undefined);
    await others();
    expect(await served.end('SIGTERM')).toBe(0);
    await cut;
  });
});
