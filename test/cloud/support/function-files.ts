import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes functions the way the build does: a folder with `index.js` for each, and the triggers. */
export async function writeFunctions(
  root: string,
  functions: Record<string, string>,
  triggers: unknown,
): Promise<void> {
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'triggers.json'), JSON.stringify(triggers));
  for (const [name, source] of Object.entries(functions)) await writeFunction(root, name, source);
}

let changes = 0;

/** Writes one function; each writing has a time of change of its own, however quickly they follow each other. */
export async function writeFunction(root: string, name: string, source: string): Promise<void> {
  const file = join(root, name, 'index.js');
  await mkdir(join(root, name), { recursive: true });
  await writeFile(file, source);
  changes += 1;
  await utimes(file, changes, changes);
}
