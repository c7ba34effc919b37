/** `npm run build`: everything that ships, into dist/. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../cloudfunctions/backend/host/config';
import { type BuiltFunction, buildFunctions, packFunctions } from './build-functions';
import { buildMiniprogram } from './build-miniprogram';
import { type PlatformEnvironment, readEnvironment } from './environment';
import { Misuse, runCommand } from './run-command';
import { sandboxToPayAt, spaceToBuildFor } from './space';

const projectRoot = join(__dirname, '..');

const HELP = `Usage: npm run build [-- --development | -- --environment <name> [--secrets <file>]]

Without options: the mini-program for the space of this machine's variables, and each cloud function as a folder and as a
package <name>.zip that has no settings in it.

  --development         the mini-program with the sandbox's cashier in it, to be tried in the Alipay IDE beside npm start (docs/ide.md)
  --environment <name>  for a space of Alipay: with cloudfunctions/environments/<name>.json, the app of that space, and packages with
                        its settings in dist/deploy/<name>/
  --secrets <file>      a JSON object of the environment's secrets, kept outside the repository, for the same packages

docs/deploy-alipay.md says how they get there.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      development: { type: 'boolean' },
      environment: { type: 'string' },
      secrets: { type: 'string' },
    },
  });
  const { environment: name, secrets: secretsFile, development: isDevelopment = false } = values;
  if (isDevelopment && name !== undefined)
    throw new Misuse('--development is for this machine, not for an --environment');
  if (secretsFile !== undefined && name === undefined) throw new Misuse('--secrets needs --environment');
  const environment =
    name === undefined ? null : await readEnvironment({ projectRoot, name, ...(secretsFile ? { secretsFile } : {}) });
  const functions = await buildAll(environment, isDevelopment);
  if (name !== undefined && environment) await deploy(name, environment, functions);
  return 0;
}

async function buildAll(environment: PlatformEnvironment | null, isDevelopment: boolean): Promise<BuiltFunction[]> {
  const dist = join(projectRoot, 'dist');
  const variables = { ...process.env, ...environment?.app };
  if (environment && !variables.SHOUYIN_CLIENT_SECRET) {
    throw new ConfigError(['SHOUYIN_CLIENT_SECRET is missing among the secrets: the console of the space shows it']);
  }
  const released = await spaceToBuildFor(variables, process.env.SHOUYIN_HOME ?? join(projectRoot, '.shouyin'));
  const space = isDevelopment ? { ...released, sandboxUrl: sandboxToPayAt(process.env) } : released;
  const [miniprogram, functions] = await Promise.all([
    buildMiniprogram({ projectRoot, outDir: join(dist, 'miniprogram'), space, isDevelopment }),
    buildFunctions(projectRoot, join(dist, 'cloudfunctions')),
  ]);
  console.log(`dist/miniprogram     ${kilobytes(miniprogram.bytes)} in ${miniprogram.files} files`);
  for (const [folder, bytes] of Object.entries(miniprogram.folders)) {
    console.log(`  ${folder.padEnd(18)} ${kilobytes(bytes)}`);
  }
  for (const { name, bytes, zipBytes } of functions) {
    console.log(`dist/cloudfunctions/${name.padEnd(16)} ${kilobytes(bytes)}, as ${name}.zip ${kilobytes(zipBytes)}`);
  }
  console.log(`The app will call ${space.endpoint} (space ${space.spaceId}); see dist/miniprogram/space.js`);
  if (isDevelopment)
    console.log(`It is a development build: it pays at the sandbox ${space.sandboxUrl} and must not be released`);
  return functions;
}

async function deploy(name: string, environment: PlatformEnvironment, functions: BuiltFunction[]): Promise<void> {
  const folder = join('dist', 'deploy', name);
  const outDir = join(projectRoot, folder);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true, mode: 0o700 });
  const names = functions.map((built) => built.name);
  await packFunctions(join(projectRoot, 'dist', 'cloudfunctions'), names, outDir, environment.functions);
  console.log(`${folder}/*.zip have the settings of ${name} in them: upload these`);
  const { missingSecrets } = environment;
  if (missingSecrets.length > 0) {
    console.log(`Without --secrets each function needs, as variables of the platform: ${missingSecrets.join(', ')}`);
  }
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`.padStart(7);
}

runCommand(main, HELP);
