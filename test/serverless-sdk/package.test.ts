/** The package as others get it: made by `npm pack`, installed without a network, typed, and run by engines that have nothing. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { parse } from 'acorn';
import { transform } from 'esbuild';
import { type RunningCloud, runningCloud } from '../cloud/support/running-cloud';
import { projectRoot } from '../support/source-tree';

const PACKAGE = join(projectRoot, 'serverless-sdk');
const NAME = '@alipay/alipay-serverless-sdk';
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
/** The promise of the README, for each build. */
const MOST_BYTES = 10 * 1024;

const run = promisify(execFile);
let project: string;
let installed: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'shouyin-sdk-'));
  const quiet = { npm_config_update_notifier: 'false', npm_config_fund: 'false', npm_config_loglevel: 'error' };
  const env = { ...process.env, ...quiet };
  const packed = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: PACKAGE, env });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await writeFile(join(project, 'package.json'), '{"name":"an-app","private":true}');
  await run('npm', ['install', `./${filename}`, '--offline', '--no-audit', '--ignore-scripts'], { cwd: project, env });
  installed = join(project, 'node_modules', NAME);
}, 120_000);
afterAll(() => rm(project, { recursive: true, force: true }));

const fileOf = (name: string) => readFile(join(installed, name), 'utf8');

describe('the packed package', () => {
  test('holds two builds, their types and the README, and needs nothing', async () => {
    const files = (await readdir(installed, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(
      [
        ...['README.md', 'package.json', 'index.js', 'index.mjs'],
        ...['cloud-sdk-error', 'index', 'parameters', 'results', 'types'].flatMap((name) => [
          `${name}.d.mts`,
          `${name}.d.ts`,
        ]),
      ].sort(),
    );
    const { dependencies, peerDependencies, private: isPrivate } = JSON.parse(await fileOf('package.json'));
    expect({ dependencies, peerDependencies, isPrivate }).toEqual({});
    expect(await readdir(join(project, 'node_modules', '@alipay'))).toEqual(['alipay-serverless-sdk']);
  });

  test.each(['dist/index.js', 'dist/index.mjs'])('%s is small', async (file) => {
    expect(Buffer.byteLength(await fileOf(file))).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('is ES2015, so that it may go untranslated', async () => {
    const source = await fileOf('dist/index.js');
    expect(() => parse(source, { ecmaVersion: 2015 })).not.toThrow();
    expect(source).not.toMatch(/\(\?<[=!]/);
  });

  test('runs where there is nothing but the language', async () => {
    const module = { exports: {} as typeof import('../../serverless-sdk/index') };
    const bare = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
    const wrapped = `'use strict'; (function (exports, module) {${await fileOf('dist/index.js')}\n})`;
    vm.runInContext(wrapped, bare, { filename: 'index.js' })(module.exports, module);
    const { default: cloud } = module.exports;
    await expect(cloud.payment.common.query({ outTradeNo: 'o' })).rejects.toMatchObject({ errCode: 'SYS_INIT' });
    cloud.init({ function: { invoke: async () => ({ success: true, result: { code: '10000', trade_no: 't1' } }) } });
    expect((await cloud.payment.common.query({ outTradeNo: 'o' })).tradeNo).toBe('t1');
  });

  test.each`
    how          | file     | source
    ${'import'}  | ${'mjs'} | ${`import cloud, { cloud as named, CloudSDKError } from '${NAME}'; console.log(cloud === named, typeof CloudSDKError, typeof cloud.payment.common.create)`}
    ${'require'} | ${'cjs'} | ${`const { default: cloud, cloud: named, CloudSDKError } = require('${NAME}'); console.log(cloud === named, typeof CloudSDKError, typeof cloud.payment.common.create)`}
  `('gives the same by $how', async ({ file, source }) => {
    await writeFile(join(project, `given.${file}`), source);
    const { stdout } = await run(process.execPath, [`given.${file}`], { cwd: project });
    expect(stdout).toBe('true function function\n');
  });
});

describe('the types of the packed package', () => {
  /** What tsc says of a file in the empty project, as lines; none when it is content. */
  async function complaints(file: string, source: string, ...options: string[]): Promise<string[]> {
    await writeFile(join(project, file), source);
    const always = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--types', '', '--target', 'es2022'];
    try {
      await run(process.execPath, [TSC, file, ...always, ...options], { cwd: project });
      return [];
    } catch (error) {
      return (error as { stdout: string }).stdout.trim().split('\n');
    }
  }

  const USE = `
    import cloud, { type CreateResult, type FunctionCloud } from '${NAME}';
    export async function use(ctx: { cloud: FunctionCloud }) {
      const made = await cloud.payment.common.create({ subject: 's', outTradeNo: 'o', totalAmount: '0.01', buyerId: 'b' });
      const old = await cloud.payment.common.create('s', 'o', '0.01', 'b');
      const asked = await ctx.cloud.payment.common.query({ outTradeNo: 'o' }, { appAuthToken: 'a' });
      const same: CreateResult = made;
      const texts: (string | undefined)[] = [same.tradeNo, made.trade_no, old.out_trade_no, asked.fundBillList?.[0]?.amount];
      return [texts, asked.fund_bill_list?.[0]?.fund_channel];
    }`;

  test.each`
    as                     | file         | options
    ${'an ES module'}      | ${'use.mts'} | ${['--module', 'nodenext']}
    ${'a CommonJS module'} | ${'use.cts'} | ${['--module', 'nodenext']}
    ${'what is bundled'}   | ${'use.ts'}  | ${['--module', 'preserve', '--moduleResolution', 'bundler']}
  `('are right for $as', async ({ file, options }) => {
    expect(await complaints(file, USE, ...options)).toEqual([]);
  });

  test.each`
    fault                            | call
    ${'no buyer'}                    | ${"cloud.payment.common.create({ subject: 's', outTradeNo: 'o', totalAmount: '0.01' })"}
    ${'an amount that is a number'}  | ${"cloud.payment.common.refund({ outTradeNo: 'o', refundAmount: 0.01 })"}
    ${'a misspelt parameter'}        | ${"cloud.payment.common.query({ outTradeNumber: 'o' })"}
    ${'a misspelt option'}           | ${"cloud.payment.common.query({ outTradeNo: 'o' }, { notifyUrl: 'https://a' })"}
    ${'a plan that does not exist'}  | ${"cloud.payment.huabei.create('s', 'o', '1', 'b', { hbFqNum: '4', hbFqSellerPercent: '0' })"}
    ${'positions that are too few'}  | ${"cloud.payment.common.create('s', 'o', '0.01')"}
    ${'a member that no answer has'} | ${"cloud.payment.common.query('o').then((answer) => answer.tradeNumber)"}
  `('see $fault', async ({ call }) => {
    const source = `import cloud from '${NAME}'; export const wrong = () => ${call};`;
    expect(await complaints('wrong.mts', source, '--module', 'nodenext')).not.toEqual([]);
  });

  test('are right for the example of the README', async () => {
    const modules = join(projectRoot, 'node_modules');
    await mkdir(join(project, 'node_modules', '@alicloud'), { recursive: true });
    await symlink(
      join(modules, '@alicloud/mpserverless-sdk'),
      join(project, 'node_modules/@alicloud/mpserverless-sdk'),
    );
    const options = ['--module', 'preserve', '--moduleResolution', 'bundler', '--esModuleInterop'];
    const my = ['--types', join(modules, '@mini-types/alipay')];
    expect(await complaints('example.ts', await readmeExample(), ...options, ...my)).toEqual([]);
  });
});

/** The TypeScript of the README, word for word. */
async function readmeExample(): Promise<string> {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(await fileOf('README.md')) ?? [];
  if (!example) throw new Error('the README has no example');
  return example;
}

describe('the example of the README', () => {
  let cloud: RunningCloud;
  beforeAll(async () => {
    const space = { spaceId: 'your-space-id', clientSecret: 'your-client-secret', appId: 'your-app-id' };
    cloud = await runningCloud({ space });
  });
  afterAll(() => cloud.close());

  /** A phone in a few lines: requests reach the cloud of this test, and the cashier tells what it was asked to open. */
  const PHONE = `
    globalThis.my = {
      getAuthCode: ({ complete }) => complete({ authCode: process.env.AUTH_CODE }),
      request: async ({ url, data, method, headers, complete }) => {
        const reply = await fetch(process.env.CLOUD_URL + new URL(url).pathname, { method, headers, body: JSON.stringify(data) });
        complete({ status: reply.status, headers: Object.fromEntries(reply.headers), data: await reply.json() });
      },
      tradePay: ({ tradeNO }) => console.log(tradeNO),
    };`;

  test('makes a trade in a project that has nothing but the tarball', async () => {
    const { code } = await transform(await readmeExample(), { loader: 'ts', format: 'esm' });
    await writeFile(join(project, 'phone.mjs'), PHONE);
    await writeFile(join(project, 'example.mjs'), `import './phone.mjs';\n${code}\nawait buy('demo_readme');`);
    const issued = cloud.sandbox.authCode({}) as { authCode: string };
    const { stdout } = await run(process.execPath, ['example.mjs'], {
      cwd: project,
      env: { PATH: process.env.PATH, CLOUD_URL: cloud.url, AUTH_CODE: issued.authCode },
    });
    const [trade] = cloud.sandbox.trades().filter(({ outTradeNo }) => outTradeNo === 'demo_readme');
    expect(stdout.trim()).toBe(trade?.tradeNo);
    expect(trade).toMatchObject({ status: 'WAIT_BUYER_PAY', notifyUrl: 'https://shop.example/http/trade-notify' });
  });
});
