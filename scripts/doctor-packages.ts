/** Looks at what is about to be uploaded: packages of functions, and the built app. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { PlatformEnvironment } from './environment';
import { functionPackage } from './function-package';

/** What is wrong with the packages of an environment; null when they can be uploaded. */
export async function packagesFault(
  projectRoot: string,
  name: string,
  { functions }: PlatformEnvironment,
): Promise<string | null> {
  const folder = join('dist', 'deploy', name);
  const files = await zipsIn(join(projectRoot, folder));
  const names = await zipsIn(join(projectRoot, 'dist', 'cloudfunctions'));
  const again = `npm run build -- --environment ${name}`;
  if (files.length === 0 || names.length === 0) return `there are none in ${folder}: ${again}`;
  const missing = names.filter((file) => !files.includes(file));
  if (missing.length > 0) return `${missing.join(', ')} missing in ${folder}: ${again}`;
  const faults = files.map((file) => packageFault(projectRoot, join(folder, file), functions));
  const found = (await Promise.all(faults)).filter((fault) => fault !== null);
  return found.length > 0 ? `${found.join('; ')}: ${again}` : null;
}

/** What is wrong with the built app: it may be the one for another space. */
export async function appFault(projectRoot: string, { app }: PlatformEnvironment): Promise<string | null> {
  const file = join('dist', 'miniprogram', 'space.js');
  const text = await readFile(join(projectRoot, file), 'utf8').catch(() => null);
  if (text === null) return 'there is none in dist/miniprogram: build it';
  const differing = Object.values(app).filter((value) => !text.includes(JSON.stringify(value)));
  return differing.length > 0 ? `${file} is for another space: build it with --environment` : null;
}

// --- Internal helpers ---

async function zipsIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => [] as string[]);
  return files.filter((file) => file.endsWith('.zip'));
}

async function packageFault(projectRoot: string, path: string, settings: Record<string, string>) {
  const name = basename(path, '.zip');
  const zip = await readFile(join(projectRoot, path));
  try {
    const files = unzipSync(zip);
    functionPackage(name, files);
    const index = await readFile(join(projectRoot, 'dist', 'cloudfunctions', name, 'index.js'));
    if (!index.equals(files['index.js'] as Uint8Array)) return `${name} is of another build`;
    return hasSettings(files, settings) ? null : `${name} has other settings than the environment now`;
  } catch (error) {
    return `${name} is no package: ${(error as Error).message}`;
  }
}

/** Secrets that were left to the platform are in neither. */
function hasSettings(files: Record<string, Uint8Array>, settings: Record<string, string>): boolean {
  const packed = JSON.parse(Buffer.from(files['settings.json'] ?? '{}').toString()) as Record<string, string>;
  return Object.entries(settings).every(([name, value]) => packed[name] === value);
}
