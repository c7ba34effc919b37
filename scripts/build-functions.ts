import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';
import { functionPackage } from './function-package';

/** Folders of cloudfunctions/ that are not functions. */
const NOT_FUNCTIONS = new Set(['backend', 'environments']);

/**
 * The oldest Node.js a function may meet (reference serverless-platform 3, package rules). It understands all of ES2020 and little of
 * what came after, so that a parser of ES2020 can check the result.
 */
const OLDEST_RUNTIME = ['node14', 'es2020'];

/** Packages that only the runtime of Cloudbase has, and that are asked for there alone. */
const OF_THE_RUNTIME = ['@alipay/faas-server-sdk'];

/** One function that was built, and its sizes. */
export interface BuiltFunction {
  name: string;
  /** Of its `index.js`. */
  bytes: number;
  /** Of its package. */
  zipBytes: number;
}

/**
 * Makes of each cloud function a folder with one self-contained `index.js` and its package `<name>.zip`, and copies the list of
 * triggers beside them. Nothing of one environment is in them.
 */
export async function buildFunctions(projectRoot: string, outDir: string): Promise<BuiltFunction[]> {
  const source = join(projectRoot, 'cloudfunctions');
  const names = await functionNames(source);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await build(bundling(projectRoot, names, outDir));
  await copyFile(join(source, 'triggers.json'), join(outDir, 'triggers.json'));
  return await packFunctions(outDir, names, outDir);
}

/**
 * Keeps the bundles in `outDir`, made before, as new as their sources until `close()`. A source that cannot be compiled leaves the
 * bundle as it was, and is told on the console.
 */
export async function watchFunctions(projectRoot: string, outDir: string): Promise<{ close(): Promise<void> }> {
  const names = await functionNames(join(projectRoot, 'cloudfunctions'));
  const builder = await context(bundling(projectRoot, names, outDir));
  await builder.watch();
  return { close: () => builder.dispose() };
}

function bundling(projectRoot: string, names: readonly string[], outDir: string): BuildOptions {
  const source = join(projectRoot, 'cloudfunctions');
  return {
    // Paths in the result are from here, wherever it is built.
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, join(source, name, 'index.ts')])),
    outdir: outDir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: OLDEST_RUNTIME,
    external: OF_THE_RUNTIME,
    charset: 'utf8',
    logLevel: 'warning',
  };
}

/** Packs functions of a folder into another, with the settings of an environment where there are some. */
export async function packFunctions(
  builtDir: string,
  names: readonly string[],
  outDir: string,
  settings?: Record<string, string>,
): Promise<BuiltFunction[]> {
  const more: Record<string, Uint8Array> = settings
    ? { 'settings.json': Buffer.from(`${JSON.stringify(settings, null, 2)}\n`) }
    : {};
  const packing = names.map(async (name) => {
    const index = await readFile(join(builtDir, name, 'index.js'));
    const zip = functionPackage(name, { 'index.js': index, ...more });
    // The settings may hold secrets: only for whoever builds.
    await writeFile(join(outDir, `${name}.zip`), zip, { mode: settings ? 0o600 : 0o644 });
    return { name, bytes: index.length, zipBytes: zip.length };
  });
  return await Promise.all(packing);
}

async function functionNames(source: string): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !NOT_FUNCTIONS.has(entry.name))
    .map((entry) => entry.name)
    .sort();
}
