/** `npm run build` in serverless-sdk/, and before it is packed: what the package ships, into its dist/. */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const PACKAGE = join(__dirname, '..', 'serverless-sdk');
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
/** The entry and all that it names. */
const PUBLIC_TYPES = new Set(['index', 'types', 'parameters', 'results', 'cloud-sdk-error']);
/** Runs in the JavaScript engines of phones as it is, whether the IDE translates packages or not. */
const OLDEST_SYNTAX = 'es2015';

async function buildSdk(dist: string): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await Promise.all([
    bundle('cjs', join(dist, 'index.js')),
    bundle('esm', join(dist, 'index.mjs')),
    declarations(dist),
  ]);
}

async function bundle(format: 'cjs' | 'esm', outfile: string): Promise<void> {
  await build({
    entryPoints: [join(PACKAGE, 'index.ts')],
    outfile,
    bundle: true,
    format,
    platform: 'neutral',
    target: OLDEST_SYNTAX,
    charset: 'utf8',
    minify: true,
    logLevel: 'warning',
  });
}

/** Those of what can be imported, twice: files that ES modules import name each other with their endings. */
async function declarations(dist: string): Promise<void> {
  await promisify(execFile)(process.execPath, [TSC, '-p', PACKAGE, '--outDir', dist]);
  const made = (await readdir(dist)).filter((file) => file.endsWith('.d.ts'));
  await Promise.all(
    made.map(async (file) => {
      const path = join(dist, file);
      if (!PUBLIC_TYPES.has(basename(file, '.d.ts'))) return await rm(path);
      const text = await readFile(path, 'utf8');
      await writeFile(path.replace(/\.d\.ts$/, '.d.mts'), text.replace(/(from '\.\/[a-z-]+)(?=')/g, '$1.mjs'));
    }),
  );
}

buildSdk(join(PACKAGE, 'dist')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
