/** `npm run doctor`: says in words what is wrong with a configuration; prints no key. */
import { examine } from '../cloud/doctor';

const HELP = `Usage: npm run doctor [-- --json]

Examines the environment that npm run serve would use: the form of the keys and whether they are the right ones, the
configuration, the database, and whether the gateway accepts our signature and we its. Changes nothing. Ends with 1 on a fault.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) return console.log(HELP);
  const findings = await examine(process.env);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ findings }, null, 2));
  else
    for (const { what, fault } of findings)
      console.log(`${fault === null ? 'ok     ' : 'FAULT  '} ${what}${fault ? `: ${fault}` : ''}`);
  process.exitCode = findings.some(({ fault }) => fault !== null) ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
