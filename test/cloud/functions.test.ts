import { writeFunction } from './support/function-files';
import { type RunningCloud, runningCloud } from './support/running-cloud';
import { type Sdk, sdkClient } from './support/sdk-client';

const FUNCTIONS = {
  well: 'module.exports = async (ctx) => ctx.args',
  'load-throws': 'throw new Error("not today")',
  'load-misses': 'require("a-package-nobody-has")',
  'not-javascript': 'module.exports = (',
  'named-export': 'exports.main = async () => 1',
  throws: 'module.exports = () => { throw new Error("非法访问") }',
  rejects: 'module.exports = async () => { throw Object.assign(new Error("refused"), { code: "E_NO" }) }',
  'throws-text': 'module.exports = () => { throw "just text" }',
  'throws-object': 'module.exports = () => { throw { a: 1 } }',
  'throws-nothing': 'module.exports = () => { throw undefined }',
  'throws-code': 'module.exports = () => { throw Object.assign(new Error("m"), { code: 0 }) }',
  'throws-empty-code': 'module.exports = () => { throw Object.assign(new Error("m"), { code: "" }) }',
  circular: 'module.exports = () => { const a = {}; a.a = a; return a }',
  'big-integer': 'module.exports = () => 10n',
  huge: 'module.exports = () => "x".repeat(1024 * 1024)',
  endless: 'module.exports = () => new Promise(() => {})',
  late: 'module.exports = () => new Promise((_, reject) => setTimeout(reject, 1_100, new Error("too late")))',
  'calls-other': `module.exports = async (ctx) => {
    const args = { name: 'from the caller' };
    const reply = await ctx.mpserverless.function.invoke('called', args);
    return { reply, args };
  }`,
  called: `module.exports = async (ctx) => {
    ctx.args.name = 'changed';
    return { source: ctx.env.MP_SOURCE, ip: ctx.env.MP_CLIENT_IP, user: (await ctx.mpserverless.user.getInfo()).user };
  }`,
  'calls-failing': 'module.exports = (ctx) => ctx.mpserverless.function.invoke("throws")',
  'calls-missing': `module.exports = async (ctx) => {
    try { return await ctx.mpserverless.function.invoke('missing') } catch (error) { return error.code }
  }`,
  'calls-itself': 'module.exports = async (ctx) => (await ctx.mpserverless.function.invoke("calls-itself")).result',
  logs: 'module.exports = (ctx) => { ctx.logger.info("%s paid %j", "someone", { fen: 1 }); ctx.logger.error("oh %d", 7) }',
  fetches: `module.exports = async (ctx) => {
    const { status, data } = await ctx.httpclient.request(ctx.args.url, { dataType: 'json' });
    return { status, data };
  }`,
  keeps:
    'let calls = 0; module.exports = (ctx) => { ctx.seen = (ctx.seen ?? 0) + 1; calls += 1; return [calls, ctx.seen] }',
  requires:
    'const { join } = require("node:path"); module.exports = () => join(__dirname, "x") === join(__filename, "../x")',
};

describe('a function', () => {
  let cloud: RunningCloud;
  let sdk: Sdk;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS, functionTimeoutMs: 1_000, watchFunctions: true });
    sdk = sdkClient(cloud).sdk;
    await sdk.init();
  });
  afterAll(() => cloud.close());

  test.each`
    name                   | code                                | message
    ${'load-throws'}       | ${'FunctionBizError'}               | ${/^not today$/}
    ${'load-misses'}       | ${'FunctionBizError'}               | ${/^MODULE_NOT_FOUND:Cannot find module/}
    ${'not-javascript'}    | ${'FunctionBizError'}               | ${/^Unexpected token/}
    ${'named-export'}      | ${'FunctionBizError'}               | ${/^入口函数必须为 module\.exports$/}
    ${'throws'}            | ${'FunctionBizError'}               | ${/^非法访问$/}
    ${'rejects'}           | ${'FunctionBizError'}               | ${/^E_NO:refused$/}
    ${'throws-text'}       | ${'FunctionBizError'}               | ${/^just text$/}
    ${'throws-object'}     | ${'FunctionBizError'}               | ${/^\{"a":1\}$/}
    ${'throws-nothing'}    | ${'FunctionBizError'}               | ${/^undefined$/}
    ${'throws-code'}       | ${'FunctionBizError'}               | ${/^0:m$/}
    ${'throws-empty-code'} | ${'FunctionBizError'}               | ${/^m$/}
    ${'circular'}          | ${'FunctionBizError'}               | ${/^The result of the function is not JSON: .*circular/}
    ${'big-integer'}       | ${'FunctionBizError'}               | ${/^The result of the function is not JSON: .*BigInt/}
    ${'huge'}              | ${'ResponseContentLength.Exceeded'} | ${/1048576 bytes/}
    ${'endless'}           | ${'RequestTimeout'}                 | ${/within 1000 ms/}
    ${'late'}              | ${'RequestTimeout'}                 | ${/within 1000 ms/}
    ${'missing'}           | ${'FunctionNotFound'}               | ${/^There is no function missing\.$/}
    ${'calls-itself'}      | ${'FunctionBizError'}               | ${/FunctionResourceExhausted:.*16 deep/}
    ${'calls-failing'}     | ${'FunctionBizError'}               | ${/^FunctionBizError:非法访问$/}
  `('that fails ("$name") gives its caller $code, and the others go on', async ({ name, code, message }) => {
    const failing = sdk.function.invoke(name);
    const well = sdk.function.invoke('well', 'still here');
    await expect(failing).rejects.toEqual({ code, message: expect.stringMatching(message) });
    expect((await well).result).toBe('still here');
  });

  test('calls another one on behalf of the same buyer, with arguments of its own', async () => {
    const { user } = (await sdk.user.getInfo()).result;
    expect((await sdk.function.invoke('calls-other')).result).toEqual({
      reply: { success: true, result: { source: 'function', user }, requestId: expect.any(String) },
      args: { name: 'from the caller' },
    });
  });

  test('can catch the failure of another one', async () => {
    expect((await sdk.function.invoke('calls-missing')).result).toBe('FunctionNotFound');
  });

  test('logs printf style under its own name', async () => {
    const { requestId } = await sdk.function.invoke('logs');
    const lines = cloud.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter((line) => line.function === 'logs')).toEqual([
      expect.objectContaining({ level: 30, msg: 'someone paid {"fen":1}', 'request-id': requestId }),
      expect.objectContaining({ level: 50, msg: 'oh 7', 'request-id': requestId }),
      expect.objectContaining({ level: 20, msg: 'a function answered', 'request-id': requestId }),
    ]);
  });

  test('has an HTTP client', async () => {
    const reply = await sdk.function.invoke('fetches', { url: `${cloud.url}/healthz` });
    expect(reply.result).toEqual({ status: 200, data: { status: 'ok' } });
  });

  test('that cannot be loaded makes its node one that cannot serve', async () => {
    const answer = await fetch(`${cloud.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'unavailable', database: true, functions: false, closing: false },
    ]);
  });

  test('keeps its module while it is warm, and gets a context of its own for each call', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => sdk.function.invoke('keeps')));
    expect(replies.map(({ result }) => result).sort()).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  test('can require what Node.js has and knows where it is', async () => {
    expect((await sdk.function.invoke('requires')).result).toBe(true);
  });

  test('that was changed, added or repaired is the new one at the next call', async () => {
    await writeFunction(cloud.functionsRoot, 'well', 'module.exports = () => "changed"');
    await writeFunction(cloud.functionsRoot, 'added', 'module.exports = () => "added"');
    await writeFunction(cloud.functionsRoot, 'load-throws', 'module.exports = () => "repaired"');
    const results = ['well', 'added', 'load-throws'].map(async (name) => (await sdk.function.invoke(name)).result);
    expect(await Promise.all(results)).toEqual(['changed', 'added', 'repaired']);
  });
});

describe('a function in production', () => {
  test('stays what it was when the service started using it', async () => {
    const cloud = await runningCloud({ functions: { fixed: 'module.exports = () => 1' } });
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    await sdk.function.invoke('fixed');
    await writeFunction(cloud.functionsRoot, 'fixed', 'module.exports = () => 2');
    expect((await sdk.function.invoke('fixed')).result).toBe(1);
    await cloud.close();
  });
});

describe('a function with a time limit of its own', () => {
  test('has that one, and the others have the usual one', async () => {
    const slow = 'module.exports = () => new Promise((resolve) => setTimeout(resolve, 120, "ended"))';
    const triggers = { seconds: { patient: 20 }, http: { '/patient': 'patient', '/usual': 'usual' } };
    const cloud = await runningCloud({ functions: { patient: slow, usual: slow }, triggers, functionTimeoutMs: 60 });
    const [patient, usual] = await Promise.all(['patient', 'usual'].map((name) => fetch(`${cloud.url}/http/${name}`)));
    expect(await patient?.text()).toBe('ended');
    expect(await usual?.json()).toMatchObject({ error: { code: 'RequestTimeout' } });
    await cloud.close();
  });
});

describe('a function that a timer runs', () => {
  test('may take longer than one that somebody waits for', async () => {
    const slow = 'module.exports = () => new Promise((resolve) => setTimeout(resolve, 120, "ended"))';
    const triggers = { timers: { slow: { cron: '0 0 0 1 1 *' } }, http: { '/slow': 'slow' } };
    const cloud = await runningCloud({ functions: { slow }, triggers, functionTimeoutMs: 60 });
    const waited = await (await fetch(`${cloud.url}/http/slow`)).json();
    expect(waited).toMatchObject({ error: { code: 'RequestTimeout' } });
    expect(await cloud.runTimer('slow')).toBe('ended');
    await cloud.close();
  });
});
