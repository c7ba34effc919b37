/** The built app at the platform: one file of it is another one, and everything else is as it was. */

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { json } from 'node:stream/consumers';
import vm from 'node:vm';
import { build } from 'esbuild';
import type { FunctionName } from '../../contract/requests';
import { buildMiniprogram } from '../../scripts/build-miniprogram';
import { type Space, spaceModule } from '../../scripts/space';
import { signatureOf } from '../cloud/support/signed-request';
import { fakeBackend, GOODS } from '../models/support/fake-backend';
import { projectRoot } from '../support/source-tree';

/** A space as the platform names its own (reference serverless-platform 1.2). */
const SPACE_ID = '6f1c9a04-0a9c-4a3e-9d06-0d5d6e1f7a11';
const CLIENT_SECRET = 'c2VjcmV0LW9mLXRoZS1wbGF0Zm9ybQ==';
const APP_ID = '2021000000000007';
const HOME: Space = { endpoint: 'http://127.0.0.1:8080', spaceId: 'shouyin', clientSecret: 'at-home', appId: APP_ID };

let folder: string;
let platform: Platform;
let space: Space;

beforeAll(async () => {
  platform = await standInOfThePlatform();
  space = { ...HOME, endpoint: platform.endpoint, spaceId: SPACE_ID, clientSecret: CLIENT_SECRET };
  folder = await mkdtemp(join(tmpdir(), 'shouyin-platform-'));
  await Promise.all([
    buildMiniprogram({ projectRoot, outDir: join(folder, 'home'), space: HOME }),
    buildMiniprogram({ projectRoot, outDir: join(folder, 'platform'), space }),
  ]);
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

async function filesOf(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => [relative(root, path), await readFile(path, 'base64')] as const);
  return new Map(await Promise.all(read));
}

test('only space.js is another file, and in it only endpoint, space id and client secret', async () => {
  const [home, other] = [await filesOf(join(folder, 'home')), await filesOf(join(folder, 'platform'))];
  expect([...other.keys()].sort()).toEqual([...home.keys()].sort());
  expect([...home].filter(([file, content]) => other.get(file) !== content).map(([file]) => file)).toEqual([
    'space.js',
  ]);
  const inFile = (files: typeof home) =>
    JSON.parse(
      Buffer.from(files.get('space.js') ?? '', 'base64')
        .toString()
        .replace(/^export const space = |;\s*$/g, ''),
    );
  const [before, after] = [inFile(home), inFile(other)];
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(changed.sort()).toEqual(['clientSecret', 'endpoint', 'spaceId']);
});

test('the app that was built for home shows the goods of the platform once space.js is replaced', async () => {
  const root = join(folder, 'moved');
  await cp(join(folder, 'home'), root, { recursive: true });
  await writeFile(join(root, 'space.js'), spaceModule(space));
  const shown = await pageShows(
    root,
    'pages/catalog/catalog',
    GOODS.map(({ title }) => title),
  );
  expect(shown).toContain('示例小店');
  expect(platform.refusals).toEqual([]);
  // The first session had ended before it was used: the app has signed in again by itself.
  expect(platform.methods.slice(0, 4)).toEqual([
    'serverless.auth.user.authorize',
    'serverless.function.runtime.invoke',
    'serverless.auth.user.authorize',
    'serverless.function.runtime.invoke',
  ]);
});

interface Platform {
  endpoint: string;
  methods: string[];
  /** Requests that the platform would have refused, and why. */
  refusals: string[];
  close(): Promise<void>;
}

/** The wire of the platform as it was captured (reference serverless-platform 1.2 to 1.7), written without the cloud's own code. */
async function standInOfThePlatform(): Promise<Platform> {
  const backend = fakeBackend({ clock: { nowMs: () => Date.now(), after: () => () => {} } });
  const [methods, refusals]: [string[], string[]] = [[], []];
  let tokens = 0;
  const refusalOf = (body: Record<string, string>, headers: Record<string, unknown>) => {
    if (body.spaceId !== SPACE_ID) return 'InvalidSpaceId.NotFound';
    if (headers['x-serverless-sign'] !== signatureOf(body, CLIENT_SECRET)) return 'SignatureNotMatch';
    return headers['content-type'] === 'application/json' ? undefined : 'InvalidRequestContentType';
  };

  async function answer(body: Record<string, string>, headers: Record<string, unknown>): Promise<object> {
    const { method = '', params = '{}', token } = body;
    methods.push(method);
    const refusal = refusalOf(body, headers);
    if (refusal) refusals.push(refusal);
    if (refusal) return { success: false, error: { code: refusal, message: refusal } };
    const given = JSON.parse(params);
    if (method === 'serverless.auth.user.authorize') {
      if (given.clientIdentifier !== APP_ID || !given.authCode) refusals.push('ParamInvalid');
      tokens += 1;
      return { success: true, data: { accessToken: `token-${tokens}`, expiresInSecond: 600 } };
    }
    if (token !== 'token-2' || headers['x-basement-token'] !== token) {
      return { success: false, error: { code: 'GATEWAY_INVALID_TOKEN', message: 'token is invalid' } };
    }
    const data = await backend.call(given.functionTarget as FunctionName, given.functionArgs);
    return { success: true, data, header: { 'x-serverless-runtime-version': '1.0.0' } };
  }

  const server: Server = createServer(async (request, response) => {
    const isClient = request.method === 'POST' && request.url === '/client';
    const reply = isClient ? await answer((await json(request)) as never, request.headers) : { success: false };
    response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'r-1' }).end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    methods,
    refusals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Timers that keep no test waiting: nobody leaves the page. */
const passingTimers = {
  setTimeout: (...timer: Parameters<typeof setTimeout>) => setTimeout(...timer).unref(),
  setInterval: (...timer: Parameters<typeof setInterval>) => setInterval(...timer).unref(),
  clearTimeout,
  clearInterval,
};

/** Runs a page of a built app where there is nothing but the phone, until all of the words are in its data. */
async function pageShows(root: string, page: string, words: string[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, `${page}.js`)],
    bundle: true,
    format: 'iife',
    write: false,
    plugins: [
      {
        name: 'root-of-the-app',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\// }, ({ path, kind }) =>
            kind === 'entry-point' ? null : { path: join(root, path) },
          ),
      },
    ],
  });
  return await new Promise<string>((resolve, reject) => {
    const data: Record<string, unknown> = {};
    const setData = (changes: Record<string, unknown>) => {
      Object.assign(data, changes);
      const text = JSON.stringify(data);
      if (words.every((word) => text.includes(word))) resolve(text);
    };
    const Page = (definition: Record<string, (...args: unknown[]) => void>) => {
      const instance = Object.assign(Object.create(definition), { data, setData });
      for (const hook of ['onLoad', 'onShow', 'onReady']) instance[hook]?.({});
    };
    const phone = { my: phoneOn(), Page, ...passingTimers };
    try {
      vm.runInNewContext(outputFiles[0]?.text ?? '', phone, { filename: page });
    } catch (error) {
      reject(error);
    }
  });
}

interface Request {
  url: string;
  data: unknown;
  method: string;
  headers: Record<string, string>;
  complete(reply: unknown): void;
}

async function overFetch({ url, data, method, headers, complete }: Request): Promise<void> {
  const reply = await fetch(url, { method, headers, body: JSON.stringify(data) });
  complete({ status: reply.status, headers: Object.fromEntries(reply.headers), data: await reply.json() });
}

/** A phone with a network and nobody's hands: what it is asked for otherwise comes to nothing. */
function phoneOn(): object {
  const nothingFound = { select: () => nothingFound, boundingClientRect: () => nothingFound, exec: () => undefined };
  const known: Record<string, unknown> = {
    getAuthCode: ({ complete }: { complete(reply: unknown): void }) => complete({ authCode: 'code' }),
    request: (request: Request) => void overFetch(request).catch(() => request.complete({ error: 12 })),
    getSystemInfoSync: () => ({ language: 'zh-Hans' }),
    getStorageSync: () => ({ data: null }),
    getNetworkType: ({ success }: { success(reply: unknown): void }) => success({ networkAvailable: true }),
    createSelectorQuery: () => nothingFound,
  };
  return new Proxy(known, { get: (members, name) => members[String(name)] ?? (() => undefined) });
}
