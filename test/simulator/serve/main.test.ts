import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onePage, writeRoot } from '../mini-root';

const projectRoot = join(__dirname, '../../..');

interface Run {
  child: ChildProcess;
  output(): string;
  /** Exit code, or null after a signal. */
  ended: Promise<number | null>;
}

function simulator(...args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...args], { cwd: projectRoot });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return { child, output: () => text, ended: new Promise((done) => child.on('exit', done)) };
}

/** Resolves with what the output matched; fails when the process ends first. */
function said({ child, output, ended }: Run, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((done, fail) => {
    const look = (): void => {
      const found = pattern.exec(output());
      if (found) done(found);
    };
    child.stdout?.on('data', look);
    void ended.then(() => fail(new Error(`ended without saying ${pattern}: ${output()}`)));
    look();
  });
}

describe('npm run simulator', () => {
  test.each`
    args                                                          | code | says
    ${['--help']}                                                 | ${0} | ${/^Usage: npm run simulator -- <root>/}
    ${[]}                                                         | ${1} | ${/^Which mini-program\?/}
    ${['no-such-folder']}                                         | ${1} | ${/^There is no app\.json in .*no-such-folder\.$/}
    ${['--port', 'high', 'test/simulator/fixtures/antd-mini']}    | ${1} | ${/^--port high is no port\.$/}
    ${['--sandbox', '8090', 'test/simulator/fixtures/antd-mini']} | ${1} | ${/^--sandbox 8090 must be an address/}
    ${['--wrong']}                                                | ${2} | ${/^Unknown option '--wrong'/}
  `('$args ends with $code and says why', async ({ args, code, says }) => {
    const run = simulator(...args);
    expect(await run.ended).toBe(code);
    expect(run.output().trim()).toMatch(says);
  });

  test('a port that is taken is named', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const run = simulator('test/simulator/fixtures/antd-mini', '--port', String(port));
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe(`Port ${port} is taken; choose another with --port.\n`);
    server.close();
  });

  test('a project folder leads to its miniprogramRoot, warnings are printed, and Ctrl-C ends it', async () => {
    const built = onePage({ axml: '<view a:for="{{[1]}}"/>' });
    const inFolder = Object.fromEntries(Object.entries(built).map(([path, content]) => [`built/${path}`, content]));
    const { root, remove } = writeRoot({ 'mini.project.json': { miniprogramRoot: 'built' }, ...inFolder });
    const run = simulator(root, '--port', '0');
    const [, address = ''] = await said(run, /The mini-program is ready: (http:\/\/127\.0\.0\.1:\d+\/)/);
    expect(run.output()).toContain('pages/index/index.axml:1:1: warning: a loop without a:key');
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(`${address}nothing`)).status).toBe(404);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    remove();
  });
});
