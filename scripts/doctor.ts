/** `npm run doctor`: says in words what is wrong with a configuration; prints no key. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { examine } from '../cloud/doctor';
import { examinePlatform, type PlatformFinding } from './doctor-platform';
import { Misuse, runCommand } from './run-command';

const HELP = `Usage: npm run doctor [-- --json]
       npm run doctor -- --target platform --environment <name> [--secrets <file>] [--json]

Examines the environment that npm run serve would use: the form of the keys and whether they are the right ones, the
configuration, the database, and whether the gateway accepts our signature and we its.

With --target platform: what can be seen from outside of a deployment on Alipay's platform (docs/deploy-alipay.md). The
environment's settings, the packages in dist/deploy/<name>, the app in dist/miniprogram, whether the space knows itself and
its client secret, and how the notify address answers to an empty message.

Changes nothing. Ends with 1 on a fault.

  --json   {findings: [{what, fault, hint}]}; fault is null where all is well
  --help   this text
`;

interface Finding extends Pick<PlatformFinding, 'fault' | 'hint'> {
  what: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', default: 'self-hosted' },
      environment: { type: 'string' },
      secrets: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const findings = await findingsOf(values);
  if (values.json) console.log(JSON.stringify({ findings }, null, 2));
  else for (const finding of findings) console.log(told(finding));
  return findings.some(({ fault }) => fault !== null) ? 1 : 0;
}

async function findingsOf(options: { target: string; environment?: string; secrets?: string }): Promise<Finding[]> {
  const { target, environment: name, secrets: secretsFile } = options;
  if (target === 'self-hosted') return await examine(process.env);
  if (target !== 'platform') throw new Misuse(`--target is platform or self-hosted, not ${target}`);
  if (!name) throw new Misuse('--target platform needs --environment, e.g. --environment production');
  const files = { projectRoot: join(__dirname, '..'), name, ...(secretsFile ? { secretsFile } : {}) };
  return await examinePlatform(files, Date.now());
}

function told({ what, fault, hint }: Finding): string {
  const line = `${fault === null ? 'ok     ' : 'FAULT  '} ${what}${fault ? `: ${fault}` : ''}`;
  return hint ? `${line}\n        ${hint}` : line;
}

runCommand(main, HELP);
