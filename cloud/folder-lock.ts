import { open, readFile, rename, rm } from 'node:fs/promises';

/**
 * Takes a folder for this process alone. The embedded database has no lock of its own, and two processes writing one folder
 * destroy it. The lock is a file beside the folder that holds the owner's pid; an owner that has died loses it. Returns the way
 * to give it back; throws with a sentence for the operator when somebody else has it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = `${folder}.lock`;
  // Second time only when the first found a dead owner's lock and moved it away.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (await create(file)) return () => rm(file, { force: true });
    await moveAwayIfDead(file, folder);
  }
  throw new Error(`${folder} is being taken by another process at this moment; try again`);
}

async function create(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function moveAwayIfDead(file: string, folder: string): Promise<void> {
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (isAlive(owner)) {
    throw new Error(
      `${folder} is in use by process ${owner}. Stop it, or set SHOUYIN_HOME to another folder or DATABASE_URL to a server ` +
        `(if that process is something else, delete ${file})`,
    );
  }
  // Renaming first lets only one of two processes that start at once take the dead owner's place.
  const aside = `${file}.${process.pid}`;
  await rename(file, aside).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Our own pid in the file is an earlier life of this container. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
