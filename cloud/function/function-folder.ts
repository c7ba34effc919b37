import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../platform-error';
import type { ReadyFunction } from './ready-function';

/** The platform's rule for names (reference serverless-platform 3); it also keeps a name inside the folder. */
const FUNCTION_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,29}$/;

/** The functions of one folder by name. */
export interface FunctionFolder {
  /** The function, made ready at the first call. Throws a PlatformError when there is none or it cannot be made ready. */
  load(functionName: string): Promise<ReadyFunction>;
  /** Ends all functions. */
  close(): Promise<void>;
}

interface Loaded {
  /** A promise, so that calls which arrive while a function is being loaded share what one load gives. */
  ready: Promise<ReadyFunction>;
  changedAtMs: number;
}

/**
 * The functions of a folder: one folder each, with an `index.js` that `open` makes ready. With `watch`, a changed file is opened
 * anew at the next call.
 */
export function functionFolder(
  root: string,
  open: (file: string) => Promise<ReadyFunction>,
  watch: boolean,
): FunctionFolder {
  const loaded = new Map<string, Loaded>();

  function loadFresh(functionName: string, file: string, changedAtMs: number): Promise<ReadyFunction> {
    const before = loaded.get(functionName);
    const ready = open(file);
    const fresh = { ready, changedAtMs };
    loaded.set(functionName, fresh);
    // What could not be loaded is tried again at the next call: it may be under repair.
    ready.catch(() => loaded.get(functionName) === fresh && loaded.delete(functionName));
    before?.ready.then((old) => old.retire()).catch(() => undefined);
    return ready;
  }

  return {
    async load(functionName) {
      if (!FUNCTION_NAME.test(functionName)) {
        throw new PlatformError('FunctionNotFound', 'The name is not one that a function can have.');
      }
      const known = loaded.get(functionName);
      if (known && !watch) return await known.ready;
      const file = join(root, functionName, 'index.js');
      const changedAtMs = await changeTimeMs(file);
      if (changedAtMs === null) throw new PlatformError('FunctionNotFound', `There is no function ${functionName}.`);
      const current = loaded.get(functionName);
      if (current && (!watch || current.changedAtMs === changedAtMs)) return await current.ready;
      return await loadFresh(functionName, file, changedAtMs);
    },
    async close() {
      const all = await Promise.allSettled([...loaded.values()].map(({ ready }) => ready));
      await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.end() : undefined)));
    },
  };
}

/** Several folders as one; what an earlier one has, a later one cannot replace. */
export function functionFolders(folders: readonly FunctionFolder[]): FunctionFolder {
  return {
    async load(functionName) {
      for (const folder of folders.slice(0, -1)) {
        const ready = await folder.load(functionName).catch(nullWhenMissing);
        if (ready) return ready;
      }
      const last = folders.at(-1);
      if (!last) throw new PlatformError('FunctionNotFound', 'There are no functions.');
      return await last.load(functionName);
    },
    async close() {
      await Promise.all(folders.map((folder) => folder.close()));
    },
  };
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof PlatformError && error.code === 'FunctionNotFound') return null;
  throw error;
}

async function changeTimeMs(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return null;
  }
}
