import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFunction, writeFunctions } from './support/function-files';
import { type RunningCloud, runningCloud } from './support/running-cloud';
import { type Sdk, sdkClient } from './support/sdk-client';

const OURS = { ours: 'module.exports = (ctx) => [ctx.args, "ports" in ctx]' };
const OWN = {
  ours: 'module.exports = () => "in its place"',
  well: 'let calls = 0; module.exports = () => { calls += 1; return calls }',
  echo: 'module.exports = async (ctx) => ctx.args',
  nothing: 'module.exports = () => {}',
  context: `module.exports = async (ctx) => ({ members: Object.keys(ctx).sort(), env: ctx.env, shared: Object.keys(process.env), user: (await ctx.mpserverless.user.getInfo()).user })`,
  documents: `module.exports = async (ctx) => {
    const things = ctx.mpserverless.db.collection('things');
    await things.insertOne({ at: new Date(5), none: undefined });
    const { result } = await things.findOne({ at: new Date(5) }, { projection: { _id: 0 } });
    const refused = await things.find({ a: { $near: 1 } }).catch((error) => error.code);
    const transaction = await ctx.mpserverless.db.startTransaction().catch((error) => error.code);
    return [result.at.getTime(), Object.keys(result), refused, transaction];
  }`,
  'calls-other': `module.exports = async (ctx) => {
    const other = await ctx.mpserverless.function.invoke('ours', ctx.env.MP_SOURCE);
    const missing = await ctx.mpserverless.function.invoke('missing').catch((error) => error.code + ': ' + error.message);
    return [other, missing];
  }`,
  asks: `module.exports = async (ctx) => {
    const trade = await ctx.cloud.payment.common.query({ outTradeNo: 'nobody_has_this' });
    return [trade.code, trade.subCode, trade.sub_code, Object.keys(trade).includes('sub_code')];
  }`,
  fetches: `module.exports = async (ctx) => (await ctx.httpclient.request(ctx.args, { dataType: 'json' })).data`,
  'logs-later': 'module.exports = (ctx) => { setTimeout(() => ctx.logger.warn("written after the answer"), 5) }',
  logs: 'module.exports = (ctx) => { ctx.logger.info("%s paid %j", "someone", { fen: 1 }) }',
  prints: 'module.exports = () => { console.log("printed %j", { a: 1 }); console.error("and complained") }',
  'busy-loop': 'module.exports = () => { for (;;); }',
  'busy-writing': 'module.exports = (ctx) => { for (;;) ctx.logger.info("again") }',
  'busy-asking': `module.exports = async (ctx) => {
    const asked = Array.from({ length: 5_000 }, () => ctx.mpserverless.user.getInfo());
    return (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected').length;
  }`,
  'busy-at-load': 'for (;;); module.exports = () => 1',
  'busy-in-result': 'module.exports = () => ({ toJSON() { for (;;); } })',
  'ends-itself': 'module.exports = () => process.exit(0)',
  'fails-unseen':
    'module.exports = () => { queueMicrotask(() => { throw new Error("in a microtask") }); return new Promise(() => {}) }',
  throws: 'module.exports = () => { throw Object.assign(new Error("参数"), { code: 4001 }) }',
  'load-throws': 'throw new Error("not today")',
  'not-javascript': 'module.exports = (',
  'named-export': 'exports.main = async () => 1',
  forgets: 'module.exports = () => { Promise.reject(new Error("nobody waits")); return 1 }',
  'timer-throws':
    'module.exports = () => { setTimeout(() => { throw new Error("in a timer") }, 5); return new Promise(() => {}) }',
  endless: 'module.exports = () => new Promise(() => {})',
  circular: 'module.exports = () => { const a = {}; a.a = a; return a }',
  huge: 'module.exports = () => "x".repeat(1024 * 1024)',
};

/** So that the others have all the time that a busy machine needs to start their threads. */
const NEVER_ANSWER = ['busy-loop', 'busy-writing', 'busy-at-load', 'busy-in-result', 'endless', 'moody'];

describe('a function of the merchant’s own', () => {
  let cloud: RunningCloud;
  let sdk: Sdk;
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'shouyin-own-'));
    const seconds = Object.fromEntries(NEVER_ANSWER.map((name) => [name, 1]));
    const timers = { nothing: { cron: '0 0 0 1 1 *' } };
    await writeFunctions(root, OWN, { http: { '/own': 'echo' }, timers, seconds });
    cloud = await runningCloud({
      functions: OURS,
      ownFunctionsRoot: root,
      watchFunctions: true,
    });
    sdk = sdkClient(cloud).sdk;
    await sdk.init();
  }, 90_000);
  afterAll(async () => {
    await cloud.close();
    await rm(root, { recursive: true });
  });

  const resultOf = async (name: string, args?: unknown) => (await sdk.function.invoke(name, args)).result;

  test('gets its arguments and gives its result', async () => {
    expect(await resultOf('echo', { 标题: ['测试', null, 0.1] })).toEqual({ 标题: ['测试', null, 0.1] });
    expect(await sdk.function.invoke('nothing')).toEqual({ success: true, requestId: expect.any(String) });
  });

  test('sees the documented context, and nothing of the process that keeps it', async () => {
    const { user } = (await sdk.user.getInfo()).result;
    expect(await resultOf('context')).toEqual({
      members: ['args', 'cloud', 'env', 'httpclient', 'logger', 'mpserverless'],
      env: expect.objectContaining({ MP_SOURCE: 'client', MP_SPACE_ID: 'space-1' }),
      shared: [],
      user,
    });
  });

  test('has the database', async () => {
    expect(await resultOf('documents')).toEqual([5, ['at'], 'ParamInvalid', 'ParamInvalid']);
  });

  test('calls others, of ours too, and sees what fails', async () => {
    const [other, missing] = (await resultOf('calls-other')) as unknown[];
    expect(other).toEqual({ success: true, result: ['client', true], requestId: expect.any(String) });
    expect(missing).toBe('FunctionNotFound: There is no function missing.');
  });

  test('reaches Alipay, whose answer has both spellings', async () => {
    expect(await resultOf('asks')).toEqual(['40004', 'ACQ.TRADE_NOT_EXIST', 'ACQ.TRADE_NOT_EXIST', false]);
  });

  test('has an HTTP client and a log of its own', async () => {
    expect(await resultOf('fetches', `${cloud.url}/healthz`)).toEqual({ status: 'ok' });
    const { requestId } = await sdk.function.invoke('logs');
    const lines = cloud.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const own = lines.find((line) => line.msg === 'someone paid {"fen":1}');
    expect(own).toMatchObject({ function: 'logs', 'request-id': requestId });
  });

  test.each`
    name            | lines
    ${'prints'}     | ${['printed {', 'and complained']}
    ${'logs-later'} | ${['written after the answer']}
  `('has what it writes when nobody waits in the log, under its name: $name', async ({ name, lines }) => {
    await sdk.function.invoke(name);
    const written = () => cloud.logLines.filter((line) => line.includes(`"function":"${name}"`)).join('');
    while (!lines.every((line: string) => written().includes(line))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  test('has triggers of its own', async () => {
    expect(await (await fetch(`${cloud.url}/http/own?a=1`)).json()).toMatchObject({
      queryStringParameters: { a: '1' },
    });
    expect(await cloud.runTimer('nothing')).toBeUndefined();
  });

  test('takes nobody’s place', async () => {
    expect(await resultOf('ours', 1)).toEqual([1, true]);
  });

  test('that is broken keeps no node from serving', async () => {
    expect((await fetch(`${cloud.url}/readyz`)).status).toBe(200);
  });

  test.each`
    name                | code                                | message
    ${'busy-loop'}      | ${'RequestTimeout'}                 | ${/./}
    ${'busy-writing'}   | ${'RequestTimeout'}                 | ${/./}
    ${'busy-at-load'}   | ${'RequestTimeout'}                 | ${/./}
    ${'busy-in-result'} | ${'RequestTimeout'}                 | ${/./}
    ${'ends-itself'}    | ${'FunctionBizError'}               | ${/^The function ended its own thread\.$/}
    ${'fails-unseen'}   | ${'FunctionBizError'}               | ${/^The function ended its own thread\.$/}
    ${'throws'}         | ${'FunctionBizError'}               | ${/^4001:参数$/}
    ${'load-throws'}    | ${'FunctionBizError'}               | ${/^not today$/}
    ${'not-javascript'} | ${'FunctionBizError'}               | ${/^Unexpected end of input$/}
    ${'named-export'}   | ${'FunctionBizError'}               | ${/^入口函数必须为 module\.exports$/}
    ${'forgets'}        | ${'FunctionBizError'}               | ${/^nobody waits$/}
    ${'timer-throws'}   | ${'FunctionBizError'}               | ${/^in a timer$/}
    ${'endless'}        | ${'RequestTimeout'}                 | ${/within 1000 ms/}
    ${'circular'}       | ${'FunctionBizError'}               | ${/^The result of the function is not JSON: .*circular/}
    ${'huge'}           | ${'ResponseContentLength.Exceeded'} | ${/1048576 bytes/}
  `('that fails ("$name") gives its caller $code, and the others do not notice', async ({ name, code, message }) => {
    const calls = Number(await resultOf('well'));
    const failing = sdk.function.invoke(name);
    const failed = expect(failing).rejects.toEqual({ code, message: expect.stringMatching(message) });
    expect(await resultOf('well')).toBe(calls + 1);
    expect(await resultOf('ours', 1)).toEqual([1, true]);
    await failed;
    expect(await resultOf('well')).toBe(calls + 2);
  });

  test('cannot drown the cloud in questions or lines', async () => {
    expect(await resultOf('busy-asking')).toBe(4_000);
    expect(cloud.logLines.filter((line) => line.includes('"again"')).length).toBe(1_000);
  });

  test('that never stopped is there again, as new', async () => {
    const source =
      'let calls = 0; module.exports = (ctx) => { calls += 1; if (ctx.args === "loop") for (;;); return calls }';
    await writeFunction(root, 'moody', source);
    expect([await resultOf('moody'), await resultOf('moody')]).toEqual([1, 2]);
    await expect(sdk.function.invoke('moody', 'loop')).rejects.toMatchObject({ code: 'RequestTimeout' });
    // A call that comes before the thread was found out shares its fate.
    const again = await resultOf('moody').catch(() => resultOf('moody'));
    expect(again).toBe(1);
  });

  test('that was changed is the new one at the next call, and the calls before it finish', async () => {
    await writeFunction(
      root,
      'slow',
      'module.exports = () => new Promise((resolve) => setTimeout(resolve, 100, "old"))',
    );
    const before = sdk.function.invoke('slow');
    while (!cloud.logLines.some((line) => line.includes('"slow"')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await writeFunction(root, 'slow', 'module.exports = () => "new"');
    expect(await resultOf('slow')).toBe('new');
    expect((await before).result).toBe('old');
  });
});

describe('a function of the merchant’s own with a time limit of its own', () => {
  test('may compute for so long', async () => {
    const root = await mkdtemp(join(tmpdir(), 'shouyin-own-'));
    const long = 'module.exports = () => { const end = Date.now() + 900; while (Date.now() < end); return "done" }';
    await writeFunctions(root, { long }, { seconds: { long: 20 }, http: { '/long': 'long' } });
    const cloud = await runningCloud({ ownFunctionsRoot: root, functionTimeoutMs: 100 });
    expect(await (await fetch(`${cloud.url}/http/long`)).text()).toBe('done');
    await cloud.close();
    await rm(root, { recursive: true });
  });
});

describe('a function of the merchant’s own that takes all memory', () => {
  test('loses its thread and nothing else', async () => {
    const root = await mkdtemp(join(tmpdir(), 'shouyin-own-'));
    const hoards = 'module.exports = () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)) }';
    await writeFunctions(root, { hoards, echo: OWN.echo }, {});
    const cloud = await runningCloud({ ownFunctionsRoot: root, functionTimeoutMs: 25_000 });
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    const message = expect.stringContaining('256 MB');
    await expect(sdk.function.invoke('hoards')).rejects.toEqual({ code: 'FunctionResourceExhausted', message });
    expect((await sdk.function.invoke('echo', 1)).result).toBe(1);
    await cloud.close();
    await rm(root, { recursive: true });
  });
});

describe('triggers of the merchant’s own functions', () => {
  test.each([{ http: { '/ours': 'own' } }, { timers: { ours: { cron: '0 0 0 1 1 *' } } }])(
    'cannot take a place: %j',
    async (triggers) => {
      const root = await mkdtemp(join(tmpdir(), 'shouyin-own-'));
      await writeFunctions(root, {}, triggers);
      const starting = runningCloud({
        triggers: { http: { '/ours': 'ours' }, timers: { ours: { cron: '0 0 0 1 1 *' } } },
        ownFunctionsRoot: root,
      });
      await expect(starting).rejects.toThrow('ours" is there already');
      await rm(root, { recursive: true });
    },
  );
});
