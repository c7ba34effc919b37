/** `npm run bench`: one bench, or all of them one after the other, each beside the physical floor of the same run. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../scripts/run-command';

const BENCHES = ['sandbox', 'store', 'cloud', 'cold-start', 'simulator'] as const;

const HELP = `Usage: npm run bench [-- <bench>] [options of that bench]

  sandbox     start-up, and creates per second with signatures both ways
  store       every statement of the PostgreSQL store, at 10,000 and at --rows orders
  cloud       what the backend adds of its own to create, poll and notify
  cold-start  the largest cloud function in a fresh process
  simulator   from npm start, and from an edit, to the page in the browser

Without a name all run. --json and --help are for each of them, and what else each takes its own help says.
`;

function run(bench: string, options: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, `${bench}.ts`), ...options], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** All that were not named; the one option that each of them has goes to all. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  let worst = 0;
  for (const bench of BENCHES) worst = Math.max(worst, await run(bench, values.json ? ['--json'] : []));
  return worst;
}

const [first, ...options] = process.argv.slice(2);
const named = BENCHES.find((bench) => bench === first);
if (named) run(named, options).then((code) => process.exit(code));
else runCommand(main, HELP);
