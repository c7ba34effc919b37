import iconv from 'iconv-lite';
import { type RunningCloud, runningCloud } from './support/running-cloud';

const FUNCTIONS = {
  show: 'module.exports = (ctx) => ({ args: ctx.args, env: ctx.env })',
  acknowledge: 'module.exports = () => "success"',
  answer: 'module.exports = (ctx) => JSON.parse(ctx.args.body)',
  nothing: 'module.exports = () => {}',
  throws: 'module.exports = () => { throw Object.assign(new Error("参数错误"), { code: 4001 }) }',
  'who-is-it': 'module.exports = (ctx) => ctx.mpserverless.user.getInfo()',
  endless: 'module.exports = () => new Promise(() => {})',
};
const TRIGGERS = {
  http: {
    '/show': 'show',
    '/show/more': 'acknowledge',
    '/deep/er.path_1': 'show',
    '/ack': 'acknowledge',
    '/answer': 'answer',
    '/nothing': 'nothing',
    '/throws': 'throws',
    '/who': 'who-is-it',
    '/endless': 'endless',
    '/missing': 'missing',
  },
};
const FORM = 'application/x-www-form-urlencoded';

describe('an HTTP trigger', () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS, triggers: TRIGGERS, functionTimeoutMs: 1_000 });
  });
  afterAll(() => cloud.close());

  const ask = (path: string, init: RequestInit = {}) => fetch(`${cloud.url}/http${path}`, init);

  interface Shown {
    args: Record<string, unknown> & { headers: Record<string, string> };
    env: Record<string, string>;
  }

  async function shown(path: string, init: RequestInit = {}): Promise<Shown> {
    return (await (await ask(path, init)).json()) as Shown;
  }

  test('shows a function the request as it came', async () => {
    const { args, env } = await shown('/show/a/b?x=1&y=%E4%B8%AD&x=2', {
      method: 'POST',
      headers: { 'Content-Type': `${FORM}; charset=utf-8`, 'X-Own': 'Value' },
      body: 'subject=%E4%B8%AD+a%2Bb&sign=%3D',
    });
    expect(args).toEqual({
      path: '/a/b',
      httpMethod: 'POST',
      headers: expect.objectContaining({ 'content-type': `${FORM}; charset=utf-8`, 'x-own': 'Value' }),
      queryStringParameters: { x: '1,2', y: '中' },
      body: 'subject=%E4%B8%AD+a%2Bb&sign=%3D',
      isBase64Encoded: false,
    });
    expect(env).toEqual({ MP_SPACE_ID: 'space-1', MP_SOURCE: 'http' });
  });

  test('leaves out the query and the body that were not sent', async () => {
    const { args } = await shown('/show');
    expect(args).toEqual({ path: '/', httpMethod: 'GET', headers: expect.anything(), isBase64Encoded: false });
  });

  test.each`
    body                   | contentType                    | sent                                   | received
    ${'a form'}            | ${FORM}                        | ${'a=1&b=2'}                           | ${{ body: 'a=1&b=2', isBase64Encoded: false }}
    ${'JSON'}              | ${'application/json'}          | ${'{"a": 1}'}                          | ${{ body: '{"a": 1}', isBase64Encoded: false }}
    ${'text'}              | ${'text/plain; charset=utf-8'} | ${'中文 😀'}                           | ${{ body: '中文 😀', isBase64Encoded: false }}
    ${'XML'}               | ${'TEXT/XML'}                  | ${'<a/>'}                              | ${{ body: '<a/>', isBase64Encoded: false }}
    ${'something untyped'} | ${undefined}                   | ${Buffer.from('plain')}                | ${{ body: 'plain', isBase64Encoded: false }}
    ${'a form in GBK'}     | ${`${FORM}; charset=gbk`}      | ${iconv.encode('subject=中文', 'gbk')} | ${{ body: iconv.encode('subject=中文', 'gbk').toString('base64'), isBase64Encoded: true }}
    ${'text with a mark'}  | ${'text/plain'}                | ${'\uFEFFa'}                           | ${{ body: '\uFEFFa', isBase64Encoded: false }}
  `('hands on $body unchanged', async ({ contentType, sent, received }) => {
    const headers: HeadersInit = contentType === undefined ? {} : { 'content-type': contentType };
    expect((await shown('/show', { method: 'PUT', headers, body: sent })).args).toMatchObject(received);
  });

  test.each([
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'image/png',
    'nonsense',
    'application/jsonp',
  ])('refuses the content type %s', async (contentType) => {
    const answer = await ask('/show', { method: 'POST', headers: { 'content-type': contentType }, body: 'x' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, error: { code: 'InvalidRequestContentType' } });
  });

  test('takes a body of a megabyte and refuses more', async () => {
    const send = (bytes: number) =>
      ask('/ack', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(bytes) });
    expect((await send(1024 * 1024)).status).toBe(200);
    const refused = await send(1024 * 1024 + 1);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ success: false, error: { code: 'RequestContentLength.Exceeded' } });
  });

  test.each`
    method       | status
    ${'GET'}     | ${200}
    ${'POST'}    | ${200}
    ${'PUT'}     | ${200}
    ${'DELETE'}  | ${200}
    ${'PATCH'}   | ${405}
    ${'OPTIONS'} | ${405}
  `('answers $method with $status', async ({ method, status }) => {
    expect((await ask('/ack', { method })).status).toBe(status);
  });

  test.each`
    path                     | seen
    ${'/deep/er.path_1'}     | ${'/'}
    ${'/deep/er.path_1/'}    | ${'/'}
    ${'/deep/er.path_1/%20'} | ${'/ '}
  `('is found at $path', async ({ path, seen }) => {
    expect((await shown(path)).args.path).toBe(seen);
  });

  test('with the longer path is the one that is called', async () => {
    expect(await (await ask('/show/more/and/more')).text()).toBe('success');
  });

  test.each(['/', '', '/unknown', '/showing', '/deep', '/Ack', '/ack/../unknown'])(
    'is not found at "%s"',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(404);
    },
  );

  test.each`
    result                        | body                               | type                                 | text
    ${'an object'}                | ${'{"a":1}'}                       | ${'application/json; charset=utf-8'} | ${'{"a":1}'}
    ${'an array'}                 | ${'[1]'}                           | ${'application/json; charset=utf-8'} | ${'[1]'}
    ${'null'}                     | ${'null'}                          | ${'application/json; charset=utf-8'} | ${'null'}
    ${'a text'}                   | ${'"fail"'}                        | ${'text/plain; charset=utf-8'}       | ${'fail'}
    ${'half a composed response'} | ${'{"statusCode":404,"body":"x"}'} | ${'application/json; charset=utf-8'} | ${'{"statusCode":404,"body":"x"}'}
  `('sends $result as it is', async ({ body, type, text }) => {
    const answer = await ask('/answer', { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(await answer.text()).toBe(text);
  });

  test('acknowledges with the seven bytes that Alipay wants', async () => {
    const answer = await ask('/ack', { method: 'POST', headers: { 'content-type': FORM }, body: 'a=1' });
    expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe(Buffer.from('success').toString('hex'));
    expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('sends an empty text for a function that returns nothing', async () => {
    expect(await (await ask('/nothing')).text()).toBe('');
  });

  const compose = (response: Record<string, unknown>) =>
    ask('/answer', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mpserverlessComposedResponse: true, ...response }),
    });

  test.each`
    response                                                            | status | text
    ${{ statusCode: 201, body: 'made' }}                                | ${201} | ${'made'}
    ${{ statusCode: 503 }}                                              | ${503} | ${''}
    ${{ statusCode: 200, body: 'c3VjY2Vzcw==', isBase64Encoded: true }} | ${200} | ${'success'}
    ${{ statusCode: 302, headers: { Location: '/x' }, body: '' }}       | ${302} | ${''}
    ${{ statusCode: 200, body: 'a', headers: { 'content-length': 9 } }} | ${200} | ${'a'}
  `('obeys the composed response $response', async ({ response, status, text }) => {
    const request = { mpserverlessComposedResponse: true, ...response };
    const answer = await ask('/answer', { method: 'POST', body: JSON.stringify(request), redirect: 'manual' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(text);
  });

  test('lets a composed response choose its headers', async () => {
    const answer = await compose({
      statusCode: 200,
      headers: { 'Content-Type': 'text/html', 'X-Own': 7 },
      body: '<b>',
    });
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(answer.headers.get('x-own')).toBe('7');
  });

  test.each`
    fault                         | response
    ${'a status that is a text'}  | ${{ statusCode: '200' }}
    ${'a status out of range'}    | ${{ statusCode: 99 }}
    ${'a status with a fraction'} | ${{ statusCode: 200.5 }}
    ${'a body that is an object'} | ${{ statusCode: 200, body: {} }}
    ${'headers that are a text'}  | ${{ statusCode: 200, headers: 'x' }}
    ${'a header with a new line'} | ${{ statusCode: 200, headers: { a: 'b\nc' } }}
    ${'a header without a name'}  | ${{ statusCode: 200, headers: { '': 'b' } }}
  `('refuses to send a composed response with $fault', async ({ response }) => {
    const answer = await compose(response);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, error: { code: 'InvalidComposedResponseBody' } });
  });

  test.each`
    path          | status | code
    ${'/throws'}  | ${200} | ${'FunctionBizError'}
    ${'/who'}     | ${200} | ${'FunctionBizError'}
    ${'/missing'} | ${200} | ${'FunctionNotFound'}
    ${'/endless'} | ${400} | ${'RequestTimeout'}
  `('answers a function that fails ($path) with the JSON error and $status', async ({ path, status, code }) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ success: false, error: { code, message: expect.any(String) } });
  });

  test.each(['no-slash', '/ends/', '/', '/with space', '/中', `/${'a'.repeat(128)}`])(
    'cannot have the path "%s"',
    async (path) => {
      await expect(runningCloud({ triggers: { http: { [path]: 'show' } } })).rejects.toThrow('cannot be the path');
    },
  );
});
