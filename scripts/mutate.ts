/** `npm run mutate`: plants known bugs one by one in a copy of the tree, and shows that the tests catch each. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, planted } from '../test/mutation/mutant';
import { mutants } from '../test/mutation/mutants';
import { projectFiles, projectRoot } from '../test/support/source-tree';
import { Misuse, runCommand } from './run-command';

const HELP = `Usage: npm run mutate [-- --only <text>] [--json] [--list]

Plants ${mutants.length} bugs that real shops have had, one at a time, in a copy of this tree, and runs the tests that must catch each.
Ends with 1 when one survives.

  --only <text>  those whose name contains this
  --json         {mutants: [{name, pain, caught, by}], caught, survived}
  --list         names, and what each would have done
  --help         this text
`;

const JEST = join('node_modules', 'jest', 'bin', 'jest.js');
/** A mutant that makes a test hang is caught as well. */
const LONGEST_RUN_MS = 240_000;

interface Outcome {
  mutant: Mutant;
  caught: boolean;
  /** The first test that failed. */
  by: string;
}

/** A copy of the tree as it stands, with the installed packages linked in. */
async function copyTree(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'shouyin-mutant-'));
  for (const file of projectFiles()) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(join(projectRoot, file), join(copy, file));
  }
  await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

interface Run {
  passed: boolean;
  /** The first test that failed. */
  failed: string;
  printed: string;
}

function runTests(tree: string, tests: readonly string[]): Promise<Run> {
  const args = [JEST, '--bail', '--runInBand', '--colors=false', '--noStackTrace', ...tests];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: tree, timeout: LONGEST_RUN_MS, maxBuffer: 1 << 26 }, (error, out, err) => {
      const failed = /^\s*●\s+(.+)$/m.exec(`${out}${err}`)?.[1] ?? 'no test named';
      resolve({ passed: error === null, failed, printed: `${out}${err}` });
    });
  });
}

async function tryMutant(tree: string, mutant: Mutant): Promise<Outcome> {
  const file = join(tree, mutant.file);
  const source = await readFile(file, 'utf8');
  await writeFile(file, planted(source, mutant));
  const { passed, failed } = await runTests(tree, mutant.tests);
  await writeFile(file, source);
  return { mutant, caught: !passed, by: passed ? '' : failed };
}

/** Each worker has a tree of its own and takes the next mutant when it is done. */
async function tryAll(chosen: readonly Mutant[], told: (outcome: Outcome) => void): Promise<Outcome[]> {
  const waiting = [...chosen];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    const tree = await copyTree();
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const outcome = await tryMutant(tree, mutant);
      outcomes.push(outcome);
      told(outcome);
    }
    await rm(tree, { recursive: true, force: true });
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, work));
  return outcomes;
}

/** Without a bug planted the same tests must pass, or a red one would prove nothing. */
async function checkBaseline(chosen: readonly Mutant[]): Promise<void> {
  const tree = await copyTree();
  try {
    const { passed, printed } = await runTests(tree, [...new Set(chosen.flatMap((mutant) => mutant.tests))]);
    if (!passed) throw new Error(`${printed.slice(-4_000)}\nThe tests fail without any bug planted; mend that first.`);
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const chosen = mutants.filter((mutant) => mutant.name.includes(values.only));
  if (chosen.length === 0) throw new Misuse(`no planted bug is called ${values.only}; --list names them`);
  if (values.list) {
    console.log(chosen.map((mutant) => `${mutant.name}: ${mutant.pain}`).join('\n'));
    return 0;
  }
  await checkBaseline(chosen);
  const outcomes = await tryAll(chosen, ({ mutant, caught, by }) => {
    if (!values.json) console.log(`${caught ? 'caught  ' : 'SURVIVED'}  ${mutant.name.padEnd(44)} ${by}`);
  });
  const survived = outcomes.filter((outcome) => !outcome.caught).length;
  const rows = outcomes.map(({ mutant, caught, by }) => ({ name: mutant.name, pain: mutant.pain, caught, by }));
  if (values.json)
    console.log(JSON.stringify({ mutants: rows, caught: outcomes.length - survived, survived }, null, 2));
  else console.log(`${outcomes.length - survived} caught, ${survived} survived`);
  return survived > 0 ? 1 : 0;
}

runCommand(main, HELP);
