import { request } from 'node:http';
import { createConnection, createServer } from 'node:net';
import { openDatabase } from '../../cloud/database';
import { type RunningCloud, recordedLog, runningCloud } from './support/running-cloud';
import { sdkClient } from './support/sdk-client';

const FUNCTIONS = {
  slow: `module.exports = (ctx) => {
    ctx.logger.info('began');
    return new Promise((resolve) => setTimeout(resolve, 200, 'finished'));
  }`,
  endless: `module.exports = (ctx) => {
    ctx.logger.info('began');
    return new Promise(() => {});
  }`,
  greet: 'module.exports = () => "hello"',
  timed: 'module.exports = (ctx) => ({ source: ctx.env.MP_SOURCE, payload: ctx.args.userPayload })',
};
const TRIGGERS = {
  http: { '/slow': 'slow', '/endless': 'endless', '/greet': 'greet' },
  timers: { timed: { cron: '0 0 0 1 1 *', userPayload: 'p' } },
};

describe('the cloud', () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({
      functions: FUNCTIONS,
      triggers: TRIGGERS,
      devSpace: true,
      fallback: async (incoming, response) => {
        if (!incoming.url?.startsWith('/simulator')) return false;
        const chunks: string[] = [];
        for await (const chunk of incoming) chunks.push(String(chunk));
        response.writeHead(201, { 'content-type': 'text/html' }).end(`${incoming.method} ${chunks.join('')}`);
        return true;
      },
    });
  });
  afterAll(() => cloud.close());

  const get = (path: string) => fetch(`${cloud.url}${path}`);

  /** A request under a host name of our choice, which `fetch` does not allow. */
  function getAs(host: string, path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asking = request(`${cloud.url}${path}`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asking.on('error', reject).end();
    });
  }

  test('says that it lives', async () => {
    const answer = await get('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each(['/readyz', '/health'])('says at %s that it can serve', async (path) => {
    const answer = await get(path);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ok', database: true, functions: true, closing: false },
    ]);
  });

  test('counts what functions do, by name and outcome', async () => {
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    await sdk.function.invoke('greet');
    await expect(sdk.function.invoke('made-up-name')).rejects.toBeDefined();
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/^shouyin_function_invocations_total\{function="greet",outcome="ok"\} 1$/m);
    expect(text).toMatch(
      /^shouyin_function_invocations_total\{function="\(unknown\)",outcome="FunctionNotFound"\} 1$/m,
    );
    expect(text).toMatch(
      /^shouyin_alipay_call_duration_seconds_count\{method="alipay.system.oauth.token",outcome="success"\}/m,
    );
    expect(text).not.toContain('made-up-name');
  });

  test('tells a developer how to connect', async () => {
    expect(await (await get('/api/space')).json()).toEqual({
      endpoint: cloud.url,
      spaceId: 'space-1',
      clientSecret: 'secret-1',
      appId: cloud.sandbox.apps[0]?.appId,
    });
  });

  test.each(['/api/space', '/metrics'])('shows %s to nobody who asks for it under a foreign name', async (path) => {
    expect(await getAs('attacker.example', path)).toBe(404);
    expect(await getAs('localhost', path)).toBe(200);
  });

  test('leaves requests that are not for it to the fallback, body and all', async () => {
    const answer = await fetch(`${cloud.url}/simulator/x`, { method: 'POST', body: 'unread' });
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe('POST unread');
  });

  test.each(['/', '/client', '/nothing/here', '/api/space/x', '/%'])('does not know GET %s', async (path) => {
    const status = await getAs('127.0.0.1', path);
    expect([400, 404]).toContain(status);
  });

  test('runs a timer by hand', async () => {
    expect(await cloud.runTimer('timed')).toEqual({ source: 'timing', payload: 'p' });
  });

  test('logs no secret, token, auth code or buyer', async () => {
    const { sdk, requests } = sdkClient(cloud);
    await sdk.init();
    await sdk.function.invoke('greet');
    const { user } = (await sdk.user.getInfo()).result;
    const token = String(requests.at(-1)?.data.token);
    const { authCode } = JSON.parse(String(requests[0]?.data.params)) as { authCode: string };
    const text = cloud.logLines.join('');
    expect(text).toContain('"route":"/client"');
    for (const secret of [token, authCode, 'secret-1', user.oAuthUserId, user.userId])
      expect(text).not.toContain(secret);
  });

  test('takes secrets out of a line that carries them by mistake', () => {
    const { log, logLines } = recordedLog();
    log.warn({ token: 'tok', deep: { clientSecret: 'sec', buyer_id: '2088' } }, 'a careless line');
    expect(logLines.join('')).not.toMatch(/tok"|sec"|2088/);
  });

  test('answers garbage on the wire without falling over', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = createConnection(Number(new URL(cloud.url).port), '127.0.0.1', () =>
        socket.write('\0\0garbage\r\n\r\n'),
      );
      socket.once('data', (chunk) => resolve(String(chunk)));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await get('/health')).status).toBe(200);
  });
});

describe('a cloud without the development mode', () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS, triggers: TRIGGERS });
  });

  test('gives the client secret to nobody', async () => {
    expect((await fetch(`${cloud.url}/api/space`)).status).toBe(404);
  });

  test('lets answers under way finish when it ends, and cuts what hangs', async () => {
    const slow = fetch(`${cloud.url}/http/slow`).then((answer) => answer.text());
    const endless = fetch(`${cloud.url}/http/endless`).then(
      () => 'answered',
      () => 'cut',
    );
    const begun = () => cloud.logLines.filter((line) => line.includes('"began"')).length;
    while (begun() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([cloud.close(), cloud.close()]);
    expect([await slow, await endless]).toEqual(['finished', 'cut']);
    await expect(fetch(`${cloud.url}/health`)).rejects.toThrow();
  });
});

describe('a cloud that cannot start', () => {
  test('says which port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(runningCloud({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken; set PORT to another one`);
    await new Promise((resolve) => other.close(resolve));
  });

  test('says that the database cannot be reached, without its password', async () => {
    const url = 'postgres://shouyin:hunter2@127.0.0.1:1/orders';
    const opening = openDatabase({ kind: 'server', url }, recordedLog().log);
    await expect(opening).rejects.toThrow(
      'The database at 127.0.0.1:1/orders (DATABASE_URL) cannot be used: connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  test('says that the functions have not been built', async () => {
    await expect(runningCloud({ functionsRoot: '/nowhere' } as never)).rejects.toThrow('run the build first');
  });

  test('says what is wrong with a timer', async () => {
    const triggers = { timers: { sweep: { cron: '* * * * * *' } } };
    await expect(runningCloud({ triggers })).rejects.toThrow('timers sweep cron: "* * * * * *": the seconds');
  });

  test.each`
    fault                         | triggers
    ${'triggers that are a text'} | ${'none'}
    ${'a path to nothing'}        | ${{ http: { '/a': null } }}
    ${'a timer without a time'}   | ${{ timers: { sweep: {} } }}
    ${'a payload that is a list'} | ${{ timers: { sweep: { cron: '0 0 0 * * *', userPayload: [] } } }}
    ${'a time limit of no time'}  | ${{ seconds: { greet: 0 } }}
    ${'a time limit without end'} | ${{ seconds: { greet: 301 } }}
  `('says what is wrong with $fault', async ({ triggers }) => {
    await expect(runningCloud({ triggers })).rejects.toThrow(/triggers\.json: /);
  });

  test('passes on why its backend cannot be made', async () => {
    const backend = () => Promise.reject(new Error('no catalog'));
    await expect(runningCloud({ backend })).rejects.toThrow('no catalog');
  });
});
