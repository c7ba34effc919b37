import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator, type Simulator } from '../../../simulator/serve';
import { onePage, type RootFiles, simulatorBench, writeRoot } from '../mini-root';

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

describe('the server of a simulator', () => {
  let simulator: Simulator;
  let host: Server;
  let other: Server;
  let remove: () => void;
  const heard: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] = [];

  beforeAll(async () => {
    other = await listening(
      createServer(async (request, response) => {
        const { method = '', url = '', headers } = request;
        heard.push({ method, url, headers, body: await bodyOf(request) });
        if (url === '/silent') return;
        response.writeHead(url === '/missing' ? 404 : 200, { 'content-type': 'text/plain', 'x-of': 'other' });
        response.end('over there');
      }),
    );
    const files: RootFiles = onePage(
      { axml: '<view>hello</view>' },
      {
        'images/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
        'secret.key': 'secret',
        'images/名 字.png': 'png',
      },
    );
    const written = writeRoot(files);
    remove = written.remove;
    simulator = await createSimulator({ root: written.root, sandboxUrl: urlOf(other) });
    host = await listening(
      createServer(async (request, response) => {
        if (!(await simulator.handle(request, response))) response.writeHead(418).end('host');
      }),
    );
  });

  afterAll(async () => {
    for (const server of [host, other]) {
      server.closeAllConnections();
      server.close();
    }
    await simulator.close();
    remove();
  });

  beforeEach(() => heard.splice(0));

  test.each`
    path                                   | status | type
    ${'/'}                                 | ${200} | ${'text/html; charset=utf-8'}
    ${'/?page=x'}                          | ${200} | ${'text/html; charset=utf-8'}
    ${'/__simulator/host.js'}              | ${200} | ${'text/javascript; charset=utf-8'}
    ${'/__simulator/host.css'}             | ${200} | ${'text/css; charset=utf-8'}
    ${'/__simulator/mini-program.js'}      | ${200} | ${'text/javascript; charset=utf-8'}
    ${'/__simulator/mini-program.css'}     | ${200} | ${'text/css; charset=utf-8'}
    ${'/__simulator/mini-program.js.map'}  | ${200} | ${'application/json'}
    ${'/__simulator/icons.css'}            | ${200} | ${'text/css; charset=utf-8'}
    ${'/__simulator/nothing'}              | ${404} | ${'application/json; charset=utf-8'}
    ${'/images/a.svg'}                     | ${200} | ${'image/svg+xml'}
    ${'/images/%E5%90%8D%20%E5%AD%97.png'} | ${200} | ${'image/png'}
    ${'/images/none.png'}                  | ${418} | ${null}
    ${'/images'}                           | ${418} | ${null}
    ${'/secret.key'}                       | ${418} | ${null}
    ${'/app.json'}                         | ${418} | ${null}
    ${'/%2e%2e/%2e%2e/etc/x.png'}          | ${418} | ${null}
    ${'/%E0%A4%A.png'}                     | ${418} | ${null}
    ${'/client'}                           | ${418} | ${null}
  `('GET $path answers $status', async ({ path, status, type }) => {
    const response = await fetch(urlOf(host) + path);
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status, type });
  });

  test('what is posted anywhere else is left to the host', async () => {
    expect((await fetch(`${urlOf(host)}/`, { method: 'POST', body: 'x' })).status).toBe(418);
  });

  const proxied = async (body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text };
    const response = await fetch(`${urlOf(host)}/__simulator/request`, init);
    return { status: response.status, ...((await response.json()) as object) };
  };
  const call = (path: string, more: object = {}): object => ({
    url: urlOf(other) + path,
    method: 'POST',
    headers: { 'x-mine': '1' },
    bodyBase64: Buffer.from('茶').toString('base64'),
    timeoutMs: 5_000,
    ...more,
  });

  test('a call to another origin is made as asked, and its answer comes back', async () => {
    const reply = await proxied(call('/there?x=1'));
    expect(reply).toMatchObject({ status: 200, headers: { 'x-of': 'other' } });
    expect(Buffer.from((reply as { bodyBase64: string }).bodyBase64, 'base64').toString()).toBe('over there');
    expect(heard).toMatchObject([{ method: 'POST', url: '/there?x=1', headers: { 'x-mine': '1' }, body: '茶' }]);
  });

  test.each`
    case                       | body                                                       | reply
    ${'another status'}        | ${() => call('/missing')}                                  | ${{ status: 404 }}
    ${'silence'}               | ${() => call('/silent', { timeoutMs: 50 })}                | ${{ status: 200, error: 'timeout' }}
    ${'nobody there'}          | ${() => call('', { url: 'http://127.0.0.1:1/' })}          | ${{ status: 200, error: 'network' }}
    ${'a file address'}        | ${() => call('', { url: 'file:///etc/hosts' })}            | ${{ status: 200, error: 'refused' }}
    ${'no address at all'}     | ${() => call('', { url: 'there' })}                        | ${{ status: 200, error: 'refused' }}
    ${'a header with a break'} | ${() => call('/there', { headers: { 'x-mine': 'a\nb' } })} | ${{ status: 200, error: 'network' }}
    ${'no JSON'}               | ${() => 'not json'}                                        | ${{ status: 400, reason: 'invalid_request' }}
    ${'null'}                  | ${() => 'null'}                                            | ${{ status: 400, reason: 'invalid_request' }}
    ${'no method'}             | ${() => call('/there', { method: undefined })}             | ${{ status: 400, reason: 'invalid_request' }}
    ${'headers of numbers'}    | ${() => call('/there', { headers: { a: 1 } })}             | ${{ status: 400, reason: 'invalid_request' }}
    ${'no time'}               | ${() => call('/there', { timeoutMs: 0 })}                  | ${{ status: 400, reason: 'invalid_request' }}
  `('$case is answered in words', async ({ body, reply }) => {
    expect(await proxied(body())).toMatchObject(reply);
  });

  test('pages of other origins may not use it', async () => {
    expect(await proxied(call('/there'), { origin: 'http://evil.example' })).toMatchObject({
      status: 403,
      reason: 'foreign_origin',
    });
    expect(heard).toEqual([]);
  });

  test('the control API of the sandbox is reached through it', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"tradeNo":"1"}' };
    const response = await fetch(`${urlOf(host)}/__simulator/sandbox/pay?x=1`, init);
    expect(await response.text()).toBe('over there');
    expect(heard).toMatchObject([{ method: 'POST', url: '/api/pay?x=1', body: '{"tradeNo":"1"}' }]);
  });

  test('without a sandbox, or when it is gone, the answer says so', async () => {
    const { root, remove: removeRoot } = writeRoot(onePage({ axml: '' }));
    for (const [sandboxUrl, reason] of [
      [undefined, 'no_sandbox'],
      ['http://127.0.0.1:1', 'sandbox_unreachable'],
    ] as const) {
      const alone = await createSimulator({ root, ...(sandboxUrl ? { sandboxUrl } : {}) });
      const server = await listening(createServer((request, response) => void alone.handle(request, response)));
      const response = await fetch(`${urlOf(server)}/__simulator/sandbox/buyers`);
      expect(await response.json()).toMatchObject({ reason });
      server.closeAllConnections();
      server.close();
      await alone.close();
    }
    removeRoot();
  });
});

describe('a simulator in the browser', () => {
  const bench = simulatorBench();
  afterAll(() => bench.close());

  test('an overlay replaces files and adds new ones', async () => {
    const js = "import { where } from '/space';\nimport { also } from './added';\nPage({ data: { where, also } });";
    const files = onePage(
      { axml: '<text>{{where}} {{also}}</text>', js },
      { 'space.js': "export const where = 'disk';" },
    );
    const overlay = {
      'space.js': "export const where = 'overlay';",
      'pages/index/added.js': "export const also = 'added';",
    };
    const { page } = await bench.runFiles(files, { overlay });
    expect(await page.locator('a-text').textContent()).toBe('overlay added');
  });

  test('an error of the compiler stands on the page with its source', async () => {
    const { page, simulator } = await bench.runFiles(onePage({ axml: '<view>\n  <text a:else>x</text>\n</view>' }));
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('pages/index/index.axml:2:9: a:else must follow an element with');
    expect(await alert.locator('pre').textContent()).toContain('> 2 |   <text a:else>x</text>');
    expect(simulator.errors()).toHaveLength(1);
  });

  test('an edit, also one that was wrong first, shows in the open page', async () => {
    const { root, write, remove } = writeRoot(onePage({ axml: '<text>one</text>', acss: '.a { top: 0 }' }));
    const { page } = await bench.run(root, { watch: true });
    await page.getByText('one', { exact: true }).waitFor();
    write('pages/index/index.axml', '<text>two</tex');
    await page.getByRole('alert').waitFor();
    write('pages/index/index.axml', '<text>three</text><extra/>');
    write('pages/index/extra.axml', '<text>extra</text>');
    write('pages/index/extra.js', 'Component({});');
    write('pages/index/extra.json', '{"component": true}');
    write('pages/index/index.json', '{"usingComponents": {"extra": "./extra"}}');
    await page.getByText('extra').waitFor();
    expect(await page.locator('a-page').textContent()).toBe('threeextra');
    remove();
  });

  test('an edit leaves the same pages open', async () => {
    const other = {
      'pages/b/b.axml': '<text>b {{q}}</text>',
      'pages/b/b.js': 'Page({ onLoad({ q }) { this.setData({ q }); } });',
    };
    const files = {
      ...onePage({ axml: '<text>a</text>' }),
      ...other,
      'app.json': { pages: ['pages/index/index', 'pages/b/b'] },
    };
    const { root, write, remove } = writeRoot(files);
    const { page } = await bench.run(root, { watch: true });
    await page.evaluate("my.navigateTo({ url: '/pages/b/b?q=%E8%8C%B6' })");
    await page.getByText('b 茶').waitFor();
    write('pages/b/b.axml', '<text>broken');
    await page.getByRole('alert').waitFor();
    write('pages/b/b.axml', '<text>new {{q}}</text>');
    await page.getByText('new 茶').waitFor();
    expect(await page.evaluate('getCurrentPages().map((one) => one.route)')).toEqual([
      'pages/index/index',
      'pages/b/b',
    ]);
    remove();
  });

  test('an edit of nothing but style changes the look and restarts nothing', async () => {
    const { root, write, remove } = writeRoot(
      onePage({
        axml: '<view class="a">{{n}}</view>',
        acss: '.a { color: red; }',
        js: 'Page({ data: { n: 1 } });',
      }),
    );
    const { page } = await bench.run(root, { watch: true });
    await page.evaluate('getCurrentPages()[0].setData({ n: 2 })');
    write('pages/index/index.acss', '.a { color: rgb(1, 2, 3); }');
    await page.waitForFunction("getComputedStyle(document.querySelector('.a')).color === 'rgb(1, 2, 3)'");
    expect(await page.locator('a-page').textContent()).toBe('2');
    remove();
  });

  test('TypeScript sources run as they are', async () => {
    const files: RootFiles = {
      'app.json': { pages: ['pages/index/index'] },
      'app.ts': 'App({ total: 1 as number });',
      'shared/money.ts':
        'export enum Unit { Fen = 100 }\nexport const yuan = (fen: number): string => (fen / Unit.Fen).toFixed(2);',
      'pages/index/index.axml': '<text>{{price}}</text>',
      'pages/index/index.json': {},
      'pages/index/index.ts':
        "import { yuan } from '/shared/money';\ninterface Data { price: string }\nconst data: Data = { price: yuan(199) };\nPage({ data });",
    };
    const { page } = await bench.runFiles(files);
    expect(await page.locator('a-text').textContent()).toBe('1.99');
  });

  test('aliases of mini.project.json are followed', async () => {
    const files: RootFiles = {
      ...onePage({
        axml: '<text>{{a}}{{b}}</text>',
        js: "import { a } from '@/a';\nimport { b } from 'lib';\nPage({ data: { a, b } });",
      }),
      'shared/a.js': "export const a = 'one';",
      'shared/lib/index.js': "export const b = 'two';",
      'mini.project.json': {
        compileOptions: { component2: true, resolveAlias: { '@/*': './shared/*', lib: './shared/lib' } },
      },
    };
    const { page, simulator } = await bench.runFiles(files);
    expect(await page.locator('a-text').textContent()).toBe('onetwo');
    expect(simulator.warnings()).toEqual([]);
  });

  test('browser globals are hidden from the mini-program, the language and its own globals are not', async () => {
    const js = `globalThis.mine = 'mine';
      const kinds = {
        window: typeof window, document: typeof document, fetch: typeof fetch, storage: typeof localStorage,
        viaGlobal: typeof globalThis.document, self: typeof globalThis.globalThis.window,
        map: typeof Map, viaGlobalMap: typeof globalThis.Map, timer: typeof setTimeout, my: typeof globalThis.my,
        mine: globalThis.mine,
      };
      Page({ data: { kinds: JSON.stringify(kinds) } });`;
    const { page } = await bench.runFiles(onePage({ axml: '<text>{{kinds}}</text>', js }));
    expect(JSON.parse((await page.locator('a-text').textContent()) ?? '')).toEqual({
      window: 'undefined',
      document: 'undefined',
      fetch: 'undefined',
      storage: 'undefined',
      viaGlobal: 'undefined',
      self: 'undefined',
      map: 'function',
      viaGlobalMap: 'function',
      timer: 'function',
      my: 'object',
      mine: 'mine',
    });
  });

  test('my stands before any code of the mini-program runs', async () => {
    const js = "const canIUse = my.canIUse('component2');\nPage({ data: { canIUse } });";
    const { page } = await bench.runFiles(onePage({ axml: '<text>{{canIUse}}</text>', js }));
    expect(await page.locator('a-text').textContent()).toBe('true');
  });
});
