/** `npm run bench`: one bench, or all of them one after the other, each beside the physical floor of the same run. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const BENCHES = ['sandbox', 'store', 'cloud', 'cold-start', 'simulator'] as const;

const HELP = `Usage: npm run bench [-- <bench>] [options of that bench]

  sandbox     start-up, and creates per second with signatures both ways
  store       every statement of the PostgreSQL store, at 10,000 and at --rows orders
  cloud       what the backend adds of its own to create, poll and notify
  cold-start  the largest cloud function in a fresh process
  simulator   from npm start, and from an edit, to the page in the browser

Without a name all run. --json and --help are for each of them.
`;

function run(bench: string, options: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, `${bench}.ts`), ...options], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  const named = BENCHES.find((bench) => bench === first);
  if (!named && first !== undefined && !first.startsWith('--'))
    throw new Error(`There is no bench ${first}.\n\n${HELP}`);
  if (!named && first === '--help') return console.log(HELP);
  const options = named ? rest : process.argv.slice(2);
  for (const bench of named ? [named] : BENCHES) {
    const code = await run(bench, options);
    if (code !== 0) process.exitCode = code;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
