import { type Dirent, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { miniprogramMarkup } from './miniprogram-markup';
import { type MiniprogramPart, miniprogramParts, SCRIPT_EXTENSIONS } from './miniprogram-parts';
import { type Space, spaceModule } from './space';

/** What is built, where to, and for which space. */
export interface BuildOptions {
  projectRoot: string;
  /** The folder the IDE and the simulator open; files of an earlier build that are no longer made are removed from it. */
  outDir: string;
  space: Space;
  /** A development build brings the sandbox's cashier and buyer along, for where there are no real ones: the IDE. */
  isDevelopment?: boolean;
}

/** What a build made; sizes are bytes. */
export interface BuildReport {
  /** How many files there are. */
  files: number;
  /** Size of all of them; the project's limit is 500 KB, the platform's 2,048 KB (reference mini-program 1.3). */
  bytes: number;
  /** Size of each, by path in the built app. */
  sizes: Record<string, number>;
  /** Size of all in a folder of the built app, the largest first; files beside the folders count as `.`. */
  folders: Record<string, number>;
}

/** Oldest syntax of the scripts; the platform's own build lowers it further (`compileOptions.transpile`). */
const SCRIPT_TARGET = 'es2018';
/** Where the built app keeps its pictures; AXML names them from the root. */
const PICTURES = 'images';
/** The one module a host or a merchant replaces; see models/space.ts. */
const SPACE_MODULE = 'space.js';

/** The cashier of a development build, on every page. */
const SANDBOX_COMPONENTS = { 'sandbox-cashier': '/pages/sandbox-cashier/sandbox-cashier' } as const;
/** What a development build calls in place of the phone: exports of models/sandbox/phone.ts. */
const SANDBOX_CALLS = { 'my.tradePay': 'sandboxTradePay', 'my.getAuthCode': 'sandboxGetAuthCode' } as const;

type Files = Map<string, string | Uint8Array>;

/**
 * Writes the mini-program as plain JavaScript, AXML, ACSS, JSON and SJS that need nothing outside their folder. Throws
 * when a page or component that something names is incomplete.
 */
export async function buildMiniprogram(options: BuildOptions): Promise<BuildReport> {
  const { projectRoot, outDir, space, isDevelopment = false } = options;
  const { appJson, parts } = await miniprogramParts(projectRoot, isDevelopment ? SANDBOX_COMPONENTS : {});
  const [scripts, markup, pictures] = await Promise.all([
    bundleScripts(projectRoot, parts, isDevelopment),
    miniprogramMarkup(projectRoot, markupSources(projectRoot, parts)),
    readPictures(projectRoot),
  ]);
  const files: Files = new Map([...scripts, ...markup, ...pictures]);
  files.set('app.json', JSON.stringify(appJson));
  for (const part of parts) files.set(`${part.out}.json`, JSON.stringify(part.json));
  if (isDevelopment) addCashier(files, parts);
  files.set(SPACE_MODULE, spaceModule(space));
  await writeAll(outDir, files);
  return report(files);
}

/** One script per page and component; what they share is in `shared/`, so that it is loaded and counted once. */
async function bundleScripts(projectRoot: string, parts: MiniprogramPart[], isDevelopment: boolean): Promise<Files> {
  const entries = [{ source: join(projectRoot, 'app'), out: 'app' }, ...parts];
  const outdir = join(projectRoot, 'dist');
  const result = await build({
    entryPoints: entries.map(({ source, out }) => ({ in: scriptOf(source), out })),
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: SCRIPT_TARGET,
    charset: 'utf8',
    minify: true,
    chunkNames: 'shared/[name]-[hash]',
    // The IDE has no `process`, and the development builds of MobX look at globals that Alipay hides.
    define: { 'process.env.NODE_ENV': '"production"', ...(isDevelopment && SANDBOX_CALLS) },
    inject: isDevelopment ? [join(projectRoot, 'models', 'sandbox', 'phone.ts')] : [],
    alias: { mobx: 'mobx/dist/mobx.esm.production.min.js' },
    plugins: [spaceOutside],
    logLevel: 'error',
  });
  return new Map(result.outputFiles.map((file) => [file.path.slice(outdir.length + 1), file.contents]));
}

/** Keeps the space's settings out of the bundles: they are imported from the root of the built app. */
const spaceOutside: Plugin = {
  name: 'space-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/space$/ }, () => ({ path: `/${SPACE_MODULE}`, external: true }));
  },
};

function addCashier(files: Files, parts: MiniprogramPart[]): void {
  for (const { kind, out } of parts) {
    if (kind === 'page') files.set(`${out}.axml`, `${files.get(`${out}.axml`)}<sandbox-cashier />\n`);
  }
}

function scriptOf(source: string): string {
  const path = SCRIPT_EXTENSIONS.map((extension) => source + extension).find(existsSync);
  if (path === undefined) throw new Error(`${source} has no script`);
  return path;
}

function markupSources(projectRoot: string, parts: MiniprogramPart[]): string[] {
  const styles = [join(projectRoot, 'app'), ...parts.map((part) => part.source)].map((source) => `${source}.acss`);
  return [...parts.map((part) => `${part.source}.axml`), ...styles.filter(existsSync)];
}

async function readPictures(projectRoot: string): Promise<Files> {
  const folder = join(projectRoot, PICTURES);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter(isPicture).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => [path.slice(projectRoot.length + 1), await readFile(path)] as const);
  return new Map(await Promise.all(read));
}

/** Their list is in the scripts already. */
function isPicture(entry: Dirent): boolean {
  return entry.isFile() && !entry.name.endsWith('.json');
}

async function writeAll(outDir: string, files: Files): Promise<void> {
  const paths = [...files.keys()].map((file) => join(outDir, file));
  await Promise.all(
    [...new Set(paths.map((path) => dirname(path)))].map((folder) => mkdir(folder, { recursive: true })),
  );
  await Promise.all([...files].map(([file, content]) => writeFile(join(outDir, file), content)));
  const made = new Set(paths);
  const present = await readdir(outDir, { recursive: true, withFileTypes: true });
  const stale = present.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(stale.filter((path) => !made.has(path)).map((path) => rm(path)));
}

function report(files: Files): BuildReport {
  const sizes = Object.fromEntries(
    [...files]
      .map(([file, content]) => [file, Buffer.byteLength(content)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  return { files: files.size, bytes, sizes, folders: foldersOf(sizes) };
}

function foldersOf(sizes: Record<string, number>): Record<string, number> {
  const folders = new Map<string, number>();
  for (const [file, size] of Object.entries(sizes)) {
    const folder = file.includes('/') ? (file.split('/')[0] ?? '.') : '.';
    folders.set(folder, (folders.get(folder) ?? 0) + size);
  }
  return Object.fromEntries([...folders].sort(([, a], [, b]) => b - a));
}
