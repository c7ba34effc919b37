import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Folders of cloudfunctions/ that are not functions. */
const NOT_FUNCTIONS = new Set(['backend']);

/** Oldest Node.js a function may meet (reference serverless-platform 3, package rules). */
const OLDEST_RUNTIME = 'node14';

/**
 * Makes one self-contained `index.js` per cloud function, and the list of triggers beside them. Returns name → bytes.
 */
export async function buildFunctions(projectRoot: string, outDir: string): Promise<Record<string, number>> {
  const source = join(projectRoot, 'cloudfunctions');
  const names = await functionNames(source);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, join(source, name, 'index.ts')])),
    outdir: outDir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: OLDEST_RUNTIME,
    charset: 'utf8',
    logLevel: 'warning',
  });
  await copyFile(join(source, 'triggers.json'), join(outDir, 'triggers.json'));
  const sizes = names.map(async (name) => [name, (await stat(join(outDir, name, 'index.js'))).size] as const);
  return Object.fromEntries(await Promise.all(sizes));
}

async function functionNames(source: string): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !NOT_FUNCTIONS.has(entry.name))
    .map((entry) => entry.name)
    .sort();
}
