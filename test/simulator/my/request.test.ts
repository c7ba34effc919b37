import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { listen, outcome, type PhoneBench, phoneBench, phoneWithMy, stop } from '../phone-bench';

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method, url, headers } = request;
  const body = Buffer.concat(parts).toString('utf8');
  response.writeHead(200, { 'content-type': 'application/json', 'X-Shop': 'Longjing' });
  response.end(JSON.stringify({ method, url, type: headers['content-type'], token: headers['x-token'] ?? null, body }));
}

/** The shop's server; stands on the page's own origin and on another one. */
function answer(request: IncomingMessage, response: ServerResponse): boolean {
  const path = new URL(request.url ?? '/', 'http://shop').pathname;
  if (path === '/echo') void echo(request, response);
  else if (path === '/missing') response.writeHead(404, { 'X-Why': 'gone' }).end('{"reason":"not_found"}');
  else if (path === '/broken') response.writeHead(502).end('<h1>Bad Gateway</h1>');
  else if (path === '/text') response.writeHead(200).end('not json, 茶');
  else if (path === '/empty') response.writeHead(204).end();
  else return path === '/hang';
  return true;
}

let bench: PhoneBench;
let other: Server;
let otherUrl: string;
let page: Page;

beforeAll(async () => {
  other = createServer((request, response) => void answer(request, response));
  [bench, otherUrl] = await Promise.all([phoneBench(phoneWithMy, { answer }), listen(other)]);
  page = await bench.open();
});
afterAll(async () => {
  await bench.close();
  await stop(other);
});

const request = (options: object) => outcome(page, `my.request(${JSON.stringify(options)})`);

describe.each(['its own origin', 'another origin'])('my.request to %s', (place) => {
  const to = (path: string) => (place === 'its own origin' ? bench.url : otherUrl) + path;

  test('sends GET data in the query and answers status and headers under both names', async () => {
    const { done } = await request({
      url: to('/echo?a=1'),
      data: { name: '龙井', n: 2 },
      headers: { 'X-Token': 't1' },
    });
    expect(done).toMatchObject({
      status: 200,
      statusCode: 200,
      headers: { 'x-shop': 'Longjing' },
      header: { 'x-shop': 'Longjing' },
      data: { method: 'GET', url: '/echo?a=1&name=%E9%BE%99%E4%BA%95&n=2', token: 't1', body: '' },
    });
  });

  test.each`
    what                           | options                                                                                           | type                                   | body
    ${'an object as JSON'}         | ${{ data: { price: { fen: 100 } } }}                                                              | ${'application/json'}                  | ${'{"price":{"fen":100}}'}
    ${'a string as it is'}         | ${{ data: '{"a":1}' }}                                                                            | ${'application/json'}                  | ${'{"a":1}'}
    ${'a form as urlencoded'}      | ${{ data: { a: 1, b: 'x y' }, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }} | ${'application/x-www-form-urlencoded'} | ${'a=1&b=x+y'}
    ${'headers given as `header`'} | ${{ data: 'x', header: { 'content-type': 'text/plain' } }}                                        | ${'text/plain'}                        | ${'x'}
  `('sends POST data: $what', async ({ options, type, body }) => {
    const { done } = await request({ url: to('/echo'), method: 'post', ...options });
    expect(done).toMatchObject({ data: { method: 'POST', type, body } });
  });

  test('a status outside 2xx fails with 19 and still brings status, data and headers', async () => {
    const { failed } = await request({ url: to('/missing') });
    expect(failed).toMatchObject({
      error: 19,
      errorMessage: 'http status error: 404',
      status: 404,
      data: { reason: 'not_found' },
      headers: { 'x-why': 'gone' },
    });
  });

  test('an error page that is no JSON comes as text and hides no status', async () => {
    const { failed } = await request({ url: to('/broken') });
    expect(failed).toMatchObject({ error: 19, status: 502, data: '<h1>Bad Gateway</h1>' });
  });

  test('a body that is no JSON fails with 14, and is text when text is asked for', async () => {
    expect(await request({ url: to('/text') })).toEqual({
      failed: { error: 14, errorMessage: 'JSON parse data error' },
    });
    expect(await request({ url: to('/text'), dataType: 'text' })).toMatchObject({ done: { data: 'not json, 茶' } });
  });

  test('base64 and arraybuffer bring the bytes', async () => {
    const bytes = Buffer.from('not json, 茶');
    expect(await request({ url: to('/text'), dataType: 'base64' })).toMatchObject({
      done: { data: bytes.toString('base64') },
    });
    const size = await page.evaluate(
      `my.request({ url: '${to('/text')}', dataType: 'arraybuffer' }).then(({ data }) => data.byteLength)`,
    );
    expect(size).toBe(bytes.length);
  });

  test('an answer without a body is no decoding error', async () => {
    expect(await request({ url: to('/empty'), method: 'DELETE' })).toMatchObject({ done: { status: 204, data: '' } });
  });

  test('a server that does not answer in time fails with 13', async () => {
    expect(await request({ url: to('/hang'), timeout: 80 })).toEqual({
      failed: { error: 13, errorMessage: 'request timeout' },
    });
  });

  test('abort fails with 20', async () => {
    const { failed } = await outcome(
      page,
      `(() => { const task = my.request({ url: '${to('/hang')}' }); task.abort(); return task; })()`,
    );
    expect(failed).toEqual({ error: 20, errorMessage: 'request aborted' });
  });

  test('going offline fails what is under way and what follows with 12', async () => {
    const failures = await page.evaluate(`(async () => {
      const underWay = my.request({ url: '${to('/hang')}' }).catch(({ error }) => error);
      window.__simulator.network(false);
      const after = my.request({ url: '${to('/echo')}' }).catch(({ error }) => error);
      const both = await Promise.all([underWay, after]);
      window.__simulator.network(true);
      return both;
    })()`);
    expect(failures).toEqual([12, 12]);
    expect(await request({ url: to('/echo') })).toMatchObject({ done: { status: 200 } });
  });
});

test('a server that is not there fails with 12', async () => {
  const gone = createServer();
  const url = await listen(gone);
  await stop(gone);
  expect(await request({ url })).toMatchObject({ failed: { error: 12 } });
});

test.each`
  what                | options
  ${'no address'}     | ${{}}
  ${'a relative one'} | ${{ url: '/echo' }}
  ${'another scheme'} | ${{ url: 'ftp://127.0.0.1/' }}
  ${'a strange verb'} | ${{ url: 'http://127.0.0.1/', method: 'BREW' }}
  ${'a strange type'} | ${{ url: 'http://127.0.0.1/', dataType: 'yaml' }}
`('$what is an invalid parameter, error 2', async ({ options }) => {
  expect(await request(options)).toMatchObject({
    failed: { error: 2, errorMessage: expect.stringMatching(/^invalid parameter/) },
  });
});

test('callbacks come before the Promise, complete last, and a caller with callbacks causes no unhandled rejection', async () => {
  const told = await page.evaluate(`(async () => {
    const told = [];
    window.addEventListener('unhandledrejection', () => told.push('unhandled'));
    const note = (name) => () => told.push(name);
    const callbacks = { success: note('success'), fail: note('fail'), complete: note('complete') };
    await my.request({ url: '${bench.url}/echo', ...callbacks }).then(note('resolved'));
    my.request({ url: '${bench.url}/missing', ...callbacks });
    await new Promise((resolve) => setTimeout(resolve, 200));
    return told;
  })()`);
  expect(told).toEqual(['success', 'complete', 'resolved', 'fail', 'complete']);
});

test('Referer cannot be set, and the console says so', async () => {
  await request({ url: `${bench.url}/echo`, headers: { Referer: 'https://shop.example' } });
  expect(await page.evaluate('window.__simulator.warnings()')).toContain(
    'my.request: the header Referer cannot be set and is left out.',
  );
});
