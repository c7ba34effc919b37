import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/source-tree';

interface Ended {
  code: number;
  said: string;
  complained: string;
}

/** All that `npm run` offers and that is a program of ours, and the benches that `npm run bench` starts by their names. */
function programs(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = Object.values(scripts).map((script) => /^node --import tsx (\S+\.ts)$/.exec(script)?.[1] ?? '');
  const benches = readdirSync(join(projectRoot, 'bench')).map((name) => `bench/${name}`);
  const hasHelp = (path: string) => readFileSync(join(projectRoot, path), 'utf8').includes('const HELP');
  return [...new Set([...commands.filter((path) => path !== ''), ...benches.filter(hasHelp)])];
}

function run(program: string, option: string): Promise<Ended> {
  return new Promise((resolve) => {
    const args = ['--import', 'tsx', program, option];
    execFile(process.execPath, args, { cwd: projectRoot, timeout: 60_000 }, (error, said, complained) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, said, complained });
    });
  });
}

/** Processes start slowly on a machine that is busy with other tests. */
jest.setTimeout(120_000);

describe('the commands', () => {
  test.each(programs())('%s ends with 2 when given what it does not take, and says what it takes', async (program) => {
    const { code, said, complained } = await run(program, '--no-such-option');
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(complained).toMatch(/^Unknown option '--no-such-option'[\s\S]*npm (?:run )?[a-z]+/);
  });

  // Those that keep running have a beginning of their own; of all others one stands for the rest.
  test.each(['scripts/start.ts', 'sandbox/main.ts', 'cloud/main.ts', 'simulator/main.ts', 'scripts/build.ts'])(
    '%s says what it takes when it is asked',
    async (program) => {
      const { code, said, complained } = await run(program, '--help');
      expect({ code, complained }).toEqual({ code: 0, complained: '' });
      expect(said).toMatch(/npm (?:run )?[a-z]+/);
    },
  );
});
